/** Which failures a registry could tell more about. Small, and apart from settle.ts: every report asks it. */

import { type AnyCauseId, isOwn } from "../catalogue/any-id.ts";
import type { CauseId } from "../catalogue/ids.ts";
import { CATALOGUE } from "../catalogue/index.ts";
import type { ReportedFailure } from "../report.ts";

/** Causes after which there is no such image for whoever asks. */
export const GONE: ReadonlySet<CauseId> = new Set([
  "tag-not-found",
  "repository-not-found",
  "image-not-found",
  "image-removed",
]);

/** Causes after which somebody else might be given the image. */
export const REFUSED: ReadonlySet<CauseId> = new Set(["missing-credentials", "rejected-credentials", "access-denied"]);

/** Whether the registry's answer from here could make the cause surer, or another one. */
export function wouldSettle({
  cause,
  confidence,
  alternatives,
}: Pick<ReportedFailure, "cause" | "confidence" | "alternatives">): boolean {
  if (isOwn(cause)) return false;
  const { group } = CATALOGUE[cause];
  if (group === "network" || group === "tls" || cause === "image-not-found") return true;
  const others = alternatives.map((one) => one.cause);
  if (REFUSED.has(cause))
    return confidence !== "certain" || others.some((other) => (GONE as ReadonlySet<AnyCauseId>).has(other));
  return cause === "unrecognized" || (GONE.has(cause) && confidence !== "certain");
}
