/**
 * One row of an events table, recognised by what stands in it (type, reason, age, object) and not by where: headers
 * are often missing, columns are squeezed, and a message with a newline shifts every row behind it.
 *
 *   describe                Warning  Failed  25s (x3 over 66s)  kubelet  Failed to pull …
 *   get events              25s   Warning   Failed   pod/demo-pod   Failed to pull …
 *   get events -o wide      … pod/demo-pod   spec.containers{web}   kubelet, node-1   Failed to pull …   66s   3   demo-pod.17c…
 *   events                  25s (x3 over 66s)   Warning   Failed   Pod/demo-pod   Failed to pull …
 *   -A                      default   25s   Warning …
 *   kubectl ≤ 1.8           66s  25s  3  {kubelet node-1}  spec.containers{web}  Warning  Failed  Failed to pull …
 */
import { AGE_CELL, PLAIN_AGE } from "./age.ts";

export interface EventRow {
  readonly namespace: string | null;
  readonly age: string | null;
  readonly count: number | null;
  readonly over: string | null;
  /** Null where the row was cut at its left edge. */
  readonly type: string | null;
  readonly reason: string;
  /** Lower-case kind and name. */
  readonly object: string | null;
  readonly container: string | null;
  readonly from: string | null;
  readonly node: string | null;
  /** Without the field path that describe prints in front of it since 1.35; `container` has what it says. */
  readonly message: string;
}

const TYPE = /(?<![\w-])(?:Normal|Warning)(?=\s{1,40}[A-Z][A-Za-z0-9]{2,60}(?:\s|$))/g;

/** Reasons that a row without an age and without an object must have, to be told from a sentence. */
const KNOWN_REASONS =
  /^(?:Failed|BackOff|Pulling|Pulled|Created|Started|Scheduled|Killing|Unhealthy|InspectFailed|ErrImageNeverPull|SandboxChanged|Failed[A-Z]\w+|SuccessfulMountVolume|SuccessfulAttachVolume|NetworkNotReady|Evicted|Preempted|NodeNotReady|AddedInterface|FreeDiskSpaceFailed|ImageGCFailed|ScalingReplicaSet|SuccessfulCreate)$/;

/** Most lines hold neither, and this is the quickest way to know. */
function mayHoldType(line: string): boolean {
  return line.includes("Warning") || line.includes("Normal");
}

function mayBeCut(line: string): boolean {
  return line.includes("kubelet") || line.includes("default-scheduler");
}

/** The rows in a line: none, one, or several where line ends were lost. */
export function splitRows(line: string): readonly string[] {
  if (!mayHoldType(line)) return [line];
  const starts = [...line.matchAll(TYPE)].map((found) => found.index);
  // What stands before the first row is a header, or the end of the row above.
  const inner = starts.filter(
    (start, index) =>
      (index > 0 || /[\w-] {2,}$/.test(line.slice(0, start))) && ROW_HERE.test(line.slice(start, start + 200)),
  );
  if (inner.length === 0) return [line];
  return [0, ...inner].map((start, index) => line.slice(start, inner[index]));
}

/** A row whose first column is gone: a reason of the kubelet's, perhaps an age, then its name. */
const CUT_ROW = new RegExp(
  `^[^\\w]{0,12}(?:[a-z]{1,6}\\s{2,})?(?<reason>[A-Z]\\w{2,60})\\s{2,}(?:${AGE_CELL}\\s+)?(?<from>kubelet|default-scheduler)(?:, (?<node>\\S{1,253}))?\\s{2,}(?<message>\\S.*)$`,
);

function parseCutRow(line: string): EventRow | null {
  const groups = CUT_ROW.exec(line)?.groups;
  if (groups === undefined || !KNOWN_REASONS.test(groups["reason"] as string)) return null;
  const message = groups["message"] as string;
  return {
    ...toAge(groups),
    age: groups["age"] ?? null,
    namespace: null,
    type: null,
    reason: groups["reason"] as string,
    object: null,
    container: FIELD_PATH.exec(message)?.[1] ?? null,
    from: groups["from"] ?? null,
    node: groups["node"] ?? null,
    message: message.replace(FIELD_PATH, "").trim(),
  };
}

const TYPE_AT_END = new RegExp(`^.{0,120}(?:^|\\s)${AGE_CELL}\\s{1,40}(?:Normal|Warning)\\s{0,40}$`);

/** The first columns of a row of `get events`, up to its type and no further. */
export function endsWithType(line: string): boolean {
  return line.length < 240 && mayHoldType(line) && TYPE_AT_END.test(line);
}

const ROW_HERE = new RegExp(`^(?:Normal|Warning)\\s{1,40}[A-Z]\\w{2,60}\\s{1,60}${AGE_CELL}\\s`);

/** Null where the line is no row. */
export function parseEventRow(line: string): EventRow | null {
  if (!mayHoldType(line) && !mayBeCut(line)) return null;
  const known = recent.get(line);
  if (known !== undefined) return known;
  const row = parseRow(line);
  if (recent.size >= MOST_RECENT) recent.clear();
  recent.set(line, row);
  return row;
}

