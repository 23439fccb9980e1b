/** Pods, each with the rows that speak of it; a pod told twice is one. */
import { placeOf } from "../error/named.ts";
import type { EventRecord, PodRecord, Reading } from "../read/records.ts";
import { classifyEvent, type EventMeaning, IMAGE_STATES } from "./classify-event.ts";

export interface Seen {
  readonly index: number;
  readonly event: EventRecord;
  readonly meaning: EventMeaning;
}

export interface PodView {
  /** Null for rows that no pod is known for. */
  readonly pod: PodRecord | null;
  readonly events: Seen[];
}

export function keyOf(source: string, namespace: string | null, name: string | null): string {
  return `${source}\u0000${namespace ?? ""}\u0000${name ?? ""}`;
}

/** Every pod that the readings tell of. `index` counts the events of all readings, in order. */
export function viewsOf(readings: readonly Reading[]): readonly PodView[] {
  const seen = new Views();
  for (const pod of mergePods(readings.flatMap(({ pods }) => pods)))
    seen.add(pod.source, pod.namespace, pod.name, { pod, events: [] });
  let index = 0;
  for (const event of readings.flatMap(({ events }) => events)) {
    const at = index++;
    const name = event.object?.startsWith("pod/") ? event.object.slice(4) : null;
    if (event.object !== null && name === null) continue;
    const meaning = classifyEvent(event);
    // `failed to "StartContainer" for "web" with ErrImagePull` names the container in its words only.
    const container = event.container ?? (meaning.kind === "error" ? placeOf(event.message).container : null);
    const told = container === event.container ? event : { ...event, container };
    seen.of(event, name).events.push({ index: at, event: told, meaning });
  }
  return seen.all;
}

/** The pods of a text with the rows that speak of them. A dump holds thousands, so they are found by their names. */
class Views {
  readonly all: PodView[] = [];
  private readonly byKey = new Map<string, PodView>();
  private readonly byName = new Map<string, PodView[]>();
  private readonly failingRows = new Map<string, PodView[]>();

  add(source: string, namespace: string | null, name: string | null, view: PodView): PodView {
    this.all.push(view);
    this.byKey.set(keyOf(source, namespace, name), view);
    if (view.pod === null) return view;
    append(this.byName, keyOf(source, null, name), view);
    if (view.pod.shape === "row" && IMAGE_STATES.has(statusOf(view.pod))) append(this.failingRows, source, view);
    return view;
  }

  of(event: EventRecord, name: string | null): PodView {
    const exact = this.byKey.get(keyOf(event.source, event.namespace, name));
    if (exact !== undefined) return exact;
    if (name === null) {
      // `get pods` above rows that name nobody: they are the failing pod's, where there is just one.
      const failing = only(this.failingRows.get(event.source) ?? []);
      return failing ?? this.add(event.source, event.namespace, null, { pod: null, events: [] });
    }
    // A pod that one part of a text shows with its namespace and another without is the same pod.
    const same = this.byName
      .get(keyOf(event.source, null, name))
      ?.find(({ pod }) => pod !== null && (pod.namespace === null || event.namespace === null));
    return same ?? this.add(event.source, event.namespace, name, { pod: podOfRow(event, name), events: [] });
  }
}

export function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

function podOfRow(event: EventRecord, name: string): PodRecord {
  return {
    source: event.source,
    namespace: event.namespace,
    name,
    node: null,
    owner: null,
    isBare: false,
    marks: {},
    status: null,
    containers: [],
    events: "table",
    pullSecrets: null,
    serviceAccount: null,
    shape: "row",
  };
}

/** The STATUS of `get pods`, without the mark of an init container. */
export function statusOf(pod: PodRecord): string {
  return pod.status?.replace(/^Init:/, "") ?? "";
}

/** The same pod told twice (a `get pods` row and a describe, a describe and its JSON) becomes one record. */
export function mergePods(pods: readonly PodRecord[]): PodRecord[] {
  const merged: PodRecord[] = [];
  const places = new Map<string, number[]>();
  for (const pod of pods) {
    const key = keyOf(pod.source, null, pod.name);
    const at = places.get(key)?.find((place) => {
      const namespace = merged[place]?.namespace ?? null;
      return namespace === pod.namespace || namespace === null || pod.namespace === null;
    });
    if (at === undefined) append(places, key, merged.push(pod) - 1);
    else merged[at] = mergePod(merged[at] as PodRecord, pod);
  }
  return merged;
}

function mergePod(a: PodRecord, b: PodRecord): PodRecord {
  const rank = { row: 0, describe: 1, object: 2 };
  const [less, more] = rank[a.shape] <= rank[b.shape] ? [a, b] : [b, a];
  return {
    ...less,
    ...more,
    namespace: more.namespace ?? less.namespace,
    node: more.node ?? less.node,
    owner: more.owner ?? less.owner,
    isBare: (more.owner ?? less.owner) === null && (more.isBare || less.isBare),
    marks: { ...less.marks, ...more.marks },
    // describe's Pending says less than the row of `get pods`.
    status: IMAGE_STATES.has(statusOf(less)) && more.status === "Pending" ? less.status : (more.status ?? less.status),
    serviceAccount: more.serviceAccount ?? less.serviceAccount,
    containers: more.containers.length > 0 ? more.containers : less.containers,
    events:
      a.events === "table" || b.events === "table"
        ? "table"
        : a.events === "none" || b.events === "none"
          ? "none"
          : "absent",
    pullSecrets: more.pullSecrets ?? less.pullSecrets,
  };
}

export function only<T>(items: readonly T[]): T | null {
  return items.length === 1 ? (items[0] as T) : null;
}
