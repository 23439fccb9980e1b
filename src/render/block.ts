/** One group explained: what failed, what it said, what that means, what else it could be, what to do. */
import type { PullReport, ReportedFailure } from "../report.ts";
import { proofOf, wordsOf } from "./decisive.ts";
import { readingLines } from "./details.ts";
import { commandLines, whatToDo } from "./fixes.ts";
import { FOUND_OUT, factLines } from "./found-out.ts";
import { wordsOfCause } from "./own-words.ts";
import { CONFIDENCE, historyOf, placeOf, reachOf, shareOf, someNames, standsIn } from "./phrases.ts";
import { isUnexplained, type ShownGroup } from "./shown.ts";
import type { Paint } from "./style.ts";
import { displayWidth, indent, wrapList, wrapProse, wrapVerbatim } from "./wrap.ts";

/** What every part of the form for people needs to know. */
export interface Context {
  /** Already harmless to print. */
  readonly report: PullReport;
  /** Of the terminal, for tables. */
  readonly width: number;
  /** For sentences. */
  readonly prose: number;
  readonly paint: Paint;
  readonly verbose: boolean;
  /** How many sources the failures come from. */
  readonly sources: number;
}

const BODY = 4;

/** `again`: the cause has been explained above, so its background is not told a second time. */
export function explainGroup(shown: ShownGroup, again: boolean, context: Context): string[] {
  const { leader, members } = shown;
  const sections = [
    section("What it said", words(leader.failure, context), context, stands(shown, context)),
    section(FOUND_OUT, factLines(shown.group, context.prose - BODY, context.paint), context),
    section("What it means", meaning(shown, again, context), context),
    section("What else it could be", alternatives(leader.failure, context), context),
    section("What to do", whatToDo(members, leader, context.prose - BODY, context.paint), context),
    ...(context.verbose ? readingLines(members, context.prose - BODY) : []).map(([heading, lines]) =>
      section(heading, lines, context),
    ),
  ];
  return [...title(shown, context), ...indent(where(shown, context), 2), ...sections.flat()];
}

function section(heading: string, lines: readonly string[], { paint, prose }: Context, aside = ""): string[] {
  if (lines.length === 0) return [];
  const beside = aside !== "" && displayWidth(heading) + displayWidth(aside) + 6 <= prose;
  return [
    "",
    ...indent([paint.heading(heading) + (beside ? ` ${paint.aside(`(${aside})`)}` : "")], 2),
    ...(aside === "" || beside ? [] : indent(wrapProse(`(${aside})`, prose - 2).map(paint.aside), 2)),
    ...indent(lines, BODY),
  ];
}

function title(shown: ShownGroup, { report, prose, paint }: Context): string[] {
  const { cause, confidence } = shown.leader.failure;
  const heading = wordsOfCause(report, cause).title;
  const id = isUnexplained(shown) ? `(${cause})` : `(${cause}, ${CONFIDENCE[confidence]})`;
  if (displayWidth(heading) + displayWidth(id) < prose) return [`${paint.cause(heading)} ${paint.aside(id)}`];
  return [...wrapProse(heading, prose).map(paint.cause), ...wrapProse(id, prose).map(paint.aside)];
}

function where(shown: ShownGroup, { report, sources, prose }: Context): string[] {
  const { group, members, leader } = shown;
  const { failure } = leader;
  const lines =
    members.length === 1
      ? [placeOf(failure), historyOf(failure, proofOf(failure, report)), sources > 1 ? [`in ${failure.source}`] : []]
      : [[shareOf(group)], reachOf(group), [examples(shown)]];
  return lines.flatMap((parts) => wrapList(parts, prose - 2));
}

/** The newest first, and said so where they stand for more than are named. */
function examples({ group, members, newest }: ShownGroup): string {
  const names = someNames(group, [...newest, ...members]);
  return newest.length > 0 && / \d+ more$/.test(names) ? `newest: ${names}` : names;
}

const MOST_QUOTED = 4;

function words(failure: ReportedFailure, { prose, paint }: Context): string[] {
  return wrapVerbatim(wordsOf(failure) ?? "", prose - BODY, MOST_QUOTED).map(paint.words);
}

function stands({ members, leader: { failure } }: ShownGroup, { report, sources }: Context): string {
  const [first] = failure.evidence;
  if (first === undefined) return "";
  const place = standsIn(first.from, proofOf(failure, report));
  return [...place, ...(sources > 1 && members.length > 1 ? [`in ${failure.source}`] : [])].join(", ");
}

function meaning({ group }: ShownGroup, again: boolean, { report, prose }: Context): string[] {
  const { what, why } = wordsOfCause(report, group.cause);
  return wrapProse(again ? what : `${what} ${why}`, prose - BODY);
}

function alternatives({ alternatives: others }: ReportedFailure, { report, prose, paint }: Context): string[] {
  return others.flatMap(({ cause, confidence, why, check }) => {
    const sure = confidence === "possible" ? "" : `, ${CONFIDENCE[confidence]}`;
    const text = wrapProse(`${wordsOfCause(report, cause).title} (${cause}${sure}). ${why}`, prose - BODY - 2);
    const settle = check === null ? [] : ["This settles it:", ...commandLines(check, paint)];
    return [`- ${text[0] ?? ""}`, ...indent([...text.slice(1), ...settle], 2)];
  });
}