/** Whoever asks whether a line is a row asks again for what stands in it. */
const recent = new Map<string, EventRow | null>();
const MOST_RECENT = 512;

function parseRow(line: string): EventRow | null {
  TYPE.lastIndex = 0;
  const type = TYPE.exec(line);
  if (type === null) return parseCutRow(line);
  if (type.index > 400) return null;
  const left = line.slice(0, type.index);
  const right = new Scanner(line.slice(type.index));
  const typeWord = right.take(/^(?:Normal|Warning)\s+/) ?? "";
  const reason = right.take(/^[A-Z][A-Za-z0-9]{2,60}(?:\s+|$)/)?.trim() ?? "";

  const before = readLeft(left);
  const age = before.age ?? readAge(right);
  const object = before.object ?? right.take(OBJECT)?.trim() ?? null;
  const anchored = age !== null || object !== null;
  if (!anchored && !KNOWN_REASONS.test(reason)) return null;
  if (!before.understood && (age === null || left.trim().length > 60)) return null;
  // A sentence can begin with "Warning Failed …"; a row without an age has its columns apart, or a component next.
  if (!anchored && !/\s{2}/.test(line.slice(type.index)) && !COMPONENT_NEXT.test(right.rest)) return null;

  const subobject = before.container ?? right.take(SUBOBJECT) ?? null;
  const sourced = before.from !== null || (object !== null && subobject === null && !WIDE_SOURCE.test(right.rest));
  const from = before.from ?? (sourced ? null : readFrom(right, object !== null));
  const wide = object !== null && (subobject !== null || from !== null);
  const rest = object === null ? right.rest : right.rest.replace(LABELS, "");
  const { message, count, first } = wide ? readWideTail(rest) : { message: rest, count: null, first: null };
  const path = FIELD_PATH.exec(message);
  const [component, node] = splitSource(from);
  return {
    namespace: before.namespace,
    age: age?.age ?? null,
    count: age?.count ?? before.count ?? count,
    over: age?.over ?? before.over ?? first,
    type: typeWord.trim(),
    reason,
    object: object === null ? null : lowerKind(object),
    container: containerOf(subobject) ?? path?.[1] ?? null,
    from: component,
    node,
    message: message.replace(FIELD_PATH, "").trim(),
  };
}

const OBJECT = /^[A-Za-z][A-Za-z.]{1,60}\/[a-z0-9][\w.:-]{0,252}(?:\s+|$)/;
const SUBOBJECT = /^spec\.(?:initContainers|containers|ephemeralContainers)\{[^}\s]{0,253}\}\s+/;
/** The last column of `--show-labels`; events hardly ever have labels. */
const LABELS = /(?<! ) {3,}(?:<none>|[a-z][\w./-]{0,200}=[\w.,=/-]{0,1000})$/;
const FIELD_PATH = /^spec\.(?:initContainers|containers|ephemeralContainers)\{([^}]{0,253})\}: /;
const COMPONENT_NEXT = /^(?:kubelet|default-scheduler|[a-z][a-z0-9]*-controller|attachdetach-controller)\b/;
/** In a wide table a component follows the object, three blanks from the message. */
const WIDE_SOURCE =
  /^(?:kubelet|default-scheduler|[a-z][a-z0-9-]*(?:controller|scheduler|manager))(?:, \S+)?(?:\s{3,}\S|$)/;

class Scanner {
  rest: string;
  constructor(text: string) {
    this.rest = text;
  }
  take(pattern: RegExp): string | null {
    const found = pattern.exec(this.rest);
    if (found === null) return null;
    this.rest = this.rest.slice(found[0].length);
    return found[0];
  }
}

interface Left {
  readonly namespace: string | null;
  readonly age: Age | null;
  readonly count: number | null;
  readonly over: string | null;
  readonly object: string | null;
  readonly container: string | null;
  readonly from: string | null;
  /** False where something else stands before the type: a bullet, a line number, half a word. */
  readonly understood: boolean;
}

interface Age {
  readonly age: string;
  readonly count: number | null;
  readonly over: string | null;
}

/**
 * Nothing but digits in the first column is the line's number, and a date and a time the moment in which somebody's log
 * took it: left behind where the lines between have none.
 */
const LEFT_EVENTS = new RegExp(
  `^[^\\w<]{0,20}(?:\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d\\S{0,12}\\s{1,8}|\\d{1,6}\\s{1,8})?(?:(?<namespace>(?!\\d{1,6}\\s)[a-z0-9][a-z0-9-]{0,62})\\s+)?${AGE_CELL}\\s+$`,
);
const LEFT_OLD = new RegExp(
  `^[^\\w<]{0,20}(?<first>${PLAIN_AGE})\\s+(?<age>${PLAIN_AGE})\\s+(?<count>\\d{1,9})\\s+(?<from>\\{[^}]{0,300}\\}|\\S+, \\S+|[a-z]\\S*)\\s+(?<container>spec\\.\\S{1,300}\\s+)?$`,
);
const LEFT_2018 = new RegExp(
  `^[^\\w<]{0,20}(?<age>${PLAIN_AGE})\\s+(?<first>${PLAIN_AGE})\\s+(?<count>\\d{1,9})\\s+(?<name>[a-z0-9][\\w.-]{0,252})\\s+(?<kind>[A-Z][A-Za-z]{1,40})\\s+(?<container>spec\\.\\S{1,300}\\s+)?$`,
);

