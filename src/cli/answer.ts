/** What was read of a cluster → the report, and what remains unanswered. The core judges; here its answer is completed. */
import { type ExamineOptions, examine } from "../diagnose/diagnose.ts";
import type { Diagnosis } from "../diagnose/judge.ts";
import { retryOf } from "../facts/retry.ts";
import type { PodRecord } from "../read/records.ts";
import type { PullReport } from "../report.ts";
import { mayBePulling } from "./gather-pods.ts";
import { humanAge } from "./human-age.ts";
import { type Look, readingOf, type Unheard } from "./live.ts";
import { narrowTo } from "./one-container.ts";
import { UserError } from "./user-error.ts";

export interface Answer {
  readonly report: PullReport;
  /** Parallel to the report's failures. */
  readonly diagnoses: readonly Diagnosis[];
  /** What was looked at, as a phrase. */
  readonly looked: string;
  readonly unanswered: readonly UserError[];
}

/** Throws a `UserError` where no pod has the container. */
export function answerOf(look: Look, container: string | null, now: Date, options: ExamineOptions = {}): Answer {
  if (container !== null) demandContainer(look, container);
  const reading = readingOf(look);
  // No source is named, since a list without pods is an answer too, and not an unreadable text.
  const { report, diagnoses } = narrowTo(container, examine([reading], [], options), [reading]);
  const unheard = look.unheard.filter(({ pod }) => container === null || mayBePulling(only(container, pod)));
  const warnings = [
    ...report.warnings,
    ...howToHearAgain(diagnoses.filter(isUntold(unheard))),
    ...silences(unheard),
    ...look.unanswered.map(({ message }) => message),
    ...look.notes,
  ];
  return {
    report: {
      ...withAges(report, now),
      complete: report.complete && unheard.length === 0 && look.unanswered.length === 0,
      warnings: [...new Set(warnings)],
    },
    diagnoses,
    looked: look.looked,
    unanswered: [...look.unanswered, ...byReason(unheard.filter(couldChange(diagnoses))).keys()],
  };
}

function demandContainer({ pods, morePods, containers }: Look, container: string): void {
  if (pods.length + morePods === 0 || containers.includes(container)) return;
  const podNames = new Set(pods.map(nameOf));
  const which =
    podNames.size === 1 && morePods === 0
      ? `Pod "${pods[0]?.name}" has no container`
      : podNames.size + morePods === 1
        ? "The pod has no container"
        : "None of the pods has a container";
  const some = containers.slice(0, 10).join(", ");
  throw new UserError(`${which} "${container}".`, {
    hint: containers.length === 0 ? "Leave out -c." : `There ${containers.length === 1 ? "is" : "are"}: ${some}`,
  });
}

function only(container: string, pod: PodRecord): PodRecord {
  return { ...pod, containers: pod.containers.filter(({ name }) => name === container) };
}

function nameOf({ namespace, name }: Pick<PodRecord, "namespace" | "name">): string {
  return `${namespace}/${name}`;
}

/** Events that are missing do not matter where the pod's status says the cause already. */
function couldChange(diagnoses: readonly Diagnosis[]): (unheard: Unheard) => boolean {
  const byPod = new Map<string, Diagnosis[]>();
  for (const one of diagnoses) {
    const key = `${one.failure.namespace}/${one.failure.pod}`;
    byPod.set(key, [...(byPod.get(key) ?? []), one]);
  }
  return ({ pod }) => {
    const own = byPod.get(nameOf(pod)) ?? [];
    return own.length === 0 || own.some(({ cause }) => cause === "unrecognized");
  };
}

/** A hundred pods without events for one reason are one thing to say. */
function byReason(unheard: readonly Unheard[]): Map<UserError, PodRecord[]> {
  const found = new Map<UserError, PodRecord[]>();
  for (const { pod, reason } of unheard) {
    const known = [...found.keys()].find(({ message }) => message === reason.message) ?? reason;
    const pods = found.get(known);
    if (pods === undefined) found.set(known, [pod]);
    else pods.push(pod);
  }
  return found;
}

function silences(unheard: readonly Unheard[]): string[] {
  return [...byReason(unheard)].map(([reason, pods]) => {
    const which = pods.length === 1 ? `pod ${pods[0]?.name} in namespace ${pods[0]?.namespace}` : `${pods.length} pods`;
    return `The events of ${which} could not be read, and that none are shown does not mean that nothing failed. ${reason.message}`;
  });
}

/** True for a failure whose events were read and tell nothing any more. */
function isUntold(unheard: readonly Unheard[]): (diagnosis: Diagnosis) => boolean {
  const deaf = new Set(unheard.map(({ pod }) => nameOf(pod)));
  return ({ failure }) =>
    failure.evidenceGone && failure.pod !== null && !deaf.has(`${failure.namespace}/${failure.pod}`);
}

/** Hundreds of pods are told of in one sentence. */
function howToHearAgain(untold: readonly Diagnosis[]): string[] {
  const pods = new Map(untold.map(({ failure }) => [`${failure.namespace}/${failure.pod}`, failure]));
  const [first] = pods.values();
  if (first === undefined) return [];
  const again =
    pods.size === 1
      ? `kubectl pullcheck ${first.pod} -n ${first.namespace}`
      : `kubectl pullcheck for these ${pods.size} pods`;
  return [
    `The kubelet tries again within five minutes, and its error is then among the events for an hour: run ${again} again then.`,
  ];
}

/** Events that were read as objects have instants; told as ages they read like those of describe. */
function withAges(report: PullReport, now: Date): PullReport {
  const age = (time: string | null): string | null =>
    time !== null && /^\d{4}-\d\d-\d\dT/.test(time) ? humanAge(time, now) : time;
  return {
    ...report,
    events: report.events.map((event) => ({ ...event, age: age(event.age), over: age(event.over) })),
    failures: report.failures.map((one) => {
      const aged = { ...one, firstSeen: age(one.firstSeen), lastSeen: age(one.lastSeen) };
      return { ...aged, retry: retryOf(aged) };
    }),
    groups: report.groups.map((group) => ({ ...group, since: age(group.since) })),
  };
}
