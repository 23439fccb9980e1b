/**
 * The texts of a bundle tell of one cluster at one moment: the same pod stands in a list, in a file of its own and in
 * the events. They are joined under one source, so that one pull is one failure. Texts that merely lie in one folder,
 * tickets for example, stay apart.
 */
import type { EventRecord, Reading } from "../../read/records.ts";
import { sourceOf } from "./piece.ts";
import type { ReadPiece } from "./read-piece.ts";

export interface SourcedReading {
  readonly source: string;
  readonly reading: Reading;
}

/** One reading per source, in the order of the texts. `given` is the folder, archive or pattern's folder. */
export function joinBundles(given: string, pieces: readonly ReadPiece[]): SourcedReading[] {
  const placed = pieces.map((piece) => ({ path: piece.path, reading: withHint(piece) }));
  const roots = rootsOf(placed);
  // A bundle that is all there is bears the name that was given, whatever the folder inside is called.
  const isAll =
    roots.length === 1 && placed.every(({ path, reading }) => isEmpty(reading) || isBelow(path, roots[0] as string));
  const bySource = new Map<string, Reading[]>();
  for (const { path, reading } of placed) {
    const root = roots.find((one) => isBelow(path, one));
    const source = isAll ? given : sourceOf(given, root === undefined ? path : root.replace(/!$/, ""));
    const readings = bySource.get(source);
    if (readings === undefined) bySource.set(source, [reading]);
    else readings.push(reading);
  }
  return [...bySource].map(([source, readings]) => ({ source, reading: joined(source, readings) }));
}

interface Placed {
  readonly path: string;
  readonly reading: Reading;
}

function isEmpty({ pods, events, errors }: Reading): boolean {
  return pods.length + events.length + errors.length === 0;
}

function isBelow(path: string, root: string): boolean {
  return root === "" || path.startsWith(root.endsWith("!") ? root : `${root}/`);
}

/** Where bundles begin, none of them inside another. */
function rootsOf(placed: readonly Placed[]): string[] {
  const found = new Set(placed.flatMap((one) => layoutRoot(one) ?? []));
  for (const root of captureRoots(placed)) found.add(root);
  return [...found].filter((root) => ![...found].some((other) => other !== root && isBelow(root, other)));
}

const MARKS: readonly RegExp[] = [
  /^(.*?)(?:^|[/!])(?:namespaces|cluster-scoped-resources|host_service_logs)\/./,
  /^(.*?)(?:^|[/!])cluster-resources\/./,
];

function layoutRoot({ path, reading }: Placed): string | null {
  for (const mark of MARKS) {
    const found = mark.exec(path);
    if (found !== null) return withoutImage(upTo(path, (found[1] as string).length));
  }
  // NS/pods.json of `kubectl cluster-info dump`: the folder is the namespace of all that is in it.
  const list = /^(.*[/!])?([^/!]{1,255})\/(?:pods|events)\.(?:ya?ml|json)$/.exec(path);
  if (list === null) return null;
  const records = [...reading.pods, ...reading.events];
  return records.length > 0 && records.every(({ namespace }) => namespace === list[2])
    ? upTo(path, (list[1] ?? "").replace(/\/$/, "").length)
    : null;
}

/** The first `length` characters, with the "!" behind them if that is what follows. */
function upTo(path: string, length: number): string {
  return path.slice(0, path[length] === "!" ? length + 1 : length);
}

/** must-gather has a folder for each image that it ran; all of them looked at the same cluster. */
function withoutImage(root: string): string {
  return root.replace(/(^|[/!])[^/!]*-sha256-[0-9a-f]{64}$/, (_, before: string) => (before === "!" ? "!" : ""));
}

// What people call the output of kubectl that they save: get-pods-wide.txt, describe_pods.txt, events.json, kubelet.log.
const CAPTURE = new Set(
  "kubectl oc k8s get describe described all wide a n o output pod pods po event events ev node nodes kubelet containerd crio cri-o docker journal journalctl txt log out json yaml yml md gz".split(
    " ",
  ),
);
const SUBJECT = /(?:^|[-_. ])(?:pods?|po|events?|ev|describe|kubelet|containerd|crio)(?:[-_. ]|$)/i;

