/**
 * YAML as kubectl prints it and people paste it: cut at either end or in the middle, broken by a terminal, indented
 * by something around it. Follows keys by their indentation and stops at the first line that is no YAML. Flow
 * collections other than `{}` and `[]`, anchors and tags are read as plain words.
 *
 *         message: Back-off pulling image "x"      deeper than what follows: the first part of
 *         reason: ImagePullBackOff                 something whose beginning is gone
 *     - image: nginx
 */
import { joinAtEdge } from "./edge.ts";
import { add, emptyMap, type Frame as FrameOf, KEYLESS, type LooseMap, unescaped } from "./loose-map.ts";

export interface LooseYaml {
  readonly documents: readonly unknown[];
  /** Index behind the last line that was read. */
  readonly end: number;
}

/** Reads from line `start` as far as it is YAML. `edge` is where a terminal broke the lines, 0 where none did. */
export function readLooseYaml(lines: readonly string[], start: number, edge = 0): LooseYaml {
  const reader = new Reader(edge);
  let at = start;
  let end = start;
  for (; at < lines.length; at++) {
    const line = lines[at] as string;
    if (line.trim() === "" && !reader.isOpen) {
      // Past a blank line it goes on only with a line that can be nothing else.
      if (!isKeyLine(lines[at + 1] ?? "") && !isKeyLine(lines[at + 2] ?? "")) break;
      continue;
    }
    if (!reader.read(line)) break;
    end = at + 1;
  }
  return { documents: reader.finish(), end: Math.max(end, start + 1) };
}

/** The parts of a line: its dashes, its key, its value. */
interface Parts {
  /** Columns at which a dash stands. */
  readonly dashes: readonly number[];
  /** Column of what follows the dashes. */
  readonly indent: number;
  readonly key: string | null;
  readonly value: string;
}

const KEY = /^(?:"([^"]{1,300})"|'([^']{1,300})'|([a-zA-Z_.$~/][^\s#,"'`()<>]{0,300}|k:\{[^\s]{1,300}\})) {0,20}$/;

function partsOf(line: string): Parts | null {
  let at = line.length - line.trimStart().length;
  const dashes: number[] = [];
  while (line[at] === "-" && (line[at + 1] === " " || at + 1 === line.length) && dashes.length < 8) {
    dashes.push(at);
    at++;
    while (line[at] === " ") at++;
  }
  const rest = line.slice(at).trimEnd();
  const colon = colonOf(rest);
  const key = colon < 0 ? null : KEY.exec(rest.slice(0, colon));
  if (key === null || key === undefined)
    return dashes.length > 0 ? { dashes, indent: at, key: null, value: rest } : null;
  return { dashes, indent: at, key: key[1] ?? key[2] ?? key[3] ?? "", value: rest.slice(colon + 1).trim() };
}

/** Where the key ends: `key: value`, `key:`; no colon inside a quoted key ends it. */
function colonOf(rest: string): number {
  const quote = rest[0] === '"' || rest[0] === "'" ? rest.indexOf(rest[0], 1) : 0;
  if (quote < 0) return -1;
  const colon = rest.indexOf(": ", quote);
  return colon < 0 && rest.endsWith(":") ? rest.length - 1 : colon;
}

/** A key of an API object begins small; `Name:` and `Events:` are describe's. */
export function isKeyLine(line: string): boolean {
  const parts = partsOf(line);
  return parts !== null && parts.key !== null && /^[a-z$~._/]/.test(parts.key);
}

interface Frame extends FrameOf {
  readonly indent: number;
}

/** A value that may go on in the next line. */
interface Open {
  readonly style: "plain" | "'" | '"' | "|" | ">";
  readonly indent: number;
  text: string;
  lines: number;
  length: number;
  readonly put: (value: unknown) => void;
}

class Reader {
  private readonly documents: unknown[] = [];
  private stack: Frame[] = [];
  private open: Open | null = null;
  private readonly edge: number;

  constructor(edge: number) {
    this.edge = edge;
  }

  /** A quoted or a block value that has not ended. */
  get isOpen(): boolean {
    return this.open !== null && this.open.style !== "plain";
  }

