/**
 * Which causes an error speaks for, best first.
 *
 * A cause that another recognised cause outranks gives way. What is left is ordered by confidence, then by where the
 * decisive words stand: the innermost error is the nearest to the fault. The order of the catalogue decides nothing.
 * A team's own causes come last; see own.ts.
 */
import type { PullError } from "../error/pull-error.ts";
import type { ImageReference } from "../image/reference.ts";
import type { PullFailure } from "../pull/failure.ts";
import type { Confidence } from "../report.ts";
import { type AnyCauseId, isOwn } from "./any-id.ts";
import type { Cause, Facts, Span } from "./define.ts";
import type { CauseId } from "./ids.ts";
import { BUILT_IN, type Catalogue, outranks } from "./own.ts";

export interface Match {
  readonly cause: AnyCauseId;
  readonly confidence: Confidence;
  readonly span: Span;
  readonly facts: Facts;
  /** The recognised cause that this one gave way to; null for those that stand. */
  readonly outrankedBy: AnyCauseId | null;
}

type BuiltInMatch = Match & { readonly cause: CauseId };

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
  catalogue: Catalogue = BUILT_IN,
): readonly Match[] {
  const facts: Facts = { error, failure, image, scope: "leaf" };
  const inLeaf = matchIn(facts, catalogue);
  const builtIn = inLeaf.length > 0 ? inLeaf : matchIn({ ...facts, scope: "whole" }, catalogue);
  return catalogue.own.size === 0 ? builtIn : withOwn(builtIn, facts, catalogue);
}

function matchIn(facts: Facts, catalogue: Catalogue): readonly BuiltInMatch[] {
  const seen: Omit<BuiltInMatch, "outrankedBy">[] = [];
  for (const [cause, { signals }] of Object.entries(catalogue.causes) as [CauseId, Cause][]) {
    // The first signal that speaks with the greatest confidence counts; files list the certain ones first.
    let best: Omit<BuiltInMatch, "outrankedBy"> | null = null;
    for (const signal of signals) {
      if (best !== null && RANK[signal.means] >= RANK[best.confidence]) continue;
      const span = signal.see(facts);
      if (span !== null) best = { cause, confidence: signal.means, span, facts };
    }
    if (best !== null) seen.push(best);
  }
  const matches = seen.map((match) => ({ ...match, outrankedBy: outrankedBy(match.cause, seen, catalogue) }));
  return inOrder(matches);
}

/** An own cause that outranks nothing is the answer only where no built-in one is, however sure it is. */
function withOwn(builtIn: readonly BuiltInMatch[], facts: Facts, catalogue: Catalogue): readonly Match[] {
  const [answer = null] = builtIn;
  const own = [...catalogue.own.values()].flatMap(({ id, means, see }): Match[] => {
    const span = see(facts, answer);
    return span === null ? [] : [{ cause: id, confidence: means, span, facts, outrankedBy: null }];
  });
  if (own.length === 0) return builtIn;
  return inOrder(
    [...builtIn, ...own].map((match) => ({
      ...match,
      outrankedBy: match.outrankedBy ?? outrankedBy(match.cause, own, catalogue),
    })),
  );
}

function inOrder<M extends Match>(matches: readonly M[]): readonly M[] {
  return matches.toSorted(
    (a, b) =>
      Number(a.outrankedBy !== null) - Number(b.outrankedBy !== null) ||
      Number(isOwn(a.cause)) - Number(isOwn(b.cause)) ||
      compareConfidence(a.confidence, b.confidence) ||
      b.span.start - a.span.start ||
      a.cause.localeCompare(b.cause),
  );
}

function outrankedBy(
  cause: AnyCauseId,
  seen: readonly { readonly cause: AnyCauseId }[],
  catalogue: Catalogue,
): AnyCauseId | null {
  return seen.find((other) => outranks(catalogue, other.cause, cause))?.cause ?? null;
}
