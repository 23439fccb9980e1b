/**
 * Dumps inside other text: the answer of `kubectl get … -o yaml` between two sentences, JSON behind a prompt, entries
 * of a JSON log, several documents one after another, any of them cut. A part of the text is taken for a dump only if
 * it yields a record; all other lines are left to the reader of lines, in their order.
 */

import { imageOf } from "../error/named.ts";
import { parsePullErrors } from "../error/pull-error.ts";
import { cleanLine } from "../text/clean.ts";
import { withoutMargin } from "../text/margin.ts";
import { undecorate } from "../text/undecorate.ts";
import { commandHint, isLogLine, speaksOfPull } from "./bare.ts";
import { harvestCells } from "./cell-records.ts";
import { readCellTable } from "./cells.ts";
import { edgeOf } from "./edge.ts";
import { type Harvest, harvest, isEmptyHarvest, type Told } from "./harvest.ts";
import { Joiner, NOTHING } from "./joiner.ts";
import { parseLogfmtEvent } from "./logfmt-event.ts";
import { readLooseJson } from "./loose-json.ts";
import { unescaped } from "./loose-map.ts";
import { isKeyLine, readLooseYaml } from "./loose-yaml.ts";
import type { BareError, Reading } from "./records.ts";
import { parseYaml } from "./yaml-dump.ts";

/** Reads text that holds no dump. */
export type ReadLines = (text: string) => Reading;

/** What a text must hold before it is worth a look, for there is much text that has none of it. */
const SIGNS = ['{"', '{\\"', '"kind"', '"message"', '"reason"', '"waiting"', "Statuses", "nvolvedObject", "regarding:"];
const LOWER_KEYS = ["message:", "reason:", "kind:", "waiting:"];
/** People copy tables of this length; a longer text is a program's, and kubectl's own tables need none of this. */
const MAX_TABLES = 1_000_000;

function mayHoldADump(text: string): boolean {
  return (
    (text.length <= MAX_TABLES && !isDescribed(text)) ||
    [...SIGNS, ...LOWER_KEYS].some((sign) => holdsOutsideRows(text, sign))
  );
}

/** What `kubectl describe` printed and nothing else: every line is a field, or belongs to one. */
function isDescribed(text: string): boolean {
  return /^Name: +\S+\r?\nNamespace: /.test(text) && !OTHER_LINE.test(text);
}

const OTHER_LINE = /^(?![A-Z][\w ()-]{0,60}:(?:\s|$)| {2}|\s*$)/m;

/** A registry's answer in a row of events is JSON too, and no dump. */
function holdsOutsideRows(text: string, sign: string): boolean {
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at)) {
    const start = text.lastIndexOf("\n", at) + 1;
    if (!ROW.test(text.slice(start, at))) return true;
    at = text.indexOf("\n", at);
    if (at < 0) return false;
  }
  return false;
}

const ROW = /^[\w<>/(). {}-]{0,120}\b(?:Normal|Warning)\s/;

/** Longer texts are read by lines only: a value takes many times the memory of its text. */
const MAX_LENGTH = 64_000_000;

/** Null where the text holds no dump. */
export function readWithDumps(source: string, text: string, readLines: ReadLines, depth = 0): Reading | null {
  if (depth > 3 || !mayHoldADump(text)) return null;
  if (text.length > MAX_LENGTH) {
    const reading = readLines(text);
    return { ...reading, warnings: [...reading.warnings, TOO_LONG] };
  }
  const raw = text.split(/\r\n|[\n\r\u2028\u2029]/);
  const lines = withoutMargin(raw.map(cleanLine)).map(bareLine);
  const dumps = findDumps(source, lines);
  if (dumps.length === 0) return null;

  const readInner: ReadLines = (inner) => readWithDumps(source, inner, readLines, depth + 1) ?? readLines(inner);
  const joiner = new Joiner();
  let from = 0;
  for (const dump of dumps) {
    joiner.add(readLines(raw.slice(from, dump.start).join("\n")));
    joiner.add(toReading(source, dump, readInner));
    from = dump.end;
  }
  joiner.add(readLines(raw.slice(from).join("\n")));
  return joiner.reading;
}

