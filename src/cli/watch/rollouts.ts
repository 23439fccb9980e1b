/**
 * Whether what makes the pods has made them all. Right after `kubectl apply` a Deployment's new pods are not there yet,
 * and the old ones run well; nothing fails then, and that means nothing.
 */
import type { Kubectl, KubectlAnswer } from "../kubectl.ts";
import { explainKubectl, isNotFound } from "../kubectl-errors.ts";
import { type KubeObject, objectsOf, textAt, valueAt } from "../kubectl-json.ts";
import type { ClusterRequest } from "../request.ts";

export interface Rollouts {
  /** "deployment/web in namespace shop" */
  readonly unfinished: readonly string[];
  /** Why some of them could not be asked; null where all could. */
  readonly why: string | null;
}

export async function askForRollouts(
  { targets, allNamespaces, selector, fieldSelector }: ClusterRequest,
  kubectl: Kubectl,
): Promise<Rollouts> {
  const owners = targets.filter(({ kind }) => MADE_BY.has(kind));
  // Fields choose pods, and what makes them has others.
  if ((owners.length === 0 && targets.length > 0) || fieldSelector !== null) return { unfinished: [], why: null };
  const scope = [...(allNamespaces ? ["-A"] : []), ...(selector === null ? [] : [`--selector=${selector}`])];
  const answers = await Promise.all(
    owners.length > 0
      ? owners.map(({ kind, name }) => kubectl(["get", kind, "-o", "json", "--", name]))
      : [
          kubectl(["get", "deployments.apps,statefulsets.apps,daemonsets.apps", "-o", "json", ...scope], {
            patience: 4,
          }),
        ],
  );
  return { unfinished: answers.flatMap(unfinishedIn), why: answers.map(reasonOf).find((one) => one !== null) ?? null };
}

const MADE_BY: ReadonlySet<string> = new Set(["deployment", "statefulset", "daemonset"]);

function unfinishedIn(answer: KubectlAnswer): string[] {
  if (answer.stdout.trim() === "") return [];
  return objectsOf(answer).filter(isUnfinished).map(nameOf);
}

function reasonOf(answer: KubectlAnswer): string | null {
  if (answer.exitCode === 0 || isNotFound(answer)) return null;
  return explainKubectl(answer, { what: "what makes the pods" }).message;
}

/**
 * As `kubectl rollout status` counts (kubectl's pkg/polymorphichelpers/rollout_status.go), up to where the pods are made:
 * whether they become ready is another question.
 */
export function isUnfinished(object: KubeObject): boolean {
  const generation = valueAt(object, "metadata", "generation");
  if (typeof generation !== "number" || textAt(object, "spec", "updateStrategy", "type") === "OnDelete") return false;
  if (numberAt(object, 0, "status", "observedGeneration") < generation) return true;
  switch (textAt(object, "kind")) {
    case "Deployment":
      return numberAt(object, 0, "status", "updatedReplicas") < numberAt(object, 1, "spec", "replicas");
    case "StatefulSet": {
      const partition = numberAt(object, 0, "spec", "updateStrategy", "rollingUpdate", "partition");
      return numberAt(object, 0, "status", "updatedReplicas") < numberAt(object, 1, "spec", "replicas") - partition;
    }
    case "DaemonSet":
      return (
        numberAt(object, 0, "status", "updatedNumberScheduled") <
        numberAt(object, 0, "status", "desiredNumberScheduled")
      );
    default:
      return false;
  }
}

function numberAt(object: KubeObject, otherwise: number, ...path: string[]): number {
  const value = valueAt(object, ...path);
  return typeof value === "number" ? value : otherwise;
}

function nameOf(object: KubeObject): string {
  const kind = textAt(object, "kind").toLowerCase();
  return `${kind}/${textAt(object, "metadata", "name")} in namespace ${textAt(object, "metadata", "namespace")}`;
}
