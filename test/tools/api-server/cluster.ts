import { toEventsGroup } from "./events-v1.ts";
import type { ApiRequest } from "./request.ts";
import { resolveTimes } from "./scenario.ts";
import { parseFieldSelector, parseLabelSelector, type Selects } from "./selectors.ts";
import type { ApiResource, KubeObject } from "./types.ts";

/** What the server serves, by plural name of the resource. */
export type Objects = Record<string, readonly KubeObject[] | undefined>;

/** Rights by `verb resource`, e.g. `list events`, or narrower, `list events -n team-a`, `list events -A`. */
export type Rights = Record<string, boolean>;

export type ChangeType = "ADDED" | "MODIFIED" | "DELETED";

/** The objects behind the server, in the order in which etcd keeps them: by namespace and name. */
export interface Cluster {
  revision(): number;
  /** All objects of a resource that the request's namespace, name and selectors leave. */
  select(request: ApiRequest, resource: ApiResource): KubeObject[];
  all(resource: string): readonly KubeObject[];
  /** Applies a change and returns the object with its new resourceVersion. */
  change(type: ChangeType, resource: string, object: KubeObject): KubeObject;
}

export function makeCluster(objects: Objects): Cluster {
  let revision = 1_000_000;
  const stored = new Map(Object.entries(objects).map(([name, list]) => [name, [...(list ?? [])].sort(byKey)]));
  if (!stored.has("namespaces")) stored.set("namespaces", namespacesOf([...stored.values()].flat()));

  return {
    revision: () => revision,
    select: (request, resource) => (stored.get(resource.name) ?? []).filter(selectorOf(request, resource)),
    all: (resource) => stored.get(resource) ?? [],
    change(type, resource, object) {
      revision++;
      const changed = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
      const others = (stored.get(resource) ?? []).filter((other) => keyOf(other) !== keyOf(object));
      stored.set(resource, type === "DELETED" ? others : [...others, changed].sort(byKey));
      return changed;
    },
  };
}

/** The part of the objects that a request names. Throws a `SelectorError`. */
export function selectorOf(request: ApiRequest, resource: ApiResource): Selects {
  const { namespace, name, query } = request;
  const fields = parseFieldSelector(query["fieldSelector"] ?? "", resource);
  const labels = parseLabelSelector(query["labelSelector"] ?? "");
  return (object) =>
    (namespace === null || object.metadata.namespace === namespace) &&
    (name === null || object.metadata.name === name) &&
    fields(object) &&
    labels(object);
}

/** A stored object as the API shows it: with kind and version, times resolved, in the words of its group. */
export function present(object: KubeObject, { group, version, kind }: ApiResource, now: Date): KubeObject {
  const apiVersion = group === "" ? version : `${group}/${version}`;
  const resolved = resolveTimes(object, now);
  const worded = group === "events.k8s.io" ? toEventsGroup(resolved) : resolved;
  return { ...worded, kind, apiVersion };
}

/** Whether a user may; what is not configured is allowed. */
export function isAllowed(rights: Rights, verb: string, resource: string, namespace: string | null): boolean {
  const scope = namespace === null ? "-A" : `-n ${namespace}`;
  return rights[`${verb} ${resource} ${scope}`] ?? rights[`${verb} ${resource}`] ?? true;
}

export function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}

function byKey(a: KubeObject, b: KubeObject): number {
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : Number(left > right);
}

function namespacesOf(objects: readonly KubeObject[]): KubeObject[] {
  const names = new Set(["default", "kube-system", "team-a", ...objects.map((o) => o.metadata.namespace ?? "default")]);
  const status = { phase: "Active" };
  return [...names].sort().map((name) => ({ metadata: { name, creationTimestamp: "@-864000" }, status }));
}
