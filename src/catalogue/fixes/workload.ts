/** Changes to the pod template of whoever owns the pod. */
import { type Command, changes, type Names, namesOf, quote } from "../commands.ts";
import type { Facts } from "../define.ts";

export interface TemplateChange {
  /** Null where nothing can be patched: the pod belongs to nobody, or its owner's template is fixed. */
  readonly command: Command | null;
  /** What the reader has to know of it; empty where there is nothing. */
  readonly note: string;
}

/**
 * Merges `spec` into the pod template of the owner. A strategic merge: containers are matched by their names, and keys
 * of a map are added, so what is there stays.
 */
export function patchTemplate(facts: Facts, spec: object): TemplateChange {
  const names = namesOf(facts);
  const { owner } = facts.failure;
  const kind = names.workload.split("/", 1)[0];
  const template = { template: { spec } };
  if (kind === "cronjob")
    return { command: patch(names, names.workload, { jobTemplate: { spec: template } }), note: "" };
  if (kind === "job")
    return { command: null, note: "The template of a Job cannot be changed: create the Job anew with this setting." };
  if (kind !== "pod") return { command: patch(names, names.workload, template), note: "" };
  // A static pod's owner is its node, other owners are objects that only their own operator knows.
  if (owner !== null)
    return { command: null, note: `${owner.split("/", 1)[0]} owns this pod: change the setting there.` };
  return {
    command: patch(names, "WORKLOAD", template),
    note: "WORKLOAD is the pod's owner, such as deployment/web; a pod without an owner has to be created anew.",
  };
}

function patch(names: Names, workload: string, spec: object): Command {
  return changes(
    `kubectl patch${names.inNamespace} ${workload} --type=strategic -p ${quote(JSON.stringify({ spec }))}`,
  );
}
