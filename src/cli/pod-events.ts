/**
 * The events of pods whose images may be missing: one list, whatever the number of pods, and of it only what is theirs.
 * `describe`'s `Events: <none>` means one of three things: there are none any more, they may not be listed, or listing
 * them failed; kubectl drops that error and exits 0. Asking by itself tells which, where `auth can-i` would know of the
 * right only.
 */
import { toEvent } from "../read/objects.ts";
import type { EventRecord } from "../read/records.ts";
import type { GatheredPod } from "./gather-pods.ts";
import { type KubeObject, subjectOf } from "./kubectl-json.ts";
import { type Cluster, type Gatherer, readList } from "./list-pages.ts";
import { SOURCE, type Unheard } from "./live.ts";

export interface AskedEvents {
  readonly events: readonly EventRecord[];
  readonly unheard: readonly Unheard[];
}

/**
 * Reasons that are never about a pull, and more than half of a cluster's events. What is left out is named and not what
 * is wanted: runtimes, kubelets of other versions and image policies write reasons of their own.
 */
const NEVER_ABOUT_PULLS = [
  "Scheduled",
  "FailedScheduling",
  "Created",
  "Started",
  "Killing",
  "Unhealthy",
  "Preempted",
  "Evicted",
  "TaintManagerEviction",
  "SuccessfulAttachVolume",
  "NotTriggerScaleUp",
  "TriggeredScaleUp",
];

/** `pods` are those whose events can matter. An event belongs to a pod by its UID: an earlier one may have had its name. */
export async function askForEvents(pods: readonly GatheredPod[], cluster: Cluster): Promise<AskedEvents> {
  const [first, second] = pods;
  if (first === undefined) return { events: [], unheard: [] };
  const uids = new Set(pods.map(({ uid }) => uid));
  const namespaces = new Set(pods.map(({ record }) => record.namespace));
  const { gathered, broken } = await readList(
    {
      resource: "events",
      // One namespace or all of them: the number of lists must not grow either.
      namespace: namespaces.size === 1 ? first.record.namespace : null,
      fieldSelector:
        second === undefined
          ? `involvedObject.name=${first.record.name},involvedObject.uid=${first.uid}`
          : ["involvedObject.kind=Pod", ...NEVER_ABOUT_PULLS.map((reason) => `reason!=${reason}`)].join(","),
    },
    () => new EventGatherer(uids),
    cluster,
  );
  return {
    events: gathered.events,
    unheard: broken === null ? [] : pods.map(({ record }) => ({ pod: record, reason: broken })),
  };
}

class EventGatherer implements Gatherer {
  readonly events: EventRecord[] = [];
  private readonly uids: ReadonlySet<string>;

  constructor(uids: ReadonlySet<string>) {
    this.uids = uids;
  }

  eat(event: KubeObject): void {
    if (this.uids.has(subjectOf(event))) this.events.push(toEvent(SOURCE, event));
  }
}