/** An empty line of a quoted mail is only its quote mark. */
function bareLine(line: string): string {
  return /^ {0,3}(?:> ?)+$/.test(line) ? "" : undecorate(line).text;
}

const TOO_LONG = "The text is longer than 64 MB: JSON and YAML in it were read line by line.";

interface Dump {
  readonly start: number;
  /** Index behind the last line. */
  readonly end: number;
  readonly found: Harvest;
  /** What the command above it asked for. */
  readonly hint: { readonly pod: string | null; readonly namespace: string | null } | null;
}

interface Text {
  readonly lines: readonly string[];
  readonly joined: string;
  /** Where each line begins in `joined`. */
  readonly starts: number[];
  readonly edge: number;
  /** Up to this line there are keys and values that are no object's. */
  barren: number;
}

function findDumps(source: string, lines: readonly string[]): Dump[] {
  const text: Text = { lines, joined: lines.join("\n"), edge: edgeOf(lines), starts: [], barren: 0 };
  let offset = 0;
  for (const line of lines) {
    text.starts.push(offset);
    offset += line.length + 1;
  }

  const dumps: Dump[] = [];
  let at = 0;
  while (at < lines.length) {
    const next = dumpAt(source, text, at);
    if (next !== null && !isEmptyHarvest(next.found)) dumps.push({ ...next, start: at, hint: hintAbove(lines, at) });
    at = Math.max(next?.end ?? at + 1, at + 1);
  }
  return dumps;
}

type Found = Pick<Dump, "end" | "found">;

/** What begins at this line; null where it is no dump. */
function dumpAt(source: string, text: Text, at: number): Found | null {
  const { lines, joined, starts, edge } = text;
  const line = lines[at] as string;
  if (line.length > 1 && isEntry(line)) return entriesAt(source, lines, at);
  const json = JSON_START.exec(line);
  if (json !== null) {
    const start = (starts[at] as number) + (json[1] ?? json[2] ?? "").length;
    const { value, end } = readLooseJson(joined, start, edge);
    return { found: harvest(source, value), end: lineBehind(starts, end, at) };
  }
  const event = parseLogfmtEvent(source, line);
  if (event !== null) return { found: { pods: [], events: [event], told: [] }, end: at + 1 };
  if (!isKeyLine(line) && !/^---\s*$/.test(line)) {
    const table = joined.length <= MAX_TABLES ? readCellTable(lines, at) : null;
    return table === null ? null : { found: harvestCells(source, table.rows), end: table.end };
  }
  if (at < text.barren) return null;
  const yaml = readLooseYaml(lines, at, edge);
  if (!isOfAnObject(lines.slice(at, yaml.end))) {
    text.barren = yaml.end;
    return null;
  }
  const found = harvest(source, yaml.documents);
  if (isEmptyHarvest(found)) return { found, end: yaml.end };
  const parsed = parseYaml(lines.slice(at, yaml.end));
  return { found: parsed === null ? found : harvest(source, parsed), end: yaml.end };
}

const API_KEY =
  /^[\s>-]{0,80}"?(?:apiVersion|kind|metadata|reason|state|status|waiting|lastState|containerStatuses|initContainerStatuses|involvedObject|regarding|image|imageID|name|namespace|type|items|ready|started|restartCount|conditions|lastTransitionTime|firstTimestamp|lastTimestamp|count|spec)"?:(?:\s|$)/;

/** A `message:` at the beginning of a line can also be the registry's, in a row that a mail program broke there. */
function isOfAnObject(lines: readonly string[]): boolean {
  return lines.some((line) => API_KEY.test(line));
}

/**
 * Where JSON can begin: a line of its own, a key in quotation marks where the beginning is gone, or the end of the line
 * with the command. In the middle of a sentence it is a registry's answer and belongs to the message around it.
 */
