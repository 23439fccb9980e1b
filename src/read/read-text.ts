/**
 * Any text → records. One pass, line by line: each line is a row of a table, a field of a described pod, the rest of a
 * broken row, or part of a free-standing message. Nothing is refused; what cannot be read is passed over.
 */
import { imageOf, placeOf } from "../error/named.ts";
import { parsePullErrors } from "../error/pull-error.ts";
import { cleanLines, repairsIn } from "../text/clean.ts";
import { joinBroken, joinFramed } from "../text/join.ts";
import { withoutMargin } from "../text/margin.ts";
import type { Repair } from "../text/repairs.ts";
import { type Bare, undecorate } from "../text/undecorate.ts";
import {
  announcedImage,
  commandHint,
  consoleHint,
  endsRow,
  fencedText,
  holdsRow,
  isAboutSomethingElse,
  isBoundary,
  isLogLine,
  isPrompt,
  speaksOfPull,
  startsMessage,
} from "./bare.ts";
import { brokenAt, columnsIn } from "./broken-at.ts";
import { beginPod, finishPod, isPlainField, type PodDraft, readPodLine } from "./describe.ts";
import { readWithDumps } from "./embedded.ts";
import { type EventRow, endsWithType, isEventHeader, parseEventRow, splitRows } from "./event-row.ts";
import { readObjects } from "./objects.ts";
import { isPodHeader, parsePodRow } from "./pod-row.ts";
import type { BareError, EventRecord, PodRecord, Reading } from "./records.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function readText(source: string, text: string): Reading {
  const readLines = (part: string): Reading => {
    const clean = cleanLines(part);
    const lines = withoutMargin(clean);
    const reading = new TextReader(source).read(lines);
    const repairs = [...repairsIn(part), ...(lines === clean ? [] : ["margin" as const]), ...(reading.repairs ?? [])];
    return { ...reading, repairs };
  };
  return readWholeDump(source, text) ?? readWithDumps(source, text, readLines) ?? readLines(text);
}

/** A text that is one JSON document from its first character to its last. */
function readWholeDump(source: string, text: string): Reading | null {
  const trimmed = text.replace(/^\ufeff/, "").trim();
  if (!/^[[{]/.test(trimmed) || !/[\]}]$/.test(trimmed)) return null;
  try {
    return readObjects(source, JSON.parse(trimmed));
  } catch {
    // Not JSON after all: it is read as text.
    return null;
  }
}

/** The state of one pass. A class because its dozen fields change together, line by line. */
class TextReader {
  private readonly source: string;
  private readonly pods: PodRecord[] = [];
  private readonly events: Mutable<EventRecord>[] = [];
  private readonly errors: BareError[] = [];
  private pod: PodDraft | null = null;
  private table = 0;
  private block = 0;
  private inEvents = false;
  private hint: { pod: string | null; namespace: string | null; image: string | null } = {
    pod: null,
    namespace: null,
    image: null,
  };
  /** The table that the last typed command printed; -1 before it has printed one, null when no command named a pod. */
  private typedTable: number | null = null;
  /** The row or message that the next line may go on with. */
  private open: { raw: string; awaits: boolean } | null = null;
  /** The rows before this one have their pod's name. */
  private named = 0;
  /** The first columns of a row whose reason stands in the next line. */
  private begun: string | null = null;
  private message: { text: string; speaks: boolean } | null = null;
  private width = 0;
  private previousFull = false;
  private previousBlank = false;
  private readonly repairs = new Set<Repair>();

  constructor(source: string) {
    this.source = source;
  }

