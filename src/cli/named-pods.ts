/**
 * Pods asked for by name: `kubectl describe` for the events and `kubectl get -o json` for what describe leaves out (the
 * waiting message, the pull policy, the pull secrets' names), side by side.
 */
import { readObjects } from "../read/objects.ts";
import { readText } from "../read/read-text.ts";
import type { EventRecord, PodRecord } from "../read/records.ts";
import type { Kubectl, KubectlAnswer } from "./kubectl.ts";
import { explainKubectl, isNotFound, namesNotFound } from "./kubectl-errors.ts";
import { type KubeObject, objectsOf } from "./kubectl-json.ts";
import { type Look, SOURCE } from "./live.ts";
import { podMissing } from "./missing-pod.ts";
import { askForEvents, mayBePulling } from "./pod-events.ts";
import type { ClusterRequest } from "./request.ts";
import { UserError } from "./user-error.ts";

export async function lookAtNamedPods(
  names: readonly string[],
  request: ClusterRequest,
  kubectl: Kubectl,
): Promise<Look> {
  // 1.36 prints no events for several pods unless it is asked to; every older one takes the flag too.
  const describing = kubectl(["describe", "pod", "--show-events=true", "--", ...names]).catch(onlyUserErrors);
  const got = await kubectl(["get", "pod", "-o", "json", "--", ...names]);
  const objects = got.stdout.trim() === "" ? [] : objectsOf(got);
  const described = await describing;
  const unanswered = await findUnanswered(names, got, objects, described, request, kubectl);

  const pods = readObjects(SOURCE, objects)?.pods ?? [];
  const told = described === null ? [] : readDescribed(described, pods);
  const silent = pods.filter((pod) => mayBePulling(pod) && !told.some((one) => one.pod.name === pod.name));
  const asked = await askForEvents({ pods: silent, objects, allNamespaces: false, patience: 1 }, kubectl);
  return {
    pods: [...told.map(({ pod }) => pod), ...pods],
    events: [...told.flatMap(({ events }) => events), ...asked.events],
    looked: phrase(pods.length > 0 ? pods.map(({ name }) => name) : names, pods[0]?.namespace ?? null),
    unanswered,
    unheard: asked.unheard,
    notes: [],
  };
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

async function findUnanswered(
  names: readonly string[],
  got: KubectlAnswer,
  objects: readonly KubeObject[],
  described: KubectlAnswer | null,
  request: ClusterRequest,
  kubectl: Kubectl,
): Promise<UserError[]> {
  if (got.exitCode === 0) return [];
  const missing = namesNotFound(got);
  if (!isNotFound(got) || missing.length === 0) {
    const shown = new Set(readObjects(SOURCE, objects)?.pods.map(({ name }) => name));
    const rest = names.filter((name) => !shown.has(name));
    const what = `${rest.length === 1 ? "pod" : "pods"} ${rest.join(", ")}`;
    return [explainKubectl(got, { what })];
  }
  const similar = described === null ? [] : readText(SOURCE, described.stdout).pods.map(({ name }) => name);
  return Promise.all(missing.map((name) => podMissing(name, similar, request, kubectl)));
}

function phrase(names: readonly string[], namespace: string | null): string {
  const some = names.length > 3 ? `${names.length} pods` : `${names.length === 1 ? "pod" : "pods"} ${names.join(", ")}`;
  return namespace === null ? some : `${some} in namespace ${namespace}`;
}
