/** The first lines: what was looked at, what came out, and whether anything could not be seen. */
import type { PullReport } from "../report.ts";
import type { Context } from "./block.ts";
import { count } from "./phrases.ts";
import { isUnexplained, type ShownGroup } from "./shown.ts";
import { wrapProse } from "./wrap.ts";

export function headline(
  report: PullReport,
  groups: readonly ShownGroup[],
  looked: string,
  { prose, paint }: Context,
): string[] {
  return wrapProse(summarySentence(report, groups, looked), prose).map(paint.heading);
}

export function summarySentence(report: PullReport, groups: readonly ShownGroup[], looked: string): string {
  const failures = report.failures.length;
  if (failures === 0) {
    const seen = `${count(report.summary.podsSeen, "pod")} and ${count(report.events.length, "event")} seen`;
    // Where something could not be read, health is not claimed.
    return report.complete
      ? `No image pull fails in ${looked}: ${seen}.`
      : `No failing image pull was found in ${looked}: ${seen}.`;
  }
  if (failures === 1) return `Looked at ${looked}: one image pull fails.`;
  return `Looked at ${looked}: ${failures} image pulls fail (${extent(report, groups)}).`;
}

/** "3 pods, one cause", "212 pods, 3 causes, 1 unexplained" */
function extent({ failures }: PullReport, groups: readonly ShownGroup[]): string {
  const pods = new Set(
    failures.flatMap(({ source, namespace, pod }) => (pod === null ? [] : JSON.stringify([source, namespace, pod]))),
  ).size;
  const unexplained = groups.filter(isUnexplained).length;
  const causes = groups.length - unexplained;
  return [
    pods > 0 ? count(pods, "pod") : "",
    causes === 1 ? "one cause" : causes > 1 ? count(causes, "cause") : "",
    unexplained > 0 ? `${unexplained} unexplained` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

export const INCOMPLETE = "Not everything could be read; the warnings say what is missing.";

export function incomplete({ complete }: PullReport, { prose, paint }: Context): string[] {
  return complete ? [] : wrapProse(INCOMPLETE, prose).map(paint.caution);
}

/** Names what is not explained, and how to see it; empty where nothing is left. */
export function leftOut(groups: readonly ShownGroup[]): string {
  if (groups.length === 0) return "";
  const pulls = groups.reduce((sum, { members }) => sum + members.length, 0);
  const are = groups.length === 1 ? "is" : "are";
  return `${count(groups.length, "more cause")} with ${count(pulls, "image pull")} ${are} not explained here. -o wide lists every pull, -o json has all there is to say of each.`;
}