  read(lines: readonly string[]): Reading {
    // Lines that a terminal broke are exactly as long as it was wide, and several of them are.
    const bares = lines.map(undecorate);
    const texts = bares.map(({ text }) => text.trimEnd());
    // In a frame or between bars every line is equally long. What was broken before it was quoted is so without its marks.
    const isBoxed = lines.filter((line) => BOXED.test(line)).length > lines.length / 2;
    const ofLines = isBoxed ? 0 : brokenAt(lines);
    const isMarked = texts.some((text, index) => text.length < (lines[index] as string).trimEnd().length);
    if (isMarked) this.repairs.add("marks");
    const measured = ofLines > 0 || !isMarked ? lines : texts;
    const longest = measured === lines ? ofLines : brokenAt(texts);
    for (const [index, undecorated] of bares.entries()) {
      const bare = this.whole(undecorated);
      if (bare === null) continue;
      const next = (): string => nextFilled(lines, index);
      const rows = splitRows(bare.text);
      for (const row of rows) this.readLine(rows.length === 1 ? bare : { ...bare, text: row }, next);
      this.previousBlank = bare.blankAtEnd;
      this.previousFull = longest > 0 && columnsIn(measured[index] as string) >= longest - 1;
      this.width = bare.width;
    }
    if (this.begun !== null) this.readFree({ text: this.begun, framed: false, blankAtEnd: false, width: 0 });
    this.closeAll();
    return {
      pods: this.pods,
      events: this.events,
      errors: this.errors,
      warnings: [],
      morePods: 0,
      repairs: [...this.repairs],
    };
  }

  /** A row that was broken behind its type is put together before anything else looks at it. */
  private whole(bare: Bare): Bare | null {
    const begun = this.begun;
    this.begun = null;
    if (begun !== null) return { ...bare, text: `${begun}   ${bare.text.trimStart()}` };
    if (!endsWithType(bare.text)) return bare;
    this.begun = bare.text.trimEnd();
    return null;
  }

  private readLine(bare: Bare, next: () => string): void {
    // The cells of a frame are padded to its width; only for joining does that matter.
    const line = bare.text.trimEnd();
    const awaiting = this.open !== null || this.message !== null;
    if (this.pod !== null && !this.inEvents && !awaiting && isPlainField(line)) {
      readPodLine(this.pod, line);
      return;
    }
    const fenced = fencedText(line);
    if (fenced !== null) {
      this.closeBlock();
      this.readUnfenced({ ...bare, text: fenced.text }, next);
      if (fenced.closed) this.closeBlock();
    } else this.readUnfenced(bare, next);
  }

  private readUnfenced(bare: Bare, next: () => string): void {
    const line = bare.text.trimEnd();
    if (isBoundary(line)) return this.closeBlock();

    if (parseEventRow(line) !== null) {
      this.closeMessages();
      this.open = { raw: bare.text, awaits: awaitsMessage(bare.text) };
      return;
    }
    if (isEventHeader(line)) return this.beginTable();
    if (this.readPodStart(line, next) || this.readEventsLine(line)) return;

    const podRow = parsePodRow(line);
    if (podRow !== null && !speaksOfPull(line)) {
      this.closeMessages();
      this.pods.push({
        ...NO_DETAILS,
        ...podRow,
        source: this.source,
        namespace: podRow.namespace ?? this.hint.namespace,
      });
      return;
    }
    if (isPodHeader(line)) return this.closeAll();
    if (this.readHint(line)) return;
    if (this.open !== null && (!endsRow(line, this.open.raw) || this.open.awaits)) return this.continueEvent(bare);
    // What a condition of another object says of a pull stands in no event and in no container; what a job's log says
    // of one is no field, whatever `Name:` stood above it.
    const isMine = !speaksOfPull(line) || (this.pod?.isPod === true && !startsMessage(line));
    if (this.pod !== null && !this.inEvents && readPodLine(this.pod, line) && isMine) return;
    this.readFree(bare);
  }

  private addEvent(row: EventRow): void {
    const assigned = /^Successfully assigned (?:([a-z0-9-]{1,63})\/)?([a-z0-9][a-z0-9.-]{0,252}) to (\S{1,253})/.exec(
      row.message,
    );
    const pod = this.inEvents ? this.pod : null;
    // What the user typed names the pod better than a scheduler's row that somebody shortened.
    if (this.typedTable === -1) this.typedTable = this.table;
    const named = this.typedTable === this.table ? this.hint.pod : null;
    const typed = named !== null && isSibling(named, assigned?.[2] ?? "") ? null : named;
    if (assigned !== null && row.object === null && typed !== null && typed === assigned[2]) {
      this.namePodOfTable(typed, assigned[1] ?? null, assigned[3] ?? null);
      this.hint = { ...this.hint, namespace: assigned[1] ?? this.hint.namespace };
    }
    if (assigned !== null && row.object === null && typed === null) {
      this.hint = {
        ...this.hint,
        pod: pod === null ? (assigned[2] ?? null) : this.hint.pod,
        namespace: assigned[1] ?? this.hint.namespace,
      };
      if (pod !== null) pod.node ??= assigned[3] ?? null;
      else this.namePodOfTable(assigned[2] ?? null, assigned[1] ?? null, assigned[3] ?? null);
    }
    const name = pod?.name ?? this.hint.pod;
    this.events.push({
      source: this.source,
      namespace: row.namespace ?? pod?.namespace ?? this.hint.namespace,
      object: row.object ?? (name === null ? null : `pod/${name}`),
      container: row.container,
      node: row.node ?? pod?.node ?? (assigned === null ? null : (assigned[3] ?? null)),
      type: row.type,
      reason: row.reason,
      age: row.age,
      count: row.count,
      over: row.over,
      from: row.from,
      message: row.message,
      table: this.table,
    });
  }

