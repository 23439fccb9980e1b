/**
 * Images that were retired or have moved: why a pull that used to work is refused now.
 *
 * A match is half of the proof. Many of these places still answer for some images, so it takes a 401, 403, 404 or 412
 * beside it; a time-out on k8s.gcr.io is still a time-out.
 */
import type { ImageReference } from "./reference.ts";
import { registryKind } from "./registry.ts";
import { retirements } from "./retirements.ts";

export interface Retired {
  /** Registry, or registry and repository, as normalised. It ends where a component ends. */
  readonly prefix: string;
  /** "all": the prefix itself and whatever lies below. "children": only the repositories directly below. */
  readonly covers: "all" | "children";
  /** The first day on which pulls could fail for this reason (ISO 8601); null where no source tells a day. */
  readonly since: string | null;
  /** Null where no new place is known. */
  readonly moved: Move | null;
  /** Whole sentences for people. */
  readonly note: string;
  readonly source: string;
  /** False where no source was found that says so: a hint, never a proof. */
  readonly confirmed: boolean;
  /** True where the registry's name does not resolve any more. */
  readonly hostIsGone?: true;
}

export interface Move {
  /** What stands for the prefix now; the rest of the repository's name stays. */
  readonly to: string;
  /** Whether the old tags and digests exist at the new place. */
  readonly tags: "same" | "different";
  /** Parts of tags (between hyphens) that were left behind. */
  readonly without?: readonly string[];
}

/** The retirement that covers an image, the longest prefix first; null where none is known. */
export function findRetired(image: ImageReference): Retired | null {
  const name = fullName(image);
  const found = retirements.filter((retired) => covers(retired, name));
  return found.toSorted((a, b) => b.prefix.length - a.prefix.length)[0] ?? null;
}

/** The repository to look in now, without tag; null where none is known. */
export function newRepository({ prefix, moved }: Retired, image: ImageReference): string | null {
  return moved === null ? null : moved.to + fullName(image).slice(prefix.length);
}

/** The same image at its new place, ready to be written into a manifest; null where it is not known to be there. */
export function newReference(retired: Retired, image: ImageReference): string | null {
  const repository = newRepository(retired, image);
  if (repository === null || retired.moved?.tags !== "same" || isLeftBehind(retired.moved, image)) {
    return null;
  }
  const tag = image.tag === null ? "" : `:${image.tag}`;
  return repository + tag + (image.digest === null ? "" : `@${image.digest}`);
}

/** Docker Hub has more than one host, and hosts have no case. */
function fullName({ registry, repository }: ImageReference): string {
  const host = registryKind(registry) === "docker-hub" ? "docker.io" : registry.toLowerCase();
  return `${host}/${repository}`;
}

function covers({ prefix, covers: what }: Retired, name: string): boolean {
  if (what === "all" && name === prefix) {
    return true;
  }
  const below = `${prefix}/`;
  return name.startsWith(below) && (what === "all" || !name.includes("/", below.length));
}

function isLeftBehind({ without = [] }: Move, { tag }: ImageReference): boolean {
  return tag !== null && without.some((part) => `-${tag}-`.includes(`-${part}-`));
}
