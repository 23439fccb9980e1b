/** How a patch changes an object: JSON patches and JSON merge patches, and strategic ones as the API's own kinds take them. */

type Json = Record<string, unknown>;

/**
 * Lists whose entries are matched by a key, with the key; all others are replaced. That of a service account's pull
 * secrets is replaced too, while a pod's are matched. Source: k8s.io/api core/v1 types.go, patchMergeKey.
 */
const KEYS: Readonly<Record<string, string>> = {
  containers: "name",
  initContainers: "name",
  ephemeralContainers: "name",
  volumes: "name",
  env: "name",
  imagePullSecrets: "name",
  secrets: "name",
  ownerReferences: "uid",
};

/** RFC 7386. */
export function jsonMerge(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const merged: Json = isMap(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = jsonMerge(merged[key], value);
  }
  return merged;
}

/**
 * RFC 6902, and of it `add` alone: of a map's member, or to the end of a list. Null where there is nothing to add it to.
 * Throws for what a test has not needed yet.
 */
export function jsonPatch(target: Json, operations: readonly unknown[]): Json | null {
  const patched = structuredClone(target);
  for (const operation of operations) {
    const { op, path, value } = isMap(operation) ? operation : {};
    const keys = String(path).split("/").slice(1).map(unescaped);
    const last = keys.pop() ?? "";
    const parent = keys.reduce<unknown>(
      (inner, key) => (isMap(inner) || Array.isArray(inner) ? (inner as Json)[key] : undefined),
      patched,
    );
    if (op !== "add" || (Array.isArray(parent) && last !== "-"))
      throw new Error(`unknown here: ${JSON.stringify(operation)}`);
    if (Array.isArray(parent)) parent.push(value);
    else if (isMap(parent)) parent[last] = value;
    else return null;
  }
  return patched;
}

/** A part of a JSON pointer (RFC 6901). */
function unescaped(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** Directives: `$patch: delete` and `$patch: replace` are followed; the order of a list is left as it is. */
export function strategicMerge(target: unknown, patch: unknown, kind: string): unknown {
  if (!isMap(patch)) return patch;
  if (patch["$patch"] === "replace") return withoutDirectives(patch);
  const merged: Json = isMap(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(withoutDirectives(patch))) {
    const mergeKey = kind === "ServiceAccount" && key === "imagePullSecrets" ? undefined : KEYS[key];
    if (value === null) delete merged[key];
    else if (Array.isArray(value) && mergeKey !== undefined)
      merged[key] = mergeLists(merged[key], value, mergeKey, kind);
    else merged[key] = strategicMerge(merged[key], value, kind);
  }
  return merged;
}

function mergeLists(target: unknown, patch: readonly unknown[], key: string, kind: string): unknown[] {
  let merged: unknown[] = Array.isArray(target) ? [...target] : [];
  for (const entry of patch) {
    if (!isMap(entry)) continue;
    const isSame = (other: unknown): boolean => isMap(other) && other[key] === entry[key];
    if (entry["$patch"] === "delete") merged = merged.filter((other) => !isSame(other));
    else if (merged.some(isSame))
      merged = merged.map((other) => (isSame(other) ? strategicMerge(other, entry, kind) : other));
    else merged.push(withoutDirectives(entry));
  }
  return merged;
}

function withoutDirectives(map: Json): Json {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !key.startsWith("$")));
}

export function isMap(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
