/**
 * The reference grammar, read from left to right.
 *
 *   registry.example.com:5000/team/app:1.2@sha256:9b7c…
 *   ^^^^^^^^^^^^^^^^^^^^^^^^^ ^^^^^^^^ ^^^ ^^^^^^^^^^^^
 *   host                      path     tag digest
 *
 * In comes any text; out come its parts as written, or the first rule that it breaks. The rules are those of
 * github.com/distribution/reference (grammar in reference.go and regexp.go, host rule in normalize.go), which the
 * kubelet, containerd, dockerd and cri-o use. Nothing is normalised here, and nobody asks what was meant: see
 * mistakes.ts. Every check looks at each character a fixed number of times.
 */

import type { Broken } from "./broken.ts";
import { broken } from "./broken.ts";
import { quote } from "./characters.ts";
import { readHost, splitHost } from "./host.ts";
import { readPath } from "./path.ts";
import { readDigest, readTag } from "./suffix.ts";

export interface Parts {
  /** Null where the text names no registry. */
  readonly host: string | null;
  readonly path: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

export type ReadParts = { readonly ok: true; readonly parts: Parts } | { readonly ok: false; readonly broken: Broken };

export function readParts(text: string): ReadParts {
  const at = text.indexOf("@");
  const digest = at < 0 ? null : text.slice(at + 1);
  const { host, rest } = splitHost(at < 0 ? text : text.slice(0, at));
  const colon = rest.indexOf(":");
  const path = colon < 0 ? rest : rest.slice(0, colon);
  const tag = colon < 0 ? null : rest.slice(colon + 1);
  const name = host === null ? path : `${host}/${path}`;

  const wrong =
    readBeginning(text) ??
    readHost(host, text) ??
    readPath({ host, path, text }) ??
    readTag({ name, tag, digest }) ??
    readDigest({ name, tag, digest });
  return wrong === null ? { ok: true, parts: { host, path, tag, digest } } : { ok: false, broken: wrong };
}

function readBeginning(text: string): Broken | null {
  const first = text.charAt(0);
  if (first === "/") {
    return broken("leading-slash", "It begins with a slash: the registry or the first part of the name is missing.");
  }
  if (first === ":" || first === "@") {
    return broken("missing-name", `It begins with "${first}": the image's name is missing.`);
  }
  const [authority = ""] = text.split("/", 1);
  if (first === "[" && authority === text) {
    return broken("missing-name", `After the registry ${quote(text)} there is no repository name.`);
  }
  const at = authority.indexOf("@");
  if (at >= 0 && authority !== text && !authority.startsWith("sha", at + 1)) {
    // What stands before the "@" may be a password, so it is not repeated.
    return broken("bad-host", 'There is an "@" before the first slash; a registry\'s host cannot carry a user name.');
  }
  return null;
}
