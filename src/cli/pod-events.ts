/**
 * The events of pods of which `describe` showed none. Its `Events: <none>` means one of three things: there are none
 * any more, they may not be listed, or listing them failed; kubectl drops that error and exits 0. Asking once more by
 * itself tells which, where `auth can-i` would know of the right only.
 */
import { IMAGE_STATES } from "../pull/classify-event.ts";
import { readObjects } from "../read/objects.ts";
import type { EventRecord, PodRecord } from "../read/records.ts";
import type { Kubectl } from "./kubectl.ts";
import { explainKubectl } from "./kubectl-errors.ts";
import { type KubeObject, objectsOf, subjectOf, textAt, uidOf } from "./kubectl-json.ts";
import { SOURCE, type Unheard } from "./live.ts";
import { UserError } from "./user-error.ts";

/** True while a pod's containers leave open whether an image can be pulled. One without a node pulls nothing. */
export function mayBePulling({ node, status, containers }: PodRecord): boolean {
  if (node === null || status === "Succeeded" || status === "Failed") return false;
  return containers.some(
    ({ state, reason }) =>
      state === null ||
      (state === "waiting" &&
        (IMAGE_STATES.has(reason ?? "") || /^(?:ContainerCreating|PodInitializing|)$/.test(reason ?? ""))),
  );
}

export interface AskedEvents {
  readonly events: readonly EventRecord[];
  readonly unheard: readonly Unheard[];
}

export interface EventsQuestion {
  readonly pods: readonly PodRecord[];
  /** The pods as the API has them: an event belongs to a pod by its UID, not by its name. */
  readonly objects: readonly KubeObject[];
  readonly allNamespaces: boolean;
  readonly patience: number;
}

export async function askForEvents(
  { pods, objects, allNamespaces, patience }: EventsQuestion,
  kubectl: Kubectl,
): Promise<AskedEvents> {
  if (pods.length === 0) return { events: [], unheard: [] };
  const named = new Set(pods.map(({ namespace, name }) => `${namespace}/${name}`));
  const uids = new Set(
    objects
      .filter((one) => named.has(`${textAt(one, "metadata", "namespace")}/${textAt(one, "metadata", "name")}`))
      .map(uidOf),
  );
  const about =
    uids.size === 1
      ? `involvedObject.name=${pods[0]?.name},involvedObject.uid=${[...uids][0]}`
      : "involvedObject.kind=Pod";
  try {
    const answer = await kubectl(
      ["get", "events", ...(allNamespaces ? ["-A"] : []), `--field-selector=${about}`, "-o", "json"],
      { patience },
    );
    // An empty list comes with the complaint too, so the status decides.
    if (answer.exitCode !== 0) throw explainKubectl(answer, { what: "the events" });
    const own = objectsOf(answer).filter((event) => uids.has(subjectOf(event)));
    return { events: readObjects(SOURCE, own)?.events ?? [], unheard: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { events: [], unheard: pods.map((pod) => ({ pod, reason: error })) };
  }
}
