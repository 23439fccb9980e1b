/**
 * A text of any length, given bit by bit. A short one is read as a whole. A long one is cut where the description of a
 * pod begins, pods in which no word speaks of trouble are counted and passed over, and of the others only what the
 * caller keeps stays in memory.
 */
import { isLogLine, speaksOfPull } from "./bare.ts";
import { detached } from "./detached.ts";
import { parseEventRow } from "./event-row.ts";
import { fingerprint } from "./fingerprint.ts";
import { parsePodRow } from "./pod-row.ts";
import { readText } from "./read-text.ts";
import type { Reading } from "./records.ts";

/** What stays of a long text. */
export interface Keeper {
  /** The next part of the text; its words are of a string that is let go of. */
  add(reading: Reading): void;
  readonly reading: Reading;
}

/** Characters. What is shorter is read as if it had come at once. */
const SHORT = 1024 * 1024;
/** How much is sorted at a time: so little that it is let go of soon. */
const PART = 32 * 1024;
/** How much of what is not passed over is read together; tables of people's own are in shorter texts, see embedded.ts. */
const TOGETHER = 1024 * 1024;
/** Of a longer dump, too, only what the caller keeps stays. */
const LONG_DUMP = 32 * 1024 * 1024;
/** Where nothing begins for so long, the text is cut anyway. */
const LONGEST_PART = 4 * 1024 * 1024;

export class LongText {
  private readonly source: string;
  private readonly keeper: Keeper;
  private mode: "short" | "dump" | "parts" = "short";
  private readonly chunks: string[] = [];
  private held = 0;
  /** How much must be held before it is looked at (again). */
  private enough = PART;
  /** Sections that speak of trouble, until there are enough of them. */
  private loud = "";
  /** A pod that was in trouble once is read again wherever it is told of. */
  private readonly troubled = new Set<number>();
  private readonly quiet = new Set<number>();

  constructor(source: string, keeper: Keeper) {
    this.source = source;
    this.keeper = keeper;
  }

  /** Characters that had to be kept so far: a dump is a value, which is nothing before its end. */
  get length(): number {
    return this.held;
  }

  write(text: string): void {
    this.chunks.push(text);
    this.held += text.length;
    if (this.mode === "short" && this.held > SHORT) this.mode = isDump(this.take()) ? "dump" : "parts";
    if (this.mode === "parts" && this.held >= this.enough) this.cut();
  }

  /** `readWhole` is asked first where all of the text is at hand. */
  end(readWhole: (text: string) => Reading | null = () => null): Reading {
    if (this.mode !== "parts") {
      const text = this.take();
      const reading = readWhole(text) ?? readText(this.source, text);
      if (text.length < LONG_DUMP) return this.mode === "short" ? reading : detached(reading);
      this.keeper.add(reading);
    } else {
      this.sort(this.take());
      this.readLoud();
    }
    const { reading } = this.keeper;
    return { ...reading, morePods: reading.morePods + this.quiet.size };
  }

  /** All that is held, still held. */
  private take(): string {
    const text = this.chunks.join("");
    this.chunks.splice(0, this.chunks.length, text);
    return text;
  }

  private cut(): void {
    const text = this.take();
    const at = lastStart(text) ?? (text.length > LONGEST_PART ? endOfLines(text) : 0);
    this.enough = at === 0 ? 2 * text.length : PART;
    if (at === 0) return;
    this.chunks.splice(0, 1, text.slice(at));
    this.held = text.length - at;
    this.sort(text.slice(0, at));
  }

  /** Parts a text that begins and ends between two pods. */
  private sort(text: string): void {
    const loud: string[] = [];
    let from = 0;
    while (from < text.length) {
      const next = nextPod(text, from + 1) ?? text.length;
      const section = text.slice(from, next);
      if (!this.isQuiet(section)) loud.push(isDescription(section) ? section : withoutQuietLines(section));
      from = next;
    }
    // Joined, the sections are a text of their own, and the long one can go.
    this.loud += loud.join("");
    if (this.loud.length >= TOGETHER) this.readLoud();
  }

  private isQuiet(section: string): boolean {
    POD.lastIndex = 0;
    const found = POD.exec(section);
    if (found === null) return false;
    const name = fingerprint(`${found[2]}/${found[1]}`);
    if (TROUBLE.test(section) || this.troubled.has(name)) {
      this.troubled.add(name);
      this.quiet.delete(name);
      return false;
    }
    if (OF_A_POD.test(section)) this.quiet.add(name);
    return true;
  }

  private readLoud(): void {
    if (this.loud !== "") this.keeper.add(readText(this.source, this.loud));
    this.loud = "";
  }
}

/** Words without which nobody tells that a pull fails. Of those that stand in many healthy pods, one is too many. */
const TROUBLE =
  /Waiting|Warning|[Ff]ail|[Ee]rror|ErrIm|Image[PIN]|[Bb]ack-?[Oo]ff|denied|nauthorized|manifest|timed? ?out|x509|refused|not found|no such|ull ?[sS]ecret|Invalid|Unavailable|exceeded|rate limit|toomany/;

/** `describe` tells these of a pod, and of nothing else that has a namespace. */
const OF_A_POD = /\n(?:Node|QoS Class):/;

const POD = /Name:[ \t]+(\S{1,253})[ \t]*\r?\nNamespace:[ \t]+(\S{1,63})/y;

function isDescription(section: string): boolean {
  POD.lastIndex = 0;
  return POD.test(section);
}

/** A log tells of everything that goes well, too. What belongs to a line above it stays. */
function withoutQuietLines(text: string): string {
  const lines = text.split("\n");
  const kept = lines.filter((line) => !isLogLine(line) || TROUBLE.test(line) || speaksOfPull(line));
  return kept.length === lines.length ? text : kept.join("\n");
}

/** Where the next description begins. */
function nextPod(text: string, from: number): number | null {
  for (let at = text.indexOf("\nName:", from); at >= 0; at = text.indexOf("\nName:", at + 1)) {
    POD.lastIndex = at + 1;
    if (POD.test(text)) return at + 1;
  }
  return null;
}

/** The last place in the text where something begins that no line before it has to do with. */
function lastStart(text: string): number | null {
  for (let at = text.lastIndexOf("\nName:"); at > 0; at = text.lastIndexOf("\nName:", at - 1)) {
    POD.lastIndex = at + 1;
    if (POD.test(text)) return at + 1;
  }
  const blank = Math.max(text.lastIndexOf("\n\n"), text.lastIndexOf("\n\r\n"));
  return lastRow(text) ?? (blank > 0 ? blank + 1 : null);
}

const LAST_LINES = 64 * 1024;

/** In a table every row stands for itself. */
function lastRow(text: string): number | null {
  const start = Math.max(0, text.length - LAST_LINES);
  let end = text.lastIndexOf("\n");
  while (end > start) {
    const before = text.lastIndexOf("\n", end - 1);
    const line = text.slice(before + 1, end);
    if (before >= start && (parseEventRow(line) !== null || parsePodRow(line) !== null)) return before + 1;
    end = before;
  }
  return null;
}

function endOfLines(text: string): number {
  return text.lastIndexOf("\n") + 1 || text.length;
}

/** What `get -o json` and `-o yaml` print: one value, however long. */
function isDump(text: string): boolean {
  return /^\s*(?:[[{]|(?:apiVersion|kind|items|metadata): ?|---\s)/.test(text.replace(/^\ufeff/, "").slice(0, 1000));
}
