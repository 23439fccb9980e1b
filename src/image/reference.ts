/**
 * Image references.
 *
 * In comes the text of an image field; out come the parts that a runtime works with, or the rule that the text
 * breaks, said so that its author can mend it. Whether such an image exists is not asked here.
 *
 * Normalised as github.com/distribution/reference does it (normalize.go: ParseNormalizedNamed, TagNameOnly), which the
 * kubelet asks before every pull (pkg/util/parsers); its refusal is the container's state InvalidImageName.
 */

import type { Broken, BrokenRule } from "./broken.ts";
import { broken } from "./broken.ts";
import type { Parts } from "./grammar.ts";
import { readParts } from "./grammar.ts";
import { isHost } from "./host.ts";
import { findMistake } from "./mistakes.ts";

export type { BrokenRule } from "./broken.ts";

export interface ImageReference {
  readonly raw: string;
  /** The host, with its port where one is given: "docker.io", "registry.example.com:5000". */
  readonly registry: string;
  readonly repository: string;
  /** "latest" where neither tag nor digest is given; null where only a digest is. */
  readonly tag: string | null;
  readonly digest: string | null;
  /** The shortest text that names the same: "nginx" for docker.io/library/nginx:latest. */
  readonly familiar: string;
  /** Everything said: registry/repository[:tag][@digest]. */
  readonly canonical: string;
}

export type ParsedReference =
  | { readonly ok: true; readonly image: ImageReference }
  | {
      readonly ok: false;
      readonly raw: string;
      readonly rule: BrokenRule;
      /** One plain sentence: what is wrong, and where. */
      readonly why: string;
      /** A reference that is valid, where one repair is obvious; else null. It need not exist. */
      readonly suggestion: string | null;
    };

const dockerHub = "docker.io";
const longestText = 4096;

/** Without the registry's host, since v0.6.0 of the grammar; before, the host and its slash counted too. */
const longestRepository = 255;

/** "https://ghcr.io/Team//App" takes three repairs, one after the other; nobody's takes many more. */
const mostRepairs = 6;

export function parseReference(raw: string): ParsedReference {
  return parse(raw, mostRepairs);
}

/**
 * Whether two texts name the same image: equal after normalisation, or letter by letter where one is no reference.
 *
 * With a digest the tag decides nothing, and containerd drops it from its messages (ParseDockerRef); so
 * "app:1.2@sha256:…" and "app@sha256:…" are the same.
 */
export function sameImage(a: string, b: string): boolean {
  return a === b || imageKey(a) === imageKey(b);
}

/** A text that is equal for two texts exactly where they name the same image. */
export function imageKey(raw: string): string {
  const known = keys.get(raw);
  if (known !== undefined) return known;
  const parsed = parseReference(raw);
  const key = parsed.ok ? identity(parsed.image) : `invalid ${raw}`;
  if (keys.size >= MOST_KEYS) keys.clear();
  keys.set(raw, key);
  return key;
}

/** The same few images are compared again and again. */
const keys = new Map<string, string>();
const MOST_KEYS = 4096;

function identity({ registry, repository, tag, digest }: ImageReference): string {
  return spell(`${registry}/${repository}`, digest === null ? tag : null, digest);
}

function parse(raw: string, repairs: number): ParsedReference {
  const wrong = checkWhole(raw);
  if (wrong !== null) {
    return refuse(raw, wrong, repairs);
  }
  const read = readParts(raw);
  if (!read.ok) {
    return refuse(raw, findMistake(raw) ?? read.broken, repairs);
  }
  const { registry, repository } = normalise(read.parts);
  if (repository.length > longestRepository) {
    return refuse(raw, tooLong(`The repository name has ${repository.length}`, longestRepository), repairs);
  }
  return { ok: true, image: toImage(raw, registry, repository, read.parts) };
}

/** What is said of the text as a whole, before anyone looks for parts. */
function checkWhole(raw: string): Broken | null {
  if (raw.length > longestText) {
    return tooLong(`It has ${raw.length}`, longestText);
  }
  if (raw.trim() === "") {
    return broken("empty", "There is no image name.");
  }
  // The runtimes keep such names for image ids.
  const why = "64 hexadecimal digits alone are an image id, not a name; a digest is written NAME@sha256:DIGITS.";
  return /^[0-9a-f]{64}$/.test(raw) ? broken("hex-name", why) : null;
}

function tooLong(what: string, most: number): Broken {
  return broken("name-too-long", `${what} characters; ${most} are allowed.`);
}

function refuse(raw: string, { rule, why, repair }: Broken, repairs: number): ParsedReference {
  return { ok: false, raw, rule, why, suggestion: repair === null ? null : checkRepair(repair, repairs) };
}

/** A repair may lay bare the next mistake; what does not end in a valid reference is no suggestion. */
function checkRepair(repair: string, repairs: number): string | null {
  if (repairs === 0) {
    return null;
  }
  const again = parse(repair, repairs - 1);
  return again.ok ? repair : again.suggestion;
}

/** Docker Hub is the registry of names without one, and its official images live below "library/". */
function normalise({ host, path }: Parts): { readonly registry: string; readonly repository: string } {
  const registry = host === null || host === "index.docker.io" ? dockerHub : host;
  const repository = registry === dockerHub && !path.includes("/") ? `library/${path}` : path;
  return { registry, repository };
}

function toImage(raw: string, registry: string, repository: string, { tag: given, digest }: Parts): ImageReference {
  const tag = given ?? (digest === null ? "latest" : null);
  const canonical = spell(`${registry}/${repository}`, tag, digest);
  return { raw, registry, repository, tag, digest, canonical, familiar: toFamiliar(registry, repository, tag, digest) };
}

function toFamiliar(registry: string, repository: string, tag: string | null, digest: string | null): string {
  const name = toFamiliarName(registry, repository);
  const shortest = spell(name, tag === "latest" && digest === null ? null : tag, digest);
  // An official image called like an image id needs its tag to be a name.
  return checkWhole(shortest) === null ? shortest : spell(name, tag, digest);
}

function toFamiliarName(registry: string, repository: string): string {
  const [first = "", second, ...more] = repository.split("/");
  if (registry !== dockerHub || (second !== undefined && isHost(first))) {
    return `${registry}/${repository}`;
  }
  return first === "library" && second !== undefined && more.length === 0 ? second : repository;
}

function spell(name: string, tag: string | null, digest: string | null): string {
  return name + (tag === null ? "" : `:${tag}`) + (digest === null ? "" : `@${digest}`);
}
