/**
 * What people and programs put in front of a line: quote marks of a mail, the frame of a terminal program, the bars
 * of a Markdown table.
 */
export interface Bare {
  readonly text: string;
  /** The line stood in a frame: its text is cut exactly at the frame's width, words and all. */
  readonly framed: boolean;
  /** The line went on with one blank after its last word. */
  readonly blankAtEnd: boolean;
  /** Columns of the frame; 0 outside one. */
  readonly width: number;
}

const QUOTED = /^ {0,12}(?:> ?)+(?=\S| {2})/;
const FRAME_LEFT = /^ {0,12}[│┃║┆┊▌▎]/;
const FRAME_RIGHT = /[│┃║┆┊▐]$/;

export function undecorate(given: string): Bare {
  // The last blank of a line can be the one that stood between two words; all others are padding.
  const line = withoutLastBar(given.trimEnd());
  const blankAtEnd = given.length === line.length + 1;
  if (UNDECORATED.test(line)) return { text: line, framed: false, blankAtEnd, width: 0 };
  return { ...undecorateLine(line), blankAtEnd };
}

/** Most lines begin with a letter or a digit, and nothing is in front of that. */
const UNDECORATED = /^ *\w/;

function undecorateLine(line: string): Omit<Bare, "blankAtEnd"> {
  const text = line.replace(QUOTED, "");

  if (FRAME_LEFT.test(text)) {
    const framed = text.replace(FRAME_LEFT, "");
    const closed = FRAME_RIGHT.test(framed);
    const cell = (closed ? framed.slice(0, -1) : framed).replace(/^ /, "");
    const exact = closed && cell.endsWith(" ") ? cell.slice(0, -1) : cell;
    // Bars of a Markdown table in it; a blank for each, so that the cell keeps its width.
    const bare = /^\||[^|] \|(?: |$)/.test(exact) ? exact.replaceAll("|", " ") : exact;
    const inner = bare.replace(QUOTED, "");
    // A mail in a frame was broken by the mail program, anywhere but at the frame's width.
    return { text: inner, framed: true, width: closed && inner === bare ? exact.length : 0 };
  }
  // A row of a Markdown table; one that was broken later has its last bar at the end of another line.
  if (/^ {0,12}\|(?:.*\|$|[^|]{1,60} \| [^|]{1,60} \| )/.test(text))
    return { text: text.replace(/ ?\| ?/g, "  "), framed: false, width: 0 };
  return { text, framed: false, width: 0 };
}

/** The end of a row of a Markdown table that was broken. */
function withoutLastBar(line: string): string {
  return line.endsWith(" |") && !/^ {0,12}\|/.test(line) ? line.slice(0, -2).trimEnd() : line;
}
