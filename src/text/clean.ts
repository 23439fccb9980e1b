/**
 * Text as a person gave it, made into lines that a reader can trust: nothing invisible, nothing that moves a cursor,
 * nothing that a web page or a JSON string put around the words. What is dropped here never comes back, so the lines
 * *are* the input for everything downstream: a quote is a quote of them.
 */
import stripAnsi from "strip-ansi";
import type { Repair } from "./repairs.ts";

export function cleanLines(text: string): string[] {
  // What kubectl printed, and nobody has touched, has nothing to be cleaned of.
  const lines =
    PLAIN_TEXT.test(text) && !DEFANGED.test(text)
      ? text.split("\n")
      : splitLines(unescapeLines(withEscapes(decodeEntities(refang(visible(text)))))).map(cleanLine);
  return withoutSpacing(text.includes('","') ? withoutCells(lines) : lines);
}

/** What `cleanLines` undoes in a text. */
export function repairsIn(text: string): Repair[] {
  if (PLAIN_TEXT.test(text) && !DEFANGED.test(text))
    return text.includes('","') && isCsv(text.split("\n")) ? ["cells"] : [];
  const found: readonly (readonly [Repair, boolean])[] = [
    ["hidden", isColoured(text) || withEscapes(text) !== text || text.search(INVISIBLE) > 0],
    ["defanged", DEFANGED.test(text)],
    ["html", ENTITY.test(text)],
    ["escapes", ESCAPED_ROWS.test(text)],
    ["cells", isCsv(text.split("\n"))],
  ];
  return found.flatMap(([repair, isThere]) => (isThere ? [repair] : []));
}

