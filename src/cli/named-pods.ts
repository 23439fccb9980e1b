/**
 * Pods asked for by name. One: `kubectl describe` for the events and `kubectl get -o json` for what describe leaves out
 * (the waiting message, the pull policy, the pull secrets' names), side by side. Several: one list of events. Many: one
 * list of the namespace's pods too, since kubectl asks for each name by itself.
 */
import { readText } from "../read/read-text.ts";
import type { EventRecord, PodRecord } from "../read/records.ts";
import { contextNamespace } from "./context.ts";
import { mayBePulling, PodGatherer, sumOf } from "./gather-pods.ts";
import type { KubectlAnswer } from "./kubectl.ts";
import { explainKubectl, isNotFound, namesNotFound } from "./kubectl-errors.ts";
import { objectsOf, textAt } from "./kubectl-json.ts";
import { type Cluster, readList } from "./list-pages.ts";
import { partOf } from "./listed-pods.ts";
import { type Look, type PodWitness, SOURCE } from "./live.ts";
import { podMissing } from "./missing-pod.ts";
import { askForEvents } from "./pod-events.ts";
import { NO_PROGRESS } from "./progress.ts";
import type { ClusterRequest } from "./request.ts";
import { UserError } from "./user-error.ts";

/** kubectl slows itself down after the tenth request. */
const MOST_BY_NAME = 10;

export async function lookAtNamedPods(
  names: readonly string[],
  request: ClusterRequest,
  cluster: Cluster,
  witness?: PodWitness,
): Promise<Look> {
  const [first = "", second] = names;
  // What one name fails to find, describe takes for the beginning of others.
  const describing =
    second === undefined && cluster.needsInstants !== true ? describe(first, cluster) : Promise.resolve(null);
  const { gathered, missing, unanswered } = await (names.length > MOST_BY_NAME
    ? listByName(names, request, cluster, witness)
    : getByName(names, cluster, witness));
  const alone = names.length <= MOST_BY_NAME && gathered.kept.length > 0 && cluster.needsInstants !== true;
  const neighbours = alone ? seeNeighbours(gathered.namespace, cluster, witness) : null;
  const [described] = await Promise.all([describing, neighbours]);
  const similar = described === null ? [] : readText(SOURCE, described.stdout).pods.map(({ name }) => name);
  const absent = await podsMissing(missing, similar, request, cluster);

  const pods = gathered.kept.map(({ record }) => record);
  const told = described === null ? [] : readDescribed(described, pods);
  const silent = gathered.kept.filter(
    ({ record }) => mayBePulling(record) && !told.some(({ pod }) => pod.name === record.name),
  );
  const { events, unheard } = await askForEvents(silent, cluster);
  const found = [...gathered.names];
  return {
    pods: [...told.map(({ pod }) => pod), ...pods],
    morePods: sumOf(gathered.others),
    unscheduled: sumOf(gathered.unscheduled),
    containers: [...gathered.containers],
    events: [...told.flatMap((one) => one.events), ...events],
    looked: phrase(found.length > 0 ? found : names, gathered.namespace ?? (await namespaceOf(request, cluster))),
    unanswered: [...unanswered, ...absent],
    unheard,
    notes: [],
  };
}

/** So many that one answer has them. */
const NEIGHBOURS = 500;

/**
 * Other pods of the namespace, for what they tell of the same image. By the time `describe` has made its requests this
 * one has its answer too. Where it gets none, nothing is left unanswered that was asked for.
 */
async function seeNeighbours(namespace: string | null, cluster: Cluster, witness?: PodWitness): Promise<void> {
  if (namespace === null || witness === undefined) return;
  const question = { resource: "pods", namespace, first: NEIGHBOURS } as const;
  await readList(question, () => new PodGatherer({ witness }), { ...cluster, progress: NO_PROGRESS });
}

interface Named {
  readonly gathered: PodGatherer;
  readonly missing: readonly string[];
  readonly unanswered: readonly UserError[];
}

