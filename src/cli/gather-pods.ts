/** What is kept of a list of pods: those whose images may be missing. Of a hundred thousand the others are counted. */
import { IMAGE_STATES } from "../pull/classify-event.ts";
import { toPod } from "../read/objects.ts";
import type { PodRecord } from "../read/records.ts";
import { isObject, type KubeObject, textAt, uidOf, valueAt } from "./kubectl-json.ts";
import type { Gatherer } from "./list-pages.ts";
import { type PodWitness, SOURCE } from "./live.ts";
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

/** True for a pod that nobody has found a node for. */
export function isUnscheduled({ node, status }: PodRecord): boolean {
  return node === null && status !== "Succeeded" && status !== "Failed";
}

/** Of each failing pod the report has 7 kB and its making needs 40; nobody reads as many. */
const MOST_KEPT = 5000;

export interface GatheredPod {
  readonly uid: string;
  readonly record: PodRecord;
  readonly owners: readonly Owner[];
}

/** An owner reference. */
export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly uid: string;
}

export interface PodChoice {
  /** True for a pod that is asked for. */
  readonly wants?: (pod: KubeObject) => boolean;
  readonly witness?: PodWitness | undefined;
}

export class PodGatherer implements Gatherer {
  /** Pods that may be pulling, or whose status names a failing pull. */
  readonly kept: GatheredPod[] = [];
  /** How many others there are, by the UIDs of their owners. */
  readonly others = new Map<string, number>();
  /** How many of those have no node yet. */
  readonly unscheduled = new Map<string, number>();
  /** Every owner there is, by UID. */
  readonly owners = new Map<string, Owner>();
  /** The names of all containers. */
  readonly containers = new Set<string>();
  /** The names of all pods; only where the choice is by name. */
  readonly names = new Set<string>();
  /** That of the last one. */
  namespace: string | null = null;
  private passedOver = 0;
  private readonly choice: PodChoice;

  constructor(choice: PodChoice = {}) {
    this.choice = choice;
  }

  eat(object: KubeObject): void {
    const record = toPod(SOURCE, object);
    if (record === null) return;
    this.choice.witness?.see(record, object);
    if (this.choice.wants !== undefined) {
      if (!this.choice.wants(object)) return;
      this.names.add(textAt(object, "metadata", "name"));
    }
    this.namespace = record.namespace;
    for (const { name } of record.containers) this.containers.add(name);
    const owners = ownersOf(object);
    for (const owner of owners) this.owners.set(owner.uid, owner);
    const matters = isOfInterest(record);
    if (matters && this.kept.length < MOST_KEPT) this.kept.push({ uid: uidOf(object), record, owners });
    else {
      if (matters) this.passedOver++;
      const key = owners.map(({ uid }) => uid).join(" ");
      increase(this.others, key);
      if (isUnscheduled(record)) increase(this.unscheduled, key);
    }
  }

  /** That not all pods which matter are kept, where it is so. */
  get unread(): UserError[] {
    if (this.passedOver === 0) return [];
    const [most, more] = [MOST_KEPT, this.passedOver].map((number) => number.toLocaleString("en-US"));
    return [
      new UserError(`More than ${most} pods wait for their images; ${more} further ones are counted only.`, {
        hint: "See the rest with -n or a selector.",
      }),
    ];
  }
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** All of them, or those that one of these owners has. */
export function sumOf(counts: ReadonlyMap<string, number>, owners?: ReadonlySet<string>): number {
  let sum = 0;
  for (const [uids, count] of counts) {
    if (owners === undefined || uids.split(" ").some((uid) => owners.has(uid))) sum += count;
  }
  return sum;
}

/** Nothing fails in the others, whatever their events say: their containers have run, or will not run. */
export function isOfInterest(pod: PodRecord): boolean {
  return mayBePulling(pod) || pod.containers.some(({ reason }) => IMAGE_STATES.has(reason ?? ""));
}

export function ownersOf(object: KubeObject): Owner[] {
  const references = valueAt(object, "metadata", "ownerReferences");
  return (Array.isArray(references) ? references : [])
    .filter(isObject)
    .map((one) => ({ apiVersion: textAt(one, "apiVersion"), kind: textAt(one, "kind"), uid: textAt(one, "uid") }))
    .filter(({ uid }) => /^[\w.-]{1,64}$/.test(uid));
}