  /** A table without its pod around it: the scheduler's row names the pod, also for the rows above it. */
  private namePodOfTable(pod: string | null, namespace: string | null, node: string | null): void {
    const rows = this.events.slice(this.named);
    this.named = this.events.length;
    for (const event of rows) {
      if (event.table !== this.table || (event.object !== null && event.object !== `pod/${pod}`)) continue;
      event.object = `pod/${pod}`;
      event.namespace ??= namespace;
      event.node ??= node;
    }
  }

  private beginTable(): void {
    this.closeMessages();
    if (!this.inEvents) this.table++;
    // The dashes below a header belong to the same table.
    const last = this.events.at(-1);
    if (last !== undefined && last.table === this.table && this.pod === null) this.table++;
  }

  private readPodStart(line: string, next: () => string): boolean {
    const name = /^( *)Name: +(\S+)$/.exec(line);
    if (name === null) return false;
    const indent = (name[1] as string).length;
    const follows = /^ *Namespace: +\S/.exec(undecorate(next()).text);
    // Inside a pod only a line at its own indentation, followed by Namespace, begins another one.
    if (follows === null && (this.pod !== null || indent > 4)) return false;
    if (this.pod !== null && indent > this.pod.indent && !this.inEvents) return false;
    this.closeAll();
    this.pod = beginPod(this.source, name[2] as string, indent);
    this.table++;
    return true;
  }

