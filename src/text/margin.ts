/**
 * What stands in front of every line of a text: line numbers, the time and the name of a chat, a comment sign. It is
 * dropped only where (nearly) all lines have it, so that a table that happens to begin with a number keeps it.
 */
const MARGINS: readonly RegExp[] = [
  /^\s{0,6}\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?(?: (?:std(?:out|err) [FP]))? ?/,
  /^\s{0,6}\[?\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?\]?[ ,]? ?(?:<?[\w.@ -]{1,40}>?: )?/,
  /^\s{0,4}(?:#|\/\/|--|;|%|rem|[*+-])(?: |$)/i,
  /^\s{0,4}[\w.@-]{1,40}(?: \w+)?: (?= {0,4}\S| *$)/,
];
const NUMBER = /^\s{0,6}(\d{1,6})(?:[:.)|\]]| ?│|(?= {2}|\t|$)) ?/;

/** How many of the lines that are not empty must have it. */
const NEARLY_ALL = 0.9;

export function withoutMargin(lines: readonly string[]): readonly string[] {
  // A chat quoted in a comment has two.
  let bare = lines;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const less = withoutOne(bare);
    if (less === bare) break;
    bare = less;
  }
  return bare;
}

const DEEPEST = 3;

function withoutOne(lines: readonly string[]): readonly string[] {
  const filled = lines.filter((line) => line.trim() !== "");
  if (filled.length < 4) return lines;
  if (areNumbered(filled)) return lines.map((line) => line.replace(NUMBER, ""));
  for (const margin of MARGINS) {
    const having = filled.filter((line) => margin.test(line)).length;
    if (having >= filled.length * NEARLY_ALL && repeats(filled, margin))
      return lines.map((line) => line.replace(margin, ""));
  }
  return lines;
}

/** Numbers that count up by one, line after line; ages and restarts do not. */
function areNumbered(lines: readonly string[]): boolean {
  let previous: number | null = null;
  let rising = 0;
  for (const line of lines) {
    const number = NUMBER.exec(line)?.[1];
    if (number === undefined) continue;
    if (previous !== null && Number(number) > previous && Number(number) - previous <= 3) rising++;
    previous = Number(number);
  }
  return rising >= (lines.length - 1) * NEARLY_ALL;
}

/** A margin is nearly the same on every line; `Name:`, `Namespace:`, `Node:` are a text of their own. */
function repeats(lines: readonly string[], margin: RegExp): boolean {
  const seen = new Set(lines.map((line) => (margin.exec(line)?.[0] ?? "").replace(/\d/g, "0")));
  return seen.size <= Math.max(2, lines.length / 10);
}
