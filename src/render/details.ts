/** For `-v`: how the error was read, and which causes were considered. */
import type { Match } from "../catalogue/match.ts";
import type { ReportedError } from "../report.ts";
import type { Member } from "./shown.ts";
import { indent, wrapVerbatim } from "./wrap.ts";

type Section = readonly [heading: string, lines: readonly string[]];

const MOST_READINGS = 10;

/** One reading per wording: the pods of a group mostly fail with the same words. */
export function readingLines(members: readonly Member[], width: number): readonly Section[] {
  const readings = new Map<string, readonly Section[]>();
  for (const { failure, diagnosis } of members) {
    if (readings.size === MOST_READINGS) break;
    const sections: Section[] = [
      ["How the error was read", failure.error === null ? [] : chainLines(failure.error, width)],
      ["What was considered", (diagnosis?.considered ?? []).map(matchLine)],
    ];
    readings.set(JSON.stringify(sections), sections);
  }
  return [...readings.values()].flat();
}

/** Every layer one step further in, down to the innermost words. */
function chainLines({ chain, leaf, grpcCode, httpStatus, registryCode }: ReportedError, width: number): string[] {
  const steps = chain.map(({ step, subject }) => (subject === null ? step : `${step}  ${subject}`));
  // Layers that are deeper still stay at the same place, so that their words keep some room.
  const deepest = Math.floor(width / 2);
  const layers = [...steps, `leaf  ${leaf}`].flatMap((text, depth) => {
    const by = Math.min(2 * depth, deepest);
    return indent(wrapVerbatim(text, width - by, 12), by);
  });
  const facts = [
    grpcCode === null ? null : `gRPC code ${grpcCode}`,
    httpStatus === null ? null : `HTTP status ${httpStatus}`,
    registryCode === null ? null : `registry code ${registryCode}`,
  ].filter((fact) => fact !== null);
  return facts.length === 0 ? layers : [...layers, facts.join(", ")];
}

function matchLine({ cause, confidence, outrankedBy }: Match): string {
  return `${cause}, ${confidence}${outrankedBy === null ? "" : `, gives way to ${outrankedBy}`}`;
}