async function getByName(names: readonly string[], { kubectl }: Cluster, witness?: PodWitness): Promise<Named> {
  const got = await kubectl(["get", "pod", "-o", "json", "--", ...names]);
  const gathered = new PodGatherer({ witness, wants: () => true });
  for (const object of got.stdout.trim() === "" ? [] : objectsOf(got)) gathered.eat(object);
  if (got.exitCode === 0) return { gathered, missing: [], unanswered: [] };
  const missing = namesNotFound(got);
  if (isNotFound(got) && missing.length > 0) return { gathered, missing, unanswered: [] };
  const rest = names.filter((name) => !gathered.names.has(name));
  const what = `${rest.length === 1 ? "pod" : "pods"} ${rest.join(", ")}`;
  return { gathered, missing: [], unanswered: [explainKubectl(got, { what })] };
}

async function listByName(
  names: readonly string[],
  request: ClusterRequest,
  cluster: Cluster,
  witness?: PodWitness,
): Promise<Named> {
  const asked = new Set(names);
  const { gathered, broken } = await readList(
    { resource: "pods", namespace: await namespaceOf(request, cluster) },
    () => new PodGatherer({ witness, wants: (pod) => asked.has(textAt(pod, "metadata", "name")) }),
    cluster,
  );
  const missing = names.filter((name) => !gathered.names.has(name));
  return broken === null
    ? { gathered, missing, unanswered: gathered.unread }
    : { gathered, missing: [], unanswered: missing.length === 0 ? [] : [partOf(gathered.names.size, broken)] };
}

function namespaceOf({ connection }: ClusterRequest, { kubectl }: Cluster): Promise<string> {
  return connection.namespace === null ? contextNamespace(kubectl) : Promise.resolve(connection.namespace);
}

/** Where many are missing it is not the name that is wrong, and each is a request. */
async function podsMissing(
  names: readonly string[],
  similar: readonly string[],
  request: ClusterRequest,
  { kubectl }: Cluster,
): Promise<UserError[]> {
  if (names.length <= 3) return Promise.all(names.map((name) => podMissing(name, similar, request, kubectl)));
  const some = names.slice(0, 3).join(", ");
  return [
    new UserError(`There are no pods ${some} and ${names.length - 3} more of those that were named.`, {
      hint: "Check the names, and the namespace with -n.",
    }),
  ];
}

/** 1.36 prints no events for several pods unless it is asked to; every older one takes the flag too. */
function describe(name: string, { kubectl }: Cluster): Promise<KubectlAnswer | null> {
  return kubectl(["describe", "pod", "--show-events=true", "--", name]).catch(onlyUserErrors);
}

/** A describe that failed is made up for: its pods count as silent, and their events are asked for on their own. */
function onlyUserErrors(error: unknown): null {
  if (error instanceof UserError) return null;
  throw error;
}

/**
 * The pods that have events in the text. Where there are none the text is no proof: describe prints `<none>` also when
 * the events could not be listed. Only pods that the API showed count: describe takes a name that no pod has for the
 * beginning of one, and a message with line breaks can look like another pod.
 */
function readDescribed({ stdout }: KubectlAnswer, pods: readonly PodRecord[]) {
  const reading = readText(SOURCE, stdout);
  return pods.flatMap(({ name, namespace }) => {
    const pod = reading.pods.find((one) => one.name === name && one.namespace === namespace);
    const events = reading.events.filter(({ object }) => object === `pod/${name}`).map(asInTheApi);
    return pod === undefined || events.length === 0 ? [] : [{ pod, events }];
  });
}

/** Since 1.35 describe puts the field path in front of the message; the API, and every other version, does not. */
function asInTheApi(event: EventRecord): EventRecord {
  return { ...event, message: event.message.replace(/^spec\.\w+\{[^}]*\}: /, "") };
}

function phrase(names: readonly string[], namespace: string): string {
  const some = names.length > 3 ? `${names.length} pods` : `${names.length === 1 ? "pod" : "pods"} ${names.join(", ")}`;
  return `${some} in namespace ${namespace}`;
}
