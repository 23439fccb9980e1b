/** What a pod's events have said stays known while the pod goes on failing; the server forgets it after an hour. */
import type { SeenPod } from "../../diagnose/difference.ts";
import type { EventRecord } from "../../read/records.ts";
import type { Look } from "../live.ts";

/** A pod in trouble has a dozen kinds of events; the newest of more say it all. */
const MOST_EVENTS = 100;

export class EventMemory {
  private known: ReadonlyMap<string, readonly EventRecord[]> = new Map();

  /** The look with the events that are gone from it. An event belongs to a pod by its UID: an earlier one may have had its name. */
  recall(look: Look, pods: ReadonlyMap<string, SeenPod>): Look {
    const told = new Map<string, EventRecord[]>();
    for (const event of look.events) {
      const place = `${event.namespace}/${event.object?.replace(/^pod\//, "")}`;
      const own = told.get(place);
      if (own === undefined) told.set(place, [event]);
      else own.push(event);
    }
    const events: EventRecord[] = [];
    const known = new Map<string, readonly EventRecord[]>();
    for (const { namespace, name } of look.pods) {
      const place = `${namespace}/${name}`;
      const key = `${place}/${pods.get(place)?.uid ?? ""}`;
      if (known.has(key)) continue;
      const all = together(this.known.get(key) ?? [], told.get(place) ?? []);
      known.set(key, all);
      events.push(...all);
    }
    this.known = known;
    return { ...look, events };
  }
}

/** The same event is told again with a higher count. */
function together(old: readonly EventRecord[], now: readonly EventRecord[]): EventRecord[] {
  const all = new Map<string, EventRecord>();
  for (const event of [...old, ...now]) {
    const { reason, container, message, over, age } = event;
    all.set(JSON.stringify([reason, container, message, over ?? age]), event);
  }
  return [...all.values()].sort(byAge).slice(-MOST_EVENTS);
}

/** Instants of one form, so that their order is that of their letters. */
function byAge({ age: one }: EventRecord, { age: other }: EventRecord): number {
  return (one ?? "") < (other ?? "") ? -1 : Number((one ?? "") > (other ?? ""));
}
