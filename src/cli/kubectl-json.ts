/** kubectl's `-o json` → objects. */
import type { KubectlAnswer } from "./kubectl.ts";
import { UserError } from "./user-error.ts";

export type KubeObject = Readonly<Record<string, unknown>>;

/** The one object of an answer, or the items of its list. An answer cut off or mixed with other words is refused. */
export function objectsOf(answer: KubectlAnswer): KubeObject[] {
  let value: unknown;
  try {
    value = JSON.parse(answer.stdout);
  } catch {
    throw new UserError("kubectl's answer is not the JSON that was asked for.", {
      hint: "Check that KUBECTL_PATH, or the kubectl on PATH, is kubectl itself: kubectl version --client",
    });
  }
  if (!isObject(value)) return [];
  return Array.isArray(value["items"]) ? value["items"].filter(isObject) : [value];
}

export function uidOf(object: KubeObject): string {
  return textAt(object, "metadata", "uid");
}

/** The object that an event is about, by UID: an earlier pod of the same name is another one. */
export function subjectOf(event: KubeObject): string {
  return textAt(event, "involvedObject", "uid");
}

/** A text inside an object; empty where it is not there. */
export function textAt(object: KubeObject, ...path: string[]): string {
  const value = valueAt(object, ...path);
  return typeof value === "string" ? value : "";
}

export function valueAt(object: KubeObject, ...path: string[]): unknown {
  let value: unknown = object;
  for (const step of path) value = isObject(value) ? value[step] : undefined;
  return value;
}

export function isObject(value: unknown): value is KubeObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
