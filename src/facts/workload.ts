/** Who owns a pod, as people speak of it. */
import { ownerOf } from "../catalogue/owner.ts";
import type { PullFailure } from "../pull/failure.ts";

/** "team-a/deployment/web"; null for a pod that nobody owns, as far as the input says. */
export function workloadOf({ namespace, owner }: Pick<PullFailure, "namespace" | "owner">): string | null {
  const named = ownerOf(owner);
  return named === null ? null : `${namespace === null ? "" : `${namespace}/`}${named}`;
}
