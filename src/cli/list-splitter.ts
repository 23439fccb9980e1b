/**
 * A list as the API server sends it, taken apart while it comes, so that one item at a time is all there is in memory.
 *
 *   {"kind":"PodList","apiVersion":"v1","metadata":{"continue":"…"},"items":[{…},{…}]}
 *   ^ the envelope                                                         ^^^^^^^^^ items
 *
 * Bytes are looked at one by one: none of UTF-8's longer characters has a byte that means something to JSON.
 */
import { isObject, type KubeObject, textAt } from "./kubectl-json.ts";

export interface Envelope {
  readonly kind: string;
  /** Where the next page begins; null at the end of the list. */
  readonly token: string | null;
}

/** An object in etcd has 1.5 MB at most; whatever is longer is not what was asked for. */
const LONGEST_ITEM = 16_000_000;
const LONGEST_ENVELOPE = 100_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const BRACKET_END = 0x5d;
const BRACE = 0x7b;
const BRACE_END = 0x7d;
const SPACE = 0x20;

/** Depth inside the envelope's list of items. */
const AMONG_ITEMS = 2;

export class ListSplitter {
  private readonly eatItem: (item: KubeObject) => void;
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  private where: "envelope" | "between" | "item" = "envelope";
  private envelope = "";
  /** The beginning of an item whose end is in a later chunk. */
  private pieces: Buffer[] = [];
  private length = 0;
  private isBroken = false;

  constructor(eatItem: (item: KubeObject) => void) {
    this.eatItem = eatItem;
  }

  eat(bytes: Uint8Array): void {
    if (this.isBroken) return;
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const rest = this.split(chunk);
    if (this.isBroken || rest === chunk.length) return;
    this.keep(chunk.subarray(rest));
  }

  /** True where what came is the beginning of a list, as far as it goes. */
  get isCut(): boolean {
    return !this.isBroken && this.depth > 0;
  }

  /** Null where what came is not a list, or not the whole of it. */
  end(): Envelope | null {
    if (this.isBroken || this.depth !== 0) return null;
    let value: unknown;
    try {
      value = JSON.parse(this.envelope);
    } catch {
      return null;
    }
    if (!isObject(value) || !textAt(value, "kind").endsWith("List")) return null;
    return { kind: textAt(value, "kind"), token: textAt(value, "metadata", "continue") || null };
  }

  /** Returns where the part that is not finished yet begins. */
  private split(chunk: Buffer): number {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.isInString) {
        if (this.isEscaped) this.isEscaped = false;
        else if (byte === BACKSLASH) this.isEscaped = true;
        else if (byte === QUOTE) this.isInString = false;
      } else if (byte === BRACE || byte === BRACKET) {
        if (this.where === "between") {
          this.where = "item";
          from = at;
        }
        this.depth++;
        if (byte === BRACKET && this.depth === AMONG_ITEMS && this.where === "envelope") {
          this.keep(chunk.subarray(from, at + 1));
          from = at + 1;
          if (/"items"\s*:\s*\[$/.test(this.envelope)) this.where = "between";
        }
      } else if (byte === BRACE_END || byte === BRACKET_END) {
        this.depth--;
        if (this.where === "item" && this.depth === AMONG_ITEMS) {
          this.finish(chunk.subarray(from, at + 1));
          this.where = "between";
          from = at + 1;
        } else if (this.where === "between") {
          this.where = "envelope";
          from = at;
        }
      } else if (this.where === "between") this.isBroken = byte > SPACE && byte !== COMMA;
      else if (byte === QUOTE) this.isInString = true;
      if (this.isBroken) break;
    }
    return this.where === "between" ? chunk.length : from;
  }

  private keep(part: Buffer): void {
    if (this.where === "item") {
      this.pieces.push(part);
      this.length += part.length;
      this.isBroken ||= this.length > LONGEST_ITEM;
    } else {
      this.envelope += part.toString();
      this.isBroken ||= this.envelope.length > LONGEST_ENVELOPE;
    }
  }

  private finish(last: Buffer): void {
    const text = this.pieces.length === 0 ? last.toString() : Buffer.concat([...this.pieces, last]).toString();
    this.isBroken = this.length + last.length > LONGEST_ITEM;
    this.pieces = [];
    this.length = 0;
    if (this.isBroken) return;
    let item: unknown;
    try {
      item = JSON.parse(text);
    } catch {
      this.isBroken = true;
      return;
    }
    if (isObject(item)) this.eatItem(item);
  }
}
