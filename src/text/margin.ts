/**
 * What stands in front of every line of a text: line numbers, the time and the name of a chat, a comment sign. It is
 * dropped only where (nearly) all lines have it, so that a table that happens to begin with a number keeps it.
 */
const MARGINS: readonly RegExp[] = [
  /^\s{0,12}>(?: ?>){0,8}(?: |$)/,
  /^\s{0,12}\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?(?: (?:std(?:out|err) [FP]))? ?/,
  /^\s{0,12}\[?\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?\]?[ ,]? ?(?:<?[\w.@ -]{1,40}>?: )?/,
  /^\s{0,12}(?:#|\/\/|--|;|%|rem|[*+-])(?: |$)/i,
  /^\s{0,12}[\w.@-]{1,40}(?: \w+)?: (?= {0,4}\S| *$)/,
];
const NUMBER = /^\s{0,12}(\d{1,6})(?:[:.)|\]]| ?│|(?= {2}|\t|$)) ?/;

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
  const filled = lines.filter((line) => line.trim() !== "" && !FENCE.test(line));
  if (filled.length < 4) return lines;
  if (areNumbered(filled)) return withoutIndent(lines.map((line) => line.replace(NUMBER, "")));
  for (const margin of MARGINS) {
    if (nearlyAll(filled, (line) => margin.test(line)) && repeats(filled, margin))
      return lines.map((line) => line.replace(margin, ""));
  }
  return lines;
}

/** Numbers that count up by one, line after line; ages and restarts do not. */
function areNumbered(lines: readonly string[]): boolean {
  let previous = Number.NaN;
  return nearlyAll(lines, (line, index) => {
    const number = Number(NUMBER.exec(line)?.[1]);
    const step = number - previous;
    if (!Number.isNaN(number)) previous = number;
    return index === 0 || (step > 0 && step <= 3);
  });
}

/** Given up at the first line too many, for most texts have no margin, and every text is asked. */
function nearlyAll(lines: readonly string[], holds: (line: string, index: number) => boolean): boolean {
  let without = 0;
  return lines.every((line, index) => holds(line, index) || lines.length - ++without >= lines.length * NEARLY_ALL);
}

/** Whoever fenced the text did not give the fence what the text had. */
const FENCE = /^\s{0,3}(?:```|~~~)/;

/** What stands between the number and the text: as much as every line has. */
function withoutIndent(lines: readonly string[]): readonly string[] {
  let indent = Number.POSITIVE_INFINITY;
  for (const line of lines) if (line.trim() !== "") indent = Math.min(indent, line.search(/\S/));
  return indent > 0 && indent < MOST_INDENT ? lines.map((line) => line.slice(indent)) : lines;
}

/** Columns, of a tab at most. */
const MOST_INDENT = 9;

/** A margin is nearly the same on every line; `Name:`, `Namespace:`, `Node:` are a text of their own. */
function repeats(lines: readonly string[], margin: RegExp): boolean {
  const seen = new Set(lines.map((line) => (margin.exec(line)?.[0] ?? "").replace(/\d/g, "0")));
  return seen.size <= Math.max(2, lines.length / 10);
}
