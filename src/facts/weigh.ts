/**
 * What was found out beside the errors moves how sure a diagnosis is, and what else it could be. It never changes the
 * cause: that is told by the words of the error alone.
 */
import type { AnyCauseId } from "../catalogue/any-id.ts";
import type { Alternative, Confidence, FailureGroup, ReportedFailure } from "../report.ts";
import { isGone } from "./other-nodes.ts";

/** A fact as an argument. */
export interface Lead {
  /** Indexes of the failures that it is about. */
  readonly failures: readonly number[];
  /** What it speaks for. */
  readonly cause: AnyCauseId;
  /** How sure it makes that cause where the error's words are for it already. */
  readonly confidence: Confidence;
  /** One sentence, for whom the words told another cause. */
  readonly why: string;
  /** Causes that it makes less sure. */
  readonly against: readonly AnyCauseId[];
}

export function weigh(failures: readonly ReportedFailure[], leads: readonly Lead[]): ReportedFailure[] {
  const moved = [...failures];
  for (const lead of leads) {
    for (const index of lead.failures) {
      const failure = moved[index];
      if (failure !== undefined) moved[index] = withLead(failure, lead);
    }
  }
  return moved;
}

/** An image that other nodes have and the registry has not was there before. */
export function leadsOf(groups: readonly FailureGroup[]): Lead[] {
  return groups.flatMap(({ cause, failures, facts }) =>
    facts.some(({ about }) => about === "other-nodes") && isGone(cause)
      ? [
          {
            failures,
            cause: "image-removed" as const,
            confidence: "likely" as const,
            why: "Other nodes have the image, so it was in the registry before.",
            against: [],
          },
        ]
      : [],
  );
}

const RANK = { possible: 0, likely: 1, certain: 2 } as const satisfies Record<Confidence, number>;

function withLead(failure: ReportedFailure, { cause, confidence, why, against }: Lead): ReportedFailure {
  if (failure.cause === cause) return { ...failure, confidence: surer(failure.confidence, confidence) };
  // What the words did not say can be no more than likely.
  const known = failure.alternatives.find((one) => one.cause === cause);
  const raised: Alternative = { cause, confidence: "likely", why, check: known?.check ?? null };
  const others = failure.alternatives.filter((one) => one !== known);
  return {
    ...failure,
    confidence: against.includes(failure.cause) ? lessSure(failure.confidence) : failure.confidence,
    alternatives: [raised, ...others].sort((a, b) => RANK[b.confidence] - RANK[a.confidence]),
  };
}

function surer(a: Confidence, b: Confidence): Confidence {
  return RANK[b] > RANK[a] ? b : a;
}

function lessSure(confidence: Confidence): Confidence {
  return confidence === "certain" ? "likely" : "possible";
}
