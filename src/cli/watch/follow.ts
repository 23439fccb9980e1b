/**
 * Looks again whenever something has changed. Each look is a whole one, as without `--watch`, so that what is told is
 * always what a new run would tell; the watch only says when. A look that costs much is rarer.
 */
import type { Shell } from "../../catalogue/for-shell.ts";
import type { Catalogue } from "../../catalogue/own.ts";
import { placeOf, type SeenPod } from "../../diagnose/difference.ts";
import { ImageUse } from "../../facts/image-use.ts";
import { type Answer, answerOf } from "../answer.ts";
import { contextNamespace } from "../context.ts";
import { mayBePulling } from "../gather-pods.ts";
import type { Kubectl } from "../kubectl.ts";
import type { ListQuestion } from "../list-pages.ts";
import { type Look, lookAtCluster, type PodWitness } from "../live.ts";
import { type ListProgress, NO_PROGRESS } from "../progress.ts";
import type { ClusterRequest } from "../request.ts";
import { UserError } from "../user-error.ts";
import { Bell, pause } from "./bell.ts";
import { EventMemory } from "./memory.ts";
import { PodStates } from "./pod-states.ts";
import { type Hear, watchPods } from "./pod-watch.ts";

export type Moment = Seen | Lost;

export interface Seen {
  readonly kind: "seen";
  readonly answer: Answer;
  readonly look: Look;
  /** Every pod that was looked at. */
  readonly pods: ReadonlyMap<string, SeenPod>;
  readonly at: Date;
  /** Seconds. */
  readonly took: number;
  /** Why nobody tells of changes, so that the looks go on at a fixed pace; null where somebody does. */
  readonly unwatched: UserError | null;
}

/** The names of pods of which nobody knows yet whether their images can be pulled; those without a node are counted. */
export function openPods({ look, answer }: Seen): string[] {
  const failing = new Set(answer.report.failures.map(placeOf));
  const waiting = look.pods
    .filter((pod) => mayBePulling(pod) && !failing.has(`${pod.namespace}/${pod.name}`))
    .map(({ namespace, name }) => `${namespace}/${name}`);
  return [...new Set(waiting), ...(look.unscheduled === 0 ? [] : [withoutNode(look.unscheduled)])];
}

function withoutNode(pods: number): string {
  return `${pods} without a node`;
}

/** Nothing can be read for now; it is tried again until it can. */
export interface Lost {
  readonly kind: "lost";
  readonly why: UserError;
}

export interface FollowOptions {
  readonly kubectl: Kubectl;
  readonly shell: Shell;
  readonly progress: ListProgress;
  readonly catalogue: Catalogue;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Whether it counts that images are not there yet. */
  readonly mindsOpen: boolean;
  /** Seconds after which to look again, though nothing is told to have changed. */
  readonly again: (seen: Seen) => number;
}

/** Seconds between two looks, and how many times as long as the look itself took. */
const PAUSE = 1;
const REST = 3;
/** Seconds before a server that was lost is asked again. */
const LOST = [1, 2, 4, 8, 15, 30];

/** Ends with the signal only. Throws the `UserError` of the first look, which is as if nothing were to be followed. */
export async function* follow(request: ClusterRequest, options: FollowOptions): AsyncGenerator<Moment, void, void> {
  const { kubectl, signal, again } = options;
  const states = new PodStates(options);
  const memory = new EventMemory();
  const question = await questionOf(request, kubectl);
  const bell = new Bell(() => {
    const hear: Hear = (type, pod) => {
      if (states.hear(type, pod)) bell.ring();
    };
    return watchPods(question, kubectl, request.connection, hear);
  }, signal);
  let losses: number | null = null;
  while (!signal.aborted) {
    try {
      await bell.listen();
      const shown = losses === null ? options : { ...options, progress: NO_PROGRESS };
      const found = await lookAgain(request, states, memory, shown);
      const seen: Seen = { ...found, unwatched: bell.trouble };
      if (signal.aborted) return;
      losses = 0;
      yield seen;
      await pause(Math.max(PAUSE, REST * seen.took), signal);
      await bell.rung(again(seen));
    } catch (error) {
      if (signal.aborted) return;
      if (losses === null || !(error instanceof UserError)) throw error;
      if (losses === 0) yield { kind: "lost", why: error };
      await pause(LOST[Math.min(losses++, LOST.length - 1)] ?? 0, signal);
    }
  }
}

async function lookAgain(
  request: ClusterRequest,
  states: PodStates,
  memory: EventMemory,
  { kubectl, shell, progress, catalogue }: FollowOptions,
): Promise<Omit<Seen, "unwatched">> {
  const began = performance.now();
  const { witness, pods } = states.beginLook();
  const use = new ImageUse();
  const see: PodWitness["see"] = (pod, object) => {
    use.add(pod);
    witness.see(pod, object);
  };
  const found = await lookAtCluster(request, kubectl, { progress, witness: { see }, needsInstants: true }).finally(() =>
    progress.end(),
  );
  const look = memory.recall(found, pods);
  const at = new Date();
  const answer = answerOf(look, request.container, at, { shell, use, catalogue });
  return { kind: "seen", answer, look, pods, at, took: (performance.now() - began) / 1000 };
}

/** Pods among which are those that are asked for; the look chooses. */
async function questionOf(request: ClusterRequest, kubectl: Kubectl): Promise<ListQuestion> {
  const { targets, allNamespaces, selector, fieldSelector, connection } = request;
  const namespace = allNamespaces ? null : (connection.namespace ?? (await contextNamespace(kubectl)));
  const [only, second] = targets;
  const isOnePod = only?.kind === "pod" && second === undefined;
  return {
    resource: "pods",
    namespace,
    selector,
    fieldSelector: isOnePod ? `metadata.name=${only.name}` : fieldSelector,
  };
}
