/** The ids of causes: those of the catalogue, and those of teams. */
import type { CauseId } from "./ids.ts";

/** `team/name`. No built-in id has a slash, so the two never collide. */
export type OwnCauseId = `${string}/${string}`;
export type AnyCauseId = CauseId | OwnCauseId;

export function isOwn(id: AnyCauseId): id is OwnCauseId {
  return id.includes("/");
}
