/**
 * Who owns a pod, and what a change of the owner's template does to the pods that are there.
 *
 * Facts used here, with their sources:
 *  - The name of a ReplicaSet is its Deployment's and a hash of letters and digits without vowels (apimachinery
 *    rand.SafeEncodeString); that of a CronJob's Job ends with the minute it was due, since 1970 (kubernetes
 *    pkg/controller/cronjob/cronjob_controllerv2.go, getJobName; by seconds before 1.21).
 *  - A Deployment and a DaemonSet replace pods that are not ready first. A StatefulSet waits for them, and a ReplicaSet
 *    never replaces a pod (kubernetes.io, "StatefulSets, Forced rollback", "ReplicaSet").
 *  - The template of a Job cannot be changed, and of a pod hardly more than its images (kubernetes
 *    pkg/apis/batch/validation, pkg/apis/core/validation ValidatePodUpdate).
 *  - A static pod is made from a file on its node; the API has a mirror of it, whose owner is the Node.
 *  - The pods of an OpenShift DeploymentConfig name it in an annotation (openshift/api apps/v1 consts.go).
 */
import type { PullFailure } from "../pull/failure.ts";
import { DNS_NAME } from "./names.ts";

export interface Owner {
  /**
   * What becomes of the pods when the template changes:
   *   replaces   new ones take their place
   *   keeps      those that are there stay as they are
   *   schedules  the same, and the next run takes the new template
   *   fixed      the template cannot be changed
   *   static     there is no template, but a file on the node
   *   foreign    only the owner's own controller knows
   *   none       nobody owns the pod
   *   unknown    the input does not say who owns it
   */
  readonly is: "replaces" | "keeps" | "schedules" | "fixed" | "static" | "foreign" | "none" | "unknown";
  /** `deployment/web`, as kubectl takes it; `pod/NAME` where there is no owner to be changed. */
  readonly name: string;
  /** True where only the pod's name tells it. */
  readonly isGuess: boolean;
}

const KINDS: Readonly<Record<string, Owner["is"]>> = {
  Deployment: "replaces",
  DaemonSet: "replaces",
  StatefulSet: "keeps",
  ReplicaSet: "keeps",
  ReplicationController: "keeps",
  CronJob: "schedules",
  Job: "fixed",
  Node: "static",
};

/** `pod` is the pod's name as a command has it. */
export function ownerOfPod(
  { owner, isBare, marks }: Pick<PullFailure, "owner" | "isBare" | "marks">,
  pod: string,
): Owner {
  const config = marks["openshift.io/deployment-config.name"] ?? "";
  if (owner?.startsWith("ReplicationController/") === true && DNS_NAME.test(config))
    return { is: "replaces", name: `deploymentconfig/${config}`, isGuess: false };
  const told = owner === null && !isBare ? ownerByName(pod) : null;
  const [kind = "", name = ""] = (told ?? owner)?.split("/") ?? [];
  if (!/^[A-Z][A-Za-z0-9]{0,62}$/.test(kind) || !DNS_NAME.test(name))
    return { is: isBare ? "none" : "unknown", name: `pod/${pod}`, isGuess: false };
  const known = kindAndName(kind, name);
  return {
    is: KINDS[known.kind] ?? "foreign",
    name: `${known.kind.toLowerCase()}/${known.name}`,
    isGuess: told !== null,
  };
}

/** web-7d9f5c6b8d-x2x9z: nobody else gives a pod two such ends. */
function ownerByName(pod: string): string | null {
  const letters = "[bcdfghjklmnpqrstvwxz2456789]";
  const found = new RegExp(`^(.+-${letters}{8,10})-${letters}{5}$`).exec(pod)?.[1];
  return found === undefined ? null : `ReplicaSet/${found}`;
}

function kindAndName(kind: string, name: string): { readonly kind: string; readonly name: string } {
  const deployment = kind === "ReplicaSet" ? /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{5,10}$/.exec(name)?.[1] : undefined;
  if (deployment !== undefined) return { kind: "Deployment", name: deployment };
  const cronJob = kind === "Job" ? /^(.+)-(?:[23]\d{7}|1\d{9})$/.exec(name)?.[1] : undefined;
  return cronJob === undefined ? { kind, name } : { kind: "CronJob", name: cronJob };
}

/** `deployment/web`; null for an owner that is no workload of Kubernetes itself, or that the input does not name. */
export function ownerOf(owner: string | null): string | null {
  const { is, name } = ownerOfPod({ owner, isBare: false, marks: {} }, "");
  return is === "unknown" || is === "foreign" || is === "static" ? null : name;
}
