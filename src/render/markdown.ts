/** The report for a ticket or a pull request: Markdown without HTML, so that other trackers than GitHub read it too. */
import type { PullReport, ReportedFailure } from "../report.ts";
import { proofOf, wordsOf } from "./decisive.ts";
import { FOUND_OUT } from "./found-out.ts";
import { INCOMPLETE, leftOut, summarySentence } from "./headline.ts";
import { fixParts } from "./markdown-fixes.ts";
import { code, fence, prose, theirs } from "./markdown-text.ts";
import type { Renderer } from "./options.ts";
import { wordsOfCause } from "./own-words.ts";
import { CONFIDENCE, count, extentOf, imageName, nextTry, reachOf, shareOf, standsIn } from "./phrases.ts";
import { harmless, oneLine } from "./plain.ts";
import { isUnexplained, MOST_GROUPS, type ShownGroup, shownGroups } from "./shown.ts";

export const renderMarkdown: Renderer = (report, options) => {
  const clean = harmless(report);
  const groups = shownGroups(clean);
  const parts = [
    "# Why images cannot be pulled",
    theirs(summarySentence(clean, groups, oneLine(options.looked))),
    ...(clean.complete ? [] : [prose(INCOMPLETE), clean.warnings.map((warning) => `- ${theirs(warning)}`).join("\n")]),
    ...groupTable(groups),
    ...groups.slice(0, MOST_GROUPS).flatMap((shown) => explain(shown, clean)),
    prose(leftOut(groups.slice(MOST_GROUPS))),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
};

const MOST_ROWS = 50;

/** What there is to read below; one group needs no table. */
function groupTable(groups: readonly ShownGroup[]): string[] {
  if (groups.length < 2) return [];
  const rows = groups.slice(0, MOST_ROWS).map((shown) => {
    const { group, members, leader } = shown;
    const concerned = members.length > 1 ? group.key : (imageName(leader.failure) ?? group.key);
    const confidence = isUnexplained(shown) ? "" : leader.failure.confidence;
    return [code(group.cause), code(concerned), extentOf(group), confidence];
  });
  return tableOf(["Cause", "What it concerns", "Extent", "Confidence"], rows, groups.length);
}

/** Of all rows that there are these are shown; the others are counted below. */
function tableOf(heads: readonly string[], rows: readonly (readonly string[])[], all: number): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rest = all - rows.length;
  return [
    [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n"),
    ...(rest > 0 ? [`and ${count(rest, "more row")}`] : []),
  ];
}

function explain(shown: ShownGroup, report: PullReport): string[] {
  const { cause, confidence, alternatives } = shown.leader.failure;
  const { title, what, why } = wordsOfCause(report, cause);
  const others = alternatives.flatMap((other) => [
    `- ${prose(wordsOfCause(report, other.cause).title)} (${code(other.cause)}). ${theirs(other.why)}`,
    ...(other.check === null ? [] : ["This settles it:", fence(other.check, "sh")]),
  ]);
  const about = [...where(shown), ...(isUnexplained(shown) ? [] : [`the cause is ${CONFIDENCE[confidence]}`])];
  return [
    `## ${prose(title)} (${code(cause)})`,
    about.map((line) => `- ${line}`).join("\n"),
    ...memberTable(shown),
    ...evidence(shown.leader.failure, report),
    ...foundOut(shown),
    `**What it means.** ${prose(what)}`,
    prose(why.trim()),
    ...(others.length === 0 ? [] : ["**What else it could be**", ...others]),
    ...whatToDo(shown.leader.failure),
  ];
}

const MOST_MEMBERS = 5;

/** The members seen last come first, since they can still be looked at. */
function memberTable({ members, newest }: ShownGroup): string[] {
  if (members.length < 2) return [];
  const shown = [...new Set([...newest, ...members])].slice(0, MOST_MEMBERS);
  const rows = shown.map(({ failure }) =>
    [failure.namespace, failure.pod, failure.container, imageName(failure), failure.node].map((cell) =>
      cell === null ? "" : code(cell),
    ),
  );
  return tableOf(["Namespace", "Pod", "Container", "Image", "Node"], rows, members.length);
}

function foundOut({ group: { facts } }: ShownGroup): string[] {
  if (facts.length === 0) return [];
  return [`**${FOUND_OUT}**`, facts.map(({ text }) => `- ${theirs(text)}`).join("\n")];
}

function where({ group, members, leader }: ShownGroup): string[] {
  if (members.length > 1) {
    const reach = reachOf(group).join(", ");
    return [theirs(shareOf(group)), ...(reach === "" ? [] : [theirs(reach)])];
  }
  const { pod, namespace, container, node, state, attempts } = leader.failure;
  const named = (label: string, name: string | null): string | null =>
    name === null ? null : `${label} ${code(name)}`;
  return [
    [
      named("pod", pod),
      named("namespace", namespace),
      named("container", container),
      named("image", imageName(leader.failure)),
      named("node", node),
      named("state", state),
      attempts === null ? null : count(attempts, "attempt"),
      nextTry(leader.failure),
    ]
      .filter((part) => part !== null)
      .join(", "),
  ].filter((line) => line !== "");
}

function evidence(failure: ReportedFailure, report: PullReport): string[] {
  const words = wordsOf(failure);
  if (words === null) return [];
  const [first] = failure.evidence;
  const place = first === undefined ? "" : standsIn(first.from, proofOf(failure, report)).join(", ");
  return [`**What it said**${place === "" ? "" : ` (${theirs(place)})`}`, fence(words, "text")];
}

function whatToDo({ fixes }: ReportedFailure): string[] {
  return fixes.length === 0 ? [] : ["**What to do**", ...fixes.flatMap(fixParts)];
}
