/** One `pod/NAME` per failing pod, as kubectl's `-o name` prints it; the image where the input names no pod. */
import type { PullReport } from "../report.ts";
import { harmless } from "./plain.ts";

export function renderName(report: PullReport): string {
  const names = new Map<string, string>();
  for (const { source, namespace, pod, image } of harmless(report).failures) {
    const name = pod === null ? image?.raw : `pod/${pod}`;
    // Pods of the same name in two namespaces are two.
    if (name !== undefined) names.set(JSON.stringify([source, namespace, name]), name);
  }
  return [...names.values()].map((name) => `${name}\n`).join("");
}
