/**
 * What follows the repository's name: ":tag" and "@digest".
 */

import type { Broken } from "./broken.ts";
import { broken } from "./broken.ts";
import { firstOutside, nameCharacter, only, quote } from "./characters.ts";

export interface Suffix {
  /** Host and path, for repairs. */
  readonly name: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

const longestTag = 128;

/** Hexadecimal digits of each algorithm that the runtimes know (github.com/opencontainers/go-digest, algorithm.go). */
const hexLength: ReadonlyMap<string, number> = new Map([
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
]);

export function readTag({ name, tag, digest }: Suffix): Broken | null {
  if (tag === null) {
    return null;
  }
  const end = digest === null ? "" : `@${digest}`;
  if (tag === "") {
    // With a digest the tag decides nothing, so the colon can go. Without one, the tag is what is missing.
    return broken("empty-tag", "After the colon there is no tag.", digest === null ? null : name + end);
  }
  if (tag.includes("/")) {
    return broken("slash-in-tag", `The tag ${quote(tag)} has a slash; a tag cannot contain one.`);
  }
  if (tag.includes(":")) {
    return readColons(name, tag, end);
  }
  const strange = firstOutside(tag, /[\w.-]/);
  if (strange !== null) {
    return broken("bad-tag-character", `The tag ${quote(tag)} contains ${nameCharacter(strange)}; ${tagRule}.`);
  }
  if (!/\w/.test(tag.charAt(0))) {
    return broken("bad-tag-character", `The tag ${quote(tag)} begins with "${tag.charAt(0)}"; ${tagRule}.`);
  }
  return tag.length > longestTag
    ? broken("tag-too-long", `The tag has ${tag.length} characters; ${longestTag} are allowed.`)
    : null;
}

const tagRule = "a tag has letters, digits, underscores, dots and hyphens, and begins with none of the last two";

/**
 * A tag with a colon in it: which of the colons is too many?
 *
 *   app:1.2:sha256:9b7c…     app:1.2:     app:1.2:1.2
 *          ^ an "@"                 ^            ^^^^
 */
function readColons(name: string, tag: string, end: string): Broken {
  const parts = tag.split(":");
  const hex = parts.at(-1) ?? "";
  const algorithm = parts.at(-2) ?? "";
  if (end === "" && parts.length <= 3 && hexLength.has(algorithm)) {
    const repair = `${[name, ...parts.slice(0, -2)].join(":")}@${algorithm}:${hex}`;
    return broken("digest-without-at", 'A digest is joined to the name with "@", not with a colon.', repair);
  }
  if (hex === "") {
    return broken("empty-tag", "After the last colon there is no tag.", `${name}:${tag.slice(0, -1)}${end}`);
  }
  const isTwice = parts.length === 2 && hex === algorithm;
  return broken("two-tags", `There is more than one tag: ${quote(tag)}.`, isTwice ? `${name}:${hex}${end}` : null);
}

export function readDigest({ name, tag, digest }: Suffix): Broken | null {
  if (digest === null) {
    return null;
  }
  const begin = tag === null ? name : `${name}:${tag}`;
  if (digest.includes("@")) {
    return broken("bad-digest", 'There is more than one "@".');
  }
  const [algorithm = "", hex, ...more] = digest.split(":");
  if (hex === undefined) {
    return readWithoutColon(begin, tag, digest);
  }
  if (more.length > 0) {
    const repair = tag === null && more.length === 1 ? `${name}:${more.join("")}@${algorithm}:${hex}` : null;
    return broken("tag-after-digest", "Something follows the digest; a tag stands before it.", repair);
  }
  const length = hexLength.get(algorithm.toLowerCase());
  if (length === undefined) {
    return readUnknownAlgorithm(algorithm, hex);
  }
  const lower = digest.toLowerCase();
  const strange = firstOutside(lower.slice(algorithm.length + 1), /[0-9a-f]/);
  if (strange !== null) {
    return broken("bad-digest", `The digest contains ${nameCharacter(strange)}; it has the digits 0 to 9 and a to f.`);
  }
  if (hex.length !== length) {
    return broken("bad-digest", `The digest has ${hex.length} digits; ${algorithm.toLowerCase()} has ${length}.`);
  }
  return lower === digest
    ? null
    : broken("bad-digest", "The digest has capital letters; only lower case is allowed.", `${begin}@${lower}`);
}

function readWithoutColon(begin: string, tag: string | null, digest: string): Broken {
  if (digest === "") {
    return broken("bad-digest", 'After the "@" there is no digest.');
  }
  if (hexLength.get("sha256") === digest.length && only(digest, /[0-9a-f]/)) {
    return broken("bad-digest", "The digest does not say its algorithm.", `${begin}@sha256:${digest}`);
  }
  const why = `${quote(digest)} is no digest, which would be as in sha256:9b7c…; a tag is joined with a colon.`;
  return broken("bad-digest", why, tag === null && !hexLength.has(digest) ? `${begin}:${digest}` : null);
}

function readUnknownAlgorithm(algorithm: string, hex: string): Broken {
  // The grammar accepts a digest of any algorithm that looks like one; go-digest then refuses what it cannot compute.
  const isName = /^[A-Za-z]/.test(algorithm) && only(algorithm, /[A-Za-z0-9+._-]/);
  const isHex = hex.length >= 32 && only(hex, /[0-9a-fA-F]/);
  if (isName && isHex) {
    const why = `${quote(algorithm)} is no digest algorithm that the runtimes know: sha256, sha384 and sha512.`;
    return broken("unsupported-digest-algorithm", why);
  }
  return broken("bad-digest", `${quote(`${algorithm}:${hex}`)} is no digest, which would be as in sha256:9b7c….`);
}
