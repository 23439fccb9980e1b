/** The same image on other nodes: what that tells depends on the cause. */
import type { AnyCauseId } from "../catalogue/any-id.ts";
import type { AnyCause } from "../catalogue/own.ts";
import type { Fact, FactName } from "../report.ts";
import { listed, some } from "./words.ts";

export interface Elsewhere {
  readonly cause: AnyCauseId;
  readonly group: AnyCause["group"];
  /** Images of the failures, as the input names them. */
  readonly images: readonly string[];
  readonly failing: readonly string[];
  /** Nodes on which one of the images runs or has run, and on which none of the failures is. */
  readonly fine: readonly string[];
}

/** Null where the image is on no other node. */
export function otherNodesFact({ cause, group, images, failing, fine }: Elsewhere): Fact | null {
  if (fine.length === 0 || failing.length === 0) return null;
  const what = images.length === 1 ? "The same image runs" : "Some of these images run";
  const where = `${what} on ${some(fine, "node")}`;
  return {
    about: "other-nodes",
    text: `${where}: ${meaningOf(cause, group, failing)}`,
    isKnown: true,
    names: [...fine, ...failing].map((name): FactName => ({ kind: "node", name })),
  };
}

/** Causes after which the registry does not have the image. */
export function isGone(cause: AnyCauseId): boolean {
  return ["tag-not-found", "repository-not-found", "image-not-found", "image-removed"].includes(cause);
}

function meaningOf(cause: AnyCauseId, group: AnyCause["group"], failing: readonly string[]): string {
  if (isGone(cause))
    return "it was in the registry before. A node keeps an image that it has, so it may be gone from the registry and be left on these nodes only.";
  const only = failing.length <= 3 ? listed(failing) : `the ${failing.length} failing ones`;
  switch (group) {
    case "auth":
      return "they had it already, or their pods or they themselves have credentials that this pull has not.";
    case "limits":
      return "a node that has an image does not pull it again, so that they may not be asking the registry at all.";
    case "network":
    case "tls":
    case "node":
      return `look first at what is different on ${only}. A node that has the image does not ask the registry, though, so they may fail as well once they have to.`;
    default:
      return `they could pull it at some time; look also at what is different on ${only}.`;
  }
}
