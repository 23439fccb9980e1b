/** Readings of the facts that several causes share, so that they agree on what a word means. */
import type { PullError } from "../error/pull-error.ts";
import { findRetired, type Retired } from "../image/retired.ts";
import type { Facts, Span } from "./define.ts";
import { has, kindOf } from "./signals.ts";

/** A 404 in containerd's words: the reference, then this. Where the reference was cut out, dots stand for it. */
export const NOT_FOUND = /(?:^|[\uE000…]|\.{3})[":]* ?not found\b/i;

/** True where "not found" speaks of the image at the registry, and not of a blob, a snapshot or a file on the node. */
export function is404(error: PullError): boolean {
  if (has(error, "copy", "extract-layer", "prepare-snapshot", "unpack", "lookup", "register-layer", "commit"))
    return false;
  const asked = has(
    error,
    "resolve-reference",
    "resolve-image",
    "sandbox-image",
    "pull-image",
    "pull-and-unpack",
    "read-manifest",
    "back-off",
    "daemon",
  );
  const { leaf, prepared, start, end } = error;
  const said =
    NOT_FOUND.test(leaf.masked) ||
    /\uE000: ?not found\b/i.test(prepared.masked.slice(start, end)) ||
    // Whatever somebody left of the name behind these words.
    (has(error, "resolve-reference", "resolve-image") && /\S: not found$/i.test(leaf.masked));
  return asked && said && !/platform|snapshotter|media type|executable|hosts/.test(leaf.masked);
}

/** True where a socket to another machine failed: the system's word for the failure is then about no file. */
export function isOnTheWire({ network }: PullError): boolean {
  return network !== null && network.network !== "unix";
}

/** The retired registry or repository that the image belongs to. */
export function retiredImage({ image }: Facts): Retired | null {
  return image === null ? null : findRetired(image);
}

/** The words of an answer that a withdrawn image gets: 401, 403, 404, 412, or a registry's way of saying so. */
export function refusal({ error }: Facts): Span | null {
  const { http, registry, leaf } = error;
  if (http !== null)
    return [401, 403, 404, 410, 412].includes(http.status) ? { start: http.start, end: http.end } : null;
  const answer = registry.find(
    (one) => one.code !== null && ["DENIED", "UNAUTHORIZED", "MANIFEST_UNKNOWN", "NAME_UNKNOWN"].includes(one.code),
  );
  if (answer !== undefined) return answer;
  if (has(error, "access-denied", "pull-access-denied", "repository-not-found", "manifest-not-found")) {
    const layer = error.layers.findLast((one) => one.step !== "auth-server");
    return layer === undefined ? null : { start: layer.start, end: Math.max(layer.end, leaf.end) };
  }
  return is404(error) ? { start: leaf.start, end: leaf.end } : null;
}

/** A refusal that credentials would have prevented. */
export function refusalForWantOfCredentials(facts: Facts): Span | null {
  const { error } = facts;
  if (error.http !== null && error.http.status !== 401 && error.http.status !== 403) return null;
  if (error.registry.some((one) => one.code === "MANIFEST_UNKNOWN" || one.code === "NAME_UNKNOWN")) return null;
  if (/no basic auth credentials/i.test(error.leaf.text)) return { start: error.leaf.start, end: error.leaf.end };
  return is404(error) || has(error, "manifest-not-found") ? null : refusal(facts);
}

/** GHCR and GitLab answer the token request for a private repository with 403 where others say 401. */
export function answers403ToAnonymous(facts: Facts): boolean {
  const kind = kindOf(facts);
  return kind === "ghcr" || kind === "gitlab" || /\/jwt\/auth\b/.test(facts.error.request?.url ?? "");
}

/** "pull access denied" with nothing more precise behind it than the usual sentence. */
export function isBareDenial(error: PullError): boolean {
  const tail = error.registry.filter((one) => one.code !== null);
  return tail.every((one) =>
    /^(?:$|requested access to the resource is denied|authentication required)/i.test(one.message),
  );
}

/**
 * True while a layer's content is read or written out, where a broken stream means broken content. containers/image
 * unpacks a blob while it downloads it, and says when it was the download that broke.
 */
export function isUnpacking(error: PullError): boolean {
  if (has(error, "read-source")) return false;
  return has(
    error,
    "extract-layer",
    "unpack",
    "register-layer",
    "mount-callback",
    "process-tar",
    "apply-layer",
    "add-layer",
    "store-blob",
  );
}
