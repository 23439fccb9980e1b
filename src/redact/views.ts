/**
 * One text seen in several ways, each with the way back to the text as it is: as it stands; with URL, JSON and HTML
 * escapes undone; and with broken lines put together again. Escapes hide a secret from a pattern, not from a reader.
 */

/** Character `i` stands for the text as given from `at[i]` to `ends[i]`; both are null where that is the text itself. */
export interface View {
  readonly text: string;
  readonly at: readonly number[] | null;
  readonly ends: readonly number[] | null;
}

export interface Views {
  readonly plain: View;
  /** Null where nothing is escaped. */
  readonly undone: View | null;
  /** Null where no line is broken. */
  readonly joined: View | null;
  /** In `joined`: the offsets at which a line break was taken out, in order. */
  readonly breaks: readonly number[];
}

export function viewsOf(text: string): Views {
  const plain: View = { text, at: null, ends: null };
  const undone = /[%\\]|&[#a-z]/i.test(text) ? undo(text) : null;
  const { joined, breaks } = join(undone ?? plain);
  return { plain, undone, joined, breaks };
}

/** A range of the view as a range of the text. */
export function rangeOf({ at, ends }: View, start: number, end: number): readonly [number, number] {
  return at === null || ends === null ? [start, end] : [at[start] ?? 0, ends[end - 1] ?? 0];
}

// A run of backslashes is looked at once, from its beginning. A percent sign may itself be escaped, once or twice: %252F.
const ESCAPE =
  /%(?:25){0,2}([2-7][0-9a-f])|(?<!\\)\\+(?:u00([2-7][0-9a-f])|([nrt])|(["'/]))|&(amp|quot|apos|lt|gt|#0{0,4}\d{2,3}|#x[2-7][0-9a-f]);/gi;

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", quot: '"', apos: "'", lt: "<", gt: ">" };

function undo(text: string): View {
  const at: number[] = [];
  let done = "";
  let from = 0;
  const copy = (to: number): void => {
    for (let offset = from; offset < to; offset++) at.push(offset);
    done += text.slice(from, to);
  };
  for (const found of text.matchAll(ESCAPE)) {
    copy(found.index);
    at.push(found.index);
    done += meant(found);
    from = found.index + found[0].length;
  }
  copy(text.length);
  return { text: done, at, ends: [...at.slice(1), text.length] };
}

/** One character for each escape, so that offsets stay simple. */
function meant([, percent, unicode, letter, sign, entity = ""]: RegExpMatchArray): string {
  const hex = percent ?? unicode;
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  if (letter !== undefined) return letter === "t" ? "\t" : "\n";
  if (sign !== undefined) return sign;
  const name = entity.toLowerCase();
  if (!name.startsWith("#")) return ENTITIES[name] ?? " ";
  const code = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : " ";
}

/** Without line breaks, and without what stands in front of a continued line: blanks, quotation marks of a mail, borders. */
function join({ text, at, ends }: View): { readonly joined: View | null; readonly breaks: readonly number[] } {
  if (!text.includes("\n")) return { joined: null, breaks: [] };
  const starts: number[] = [];
  const stops: number[] = [];
  const breaks: number[] = [];
  let joined = "";
  let from = 0;
  const copy = (to: number): void => {
    for (let offset = from; offset < to; offset++) {
      starts.push(at?.[offset] ?? offset);
      stops.push(ends?.[offset] ?? offset + 1);
    }
    joined += text.slice(from, to);
  };
  for (const { index, 0: whole } of text.matchAll(/[ \t\r│|]{0,40}\n[ \t>│|]{0,80}/g)) {
    copy(index);
    breaks.push(joined.length);
    from = index + whole.length;
  }
  copy(text.length);
  return { joined: { text: joined, at: starts, ends: stops }, breaks };
}
