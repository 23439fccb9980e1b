/** Lines by display width: a wide character takes two columns, a joined emoji is never broken. */
import stringWidth from "string-width";

/** With our own ellipsis. */
const ASCII = /^[ -~…]*$/;

export function displayWidth(text: string): number {
  // Nearly all of it is ASCII and our own ellipsis, each one column wide; to look for emoji takes longer than all the rest.
  return ASCII.test(text) ? text.length : stringWidth(text);
}

/** Breaks at blanks; a word that is longer than the width stays whole, since a broken name cannot be copied. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const [, blank = "", word = ""] of text.matchAll(/(?<!\s)(\s*)(\S+)/g)) {
    const more = blank.length + displayWidth(word);
    if (line !== "" && used + more > width) {
      lines.push(line);
      line = word;
      used = more - blank.length;
    } else {
      line += blank + word;
      used += more;
    }
  }
  return line === "" ? lines : [...lines, line];
}

/** Prose from the catalogue or the report: its own line breaks mean nothing. */
export function wrapProse(text: string, width: number): string[] {
  return wrap(text.replace(/\s+/g, " ").trim(), width);
}

/** Phrases with commas between them; a line ends after a comma and the next one stands further in. */
export function wrapList(phrases: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const [index, phrase] of phrases.entries()) {
    const words = index < phrases.length - 1 ? `${phrase},` : phrase;
    if (line !== "" && displayWidth(line) + 1 + displayWidth(words) > width) {
      lines.push(line);
      line = `  ${words}`;
    } else line = line === "" ? words : `${line} ${words}`;
  }
  return line === "" ? [] : [...lines, line].flatMap((one) => wrap(one, width));
}

const ELLIPSIS = "…";

/** At most `width` columns: head and tail stay, since a reference ends in its tag and an error in its reason. */
export function cutMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const room = Math.max(0, width - 1);
  const head = take(text, Math.ceil(room / 2), "head");
  const tail = take(text, room - displayWidth(head), "tail");
  return head + ELLIPSIS + tail;
}

function take(text: string, columns: number, end: "head" | "tail"): string {
  const graphemes = graphemesOf(text);
  if (end === "tail") graphemes.reverse();
  const taken: string[] = [];
  let used = 0;
  for (const grapheme of graphemes) {
    used += displayWidth(grapheme);
    if (used > columns) break;
    taken.push(grapheme);
  }
  return (end === "tail" ? taken.reverse() : taken).join("");
}

/**
 * Somebody's words, line breaks kept, in about `most` lines; what is left out in the middle is shown by "…". Unlike a
 * command they are read and not copied, so a page of HTML or a token without a blank is broken at the width.
 */
export function wrapVerbatim(text: string, width: number, most: number): string[] {
  const lines = text.split("\n").flatMap((line) => wrap(line, width).flatMap((part) => chop(part, width)));
  if (lines.length <= most) return lines;
  const head = Math.ceil((most - 1) / 2);
  return [...lines.slice(0, head), ELLIPSIS, ...lines.slice(lines.length - (most - 1 - head))];
}

function chop(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const segment of graphemesOf(word)) {
    const columns = displayWidth(segment);
    if (line !== "" && used + columns > width) {
      lines.push(line);
      line = "";
      used = 0;
    }
    line += segment;
    used += columns;
  }
  return [...lines, line];
}

export function indent(lines: readonly string[], by: number): string[] {
  return lines.map((line) => (line === "" || line.startsWith(MARK) ? line : " ".repeat(by) + line));
}

/** Marks a line that no indentation may move. What is printed holds no control characters, so none is mistaken for it. */
const MARK = "\u0000";

export function atMargin(line: string): string {
  return MARK + line;
}

export function dropMark(line: string): string {
  return line.startsWith(MARK) ? line.slice(MARK.length) : line;
}

function graphemesOf(text: string): string[] {
  if (ASCII.test(text)) return text.split("");
  const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