/** No control character, no bracket of a defanged address, no entity, no escape, nothing but ASCII. */
const PLAIN_TEXT = /^[\n !-%'-Z\]-~]*$/;

function splitLines(text: string): string[] {
  // A bare carriage return comes from a progress bar; U+2028 and U+2029 from web pages.
  return /[\r\f\v\u0085\u2028\u2029]/.test(text) ? text.split(/\r\n|[\n\r\f\v\u0085\u2028\u2029]/) : text.split("\n");
}

/** Zero-width and direction marks, soft hyphens, byte order marks: all invisible, and some of them hostile. */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g;
const BLANK = /[\n\r\f\v\u2028\u2029\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;

/** Before anything looks for words: a zero-width blank inside one hides it. */
function visible(text: string): string {
  return HIDING.test(text) ? text.replace(INVISIBLE, "").replace(WIDE_BLANK, " ") : text;
}

const HIDING = /[\u00a0-\uffff]/;
const WIDE_BLANK = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const PLAIN_LINE = /^[ -~]*$/;

/** One line without colours, control and invisible characters; every kind of blank is a plain one. */
export function cleanLine(line: string): string {
  if (PLAIN_LINE.test(line)) return line;
  const plain = isColoured(line) ? stripAnsi(line) : line;
  return plain.replace(INVISIBLE, "").replace(CONTROL, "").replace(BLANK, " ").replace(/\t/g, "    ");
}

function isColoured(text: string): boolean {
  return text.includes("\u001b") || text.includes("\u009b");
}

/** Addresses that a ticket system or a cautious person made unclickable. */
function refang(text: string): string {
  if (!DEFANGED.test(text)) return text;
  return text
    .replace(/\bhxxp(s?)(?::|\[:\])/gi, "http$1:")
    .replace(/\[(\.|:|\/\/)\]/g, "$1")
    .replace(/\(dot\)/gi, ".");
}

const DEFANGED = /hxxps?:|\[(?:\.|:|\/\/)\]|\(dot\)/i;

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  "#34": '"',
  "#x22": '"',
  apos: "'",
  "#39": "'",
  "#x27": "'",
  lt: "<",
  "#60": "<",
  gt: ">",
  "#62": ">",
  amp: "&",
  "#38": "&",
  nbsp: " ",
  "#160": " ",
};

const ENTITY = /&(?:quot|lt|gt|#34|#39|#x27|nbsp);/;

/** HTML around the text: entities, and the few tags that pages put around preformatted text. */
function decodeEntities(text: string): string {
  if (!ENTITY.test(text)) return text;
  return text
    .replace(/<br ?\/?>(?:\r?\n)?/gi, "\n")
    .replace(/<\/?(?:p|div|span|code|pre|li|ul|td|tr|b|i|em|strong)(?: [^<>]{0,300})?>/gi, "")
    .replace(/&(#?\w{1,6});/g, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole);
}

/** The value is set apart from its key and from what closes it, so that its first and last lines are whole. */
function unescapeLine(line: string): string {
  return line
    .replace(/"[^"\\]{1,80}" ?: ?"(?=[^"])/g, "$&\n")
    .replace(/"(?=[\s,}\]]*$)/, '\n"')
    .replace(/(?<!\\)\\+r(?:\\+n)?/g, "\n")
    .replace(/(?<!\\)\\+([nt"])/g, (_, char: string) => (char === "n" ? "\n" : char === "t" ? "    " : char));
}

/**
 * Colours inside a JSON string or a shell's `$'…'`: `\u001b[33m`, `\x1b[0m`, `\033[1m`; and characters that nobody would
 * see, had they not been spelled out.
 */
function withEscapes(text: string): string {
  return text.replace(
    /(?<!\\)\\+(?:(?:u001b|x1b|033)(?=\[)|(u0000|u00ad|u200[b-f]|u202[a-e]|u206[0-9]|ufeff))/gi,
    (_, hidden) => (hidden === undefined ? "\u001b" : ""),
  );
}

/** A tab that travelled with the line ends is spelled out too. */
const GAP = String.raw`(?:[ \t|]|\\t)`;
const ESCAPED_ROWS = new RegExp(
  String.raw`\\[nr](?:${GAP}{0,8}(?:Type${GAP}{2}|Events:|Namespace:|namespace:|LAST SEEN|NAME${GAP}{2}|---)|.{0,120}?(?:Normal|Warning)${GAP}{1,40}[A-Z])`,
);

/** Output of kubectl that travelled inside a JSON string has `\n` where its lines ended. */
function unescapeLines(text: string): string {
  if (!ESCAPED_ROWS.test(text)) return text;
  return text
    .split("\n")
    .map((line) => (/\\[nr]/.test(line) ? unescapeLine(line) : line))
    .join("\n");
}

const CSV_ROW = /^[^\w"]{0,12}(?:\d{1,6} {1,4})?"[^"]{0,60}","/;
const CSV_EVENT = /"(?:Normal|Warning)","/;

function isCsv(lines: readonly string[]): boolean {
  let rows = 0;
  return lines.some((line) => CSV_ROW.test(line) && (CSV_EVENT.test(line) || ++rows > 2));
}

/** A table that went through a spreadsheet: `"Warning","Failed","12s","kubelet","Failed to pull image ""x"""`. */
function withoutCells(lines: readonly string[]): readonly string[] {
  if (!isCsv(lines)) return lines;
  // A cell can go on in the next line when the text was broken later, so the lines are read as one.
  let inCell = false;
  return lines.map((line) => {
    if (!inCell && !line.includes('"')) return line;
    let text = "";
    for (let at = 0; at < line.length; at++) {
      const char = line[at] as string;
      const next = line[at + 1] ?? "";
      if (char !== '"') text += char;
      else if (!inCell) inCell = true;
      else if (next === '"') {
        text += '"';
        at++;
      } else if (next === "," && line[at + 2] === '"') {
        text += "   ";
        at += 2;
      } else if (/^[\s|│]?$/.test(next)) inCell = false;
      else text += '"';
    }
    return text;
  });
}

const TABLE = /\b(?:Normal|Warning)\b|^\W{0,20}(?:Events:|LAST SEEN|Type +Reason)/;

/** Some programs set an empty line between every two; those that stood there are then three. A list of errors does not. */
function withoutSpacing(lines: readonly string[]): string[] {
  let pairs = 0;
  for (let at = 0; at + 1 < lines.length; at++) {
    if (isBlank(lines[at] as string)) continue;
    if (!isBlank(lines[at + 1] as string)) return [...lines];
    pairs++;
  }
  if (pairs < 4 || !lines.some((line) => TABLE.test(line))) return [...lines];
  const kept: string[] = [];
  let run = 0;
  for (const line of lines) {
    run = isBlank(line) ? run + 1 : 0;
    if (run === 0 || (run > 1 && run % 2 === 1)) kept.push(line);
  }
  return kept;
}

/** Nothing but the marks of a quotation or a comment. */
function isBlank(line: string): boolean {
  return /^[\s>#*/|│]*$/.test(line);
}
