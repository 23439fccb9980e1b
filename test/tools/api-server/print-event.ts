import { ageOf } from "./age.ts";
import type { Column, Printer } from "./table.ts";
import type { KubeObject } from "./types.ts";

interface Event extends KubeObject {
  involvedObject: { kind?: string; name?: string; fieldPath?: string };
  type?: string;
  reason?: string;
  message?: string;
  source?: { component?: string; host?: string };
  reportingComponent?: string;
  reportingInstance?: string;
  count?: number;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  eventTime?: string | null;
  series?: { count: number; lastObservedTime?: string | null };
}

const columns: readonly Column[] = [
  { name: "Last Seen", type: "string", priority: 0 },
  { name: "Type", type: "string", priority: 0 },
  { name: "Reason", type: "string", priority: 0 },
  { name: "Object", type: "string", priority: 0 },
  { name: "Subobject", type: "string", priority: 1 },
  { name: "Source", type: "string", priority: 1 },
  { name: "Message", type: "string", priority: 0 },
  { name: "First Seen", type: "string", priority: 1 },
  { name: "Count", type: "string", priority: 1 },
  { name: "Name", type: "string", priority: 1 },
];

/** The row of an event. Source: printEvent in pkg/printers/internalversion/printers.go. */
export const eventPrinter: Printer = {
  columns,
  cells(object, now) {
    const event = object as Event;
    const { involvedObject: target, series } = event;
    const kind = (target.kind ?? "").toLowerCase();
    const first = event.firstTimestamp ?? event.eventTime;
    const last = series ? series.lastObservedTime : (event.lastTimestamp ?? first);
    return [
      ageOf(last, now),
      event.type ?? "",
      event.reason ?? "",
      target.name ? `${kind}/${target.name}` : kind,
      target.fieldPath ?? "",
      sourceOf(event),
      (event.message ?? "").trim(),
      ageOf(first, now),
      // Events of the newer API have no count while there is only one.
      series ? series.count : event.count || 1,
      event.metadata.name,
    ];
  },
};

function sourceOf(event: Event): string {
  const component = event.source?.component || event.reportingComponent || "";
  const instance = event.source?.host || event.reportingInstance || "";
  return instance === "" ? component : `${component}, ${instance}`;
}
