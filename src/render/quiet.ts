/** `-q`: one line per failure, for grep and for a narrow pane. */
import type { PullReport, ReportedFailure } from "../report.ts";
import { imageName } from "./phrases.ts";
import { harmless, oneLine } from "./plain.ts";
import { cutMiddle } from "./wrap.ts";

const LONGEST_QUOTE = 120;

export function renderQuiet(report: PullReport): string {
  return harmless(report)
    .failures.map((failure) => `${quietLine(failure)}\n`)
    .join("");
}

/** `NAMESPACE/POD[CONTAINER] IMAGE CAUSE-ID "quote"`; a dash stands for what the input does not name. */
export function quietLine(failure: ReportedFailure): string {
  const { namespace, pod, container, cause, evidence } = failure;
  const place = `${namespace === null ? "" : `${namespace}/`}${pod ?? "-"}${container === null ? "" : `[${container}]`}`;
  const quote = evidence[0]?.quote;
  const words = [place, imageName(failure) ?? "-", cause];
  return [...words, ...(quote === undefined ? [] : [`"${cutMiddle(oneLine(quote), LONGEST_QUOTE)}"`])].join(" ");
}
