/** What has changed between two looks at the same pods. Pure: two looks in, the changes out. */
import type { PullChange, ReportedFailure } from "../report.ts";

/** The failures that are known, by pod and container. */
export type Standing = ReadonlyMap<string, ReportedFailure>;

/** What a look has shown. */
export interface Sight {
  readonly failures: readonly ReportedFailure[];
  /** Every pod that is there, by `placeOf`. */
  readonly pods: ReadonlyMap<string, SeenPod>;
  /** False where pods may be missing that are there, so that absence proves nothing. */
  readonly isWhole: boolean;
}

export interface SeenPod {
  readonly uid: string;
  /** Given up, as a pod that was evicted: it pulls no more, and that is no recovery. */
  readonly isGivenUp: boolean;
}

export interface Difference {
  readonly changes: readonly Pick<PullChange, "change" | "failure" | "was">[];
  readonly standing: Standing;
}

export const NOTHING_FAILS: Standing = new Map();

export function placeOf({ namespace, pod }: Pick<ReportedFailure, "namespace" | "pod">): string {
  return `${namespace}/${pod}`;
}

/** A cause that was known stays so while the same pod goes on failing at the same image: events live for an hour only. */
export function difference(before: Standing, { failures, pods, isWhole }: Sight): Difference {
  const changes: Difference["changes"][number][] = [];
  const standing = new Map<string, ReportedFailure>();
  for (const found of failures) {
    const key = keyOf(found, pods);
    const known = before.get(key);
    const failure = known === undefined ? found : stillKnown(known, found);
    standing.set(key, failure);
    if (known === undefined) changes.push({ change: "failing", failure, was: null });
    else if (isChanged(known, failure)) changes.push({ change: "changed", failure, was: known.cause });
  }
  for (const [key, failure] of before) {
    if (standing.has(key)) continue;
    const pod = pods.get(placeOf(failure));
    const isSame = pod !== undefined && keyOf(failure, pods) === key;
    if (!isWhole && !isSame) standing.set(key, failure);
    else changes.push({ change: isSame && !pod.isGivenUp ? "recovered" : "gone", failure, was: failure.cause });
  }
  return { changes, standing };
}

/** A pod that has the name of one that was deleted is another one. */
function keyOf(failure: ReportedFailure, pods: Sight["pods"]): string {
  const { container, image } = failure;
  const place = placeOf(failure);
  return JSON.stringify([place, pods.get(place)?.uid ?? "", container ?? image?.raw ?? ""]);
}

function stillKnown(known: ReportedFailure, found: ReportedFailure): ReportedFailure {
  return found.cause === "unrecognized" && found.image?.raw === known.image?.raw
    ? { ...known, state: found.state, node: found.node }
    : found;
}

function isChanged(known: ReportedFailure, found: ReportedFailure): boolean {
  return known.cause !== found.cause || known.image?.raw !== found.image?.raw;
}