const JSON_START =
  /^(\s*)(?:[[{]\s*(?:$|["{[\]}])|"[\w./:-]{1,100}"\s*:|[}\]],?\s*$)|^([^"{[]{0,120}[:=>$#,] ?)(?:[[{]\s*$|\{\s*"(?:apiVersion|kind|items)"|\[\s*\{)/;

function lineBehind(starts: readonly number[], offset: number, from: number): number {
  let line = from;
  while (line + 1 < starts.length && (starts[line + 1] as number) < offset) line++;
  return line + 1;
}

/** `kubectl get pod web-0 -n shop -o yaml`, above the dump. */
function hintAbove(lines: readonly string[], at: number): Dump["hint"] {
  for (const line of lines.slice(Math.max(0, at - 3), at).reverse()) {
    const hint = commandHint(line);
    if (hint !== null) return hint;
  }
  return null;
}

/** Entries of a JSON log stand one a line, perhaps behind what a journal or a collector put in front. */
const ENTRY = /^([^"{]{0,200}?)(\{\s*(\\{0,8})"[\w@.-]{1,60}\3"\s*:.*\})[\s,]*$/;

function isEntry(line: string): boolean {
  const found = ENTRY.exec(line);
  return (
    found !== null &&
    speaksOfPull(line) &&
    (found[1] === "" || IS_LOG.test(found[2] as string)) &&
    !speaksOfPull(found[1] as string)
  );
}

/** Keys that a registry's answer does not have. */
const IS_LOG =
  /"(?:ts|time|timestamp|@timestamp|level|lvl|severity|log|stream|MESSAGE|PRIORITY|involvedObject|regarding|apiVersion)\\{0,8}"\s*:/;

/** Neighbouring entries make one dump: they tell of the same pull. */
function entriesAt(source: string, lines: readonly string[], at: number): Found {
  const found: Harvest = { pods: [], events: [], told: [] };
  let end = at;
  for (; end < lines.length; end++) {
    const line = lines[end] as string;
    const entry = ENTRY.exec(line);
    if (entry === null || (entry[1] !== "" && !IS_LOG.test(line))) break;
    if (!isEntry(line)) continue;
    const { pods, events, told } = harvest(source, readEntry(entry[2] as string, (entry[3] as string).length));
    found.pods.push(...pods);
    found.events.push(...events);
    found.told.push(...told.map((one) => ({ ...one, log: one.log || isLogLine(line) })));
  }
  return { found, end };
}

/** `{\"log\":\"…\"}` lost the string that it stood in. */
function readEntry(text: string, backslashes: number): unknown {
  let json = text;
  for (let left = backslashes; left > 0; left = left >> 1) json = unescaped(json);
  return readLooseJson(json, 0).value;
}

type Unread = Pick<Dump, "found" | "hint">;

function toReading(source: string, { found, hint }: Unread, readInner: ReadLines): Reading {
  const joiner = new Joiner();
  joiner.add({ ...NOTHING, pods: found.pods, events: found.events });
  // Entries of one log tell of the same pull, containers of one pod of different ones.
  const log: BareError[] = [];
  for (const told of found.told) {
    const reading = told.isState ? ofState(source, told) : readInner(told.text);
    const errors = reading.errors.map((error) => ({
      ...error,
      namespace: error.namespace ?? told.namespace ?? hint?.namespace ?? null,
      pod: error.pod ?? told.pod ?? hint?.pod ?? null,
      container: error.container ?? told.container,
      image: error.image ?? told.image,
      log: error.log || told.log,
    }));
    if (told.log) log.push(...errors.map((error) => ({ ...error, block: 0 })));
    joiner.add({ ...reading, errors: told.log ? [] : errors });
  }
  joiner.add({ ...NOTHING, errors: log });
  return joiner.reading;
}

function ofState(source: string, { text, namespace, pod, container, image }: Told): Reading {
  const error = image === null ? parsePullErrors(text)[0] : undefined;
  const place = { namespace, pod, container, image: error === undefined ? image : imageOf(error) };
  return { ...NOTHING, errors: [{ source, text, ...place, node: null, block: 0, log: false, aboutPull: true }] };
}
