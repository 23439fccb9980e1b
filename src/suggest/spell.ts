/** A reference with one part changed, spelt the way the user spelt his. */
import { type ImageReference, parseReference } from "../image/reference.ts";

export type Changed = Partial<Pick<ImageReference, "registry" | "repository" | "tag" | "digest">>;

/** Null where the result is no valid reference. */
export function spell(image: ImageReference, changed: Changed): string | null {
  const { registry, repository, tag, digest } = { ...image, ...changed };
  const end = (tag === null ? "" : `:${tag}`) + (digest === null ? "" : `@${digest}`);
  const parsed = parseReference(`${registry}/${repository}${end}`);
  if (!parsed.ok) return null;
  const namesHost = image.raw.startsWith(`${image.registry}/`);
  const { familiar, canonical } = parsed.image;
  if (namesHost || registry !== "docker.io") return canonical;
  // "nginx" alone would not show what was changed where the tag was.
  return tag === "latest" && digest === null ? `${familiar}:latest` : familiar;
}
