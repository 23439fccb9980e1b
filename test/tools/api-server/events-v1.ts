import type { KubeObject } from "./types.ts";

/**
 * A core event as group events.k8s.io shows it: the same facts under other names.
 *
 * Source: pkg/apis/events/v1/conversion.go.
 */
export function toEventsGroup(event: KubeObject): KubeObject {
  const renamed = Object.entries(event).map(([field, value]) => [newNames[field] ?? field, value]);
  return Object.fromEntries(renamed) as KubeObject;
}

const newNames: Record<string, string> = {
  involvedObject: "regarding",
  message: "note",
  reportingComponent: "reportingController",
  source: "deprecatedSource",
  firstTimestamp: "deprecatedFirstTimestamp",
  lastTimestamp: "deprecatedLastTimestamp",
  count: "deprecatedCount",
};
