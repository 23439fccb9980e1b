/** Tags that are misspelt, and others of the same repository that work. */
import type { ImageReference } from "../image/reference.ts";
import { where } from "./repositories.ts";
import type { KnownImages } from "./seen-images.ts";
import { likelySlip } from "./slip.ts";
import { spell } from "./spell.ts";
import type { Candidate } from "./suggestion.ts";

/** Words that tags are made of: those of Docker's official images, and those of branches and builds. */
const WORDS: ReadonlySet<string> = new Set(
  `latest stable mainline edge nightly rolling current release master main develop debug snapshot beta alpha
  alpine slim debian ubuntu centos bookworm bullseye buster stretch trixie jammy noble focal bionic xenial
  windowsservercore nanoserver otel perl fpm apache unprivileged management jdk jre headless musl glibc uclibc
  amd64 arm64 linux community enterprise server client full minimal base builder`.split(/\s+/),
);

/** The shortest word in which a slip is looked for: dev and deb are two tags. */
const SHORTEST = 4;

export function tagCandidates(image: ImageReference, known: KnownImages): Candidate[] {
  const { tag, digest } = image;
  if (tag === null || digest !== null) return [];
  return [...digestAsTag(image, tag), ...misspelt(image, tag), ...seenTags(image, tag, known)];
}

/** `app:sha256-0123…` and `app:0123…` with 64 digits: a digest that was joined like a tag. */
function digestAsTag(image: ImageReference, tag: string): Candidate[] {
  const hex = /^(?:sha256[-_.])?([0-9a-f]{64})$/.exec(tag)?.[1];
  const changed = hex === undefined ? null : spell(image, { tag: null, digest: `sha256:${hex}` });
  return changed === null
    ? []
    : [{ image: changed, why: 'The tag looks like a digest, which is joined with "@".', likeness: "slip", cost: 0 }];
}

/** Each word of the tag by itself; versions stay as they are. */
function misspelt(image: ImageReference, tag: string): Candidate[] {
  const { corrected, cost, words } = correct(tag);
  const changed = words.length === 0 ? null : spell(image, { tag: corrected });
  return changed === null
    ? []
    : [{ image: changed, why: `Many repositories have tags with ${words.join(" and ")}.`, likeness: "slip", cost }];
}

/** The tag with its misspelt words mended; the same where there are none. */
export function correct(tag: string): {
  readonly corrected: string;
  readonly cost: number;
  readonly words: readonly string[];
} {
  let cost = 0;
  const words: string[] = [];
  const spelt = tag.replace(/[A-Za-z]{4,40}/g, (word) => {
    const near = WORDS.has(word) ? null : nearestWord(word.toLowerCase());
    if (near === null) return word;
    cost += near.cost;
    words.push(near.word);
    return near.word;
  });
  // Between a version and a word stands a hyphen: 1.27_alpine, 20alpine.
  const corrected = spelt.replace(/(\d)[._]?([a-z]{4,40})(?![A-Za-z0-9])/g, (all, digit: string, word: string) => {
    if (!WORDS.has(word)) return all;
    cost += SEPARATOR;
    words.push(`-${word}`);
    return `${digit}-${word}`;
  });
  return { corrected, cost, words };
}

const SEPARATOR = 0.4;

function nearestWord(written: string): { readonly word: string; readonly cost: number } | null {
  let best: { readonly word: string; readonly cost: number } | null = null;
  for (const word of WORDS) {
    if (word.length < SHORTEST) continue;
    const cost = word === written ? 0.1 : likelySlip(written, word);
    if (cost !== null && (best === null || cost < best.cost)) best = { word, cost };
  }
  return best;
}

/** First those that differ by a slip or by the "v" before the version, then the others. */
function seenTags(image: ImageReference, tag: string, known: KnownImages): Candidate[] {
  const seen = known.in(image.registry).get(image.repository) ?? [];
  return seen.flatMap((one): Candidate[] => {
    const { tag: other, digest } = one.image;
    if (other === null || other === tag || digest !== null) return [];
    const changed = spell(image, { tag: other });
    const slip = other === `v${tag}` || tag === `v${other}` ? 0.3 : likelySlip(tag, other);
    const why = `The tag ${other} runs ${where([one])}.`;
    if (changed === null) return [];
    return slip === null
      ? [{ image: changed, why, likeness: "seen", cost: LAST }]
      : [{ image: changed, why, likeness: "slip", cost: slip }];
  });
}

/** Behind every slip. */
const LAST = 9;
