/**
 * JSON as people paste it: cut at either end, broken by a terminal inside its strings, with a comma too many, with an
 * ellipsis where something was left out. Always yields a value, made of what stands there. One pass, no recursion.
 *
 *   …uled" } ], "containerStatuses": [ { "name": "web", "state": { "wait
 *          ^ closes what the text does not open: all before it becomes a part of something larger
 */
import { joinAtEdge } from "./edge.ts";
import { add, emptyMap, type Frame, KEYLESS, type LooseMap, unescaped } from "./loose-map.ts";

export interface LooseJson {
  readonly value: unknown;
  /** Offset behind the last character that was read. */
  readonly end: number;
  /** One value, opened and closed. */
  readonly whole: boolean;
}

/** Reads from `start` as far as it is JSON. `edge` is where a terminal broke the lines, 0 where none did. */
export function readLooseJson(text: string, start: number, edge = 0): LooseJson {
  const reader = new Reader();
  let at = start;
  while (at < text.length) {
    const char = text[at] as string;
    if (/\s/.test(char)) {
      at++;
    } else if (char === '"') {
      const string = readString(text, at, edge);
      // A string that its own line does not close may have been cut, and then closes at somebody else's quotation mark.
      if (
        string === null ||
        (string.lines > 0 && !/^\s*(?:[,:}\]]|$)/.test(text.slice(string.end, string.end + 200)))
      ) {
        const end = endOfLine(text, at);
        reader.put(unescaped(text.slice(at + 1, end)));
        at = end;
        continue;
      }
      reader.string(string.value);
      at = string.end;
    } else if ("{}[],:".includes(char)) {
      reader.mark(char);
      at++;
      if (reader.isDone) break;
    } else {
      const word = /^(?:[\w.+-]{1,40}|…)/.exec(text.slice(at, at + 40))?.[0];
      if (word === undefined || !/^(?:-?\d[\w.+-]*|true|false|null|\.{3}|…)$/.test(word)) break;
      if (!/^(?:\.{3}|…)$/.test(word)) reader.put(word === "null" ? null : toScalar(word));
      at += word.length;
    }
  }
  return { value: reader.result(), end: at, whole: reader.isDone };
}

class Reader {
  private readonly stack: Frame[] = [{ node: emptyMap(), key: null }];
  private opened = false;
  private text: string | null = null;
  isDone = false;

  private get top(): Frame {
    return this.stack.at(-1) as Frame;
  }

  /** A string is a key when a colon follows, so it waits for the next mark. */
  string(value: string): void {
    this.flush();
    this.text = value;
  }

  put(value: unknown): void {
    this.flush();
    this.add(value);
  }

  private add(value: unknown): void {
    add(this.top, value);
    this.top.key = null;
  }

  mark(char: string): void {
    if (char === ":") {
      if (this.text !== null) this.top.key = this.text.replace(/\s+/g, "");
      this.text = null;
      return;
    }
    this.flush();
    if (char === ",") {
      this.top.key = null;
    } else if (char === "{" || char === "[") {
      const node = char === "{" ? emptyMap() : [];
      const base = this.stack.length === 1 && !this.opened && isEmpty(this.top);
      this.add(node);
      this.opened = base || this.opened;
      if (this.stack.length < MAX_DEPTH) this.stack.push({ node, key: null });
      else this.isDone = true;
    } else if (this.stack.length > 1) {
      this.stack.pop();
      this.top.key = null;
      this.isDone = this.stack.length === 1 && this.opened;
    } else this.enclose();
  }

  /** A bracket that the text does not open: what was read so far is one part of what comes. */
  private enclose(): void {
    const { node } = this.top;
    this.top.key = null;
    if (isEmpty(this.top) || (Object.keys(node).length === 1 && KEYLESS in node)) return;
    const around = emptyMap();
    around[KEYLESS] = [node];
    this.stack[0] = { node: around, key: null };
  }

  private flush(): void {
    if (this.text !== null) this.add(this.text);
    this.text = null;
  }

  result(): unknown {
    this.flush();
    const { node } = this.stack[0] as Frame;
    const keyless = (node as LooseMap)[KEYLESS];
    // A value that opens and closes stands alone in the base.
    return this.opened && Array.isArray(keyless) && keyless.length === 1 && Object.keys(node).length === 1
      ? keyless[0]
      : node;
  }
}

/** Nobody nests deeper, except to do harm. */
const MAX_DEPTH = 100;

function isEmpty({ node }: Frame): boolean {
  return Object.keys(node).length === 0;
}

/** A name of a pod made of digits is in quotation marks; what is not, is a number. */
function toScalar(word: string): unknown {
  if (word === "true" || word === "false") return word === "true";
  const number = Number(word);
  return Number.isNaN(number) ? word : number;
}

/** Longest string that is looked for across line ends. */
const MAX_LINES = 60;

/** Null where the string has no end. */
function readString(text: string, start: number, edge: number): { value: string; end: number; lines: number } | null {
  const lines: string[] = [];
  let from = start + 1;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === "\\" && text[at + 1] !== "\n") {
      at++;
    } else if (char === "\\" || char === "\n") {
      // An escape can be broken too: its second half begins the next line.
      if (char === "\\") at++;
      lines.push(text.slice(from, at));
      if (lines.length > MAX_LINES) return null;
      from = at + 1;
      if (char === "\\") at++;
    } else if (char === '"') {
      lines.push(text.slice(from, at));
      // The first line has more on it than the string.
      let length = start - text.lastIndexOf("\n", start) + (lines[0] as string).length;
      const raw = lines.reduce((left, right) => {
        const joined = joinAtEdge(left, right, length, edge);
        length = right.length;
        return joined;
      });
      return { value: unescaped(raw), end: at + 1, lines: lines.length - 1 };
    }
  }
  return null;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}
