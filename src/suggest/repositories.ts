/** Repositories that are misspelt, lack a part, or have one too many. */
import { OFFICIAL_IMAGES } from "../image/official-images.ts";
import type { ImageReference } from "../image/reference.ts";
import { ALIASES, PUBLISHED } from "./published.ts";
import type { KnownImages, SeenImage } from "./seen-images.ts";
import { likelySlip } from "./slip.ts";
import { spell } from "./spell.ts";
import type { Candidate } from "./suggestion.ts";

export function repositoryCandidates(image: ImageReference, known: KnownImages): Candidate[] {
  if (isKnown(image, known)) return [];
  return [
    ...seenHere(image, known),
    ...seenElsewhere(image, known),
    ...(image.registry === "docker.io" ? official(image) : []),
    ...published(image),
  ];
}

/** A name that exists is never corrected, however near it is to another. */
function isKnown({ registry, repository }: ImageReference, known: KnownImages): boolean {
  return (
    known.in(registry).has(repository) ||
    (registry === "docker.io" &&
      OFFICIAL_IMAGES.has(repository.replace(/^library\//, "")) &&
      repository.startsWith("library/")) ||
    PUBLISHED.some((one) => one.registry === registry && one.repository === repository)
  );
}

/** Of a private registry only what was seen is known. */
function seenHere(image: ImageReference, known: KnownImages): Candidate[] {
  return [...known.in(image.registry)].flatMap(([repository, tags]) => {
    const cost = costOfPath(image.repository, repository);
    return cost === null
      ? []
      : made(image, { repository }, cost, `${repository} runs ${where(tags)}${withTag(image, tags)}.`);
  });
}

/** A name without its registry, or with the wrong one. */
function seenElsewhere(image: ImageReference, known: KnownImages): Candidate[] {
  const path = image.repository.replace(/^library\//, "");
  return [...known.registries].flatMap((registry) => {
    const tags = registry === image.registry ? undefined : known.in(registry).get(path);
    return tags === undefined
      ? []
      : made(
          image,
          { registry, repository: path },
          0.5,
          `${path} from ${registry} runs ${where(tags)}${withTag(image, tags)}.`,
        );
  });
}

function official(image: ImageReference): Candidate[] {
  const parts = image.repository.split("/");
  const name = parts.at(-1) ?? "";
  const [owner = ""] = parts;
  const called = (one: string): string => `Docker Hub's official image is called ${one}.`;
  if (owner === "library" && parts.length > 2) {
    return made(
      image,
      { repository: parts.slice(1).join("/") },
      0,
      "Only official images are below library/, and their names have one part.",
    );
  }
  if (parts.length !== 2) return [];
  // docker.io/nginx/nginx, docker.io/libary/nginx
  if (OFFICIAL_IMAGES.has(name)) {
    const isOwn = owner === name || likelySlip(owner, "library") !== null;
    return isOwn ? made(image, { repository: `library/${name}` }, 0.5, called(name)) : [];
  }
  if (owner !== "library") return [];
  const alias = ALIASES.get(name);
  const near = [...OFFICIAL_IMAGES].flatMap((one) => {
    const cost = likelySlip(name, one);
    return cost === null ? [] : made(image, { repository: `library/${one}` }, cost, called(one));
  });
  return alias === undefined ? near : [...made(image, { repository: `library/${alias}` }, 0, called(alias)), ...near];
}

function published(image: ImageReference): Candidate[] {
  const path = image.repository.replace(/^library\//, "");
  const isBare = image.registry === "docker.io" && image.repository.startsWith("library/");
  return PUBLISHED.flatMap(({ registry, repository, source }) => {
    const why = `It is published as ${registry}/${repository} (${source}).`;
    if (isBare && isCalled(path, repository))
      return made(image, { registry, repository }, registry === "docker.io" ? 0.4 : 0.5, why);
    if (registry !== image.registry) return repository === path ? made(image, { registry, repository }, 0.5, why) : [];
    const cost = costOfPath(image.repository, repository);
    return cost === null ? [] : made(image, { repository }, cost, why);
  });
}

/** Whether a program's name says whose it is as well: prometheus, and not controller. */
function isCalled(name: string, repository: string): boolean {
  const [owner = "", last = ""] = repository.split("/");
  return last === name && owner.slice(0, 4) === name.slice(0, 4);
}

/** Two paths of which one part differs by a slip. */
function costOfPath(written: string, meant: string): number | null {
  const parts = written.split("/");
  const others = meant.split("/");
  if (parts.length !== others.length) return null;
  let total = 0;
  for (const [index, part] of parts.entries()) {
    const other = others[index] ?? "";
    if (part === other) continue;
    const cost = total > 0 ? null : likelySlip(part, other);
    if (cost === null) return null;
    total = cost;
  }
  return total === 0 ? null : total;
}

function made(
  image: ImageReference,
  changed: { readonly registry?: string; readonly repository: string },
  cost: number,
  why: string,
): Candidate[] {
  const reference = spell(image, changed);
  return reference === null ? [] : [{ image: reference, why, likeness: "slip", cost }];
}

/** "in namespace shop", or no more than that it runs. */
export function where(tags: readonly SeenImage[]): string {
  const namespace = tags.find((one) => one.namespace !== null)?.namespace ?? null;
  return namespace === null ? "elsewhere in the input" : `in namespace ${namespace}`;
}

/** Which tag runs, where it is not the one that is asked for. */
function withTag({ tag }: ImageReference, tags: readonly SeenImage[]): string {
  const others = tags.map((one) => one.image.tag);
  return others.includes(tag) || others[0] === null || others[0] === undefined ? "" : `, with the tag ${others[0]}`;
}
