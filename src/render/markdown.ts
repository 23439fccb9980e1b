/** The report for a ticket or a pull request: Markdown without HTML, so that other trackers than GitHub read it too. */
import type { Fix, PullReport, ReportedFailure } from "../report.ts";
import { proofOf, wordsOf } from "./decisive.ts";
import { effectOf, inOrder } from "./fixes.ts";
import { FOUND_OUT } from "./found-out.ts";
import { INCOMPLETE, leftOut, summarySentence } from "./headline.ts";
import { code, fence, prose } from "./markdown-text.ts";
import type { Renderer } from "./options.ts";
import { titleOf, wordsOfCause } from "./own-words.ts";
import { CONFIDENCE, count, imageName, nextTry, reachOf, shareOf, someNames, standsIn } from "./phrases.ts";
import { harmless, oneLine } from "./plain.ts";
import { isUnexplained, MOST_GROUPS, type ShownGroup, shownGroups } from "./shown.ts";

export const renderMarkdown: Renderer = (report, options) => {
  const clean = harmless(report);
  const groups = shownGroups(clean);
  const parts = [
    "# Why images cannot be pulled",
    prose(summarySentence(clean, groups, oneLine(options.looked))),
    ...(clean.complete ? [] : [prose(INCOMPLETE), clean.warnings.map((warning) => `- ${prose(warning)}`).join("\n")]),
    failureTable(groups),
    ...groups.slice(0, MOST_GROUPS).flatMap((shown) => explain(shown, clean)),
    prose(leftOut(groups.slice(MOST_GROUPS))),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
};

const MOST_ROWS = 50;

function failureTable(groups: readonly ShownGroup[]): string {
  const failures = groups.flatMap(({ members }) => members.map(({ failure }) => failure));
  if (failures.length === 0) return "";
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rows = failures
    .slice(0, MOST_ROWS)
    .map((failure) => ({ ...failure, image: imageName(failure) }))
    .map(({ namespace, pod, container, image, cause, confidence }) =>
      row([
        ...[namespace, pod, container, image].map((cell) => (cell === null ? "" : code(cell))),
        code(cause),
        cause === "unrecognized" ? "" : confidence,
      ]),
    );
  const more = failures.length - rows.length;
  return [
    row(["Namespace", "Pod", "Container", "Image", "Cause", "Confidence"]),
    row(Array(6).fill("---")),
    ...rows,
    ...(more > 0 ? ["", `and ${count(more, "more row")}`] : []),
  ].join("\n");
}

function explain(shown: ShownGroup, report: PullReport): string[] {
  const { cause, confidence, alternatives } = shown.leader.failure;
  const { title, what, why } = wordsOfCause(report, cause);
  const others = alternatives.flatMap((other) => [
    `- ${prose(wordsOfCause(report, other.cause).title)} (${code(other.cause)}). ${prose(other.why)}`,
    ...(other.check === null ? [] : ["This settles it:", fence(other.check, "sh")]),
  ]);
  return [
    `## ${prose(title)} (${code(cause)})`,
    [...where(shown).map((line) => `- ${line}`), ...(isUnexplained(shown) ? [] : [`- ${CONFIDENCE[confidence]}`])].join(
      "\n",
    ),
    ...evidence(shown.leader.failure, report),
    ...foundOut(shown),
    `**What it means.** ${prose(what)}`,
    prose(why.trim()),
    ...(others.length === 0 ? [] : ["**What else it could be**", ...others]),
    ...whatToDo(shown.leader.failure),
  ];
}

function foundOut({ group: { facts } }: ShownGroup): string[] {
  if (facts.length === 0) return [];
  return [`**${FOUND_OUT}**`, facts.map(({ text }) => `- ${prose(text)}`).join("\n")];
}

function where({ group, members, newest, leader }: ShownGroup): string[] {
  if (members.length > 1) {
    const reach = reachOf(group).join(", ");
    return [
      prose(shareOf(group)),
      ...(reach === "" ? [] : [prose(reach)]),
      someNames(group, [...newest, ...members], code),
    ];
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
  return [`**What it said**${place === "" ? "" : ` (${prose(place)})`}`, fence(words, "text")];
}

function whatToDo({ fixes }: ReportedFailure): string[] {
  return fixes.length === 0 ? [] : ["**What to do**", ...fixes.flatMap(fixParts)];
}

function fixParts(fix: Fix, index: number): string[] {
  const effect = effectOf(fix);
  return [
    `**${index + 1}.** ${prose(titleOf(fix))}${effect === null ? "" : ` (${effect})`}`,
    ...(fix.commands.length === 0
      ? []
      : [
          fence(
            inOrder(fix.commands)
              .map(({ run }) => run)
              .join("\n"),
            "sh",
          ),
        ]),
    ...(fix.note === null ? [] : [prose(fix.note)]),
  ];
}
