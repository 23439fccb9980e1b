/**
 * Which causes an error speaks for, best first.
 *
 * A cause that another recognised cause outranks gives way. What is left is ordered by confidence, then by where the
 * decisive words stand: the innermost error is the nearest to the fault. The order of the catalogue decides nothing.
 */
import type { PullError } from "../error/pull-error.ts";
import type { ImageReference } from "../image/reference.ts";
import type { PullFailure } from "../pull/failure.ts";
import type { Confidence } from "../report.ts";
import type { Facts, Span } from "./define.ts";
import type { CauseId } from "./ids.ts";
import { CATALOGUE } from "./index.ts";

export interface Match {
  readonly cause: CauseId;
  readonly confidence: Confidence;
  readonly span: Span;
  readonly facts: Facts;
  /** The recognised cause that this one gave way to; null for those that stand. */
  readonly outrankedBy: CauseId | null;
}

const RANK: Readonly<Record<Confidence, number>> = { certain: 0, likely: 1, possible: 2 };

export function compareConfidence(a: Confidence, b: Confidence): number {
  return RANK[a] - RANK[b];
}

export function weaker(a: Confidence, b: Confidence): Confidence {
  return RANK[a] >= RANK[b] ? a : b;
}

/** All causes that the error speaks for; those that stand come before those that gave way. */
export function matchCauses(
  error: PullError,
  failure: PullFailure,
  image: ImageReference | null,
  ids: readonly CauseId[] = Object.keys(CATALOGUE) as CauseId[],
): readonly Match[] {
  const inLeaf = matchIn({ error, failure, image, scope: "leaf" }, ids);
  if (inLeaf.length > 0) return inLeaf;
  return matchIn({ error, failure, image, scope: "whole" }, ids);
}

function matchIn(facts: Facts, ids: readonly CauseId[]): readonly Match[] {
  const seen: Omit<Match, "outrankedBy">[] = [];
  for (const cause of ids) {
    // The first signal that speaks with the greatest confidence counts; files list the certain ones first.
    let best: Omit<Match, "outrankedBy"> | null = null;
    for (const signal of CATALOGUE[cause].signals) {
      if (best !== null && RANK[signal.means] >= RANK[best.confidence]) continue;
      const span = signal.see(facts);
      if (span !== null) best = { cause, confidence: signal.means, span, facts };
    }
    if (best !== null) seen.push(best);
  }
  const matches = seen.map((match) => ({ ...match, outrankedBy: outrankedBy(match.cause, seen) }));
  return matches.sort(
    (a, b) =>
      Number(a.outrankedBy !== null) - Number(b.outrankedBy !== null) ||
      compareConfidence(a.confidence, b.confidence) ||
      b.span.start - a.span.start ||
      a.cause.localeCompare(b.cause),
  );
}

function outrankedBy(cause: CauseId, seen: readonly { readonly cause: CauseId }[]): CauseId | null {
  return seen.find((other) => CATALOGUE[other.cause].outranks?.includes(cause))?.cause ?? null;
}
