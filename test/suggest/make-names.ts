/**
 * How the lists in fixtures/typos are made: misspelt names that a suggestion should mend, and names that it should leave
 * alone. Nobody picks them by hand; a seeded generator draws all of them, and `node --import=tsx
 * test/suggest/make-names.ts` writes the files anew. Two seeds make two pairs of lists: "development" is the one that
 * was looked at while the prices of slips were set, "measured" was made when they were, and is only counted.
 *
 * A typo is drawn so:
 *  1. Which part is misspelt: the repository (half), the tag or the registry's host (a quarter each).
 *  2. What is meant. Repository: an official image of Docker Hub, as often as its stars say (README.md of
 *     github.com/imrealq/4fun-dockerhub, 20 August 2024, counts those of the most starred; the others have a weight of
 *     51, the smallest number in that list). Tag: one of the forms of the official images' tags. Host: one of the public
 *     registries, with a repository on it; a tenant's own label at its beginning is left alone, since only the tenant
 *     knows how it is spelt.
 *  3. One slip, since F. J. Damerau (Communications of the ACM, 1964) found one in four of five misspelt words: a letter
 *     missing, one too many, a wrong one, or two exchanged, each as often as the others. As Yannakoudakis and Fawthrop
 *     describe ("The rules of spelling errors", 1983), the first letter is left alone, one letter too many is half of
 *     the time a doubled one, and a wrong letter is half of the time another vowel where the right one is a vowel; else
 *     it is a neighbour's key (QWERTY). Where a name has a separator, in one of five draws that is what is wrong.
 *  4. A slip that makes a name which exists, or that changes nothing, is drawn anew: nobody could tell it from intent.
 *
 * A stranger is drawn from: made-up names of two to four syllables (a third); services of well-known demo applications
 * (Online Boutique, Sock Shop, Bookinfo, Robot Shop), bare, below an account, or at a private registry (a third);
 * repositories that are known in their own right, half of the list for each seed, and known images with versions,
 * commits and branches as tags (a third).
 */
import { writeFileSync } from "node:fs";
import { OFFICIAL_IMAGES } from "../../src/image/official-images.ts";
import { FEWEST, HOSTS, OTHER_REPOSITORIES, SERVICES, STARS, TAGS } from "./name-sources.ts";

export interface Typo {
  readonly written: string;
  readonly meant: string;
}

export interface Lists {
  readonly typos: readonly Typo[];
  readonly strangers: readonly string[];
}

export const SEEDS = { development: 20261122, measured: 4711 } as const;

const TYPOS = 300;
const STRANGERS = 300;

