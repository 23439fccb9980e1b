import type { ApiResource, KubeObject } from "./types.ts";

export type Selects = (object: KubeObject) => boolean;

/** A selector that the server cannot read; `message` is what the real one says. */
export class SelectorError extends Error {}

// Source: pkg/apis/core/v1/conversion.go and pkg/apis/events/v1/conversion.go; anything else is refused with 400.
const fieldLabels: Record<string, readonly string[]> = {
  secrets: ["type"],
  pods: [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "status.phase",
    "status.podIP",
    "status.nominatedNodeName",
  ],
  events: [
    "involvedObject.kind",
    "involvedObject.namespace",
    "involvedObject.name",
    "involvedObject.uid",
    "involvedObject.apiVersion",
    "involvedObject.resourceVersion",
    "involvedObject.fieldPath",
    "reason",
    "reportingComponent",
    "source",
    "type",
  ],
};

/** Reads `status.phase!=Running,metadata.name=x`. Throws a `SelectorError` for a field that the kind does not offer. */
export function parseFieldSelector(text: string, resource: Pick<ApiResource, "name">): Selects {
  const offered = ["metadata.name", "metadata.namespace", ...(fieldLabels[resource.name] ?? [])];
  const terms = splitTerms(text).map((term) => {
    const [, given, operator, value] = /^(.*?)(!=|==|=)(.*)$/s.exec(term) ?? [];
    if (given === undefined) throw new SelectorError(`invalid selector: '${text}'; can't understand '${term}'`);
    // events.k8s.io calls the involved object "regarding".
    const label = given.replace(/^regarding\./, "involvedObject.");
    if (!offered.includes(label)) throw new SelectorError(`field label not supported: ${given}`);
    const wanted = (value ?? "").replace(/\\([\\,=])/g, "$1");
    return (object: KubeObject) => (fieldOf(object, label) === wanted) === (operator !== "!=");
  });
  return (object) => terms.every((selects) => selects(object));
}

/** Reads `app=web,tier in (a, b),!canary`. */
export function parseLabelSelector(text: string): Selects {
  // A comma inside parentheses belongs to a set.
  const terms = text
    .split(/,(?![^(]*\))/)
    .filter((term) => term.trim() !== "")
    .map(parseRequirement);
  return (object) => terms.every((selects) => selects(object.metadata.labels ?? {}));
}

function parseRequirement(term: string): (labels: Record<string, string>) => boolean {
  const [, key = "", not, list] = /^\s*([\w./-]+)\s+(not)?in\s*\(([^)]*)\)\s*$/.exec(term) ?? [];
  if (list !== undefined) {
    const values = list.split(",").map((value) => value.trim());
    // An absent label is "not in" every set.
    return (labels) => (key in labels && values.includes(labels[key] ?? "")) === (not === undefined);
  }
  const [, name = "", operator, value = ""] = /^\s*([\w./-]+)\s*(!=|==|=)\s*([\w.-]*)\s*$/.exec(term) ?? [];
  if (operator !== undefined) return (labels) => (labels[name] === value) === (operator !== "!=");
  const [, absent, label = ""] = /^\s*(!?)\s*([\w./-]+)\s*$/.exec(term) ?? [];
  if (absent === undefined) throw new SelectorError(`unable to parse requirement: found '${term.trim()}'`);
  return (labels) => label in labels === (absent === "");
}

function splitTerms(text: string): string[] {
  return (text.match(/(?:\\.|[^,\\])+/gs) ?? []).filter((term) => term !== "");
}

function fieldOf(object: KubeObject, label: string): string {
  if (label === "source") return at(object, "source.component") || at(object, "reportingComponent");
  return at(object, label);
}

function at(object: KubeObject, path: string): string {
  const step = (inner: unknown, key: string) => (inner as Record<string, unknown> | undefined)?.[key];
  const value = path.split(".").reduce(step, object as unknown);
  return typeof value === "string" ? value : "";
}
