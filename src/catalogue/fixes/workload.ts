/** Changes to the pod template of whoever owns the pod. */
import { type Command, changes, type Names, namesOf, quote } from "../commands.ts";
import type { Facts } from "../define.ts";
import { ownerOfPod } from "../owner.ts";

export interface TemplateChange {
  /** Null where nothing can be patched: the pod belongs to nobody, or its owner's template is fixed. */
  readonly command: Command | null;
  /** What the reader has to know of it; empty where there is nothing. */
  readonly note: string;
}

/**
 * Merges `spec` into the pod template of the owner. A strategic merge: containers and pull secrets are matched by their
 * names, and keys of a map are added, so what is there stays (k8s.io/api core/v1 types.go, patchMergeKey).
 */
export function patchTemplate(facts: Facts, spec: object): TemplateChange {
  const names = namesOf(facts);
  const { is, name } = ownerOfPod(facts.failure, names.pod);
  const template = { template: { spec } };
  switch (is) {
    case "replaces":
      return { command: patch(names, name, template), note: "" };
    case "keeps":
      return {
        command: patch(names, name, template),
        note: `${name} leaves the pods alone that never became ready: they have the old template until they are created anew.`,
      };
    case "schedules":
      return {
        command: patch(names, name, { jobTemplate: { spec: template } }),
        note: "It holds from the next Job on.",
      };
    case "fixed":
      return { command: null, note: "The template of a Job cannot be changed: create the Job anew with this setting." };
    case "static":
      return { command: null, note: staticPodNote(names, "Make the setting") };
    case "foreign":
      return { command: null, note: `${name} owns this pod: make the setting there.` };
    case "none":
      return {
        command: null,
        note: "Nobody owns the pod, and this cannot be changed in a pod that is there: create it anew from its manifest with this setting.",
      };
    case "unknown":
      return {
        command: patch(names, "WORKLOAD", template),
        note: "WORKLOAD is the pod's owner, such as deployment/web; a pod without an owner has to be created anew.",
      };
    default:
      return is satisfies never;
  }
}

/** `change` says what is to be done, up to the place. */
export function staticPodNote({ node }: Names, change: string): string {
  const where = node === "NODE" ? "its node" : `node ${node}`;
  return `The pod is a static one, made from a file on ${where}; the API only shows a mirror of it, which cannot be changed. ${change} in that file, in /etc/kubernetes/manifests unless the kubelet's staticPodPath says otherwise: the kubelet follows by itself.`;
}

function patch(names: Names, workload: string, spec: object): Command {
  const command = `kubectl patch${names.inNamespace} ${workload} --type=strategic -p ${quote(JSON.stringify({ spec }))}`;
  return { ...changes(command), sets: "template" };
}