function readLeft(left: string): Left {
  const nothing: Left = {
    namespace: null,
    age: null,
    count: null,
    over: null,
    object: null,
    container: null,
    from: null,
    understood: /^[^\w<]{0,40}$/.test(left),
  };
  const events = LEFT_EVENTS.exec(left)?.groups;
  if (events !== undefined)
    return { ...nothing, namespace: events["namespace"] ?? null, age: toAge(events), understood: true };
  const old = LEFT_OLD.exec(left)?.groups;
  if (old !== undefined) {
    return {
      ...nothing,
      age: { age: old["age"] as string, count: Number(old["count"]), over: old["first"] ?? null },
      from: old["from"] ?? null,
      container: old["container"]?.trim() ?? null,
      understood: true,
    };
  }
  const wide = LEFT_2018.exec(left)?.groups;
  if (wide !== undefined) {
    // The NAME column is the event's: the object's name, a dot and a hexadecimal stamp.
    const name = (wide["name"] as string).replace(/\.[0-9a-f]{8,20}$/, "");
    return {
      ...nothing,
      age: { age: wide["age"] as string, count: Number(wide["count"]), over: wide["first"] ?? null },
      object: `${wide["kind"]}/${name}`,
      container: wide["container"]?.trim() ?? null,
      understood: true,
    };
  }
  return nothing;
}

const AGE_NEXT = new RegExp(`^${AGE_CELL}(?:\\s+|$)`);

function readAge(right: Scanner): Age | null {
  const found = AGE_NEXT.exec(right.rest);
  if (found === null) return null;
  right.rest = right.rest.slice(found[0].length);
  return toAge(found.groups ?? {});
}

function toAge(groups: Readonly<Record<string, string | undefined>>): Age {
  const count = groups["count"];
  return { age: groups["age"] ?? "", count: count === undefined ? null : Number(count), over: groups["over"] ?? null };
}

/** `kubelet`, `kubelet, node-1`, `{kubelet node-1}`; null where the cell is empty. */
function readFrom(right: Scanner, wide: boolean): string | null {
  const apart = wide
    ? /^([a-z][\w.-]{0,80}(?:, ?\S{1,253})?)(?:\s{3,}|$)/
    : /^(\{[^}]{0,300}\}|[a-z][\w./-]{0,80}(?:, ?\S{1,253})?)(?:\s{2,}|$)/;
  const squeezed = /^(\{[^}]{0,300}\}|[a-z][a-z0-9-]{1,60}(?:, ?\S{1,253})?)\s/;
  const cell = apart.exec(right.rest) ?? (wide ? null : squeezed.exec(right.rest));
  if (cell === null) return null;
  right.rest = right.rest.slice(cell[0].length);
  return cell[1] ?? null;
}

/** `kubelet, node-1` and `{kubelet node-1}` name the node too. */
function splitSource(from: string | null): readonly [string | null, string | null] {
  if (from === null) return [null, null];
  const parts = /^\{?([^,\s}]+)(?:(?:, ?| )([^\s}]+))? ?\}?$/.exec(from);
  return parts === null ? [from, null] : [parts[1] ?? null, parts[2] ?? null];
}

const WIDE_TAIL = new RegExp(
  `(?<!\\s)\\s{3,}(?<first>${PLAIN_AGE})\\s{3,}(?<count>\\d{1,9})\\s{3,}[a-z0-9][\\w.-]{1,252}$`,
);

/** `-o wide` ends in FIRST SEEN, COUNT and NAME; the message may hold anything, so it is read from the right. */
function readWideTail(rest: string): { message: string; count: number | null; first: string | null } {
  const tail = WIDE_TAIL.exec(rest.slice(-400));
  if (tail === null) return { message: rest, count: null, first: null };
  const message = rest.slice(0, rest.length - tail[0].length);
  return { message, count: Number(tail.groups?.["count"]), first: tail.groups?.["first"] ?? null };
}

function containerOf(subobject: string | null): string | null {
  return subobject === null ? null : (/\{([^{}]{0,253})\}/.exec(subobject)?.[1] ?? null);
}

function lowerKind(object: string): string {
  const slash = object.indexOf("/");
  return object.slice(0, slash).toLowerCase() + object.slice(slash);
}

/** The header of an events table, the dashes below it, or a part of either. */
export function isEventHeader(line: string): boolean {
  return (
    /^[^\w]{0,20}(?:Type\s+Reason\s+Age\b|LAST SEEN\s|NAMESPACE\s+LAST SEEN|FirstSeen\s|FIRSTSEEN|LASTSEEN)/.test(
      line,
    ) || /^\s*(?:-{2,}\s+){2,}-{2,}\s*$/.test(line)
  );
}
