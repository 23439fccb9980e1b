/**
 * A cluster, read through kubectl. In: which pods. Out: records for the core, and all that could not be read. Nothing
 * is judged here, except how much of the picture is there.
 */
import type { EventRecord, PodRecord, Reading } from "../read/records.ts";
import type { Kubectl } from "./kubectl.ts";
import type { KubeObject } from "./kubectl-json.ts";
import { lookAtListedPods } from "./listed-pods.ts";
import { lookAtNamedPods } from "./named-pods.ts";
import { type ListProgress, NO_PROGRESS } from "./progress.ts";
import type { ClusterRequest } from "./request.ts";
import type { UserError } from "./user-error.ts";

export interface Look {
  /** Those whose images may be missing, now or by their status. */
  readonly pods: readonly PodRecord[];
  /** How many others were looked at. */
  readonly morePods: number;
  /** How many of those others have no node yet, and so no image. */
  readonly unscheduled: number;
  /** The names of the containers of all of them. */
  readonly containers: readonly string[];
  readonly events: readonly EventRecord[];
  /** What was looked at, as a phrase: "pod web-0 in namespace default". */
  readonly looked: string;
  /** Parts of the question that kubectl gave no answer to. */
  readonly unanswered: readonly UserError[];
  /** Pods whose events could not be read; whether that matters depends on what else is known of them. */
  readonly unheard: readonly Unheard[];
  readonly notes: readonly string[];
}

export interface Unheard {
  readonly pod: PodRecord;
  readonly reason: UserError;
}

export const SOURCE = "cluster";

/** Sees every pod that is looked at, once or more (a list that breaks off is read again), and keeps what it needs of it. */
export interface PodWitness {
  see(pod: PodRecord, object: KubeObject): void;
}

export interface LookOptions {
  readonly progress?: ListProgress;
  readonly witness?: PodWitness;
  /** Of a single pod the events are not taken from `describe`, which tells ages only; for those who look again later. */
  readonly needsInstants?: boolean;
}

/** Throws a `UserError` where nothing could be read at all. */
export async function lookAtCluster(
  request: ClusterRequest,
  kubectl: Kubectl,
  { progress = NO_PROGRESS, witness, needsInstants = false }: LookOptions = {},
): Promise<Look> {
  const cluster = { kubectl, connection: request.connection, progress, needsInstants };
  const named = request.targets.filter(({ kind }) => kind === "pod").map(({ name }) => name);
  const owners = request.targets.filter(({ kind }) => kind !== "pod");
  const looks = await Promise.all([
    ...(named.length > 0 ? [lookAtNamedPods([...new Set(named)], request, cluster, witness)] : []),
    ...(owners.length > 0 || named.length === 0 ? [lookAtListedPods(owners, request, cluster, witness)] : []),
  ]);
  return looks.reduce(joined);
}

export function readingOf({ pods, events, morePods }: Look): Reading {
  return { pods, events, errors: [], warnings: [], morePods };
}

/** A pod that was named, and belongs to an owner that was named too, has its events once. */
function joined(named: Look, listed: Look): Look {
  const known = new Set(named.pods.map(nameOf));
  const isNew = (event: EventRecord): boolean =>
    !known.has(`${event.namespace}/${event.object?.replace(/^pod\//, "")}`);
  return {
    pods: [...named.pods, ...listed.pods.filter((pod) => !known.has(nameOf(pod)))],
    morePods: named.morePods + listed.morePods,
    unscheduled: named.unscheduled + listed.unscheduled,
    containers: [...new Set([...named.containers, ...listed.containers])],
    events: [...named.events, ...listed.events.filter(isNew)],
    looked: `${named.looked} and ${listed.looked}`,
    unanswered: [...named.unanswered, ...listed.unanswered],
    unheard: [...named.unheard, ...listed.unheard.filter(({ pod }) => !known.has(nameOf(pod)))],
    notes: [...named.notes, ...listed.notes],
  };
}

function nameOf({ namespace, name }: PodRecord): string {
  return `${namespace}/${name}`;
}
