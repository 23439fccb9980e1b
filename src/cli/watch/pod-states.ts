/**
 * What is remembered of every pod, so that of the many changes of a pod those are told apart that are worth a new look.
 * A back-off that comes and goes with the same error is none.
 */
import type { SeenPod } from "../../diagnose/difference.ts";
import { IMAGE_STATES } from "../../pull/classify-event.ts";
import { toPod } from "../../read/objects.ts";
import type { ContainerRecord, PodRecord } from "../../read/records.ts";
import { isUnscheduled, mayBePulling } from "../gather-pods.ts";
import { type KubeObject, textAt, uidOf } from "../kubectl-json.ts";
import { type PodWitness, SOURCE } from "../live.ts";

export type ChangeType = "ADDED" | "MODIFIED" | "DELETED";

interface PodState {
  readonly uid: string;
  /** Images of containers that cannot be pulled, with the last words that said why. */
  readonly failing: ReadonlyMap<string, string>;
  /** Whether images may be missing of which nobody knows yet if they can be pulled. */
  readonly isOpen: boolean;
}

export class PodStates {
  private readonly known = new Map<string, PodState>();
  /** Whether it is worth a look that a pod begins or ends to wait for its images. */
  private readonly mindsOpen: boolean;

  constructor({ mindsOpen }: { readonly mindsOpen: boolean }) {
    this.mindsOpen = mindsOpen;
  }

  /** Sees the pods of one look, and which there are. */
  beginLook(): { readonly witness: PodWitness; readonly pods: ReadonlyMap<string, SeenPod> } {
    const pods = new Map<string, SeenPod>();
    const see = (record: PodRecord, object: KubeObject): void => {
      const place = placeOf(record);
      const uid = uidOf(object);
      pods.set(place, { uid, isGivenUp: record.status === "Failed" });
      this.known.set(place, stateOf(record, uid, this.known.get(place)));
    };
    return { witness: { see }, pods };
  }

  /** Hears of one change; true where it is worth a look. */
  hear(type: ChangeType, object: KubeObject): boolean {
    const record = toPod(SOURCE, object);
    if (record === null) return false;
    const place = placeOf(record);
    const before = this.known.get(place);
    if (type === "DELETED") {
      this.known.delete(place);
      return before !== undefined && (before.failing.size > 0 || (this.mindsOpen && before.isOpen));
    }
    const now = stateOf(record, textAt(object, "metadata", "uid"), before);
    this.known.set(place, now);
    return (
      !isSame(before ?? NOTHING, now) || (this.mindsOpen && (before === undefined || before.isOpen !== now.isOpen))
    );
  }
}

const NOTHING: PodState = { uid: "", failing: new Map(), isOpen: false };

function placeOf({ namespace, name }: PodRecord): string {
  return `${namespace}/${name}`;
}

function stateOf(record: PodRecord, uid: string, before: PodState | undefined): PodState {
  const old = before?.uid === uid ? before.failing : NOTHING.failing;
  const failing = record.containers
    .filter(({ reason }) => IMAGE_STATES.has(reason ?? ""))
    .map((one): [string, string] => {
      const key = `${one.name} ${one.image}`;
      return [key, wordsOf(one) ?? old.get(key) ?? ""];
    });
  return { uid, failing: new Map(failing), isOpen: isUnscheduled(record) || mayBePulling(record) };
}

/**
 * The error without what differs at each attempt, such as the number of a request. Null where the state names none:
 * before kubelet 1.32 a back-off does not.
 */
function wordsOf({ message }: ContainerRecord): string | null {
  if (message === null || /^Back-off pulling image ?"[^"]*"\.?$/.test(message)) return null;
  return message
    .slice(0, LONGEST)
    .replace(/^Back-off pulling image ?"[^"]*": (?:\w+: )?/, "")
    .replace(/[0-9a-fA-F-]{8,}|\d+/g, "#");
}

const LONGEST = 2000;

function isSame(before: PodState, now: PodState): boolean {
  if (before.failing.size === 0 && now.failing.size === 0) return true;
  if (before.uid !== now.uid || before.failing.size !== now.failing.size) return false;
  return [...now.failing].every(([key, words]) => before.failing.get(key) === words);
}
