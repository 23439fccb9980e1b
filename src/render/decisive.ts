/** The words that are shown as proof, and where they stand. */
import type { PullReport, ReportedEvent, ReportedFailure } from "../report.ts";

/** About two lines of a terminal. */
const SHORT = 160;

/**
 * The decisive words. "not found" alone says little, so as much of the error around them is shown as is short: the
 * whole message, else its innermost part. Where nothing decided it is the innermost part; null where the text holds
 * no error.
 */
export function wordsOf({ evidence, error }: ReportedFailure): string | null {
  const quote = evidence[0]?.quote ?? null;
  const around = error === null ? [] : [error.message.trim(), error.leaf.trim()];
  const short = around.find((words) => words.length <= SHORT && words.includes(quote ?? "") && words !== "");
  const innermost = around.findLast((words) => words !== "");
  return short ?? quote ?? innermost ?? null;
}

/** The event that holds the decisive words; undefined where they stand elsewhere. */
export function proofOf({ evidence }: ReportedFailure, { events }: PullReport): ReportedEvent | undefined {
  const [first] = evidence;
  return first?.event === null || first === undefined ? undefined : events[first.event];
}