  /** False where the line is no YAML; then nothing has changed. */
  read(line: string): boolean {
    if (this.open !== null && this.goesOn(this.open, line)) return true;
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(line)) {
      if (line.startsWith("---")) this.endDocument();
      return true;
    }
    // What somebody left out in the middle.
    if (/^\s*(?:#|(?:\.{3}|…|\[\.\.\.\]|\[…\]|<snip>|\(\.\.\.\))\s*$)/.test(line)) return true;
    const parts = partsOf(line);
    if (parts === null || (parts.key === null && this.stack.length === 0)) return false;
    if (parts.key !== null && !/^[a-z$~._/]/.test(parts.key) && this.stack.length === 0) return false;
    this.close();
    for (const column of parts.dashes) this.item(column);
    if (parts.key !== null) this.entry(parts.key, parts.indent);
    this.value(
      parts.value,
      parts.dashes.length > 0 && parts.key === null ? (parts.dashes.at(-1) ?? 0) : parts.indent,
      line.length,
    );
    return true;
  }

  finish(): readonly unknown[] {
    this.endDocument();
    return this.documents;
  }

  private endDocument(): void {
    this.close();
    const root = this.stack[0]?.node;
    if (root !== undefined) this.documents.push(root);
    this.stack = [];
  }

  private item(column: number): void {
    while ((this.stack.at(-1)?.indent ?? -1) > column) this.pop(column, []);
    const top = this.stack.at(-1);
    if (top !== undefined && top.indent === column && Array.isArray(top.node)) return;
    if (top !== undefined && top.indent === column && top.key === null) return;
    this.push({ indent: column, node: [], key: null });
  }

  private entry(key: string, indent: number): void {
    while (this.isBehind(indent)) this.pop(indent, emptyMap());
    let top = this.stack.at(-1);
    if (top === undefined || top.indent < indent || Array.isArray(top.node)) {
      this.push({ indent, node: emptyMap(), key: null });
      top = this.stack.at(-1) as Frame;
    }
    if (this.stack.length === 1 && key in top.node) {
      // The same key again, at the very left: another object begins.
      this.endDocument();
      this.push({ indent, node: emptyMap(), key: null });
      top = this.stack.at(-1) as Frame;
    }
    top.key = key;
  }

  private isBehind(indent: number): boolean {
    const top = this.stack.at(-1);
    return top !== undefined && (top.indent > indent || (top.indent === indent && Array.isArray(top.node)));
  }

  /** Left of where the text began there is something larger, of which all so far is the first part. */
  private pop(indent: number, around: LooseMap | unknown[]): void {
    const popped = this.stack.pop() as Frame;
    if (this.stack.length > 0) return;
    if (Array.isArray(around)) around.push(popped.node);
    else around[KEYLESS] = [popped.node];
    this.stack.push({ indent, node: around, key: null });
  }

  private push(frame: Frame): void {
    const top = this.stack.at(-1);
    if (top !== undefined) add(top, frame.node);
    this.stack.push(frame);
  }

  private value(text: string, indent: number, length: number): void {
    const top = this.stack.at(-1);
    if (top === undefined || text === "") return;
    const { key } = top;
    const put = (value: unknown): void => {
      top.key = key;
      add(top, value);
      top.key = null;
    };
    const block = /^([|>])[+-]?\d?[+-]?(?: +#.*)?$/.exec(text);
    const style = block !== null ? (block[1] as "|" | ">") : text[0] === '"' || text[0] === "'" ? text[0] : "plain";
    this.open = { style, indent, text: block === null ? text : "", lines: 1, length, put };
    if (style !== "plain" && block === null && isClosed(text)) this.close();
  }

  /** True when the line was a part of the open value. */
  private goesOn(open: Open, line: string): boolean {
    const column = line.length - line.trimStart().length;
    if (open.style === "plain" && (line.trim() === "" || partsOf(line) !== null)) return false;
    const deeper = column > open.indent || line.trim() === "";
    const broken = !deeper && open.length >= BROKEN_FROM && !NEVER_BROKEN.test(line);
    if (open.style === "|" || open.style === ">") {
      if (!deeper) return false;
      open.text += `${open.text === "" ? "" : "\n"}${line.trim()}`;
      return true;
    }
    if (open.lines > MAX_LINES || (!deeper && !broken)) return false;
    // `message: "a\` is folded without a blank, and `\ b` begins with one.
    if (open.style === '"' && backslashesAtEnd(open.text) % 2 === 1) open.text = open.text.slice(0, -1) + line.trim();
    else open.text = broken ? joinAtEdge(open.text, line, open.length, this.edge) : `${open.text} ${line.trim()}`;
    open.lines++;
    open.length = line.length;
    if (open.style !== "plain" && isClosed(open.text)) this.close();
    return true;
  }

  private close(): void {
    const { open } = this;
    this.open = null;
    open?.put(scalar(open.style, open.text));
  }
}

/** Shortest line that a terminal or a mail program may have broken. */
const BROKEN_FROM = 60;
const MAX_LINES = 200;
/** Fences, and the keys that stand behind a message. */
const NEVER_BROKEN =
  /^(?:---|```)|^\s*(?:- )?(?:apiVersion|kind|metadata|reason|type|source|status|involvedObject|reporting\w+|related|count|\w+Timestamp|exitCode|startedAt|finishedAt|containerID|image|imageID|lastState|name|ready|restartCount|started|state):(?: |$)/;

/** A quoted value that has its closing mark. */
function isClosed(text: string): boolean {
  const inner = text.trimEnd();
  if (inner.length < 2 || !inner.endsWith(inner[0] as string)) return false;
  // In single marks a doubled one stands for itself, so that a closed value has an even number of them.
  return inner[0] === "'" ? inner.split("'").length % 2 === 1 : backslashesAtEnd(inner.slice(1, -1)) % 2 === 0;
}

function backslashesAtEnd(text: string): number {
  let count = 0;
  while (text[text.length - 1 - count] === "\\") count++;
  return count;
}

function scalar(style: Open["style"], text: string): unknown {
  if (style === "'") return text.slice(1, isClosed(text) ? -1 : undefined).replaceAll("''", "'");
  if (style === '"') return unescaped(text.slice(1, isClosed(text) ? -1 : undefined));
  if (style !== "plain") return text;
  const comment = text.indexOf(" #");
  const plain = comment < 0 ? text : text.slice(0, comment).trimEnd();
  if (plain === "{}") return emptyMap();
  if (plain === "[]") return [];
  if (/^(?:null|~)$/.test(plain)) return null;
  if (/^(?:true|false)$/.test(plain)) return plain === "true";
  return /^-?\d{1,15}$/.test(plain) ? Number(plain) : plain;
}
