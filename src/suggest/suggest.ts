/**
 * Did you mean …?
 *
 * In comes a reference that could not be pulled, what was seen of other images, and which parts of the name may be
 * wrong; out come the few names that are near enough, the likeliest first. Whether they exist is not asked: nobody is
 * contacted. A name that is known is never corrected, and where nothing is near nothing is suggested.
 */
import { type ImageReference, parseReference } from "../image/reference.ts";
import { hostCandidates } from "./hosts.ts";
import { repositoryCandidates } from "./repositories.ts";
import { type KnownImages, NOTHING_SEEN } from "./seen-images.ts";
import { successorCandidates } from "./successors.ts";
import type { Candidate, NamePart, Suggestion } from "./suggestion.ts";
import { tagCandidates } from "./tags.ts";

const EVERY_PART: readonly NamePart[] = ["host", "repository", "tag"];

/** More than a few are no help. */
const MOST = 3;

export type Suggest = (image: ImageReference, parts: readonly NamePart[]) => readonly Suggestion[];

/** Of a thousand failures most are of a few images; nobody reads suggestions for more. */
const MOST_IMAGES = 500;

/** `suggestFor` for many failures, each image once. */
export function suggester(known: KnownImages): Suggest {
  const told = new Map<string, readonly Suggestion[]>();
  return (image, parts) => {
    const key = `${image.raw} ${parts.join()}`;
    const answer = told.get(key) ?? (told.size < MOST_IMAGES ? suggestFor(image, known, parts) : []);
    told.set(key, answer);
    return answer;
  };
}

export function suggestFor(
  image: ImageReference,
  known: KnownImages = NOTHING_SEEN,
  parts: readonly NamePart[] = EVERY_PART,
): Suggestion[] {
  const all: Candidate[] = [
    ...(parts.includes("host") ? hostCandidates(image, known) : []),
    ...(parts.includes("repository") ? repositoryCandidates(image, known) : []),
    ...(parts.includes("tag") ? [...successorCandidates(image), ...tagCandidates(image, known)] : []),
  ];
  const best = all.toSorted((a, b) => a.cost - b.cost);
  return best
    .filter(
      ({ image: reference }, index) =>
        reference !== image.raw && best.findIndex((one) => one.image === reference) === index,
    )
    .slice(0, MOST)
    .map(({ image: reference, why, likeness }) => ({ image: reference, why, likeness }));
}

/** For a text that is no reference: the valid one that it was meant to be, where that is obvious. */
export function repairOf(raw: string): Suggestion[] {
  const parsed = parseReference(raw);
  return parsed.ok || parsed.suggestion === null
    ? []
    : [{ image: parsed.suggestion, why: parsed.why, likeness: "slip" }];
}
