/**
 * The patterns of own causes: plain words in which `*` stands for anything. They are looked for piece by piece, each
 * behind the one before, so that no pattern takes longer than a few looks at the text; a library would turn them into
 * regular expressions, which go back and try again. Capital letters are as small ones, and every blank is one blank.
 */
import { FILLER, prepare } from "../error/prepare.ts";

/** Pieces between the stars, in small letters. */
export type Wildcard = readonly string[];

export const LONGEST_PATTERN = 200;

/** Lower case for A to Z alone: it keeps every offset. */
export function small(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function parseWildcard(pattern: string): Wildcard {
  return small(pattern.replace(/\s+/g, " ")).split("*");
}

/** True where the pattern says the whole of the text: "*.corp.example" of "registry.corp.example". */
export function isAll(wildcard: Wildcard, text: string): boolean {
  const whole = small(text);
  const [first = "", ...others] = wildcard;
  const last = others.pop();
  if (last === undefined) return whole === first;
  if (!whole.startsWith(first) || !whole.endsWith(last) || whole.length < first.length + last.length) return false;
  return find(others, whole.slice(first.length, whole.length - last.length)) !== null;
}

/** The first place where the pattern stands in a text of small letters; null where it does not. */
export function findIn(wildcard: Wildcard, text: string): { readonly start: number; readonly end: number } | null {
  return find(
    wildcard.filter((piece) => piece !== ""),
    text,
  );
}

function find(pieces: Wildcard, text: string): { readonly start: number; readonly end: number } | null {
  let start = -1;
  let end = 0;
  for (const piece of pieces) {
    const at = text.indexOf(piece, end);
    if (at === -1) return null;
    if (start === -1) start = at;
    end = at + piece.length;
  }
  return { start: Math.max(start, 0), end };
}

/** What is wrong with words that are to be looked for in an error; null where nothing is. */
export function wrongWords(pattern: string): string | null {
  const regular = REGULAR.exec(pattern)?.[0];
  if (regular !== undefined)
    return `"${regular}" is a regular expression, which could take for ever. Write the plain words, with * where anything may stand, and several patterns as a list.`;
  if (pattern.replace(/[\s*]/g, "").length < FEWEST_LETTERS)
    return `This would be found nearly everywhere. Write at least ${FEWEST_LETTERS} letters.`;
  const { text, masked } = prepare(pattern);
  const at = masked.indexOf(FILLER);
  if (at === -1) return null;
  let end = at;
  while (masked[end] === FILLER) end++;
  return `"${text.slice(at, end)}" looks like the name of an image, a host or a file, and names are hidden from words. Put * in its place, and say it in registry, repository or host.`;
}

const FEWEST_LETTERS = 3;

/** Signs that no message has, and every regular expression that is more than plain words. */
const REGULAR = /^\^|\$$|\.[*+]|[)\]][*+?{]|\\[A-Za-z.()[\]{}|*+?^$]|\(\?|\[\^|\[(?:a-z|A-Z|0-9)|\w\|\w/;
