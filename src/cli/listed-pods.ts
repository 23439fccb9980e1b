/** Pods chosen by namespace, by selectors or by what owns them: one list of pods and one of events, whatever their number. */
import { readObjects } from "../read/objects.ts";
import type { Kubectl } from "./kubectl.ts";
import { explainKubectl, isNotFound } from "./kubectl-errors.ts";
import { type KubeObject, objectsOf } from "./kubectl-json.ts";
import { type Look, SOURCE } from "./live.ts";
import { contextNamespace } from "./missing-pod.ts";
import { selectorOf } from "./owner-selector.ts";
import { askForEvents, mayBePulling } from "./pod-events.ts";
import type { ClusterRequest, Target } from "./request.ts";
import { UserError } from "./user-error.ts";

/** A list comes in pages, and kubectl slows itself down after the tenth. */
const PATIENCE = 4;

/** Without owners the request's namespace and selectors choose. */
export async function lookAtListedPods(
  owners: readonly Target[],
  request: ClusterRequest,
  kubectl: Kubectl,
): Promise<Look> {
  const { allNamespaces, selector, fieldSelector } = request;
  const lists =
    owners.length > 0
      ? await Promise.all(owners.map((owner) => podsOfOwner(owner, kubectl).catch(asUserError)))
      : [await listPods({ allNamespaces, selector, fieldSelector }, kubectl)];
  const objects = lists.flatMap((list) => (list instanceof UserError ? [] : list));
  const unanswered = lists.filter((list) => list instanceof UserError);
  const pods = readObjects(SOURCE, objects)?.pods ?? [];
  // Pods whose images are all there have nothing to tell.
  const pulling = pods.filter(mayBePulling);
  const { events, unheard } = await askForEvents(
    { pods: pulling, objects, allNamespaces, patience: PATIENCE },
    kubectl,
  );
  if (pods.length === 0 && !allNamespaces) await demandNamespace(request, kubectl);
  const looked = await phrase(owners, pods[0]?.namespace ?? null, request, kubectl);
  const isEmpty = pods.length === 0 && unanswered.length === 0;
  return {
    pods,
    events,
    looked,
    unanswered,
    unheard,
    notes: isEmpty ? [`There is no pod to look at: ${looked}.`] : [],
  };
}

/** One owner that is not there does not hide the pods of the others. */
function asUserError(error: unknown): UserError {
  if (error instanceof UserError) return error;
  throw error;
}

async function podsOfOwner({ kind, name }: Target, kubectl: Kubectl): Promise<KubeObject[]> {
  const answer = await kubectl(["get", kind, "-o", "json", "--", name]);
  if (answer.exitCode !== 0) throw explainKubectl(answer, { what: `${kind} "${name}"` });
  const selector = selectorOf(objectsOf(answer)[0] ?? {});
  if (selector === null) {
    throw new UserError(`The ${kind} "${name}" does not say by which labels its pods are known.`, {
      hint: "Choose the pods by their labels with -l, or name them.",
    });
  }
  return listPods({ allNamespaces: false, selector, fieldSelector: null }, kubectl);
}

async function listPods(
  { allNamespaces, selector, fieldSelector }: Pick<ClusterRequest, "allNamespaces" | "selector" | "fieldSelector">,
  kubectl: Kubectl,
): Promise<KubeObject[]> {
  const choice = [
    ...(allNamespaces ? ["-A"] : []),
    ...(selector === null ? [] : [`--selector=${selector}`]),
    ...(fieldSelector === null ? [] : [`--field-selector=${fieldSelector}`]),
  ];
  const answer = await kubectl(["get", "pods", ...choice, "-o", "json"], { patience: PATIENCE });
  if (answer.exitCode !== 0) throw explainKubectl(answer, { what: "the pods" });
  return objectsOf(answer);
}

/** "deployment/web in namespace default", "the pods with app=web in all namespaces". */
async function phrase(
  owners: readonly Target[],
  known: string | null,
  { allNamespaces, selector, fieldSelector, connection }: ClusterRequest,
  kubectl: Kubectl,
): Promise<string> {
  const chosen = [selector, fieldSelector].filter((one) => one !== null).join(" and ");
  const pods = chosen === "" ? "the pods" : `the pods with ${chosen}`;
  const what = owners.length > 0 ? owners.map(({ kind, name }) => `${kind}/${name}`).join(", ") : pods;
  if (allNamespaces) return `${what} in all namespaces`;
  return `${what} in namespace ${known ?? connection.namespace ?? (await contextNamespace(kubectl))}`;
}

/** To kubectl a namespace that does not exist is merely empty. Where looking it up is not allowed, it is taken to exist. */
async function demandNamespace({ connection }: ClusterRequest, kubectl: Kubectl): Promise<void> {
  const { namespace } = connection;
  if (namespace === null) return;
  if (isNotFound(await kubectl(["get", "namespace", "-o", "name", "--", namespace]))) {
    throw new UserError(`There is no namespace "${namespace}".`, {
      hint: "See which there are: kubectl get namespaces",
    });
  }
}