/** Mulberry32, of which a seed makes the same numbers everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function makeLists(which: keyof typeof SEEDS): Lists {
  const random = randomFrom(SEEDS[which]);
  const typos = new Map<string, Typo>();
  while (typos.size < TYPOS) {
    const typo = drawTypo(random);
    if (typo !== null) typos.set(typo.written, typo);
  }
  // Every other repository of the list is for one seed, the rest for the other.
  const own = OTHER_REPOSITORIES.filter((_, index) => index % 2 === (which === "development" ? 0 : 1));
  const strangers = new Set<string>();
  while (strangers.size < STRANGERS) strangers.add(drawStranger(random, own));
  return { typos: [...typos.values()], strangers: [...strangers] };
}

type Random = () => number;

function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T;
}

const WEIGHTED = [...OFFICIAL_IMAGES].map((name) => [name, STARS[name] ?? FEWEST] as const);
const TOTAL = WEIGHTED.reduce((sum, [, weight]) => sum + weight, 0);

function pickOfficial(random: Random): string {
  let left = random() * TOTAL;
  for (const [name, weight] of WEIGHTED) {
    left -= weight;
    if (left < 0) return name;
  }
  return "nginx";
}

function drawTypo(random: Random): Typo | null {
  const part = random();
  if (part < 0.5) {
    const name = pickOfficial(random);
    const end = random() < 0.5 ? "" : `:${pick(random, TAGS)}`;
    const written = slip(random, name);
    return written === null || OFFICIAL_IMAGES.has(written) ? null : { written: written + end, meant: name + end };
  }
  if (part < 0.75) {
    const name = pickOfficial(random);
    const tag = pick(random, TAGS);
    const written = slip(random, tag);
    return written === null || TAGS.includes(written)
      ? null
      : { written: `${name}:${written}`, meant: `${name}:${tag}` };
  }
  const [host, repository] = pick(random, HOSTS);
  const own = /^(?:acme|\d+)\./.exec(host)?.[0] ?? "";
  const shared = slip(random, host.slice(own.length));
  const written = shared === null ? null : own + shared;
  const isHost = written !== null && /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(written) && written.includes(".");
  if (!isHost || HOSTS.some(([other]) => other === written)) return null;
  return { written: `${written}/${repository}:1.4`, meant: `${host}/${repository}:1.4` };
}

const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const VOWELS = "aeiou";

function neighboursOf(letter: string): string[] {
  const row = ROWS.findIndex((keys) => keys.includes(letter));
  const column = ROWS[row]?.indexOf(letter) ?? -1;
  return [
    ROWS[row]?.[column - 1],
    ROWS[row]?.[column + 1],
    ROWS[row - 1]?.[column],
    ROWS[row - 1]?.[column + 1],
    ROWS[row + 1]?.[column - 1],
    ROWS[row + 1]?.[column],
  ].filter((one) => one !== undefined);
}

/** Null where the slip that was drawn is not possible at that place. */
function slip(random: Random, text: string): string | null {
  const separators = [...text.matchAll(/[-_]/g)].map(({ index }) => index);
  if (separators.length > 0 && random() < 0.2) {
    const at = pick(random, separators);
    return (
      text.slice(0, at) +
      pick(
        random,
        ["", "_", "."].filter((one) => one !== text[at]),
      ) +
      text.slice(at + 1)
    );
  }
  const letters = [...text.matchAll(/[a-z]/g)].map(({ index }) => index).filter((index) => index > 0);
  if (letters.length === 0) return null;
  const at = pick(random, letters);
  const letter = text[at] as string;
  const rest = text.slice(at + 1);
  const begin = text.slice(0, at);
  const near = pick(random, neighboursOf(letter));
  switch (pick(random, ["missing", "extra", "wrong", "exchanged"] as const)) {
    case "missing":
      return begin + rest;
    case "extra":
      return begin + letter + (random() < 0.5 ? letter : near) + rest;
    case "wrong":
      return (
        begin +
        (VOWELS.includes(letter) && random() < 0.5
          ? pick(
              random,
              [...VOWELS].filter((one) => one !== letter),
            )
          : near) +
        rest
      );
    case "exchanged":
      return /[a-z]/.test(rest.charAt(0)) && rest.charAt(0) !== letter
        ? begin + rest.charAt(0) + letter + rest.slice(1)
        : null;
  }
}

function drawStranger(random: Random, repositories: readonly string[]): string {
  const kind = random();
  if (kind < 1 / 3) return placed(random, syllables(random));
  if (kind < 2 / 3) return placed(random, pick(random, SERVICES));
  if (random() < 0.5) return `${pick(random, repositories)}:${version(random)}`;
  return `${pickOfficial(random)}:${random() < 0.5 ? version(random) : branch(random)}`;
}

function placed(random: Random, name: string): string {
  const place = pick(random, [
    "",
    "",
    "acme/",
    "team-7/",
    "registry.example.com/shop/",
    "harbor.corp.example:8443/apps/",
  ]);
  const end = pick(random, ["", "-api", "-web", "-worker", ""]);
  return `${place}${name}${end}:${pick(random, [version, commit, branch])(random)}`;
}

function syllables(random: Random): string {
  const one = (): string =>
    pick(random, [..."bdfghjklmnprstvwz"]) +
    pick(random, [...VOWELS]) +
    (random() < 0.3 ? pick(random, [..."lnrst"]) : "");
  return Array.from({ length: 2 + Math.floor(random() * 3) }, one).join("");
}

function version(random: Random): string {
  const number = (): number => Math.floor(random() * 30);
  return `${random() < 0.5 ? "v" : ""}${number()}.${number()}.${number()}`;
}

function commit(random: Random): string {
  return Array.from({ length: 7 }, () => pick(random, [..."0123456789abcdef"])).join("");
}

function branch(random: Random): string {
  return `${pick(random, ["feature", "fix", "release", "pr", "hotfix"])}-${Math.floor(random() * 900) + 100}`;
}

export function fileOf(which: keyof typeof SEEDS, list: keyof Lists): URL {
  return new URL(`../../fixtures/typos/${list}-${which}.tsv`, import.meta.url);
}

export function textOf(which: keyof typeof SEEDS, list: keyof Lists): string {
  const lists = makeLists(which);
  const lines = list === "typos" ? lists.typos.map(({ written, meant }) => `${written}\t${meant}`) : lists.strangers;
  return `# Made by test/suggest/make-names.ts with the seed ${SEEDS[which]}.\n${lines.join("\n")}\n`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const which of ["development", "measured"] as const) {
    for (const list of ["typos", "strangers"] as const) writeFileSync(fileOf(which, list), textOf(which, list));
  }
}
