/**
 * The width at which a terminal broke the lines of a text. It breaks at the very edge, so that every line that goes on
 * is equally long; a mail program breaks between words, so that they are nearly so.
 */
import { isEventHeader, parseEventRow } from "./event-row.ts";

/** Widths that terminals, pagers and ticket systems are set to; for texts with a single broken line. */
const USUAL = new Set([72, 76, 78, 79, 80, 100, 120, 132, 140, 150, 160, 180, 200, 240]);

/** Share of the lines that go on which must end at the edge. */
const MOST = 0.6;

/** In columns; 0 where no terminal broke the text. */
export function brokenAt(lines: readonly string[]): number {
  const lengths: number[] = [];
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1];
    if (line.length >= 60 && next !== undefined && goesOn(next)) lengths.push(columnsIn(line));
  }
  const width = lengths.reduce((longest, length) => Math.max(longest, length), 0);
  // A blank at the edge is often lost, and the line is one shorter then.
  const atEdge = lengths.filter((length) => length >= width - 1).length;
  if (atEdge < 2) return lengths.length === 1 && USUAL.has(width) ? width : 0;
  return atEdge >= lengths.length * MOST ? width : 0;
}

/** Of characters; taken apart only where one is of two units, since that costs more than all the rest of reading a line. */
export function columnsIn(line: string): number {
  return /[\ud800-\udbff]/.test(line) ? Array.from(line).length : line.length;
}

/** True for what cannot be the beginning of anything: the rest of the line above it. */
function goesOn(line: string): boolean {
  const text = line.replace(/^[\s>│|]{0,8}/, "");
  if (text === "" || /^(?:[A-Z][\w ()/-]{1,40}:(?:\s|$)|[a-z0-9.-]{1,63}:$|```|\$ |# )/.test(text)) return false;
  return parseEventRow(line) === null && !isEventHeader(line);
}
