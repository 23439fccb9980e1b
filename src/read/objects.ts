/**
 * Pods and events as the API gives them (`kubectl get … -o json`): a single object, a List, or an array of either.
 * Fields are read with care, since a pasted dump can hold anything in any place.
 */
import { marksOf } from "./marks.ts";
import type { ContainerRecord, EventRecord, PodRecord, Reading } from "./records.ts";

export type Json = Readonly<Record<string, unknown>>;

/** Records of an already parsed dump; null where it holds neither a pod nor an event. */
export function readObjects(source: string, value: unknown): Reading | null {
  const objects = flatten(value, 0);
  const pods = objects.flatMap((one) => (one["kind"] === "Pod" ? (toPod(source, one) ?? []) : []));
  const events = objects.flatMap((one) => (one["kind"] === "Event" ? [toEvent(source, one)] : []));
  return pods.length + events.length === 0 ? null : { pods, events, errors: [], warnings: [], morePods: 0 };
}

function flatten(value: unknown, depth: number): Json[] {
  if (depth > 4) return [];
  if (Array.isArray(value)) return value.flatMap((one) => flatten(one, depth + 1));
  if (!isObject(value)) return [];
  if (Array.isArray(value["items"])) {
    // Items of a PodList or an EventList come without a kind of their own.
    const kind = /^(Pod|Event)List$/.exec(String(value["kind"]))?.[1];
    return value["items"].flatMap((one) =>
      flatten(kind !== undefined && isObject(one) ? { kind, ...one } : one, depth + 1),
    );
  }
  return [value];
}

/** Null where it has no name; see `containersOf` for what such a pod is worth. */
export function toPod(source: string, pod: Json): PodRecord | null {
  const metadata = object(pod["metadata"]);
  const spec = object(pod["spec"]);
  const status = object(pod["status"]);
  const name = text(metadata["name"]);
  if (name === null) return null;
  const owner =
    list(metadata["ownerReferences"]).find((one) => one["controller"] === true) ?? list(metadata["ownerReferences"])[0];
  return {
    source,
    namespace: text(metadata["namespace"]),
    name,
    node: text(spec["nodeName"]),
    owner: owner === undefined ? null : `${text(owner["kind"])}/${text(owner["name"])}`,
    isBare: owner === undefined && text(metadata["uid"]) !== null,
    marks: marksOf(object(metadata["labels"]), object(metadata["annotations"])),
    status: text(status["phase"]),
    containers: containersOf(spec, status),
    events: "absent",
    // Of a dump that ends before the status, nobody knows what else the spec had.
    pullSecrets:
      isObject(pod["spec"]) && isObject(pod["status"])
        ? list(spec["imagePullSecrets"]).flatMap((one) => text(one["name"]) ?? [])
        : null,
    serviceAccount: text(spec["serviceAccountName"]),
    shape: "object",
  };
}

/** Of a dump that was cut, the specs or the statuses can be all there is. */
export function containersOf(spec: Json, status: Json): ContainerRecord[] {
  return [
    ...toContainers(spec["initContainers"], status["initContainerStatuses"], "init"),
    ...toContainers(spec["containers"], status["containerStatuses"], "main"),
    ...toContainers(spec["ephemeralContainers"], status["ephemeralContainerStatuses"], "ephemeral"),
  ];
}

function toContainers(specs: unknown, statuses: unknown, kind: ContainerRecord["kind"]): ContainerRecord[] {
  const byName = new Map(list(statuses).map((one) => [text(one["name"]), one]));
  const specified = list(specs);
  const names = new Set(specified.map((spec) => text(spec["name"])));
  return [
    ...specified.map((spec) => toContainer(spec, object(byName.get(text(spec["name"]))), kind)),
    ...list(statuses)
      .filter((status) => !names.has(text(status["name"])))
      .map((status) => toContainer({}, status, kind)),
  ];
}

export function toContainer(spec: Json, status: Json, kind: ContainerRecord["kind"]): ContainerRecord {
  const state = object(status["state"]);
  const which = (["waiting", "running", "terminated"] as const).find((one) => isObject(state[one])) ?? null;
  const detail = which === null ? {} : object(state[which]);
  return {
    name: text(spec["name"]) ?? text(status["name"]) ?? "",
    kind,
    image: text(spec["image"]) ?? text(status["image"]),
    state: which,
    reason: text(detail["reason"]),
    message: which === "waiting" ? text(detail["message"]) : null,
    restarts: typeof status["restartCount"] === "number" ? status["restartCount"] : null,
    pullPolicy: text(spec["imagePullPolicy"]),
  };
}

/** core/v1 and events.k8s.io/v1 name the same things differently. */
export function toEvent(source: string, event: Json): EventRecord {
  const about = object(event["involvedObject"] ?? event["regarding"]);
  const origin = object(event["source"] ?? event["deprecatedSource"]);
  const series = object(event["series"]);
  const kind = text(about["kind"]);
  const name = text(about["name"]);
  const first = text(event["firstTimestamp"]) ?? text(event["deprecatedFirstTimestamp"]) ?? text(event["eventTime"]);
  const last =
    text(series["lastObservedTime"]) ?? text(event["lastTimestamp"]) ?? text(event["deprecatedLastTimestamp"]) ?? first;
  const count = [series["count"], event["count"], event["deprecatedCount"]].find(
    (one) => typeof one === "number" && one > 0,
  );
  return {
    source,
    namespace: text(about["namespace"]) ?? text(object(event["metadata"])["namespace"]),
    object: kind === null || name === null ? null : `${kind.toLowerCase()}/${name}`,
    container: /\{([^{}]{0,253})\}/.exec(text(about["fieldPath"]) ?? "")?.[1] ?? null,
    node: text(origin["host"]),
    type: text(event["type"]),
    reason: text(event["reason"]),
    age: last,
    count: typeof count === "number" ? count : null,
    over: first === last ? null : first,
    from: text(origin["component"]) ?? text(event["reportingComponent"]) ?? text(event["reportingController"]),
    message: text(event["message"]) ?? text(event["note"]) ?? "",
    table: 0,
  };
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function object(value: unknown): Json {
  return isObject(value) ? value : {};
}

export function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