/** Folders in which somebody saved several views of one cluster. */
function captureRoots(placed: readonly Placed[]): string[] {
  const counts = new Map<string, number>();
  for (const { path } of placed) {
    const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf("!"));
    const name = path.slice(cut + 1).toLowerCase();
    if (!SUBJECT.test(name) || !name.split(/[-_. ]/).every((word) => CAPTURE.has(word))) continue;
    const folder = upTo(path, Math.max(cut, 0));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].flatMap(([folder, count]) => (count > 1 ? [folder] : []));
}

/** Where the text does not say whose it is, the path does. */
function withHint({ reading, hint: { namespace, pod } }: ReadPiece): Reading {
  if (namespace === null && pod === null) return reading;
  return {
    ...reading,
    pods: reading.pods.map((one) => ({ ...one, namespace: one.namespace ?? namespace })),
    events: reading.events.map((one) => ({
      ...one,
      namespace: one.namespace ?? namespace,
      object: one.object ?? (pod === null ? null : `pod/${pod}`),
    })),
    errors: reading.errors.map((one) => ({
      ...one,
      // A text that names another pod may speak of another namespace too.
      namespace: one.namespace ?? (one.pod === null || one.pod === pod ? namespace : null),
      pod: one.pod ?? pod,
    })),
  };
}

function joined(source: string, readings: readonly Reading[]): Reading {
  let blocks = 0;
  const errors = readings.flatMap((reading) => {
    // Blocks are counted within a text, and those of another text are other blocks.
    const first = blocks;
    blocks += 1 + reading.errors.reduce((most, { block }) => Math.max(most, block), 0);
    return reading.errors.map((one) => ({ ...one, source, block: one.block + first }));
  });
  return {
    pods: readings.flatMap(({ pods }) => pods.map((one) => ({ ...one, source }))),
    events: withoutRepeated(readings.map(({ events }) => events)).map((one) => ({ ...one, source })),
    errors,
    warnings: readings.flatMap(({ warnings }) => warnings),
    repairs: readings.flatMap(({ repairs = [] }) => repairs),
    morePods: readings.reduce((sum, { morePods }) => sum + morePods, 0),
  };
}

/** An event that one text tells and another tells again is one event; within one text every row counts. */
function withoutRepeated(texts: readonly (readonly EventRecord[])[]): EventRecord[] {
  if (texts.length === 1) return [...(texts[0] as readonly EventRecord[])];
  const kept: EventRecord[] = [];
  const known = new Map<string, number[]>();
  for (const events of texts) {
    const before = kept.length;
    for (const event of events) {
      const key = [event.object, event.type, event.reason, event.message].join("\0");
      const same = (known.get(key) ?? []).find((at) => at < before && isSame(kept[at] as EventRecord, event));
      if (same === undefined) {
        known.set(key, [...(known.get(key) ?? []), kept.length]);
        kept.push(event);
      } else {
        kept[same] = fuller(kept[same] as EventRecord, event);
      }
    }
  }
  return kept;
}

function isSame(a: EventRecord, b: EventRecord): boolean {
  const agree = (one: string | null, other: string | null): boolean => one === null || other === null || one === other;
  // Two instants that differ are two events; two ages differ by the seconds between two commands.
  const instants = [a.age, b.age].every((age) => age !== null && /^\d{4}-/.test(age));
  return agree(a.namespace, b.namespace) && agree(a.container, b.container) && (!instants || a.age === b.age);
}

function fuller(a: EventRecord, b: EventRecord): EventRecord {
  return {
    ...a,
    namespace: a.namespace ?? b.namespace,
    container: a.container ?? b.container,
    node: a.node ?? b.node,
    from: a.from ?? b.from,
    count: a.count === null || b.count === null ? (a.count ?? b.count) : Math.max(a.count, b.count),
    over: a.over ?? b.over,
  };
}
