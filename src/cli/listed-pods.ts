/** Pods chosen by namespace, by selectors or by what owns them: one list of pods and one of events, whatever their number. */
import { contextNamespace, isNamespace } from "./context.ts";
import { type GatheredPod, mayBePulling, PodGatherer, sumOf } from "./gather-pods.ts";
import type { Kubectl } from "./kubectl.ts";
import { isNotFound } from "./kubectl-errors.ts";
import { type Cluster, readList } from "./list-pages.ts";
import type { Look, PodWitness } from "./live.ts";
import { podsOfOwner } from "./owned-pods.ts";
import { askForEvents } from "./pod-events.ts";
import type { ClusterRequest, Target } from "./request.ts";
import { UserError } from "./user-error.ts";

/** Pods that were chosen: those of interest, and how many others. */
export interface ChosenPods {
  readonly kept: readonly GatheredPod[];
  readonly others: number;
  /** How many of those have no node yet. */
  readonly unscheduled: number;
  readonly containers: ReadonlySet<string>;
  readonly unanswered: readonly UserError[];
}

/** Without owners the request's namespace and selectors choose. */
export async function lookAtListedPods(
  owners: readonly Target[],
  request: ClusterRequest,
  cluster: Cluster,
  witness?: PodWitness,
): Promise<Look> {
  const namespace = request.allNamespaces ? null : await namespaceOf(request, cluster.kubectl);
  const lists =
    owners.length > 0
      ? await Promise.all(
          owners.map((owner) => podsOfOwner(owner, namespace ?? "", cluster, witness).catch(onlyUserErrors)),
        )
      : [await listPods(request, namespace, cluster, witness)];
  const chosen = lists.reduce(together);
  const [kept, unanswered] = [withoutTwins(chosen.kept), chosen.unanswered];
  // Pods whose images are all there have nothing to tell.
  const { events, unheard } = await askForEvents(
    kept.filter(({ record }) => mayBePulling(record)),
    cluster,
  );
  const isEmpty = kept.length + chosen.others === 0;
  if (isEmpty && namespace !== null) await demandNamespace(request, cluster.kubectl);
  const looked = phrase(owners, namespace, request);
  return {
    pods: kept.map(({ record }) => record),
    morePods: chosen.others,
    unscheduled: chosen.unscheduled,
    containers: [...chosen.containers],
    events,
    looked,
    unanswered,
    unheard,
    notes: isEmpty && unanswered.length === 0 ? [`There is no pod to look at: ${looked}.`] : [],
  };
}

async function namespaceOf({ connection }: ClusterRequest, kubectl: Kubectl): Promise<string> {
  const name = connection.namespace ?? (await contextNamespace(kubectl));
  if (isNamespace(name)) return name;
  throw new UserError(`"${name}" cannot be the name of a namespace.`, {
    hint: "See which there are: kubectl get namespaces",
  });
}

/** One owner that is not there does not hide the pods of the others. */
function onlyUserErrors(error: unknown): ChosenPods {
  if (!(error instanceof UserError)) throw error;
  return { kept: [], others: 0, unscheduled: 0, containers: new Set(), unanswered: [error] };
}

/** Throws where not one page could be read. */
async function listPods(
  { selector, fieldSelector }: Pick<ClusterRequest, "selector" | "fieldSelector">,
  namespace: string | null,
  cluster: Cluster,
  witness: PodWitness | undefined,
): Promise<ChosenPods> {
  const question = { resource: "pods", namespace, selector, fieldSelector } as const;
  const { gathered, broken } = await readList(question, () => new PodGatherer({ witness }), cluster);
  const others = sumOf(gathered.others);
  const unanswered = [...gathered.unread, ...(broken === null ? [] : [partOf(gathered.kept.length + others, broken)])];
  const unscheduled = sumOf(gathered.unscheduled);
  return { kept: gathered.kept, others, unscheduled, containers: gathered.containers, unanswered };
}

/** Throws the reason itself where nothing was read. */
export function partOf(pods: number, broken: UserError): UserError {
  if (pods === 0) throw broken;
  return new UserError(`Only the first ${pods.toLocaleString("en-US")} pods could be read. ${broken.message}`, {
    hint: broken.hint,
    said: broken.said,
  });
}

function together(one: ChosenPods, other: ChosenPods): ChosenPods {
  return {
    kept: [...one.kept, ...other.kept],
    others: one.others + other.others,
    unscheduled: one.unscheduled + other.unscheduled,
    containers: new Set([...one.containers, ...other.containers]),
    unanswered: [...one.unanswered, ...other.unanswered],
  };
}

/** A pod can belong to two owners that were named: a deployment and its replica set. */
function withoutTwins(pods: readonly GatheredPod[]): GatheredPod[] {
  return [...new Map(pods.map((pod) => [`${pod.record.namespace}/${pod.record.name}`, pod])).values()];
}

/** "deployment/web in namespace default", "the pods with app=web in all namespaces". */
function phrase(
  owners: readonly Target[],
  namespace: string | null,
  { selector, fieldSelector }: Pick<ClusterRequest, "selector" | "fieldSelector">,
): string {
  const chosen = [selector, fieldSelector].filter((one) => one !== null).join(" and ");
  const pods = chosen === "" ? "the pods" : `the pods with ${chosen}`;
  const what = owners.length > 0 ? owners.map(({ kind, name }) => `${kind}/${name}`).join(", ") : pods;
  return `${what} in ${namespace === null ? "all namespaces" : `namespace ${namespace}`}`;
}

/** To the API a namespace that does not exist is merely empty. Where looking it up is not allowed, it is taken to exist. */
async function demandNamespace({ connection }: ClusterRequest, kubectl: Kubectl): Promise<void> {
  const { namespace } = connection;
  if (namespace === null) return;
  if (isNotFound(await kubectl(["get", "namespace", "-o", "name", "--", namespace]))) {
    throw new UserError(`There is no namespace "${namespace}".`, {
      hint: "See which there are: kubectl get namespaces",
    });
  }
}
