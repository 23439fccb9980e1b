/**
 * How easily a hand that means one word writes another.
 *
 * The plain distance comes from leven; what is near enough is looked at slip by slip, and each kind has its price.
 * That most misspelt words hold one slip (a letter missing, one too many, a wrong one, two exchanged) was counted by
 * F. J. Damerau (Communications of the ACM, 1964); that letters are often doubled or singled, neighbours
 * exchanged and vowels confused, and that the first letter is seldom wrong, by Yannakoudakis and Fawthrop ("The rules of spelling errors",
 * 1983). The prices themselves are ours. A digit is never a slip: 1.26 is another version than 1.27.
 */
import leven from "leven";

const PRICE = {
  /** `image_name`, `imagename` for `image-name`. */
  separator: 0.4,
  /** `busyboxx`, `ngginx`; `rabitmq`. */
  doubling: 0.5,
  exchange: 0.6,
  missing: 0.8,
  /** A key beside the right one: instead of it, or hit with it. */
  neighbour: 0.7,
  /** One vowel for another. */
  vowel: 0.9,
  extra: 1,
  wrong: 1.2,
  /** What it costs more where the first letter is concerned. */
  first: 0.3,
} as const;

/** What the slips that turn `meant` into `written` cost together; null where it takes other things than slips. */
export function slipCost(written: string, meant: string): number | null {
  const most = mostSlips(meant);
  if (digitsOf(written) !== digitsOf(meant)) return null;
  // Two letters exchanged are two steps for leven.
  const farthest = 2 * most;
  if (most === 0 || Math.abs(written.length - meant.length) > most) return null;
  if (leven(written, meant, { maxDistance: farthest + 1 }) > farthest) return null;
  const cost = costFrom({ written, meant, at: 0, from: 0, slips: most });
  return Number.isFinite(cost) ? cost : null;
}

/**
 * The same, and null too where other words are as likely to be meant: the shorter the word, the nearer it has to be.
 * `letters` is what counts as the word's length.
 */
export function likelySlip(written: string, meant: string, letters: string = meant): number | null {
  const cost = slipCost(written, meant);
  return cost !== null && cost <= allowance(letters) ? cost : null;
}

/** In a short word one letter makes another word: king and kong, store and storm. */
function allowance({ length }: string): number {
  if (length < 4) return 0;
  if (length === 4) return PRICE.exchange;
  if (length === 5) return PRICE.missing;
  if (length < 8) return PRICE.missing + PRICE.first;
  return length < 10 ? PRICE.wrong + 0.1 : 2;
}

function digitsOf(word: string): string {
  return word.replaceAll(/[^0-9]/g, "");
}

function mostSlips({ length }: string): number {
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

interface Place {
  readonly written: string;
  readonly meant: string;
  /** How far each of the two is explained. */
  readonly at: number;
  readonly from: number;
  /** How many more may follow. */
  readonly slips: number;
}

function costFrom(place: Place): number {
  const { written, meant, slips } = place;
  let { at, from } = place;
  while (at < written.length && written[at] === meant[from]) {
    at++;
    from++;
  }
  if (at === written.length && from === meant.length) return 0;
  if (slips === 0) return Number.POSITIVE_INFINITY;
  const is = written[at] ?? "";
  const should = meant[from] ?? "";
  const go = (price: number, on: number, onMeant: number): number =>
    price === Number.POSITIVE_INFINITY
      ? price
      : price +
        (from === 0 ? PRICE.first : 0) +
        costFrom({ written, meant, at: at + on, from: from + onMeant, slips: slips - 1 });
  return Math.min(
    go(priceOfMissing(meant, from), 0, 1),
    go(priceOfExtra(written, at), 1, 0),
    go(priceOfWrong(is, should), 1, 1),
    is !== "" && is === meant[from + 1] && should === written[at + 1]
      ? go(slipPrice("exchange", is, should), 2, 2)
      : Number.POSITIVE_INFINITY,
  );
}

function priceOfMissing(meant: string, from: number): number {
  const letter = meant[from];
  if (letter === undefined) return Number.POSITIVE_INFINITY;
  if (isSeparator(letter)) return PRICE.separator;
  return slipPrice(letter === meant[from - 1] || letter === meant[from + 1] ? "doubling" : "missing", letter);
}

function priceOfExtra(written: string, at: number): number {
  const letter = written[at];
  if (letter === undefined) return Number.POSITIVE_INFINITY;
  if (isSeparator(letter)) return PRICE.separator;
  const around = [written[at - 1], written[at + 1]];
  if (around.includes(letter)) return slipPrice("doubling", letter);
  return slipPrice(
    around.some((one) => one !== undefined && areNeighbours(letter, one)) ? "neighbour" : "extra",
    letter,
  );
}

function priceOfWrong(is: string, should: string): number {
  if (is === "" || should === "") return Number.POSITIVE_INFINITY;
  if (isSeparator(is) && isSeparator(should)) return PRICE.separator;
  if (areNeighbours(is, should)) return slipPrice("neighbour", is, should);
  return slipPrice(isVowel(is) && isVowel(should) ? "vowel" : "wrong", is, should);
}

function isVowel(letter: string): boolean {
  return "aeiouy".includes(letter);
}

function slipPrice(kind: keyof typeof PRICE, ...letters: readonly string[]): number {
  return letters.some((one) => one >= "0" && one <= "9") ? Number.POSITIVE_INFINITY : PRICE[kind];
}

function isSeparator(character: string): boolean {
  return character === "-" || character === "_" || character === "." || character === "/";
}

/** Rows of a keyboard with Latin letters; each lies half a key further right than the one above. */
const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

function areNeighbours(a: string, b: string): boolean {
  const [first, second] = [keyOf(a), keyOf(b)];
  if (first === null || second === null) return false;
  const down = second.row - first.row;
  const right = second.column - first.column;
  return down === 0
    ? Math.abs(right) === 1
    : down === 1
      ? right === 0 || right === -1
      : down === -1 && (right === 0 || right === 1);
}

function keyOf(letter: string): { readonly row: number; readonly column: number } | null {
  const row = ROWS.findIndex((keys) => keys.includes(letter));
  return row < 0 ? null : { row, column: (ROWS[row] as string).indexOf(letter) };
}