  private readEventsLine(line: string): boolean {
    const found = /^[ >*#-]{0,8}Events:\s*(?:(<none>)\s*)?$/.exec(line);
    if (found === null) return false;
    this.closeMessages();
    if (this.pod === null) this.table++;
    if (this.pod !== null && this.pod.events === "absent") this.pod.events = found[1] === undefined ? "table" : "none";
    this.inEvents = true;
    return true;
  }

  private readHint(line: string): boolean {
    const console = consoleHint(line.trim());
    if (console !== null) {
      this.closeMessages();
      this.hint = {
        pod: console.pod ?? this.hint.pod,
        namespace: console.namespace ?? this.hint.namespace,
        image: null,
      };
      return true;
    }
    const prompt = isPrompt(line);
    if (!prompt && !/\b(?:kubectl|oc) /.test(line)) return false;
    const hint = commandHint(line);
    if (hint === null && !prompt) return false;
    if (prompt) {
      this.closeAll();
      this.table++;
    }
    if (prompt) this.typedTable = hint?.pod === undefined || hint.pod === null ? null : -1;
    if (hint !== null)
      this.hint = {
        pod: hint.pod ?? (prompt ? null : this.hint.pod),
        namespace: hint.namespace ?? this.hint.namespace,
        image: hint.image,
      };
    if (prompt && speaksOfPull(line)) return false;
    return prompt;
  }

  private continueEvent(bare: Bare): void {
    if (this.open === null) return;
    // Broken between two columns: what comes is the message, unless it is the end of the column before it.
    const rest = bare.text.trimStart();
    if (this.previousFull || bare.framed) this.repairs.add("joined");
    const nextColumn = this.open.awaits && (!/^\S{1,60} {2,}\S/.test(rest) || /^(?:spec\.\w|kubelet\b)/.test(rest));
    this.open.raw = nextColumn ? `${this.open.raw}   ${rest}` : this.joined(this.open.raw, bare);
    this.open.awaits &&= awaitsMessage(this.open.raw);
  }

  private readFree(bare: Bare): void {
    const line = bare.text;
    const speaks = speaksOfPull(line);
    const announced = announcedImage(line);
    if (announced !== null) {
      this.closeMessage();
      this.hint = { ...this.hint, image: announced };
      return;
    }
    // A message that ends in a colon goes on, however the next line begins.
    const unfinished = this.message !== null && /[:,]$/.test(this.message.text.slice(-1));
    const goesOn = unfinished || /^\s*[a-z(]/.test(line);
    if (
      ((startsMessage(line) || holdsRow(line)) && !unfinished) ||
      (speaks && !goesOn && this.message?.speaks === false)
    )
      this.closeMessage();
    if (this.message === null) this.message = { text: line.trim(), speaks };
    else this.message = { text: this.joined(this.message.text, bare), speaks: this.message.speaks || speaks };
  }

  private joined(left: string, bare: Bare): string {
    if (left.length > LONGEST_JOINED) return left;
    // A cell that is mostly padding was not cut at the frame: what broke the text did so before it was framed.
    const isCut = bare.framed && !(PADDED.test(left) && /^\S/.test(bare.text));
    return isCut
      ? joinFramed(left, bare, this.width)
      : joinBroken(this.previousBlank ? `${left} ` : left.trimEnd(), bare.text, this.previousFull);
  }

  private closeMessage(): void {
    const message = this.message;
    this.message = null;
    if (message === null || message.text.length < 8) return;
    const error = parsePullErrors(message.text)[0];
    if (error === undefined) return;
    // The words of a layer that only pulls have are as good as a sentence about one.
    const speaks = message.speaks || error.layers.some((layer) => layer.pull);
    const elsewhere = isAboutSomethingElse(message.text);
    if (elsewhere && !(speaks && PULL_INSIDE.test(message.text))) return;
    const place = placeOf(error.prepared.text);
    this.errors.push({
      source: this.source,
      text: message.text,
      namespace: place.namespace ?? this.hint.namespace,
      pod: place.pod ?? this.hint.pod,
      container: place.container,
      image: imageOf(error) ?? this.hint.image,
      node: null,
      block: this.block,
      log: isLogLine(message.text),
      aboutPull: speaks,
    });
  }

  /** A row is read once it is whole: a break can stand in any of its columns. */
  private closeMessages(): void {
    const row = this.open === null ? null : parseEventRow(this.open.raw);
    this.open = null;
    if (row !== null) this.addEvent(row);
    this.closeMessage();
  }

  private closeBlock(): void {
    this.closeMessages();
    this.block++;
  }

  private closeAll(): void {
    this.closeMessages();
    this.inEvents = false;
    if (this.pod !== null) {
      const pod = finishPod(this.pod);
      if (pod !== null) this.pods.push(pod);
      this.pod = null;
    }
  }
}

const BOXED = /[│┃║|▌▐]\s*$/;
const PADDED = / {3}$/;

/** A container or sandbox that could not be made for want of its image. */
const PULL_INSIDE = /failed to (?:pull|get sandbox) image|unpacking image|retrieve pull secret/i;

/** The next line that is not empty; blank lines between all lines are common in mails. */
function nextFilled(lines: readonly string[], index: number): string {
  for (let next = index + 1; next <= index + 3; next++) {
    const line = lines[next];
    if (line !== undefined && line.trim() !== "") return line;
  }
  return "";
}

const NO_DETAILS: Omit<PodRecord, "source" | "namespace" | "name" | "node" | "status"> = {
  owner: null,
  isBare: false,
  marks: {},
  containers: [],
  events: "absent",
  pullSecrets: null,
  serviceAccount: null,
  shape: "row",
};

/** Nobody's error goes over so many lines; a web page that a registry answered with may. */
const LONGEST_JOINED = 16_384;

/** A row that was broken before its last column. */
function awaitsMessage(row: string): boolean {
  return row.length < 1000 && parseEventRow(row)?.message === "";
}

/** Two pods of one Deployment: what was typed and what was pasted come from different minutes. */
function isSibling(a: string, b: string): boolean {
  const shape = /^(.+)-[a-z0-9]{6,10}-[a-z0-9]{5}$/;
  const owner = shape.exec(a)?.[1];
  return a !== b && owner !== undefined && owner === shape.exec(b)?.[1];
}
