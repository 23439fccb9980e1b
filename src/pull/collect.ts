/**
 * Records → failures. All that the input says of one image in one pod is gathered into a track; a track whose image
 * cannot be pulled at the end of the text is a failure.
 */
import { parsePullErrors } from "../error/pull-error.ts";
import { sameImage } from "../image/reference.ts";
import { recency } from "../read/age.ts";
import type { ContainerRecord, Reading } from "../read/records.ts";
import { addBareErrors } from "./bare-errors.ts";
import { IMAGE_STATES } from "./classify-event.ts";
import { type PullFailure, runtimeOf, type Sighting } from "./failure.ts";
import { isSandbox, type Track, tracksOf } from "./tracks.ts";
import { keyOf, type PodView, type Seen, statusOf, viewsOf } from "./views.ts";

export interface Collected {
  readonly failures: readonly PullFailure[];
  /** Pulls that failed earlier in the text and then succeeded. */
  readonly recovered: readonly {
    readonly source: string;
    readonly pod: string | null;
    readonly image: string | null;
  }[];
  readonly podsSeen: number;
}

/** `events` is the list that indexes in the failures refer to: those of all readings, in order. */
export function collectFailures(readings: readonly Reading[]): Collected {
  const views = viewsOf(readings);
  const failures: PullFailure[] = [];
  const recovered: { source: string; pod: string | null; image: string | null }[] = [];
  for (const view of views) {
    const result = judgePod(view);
    failures.push(...result.failures);
    recovered.push(...result.recovered);
  }
  const withErrors = addBareErrors(
    failures,
    readings.flatMap((reading) => reading.errors),
    views.length > 0,
  );
  const names = new Set(views.flatMap(({ pod }) => (pod === null ? [] : [keyOf(pod.source, pod.namespace, pod.name)])));
  const morePods = readings.reduce((sum, reading) => sum + reading.morePods, 0);
  return { failures: withErrors, recovered, podsSeen: names.size + morePods };
}

/** Waiting reasons that name their cause; ErrImagePull and ImagePullBackOff only say that there is one. */
const TELLING_STATES: ReadonlySet<string> = new Set([
  "ErrImageNeverPull",
  "InvalidImageName",
  "ImageInspectError",
  "RegistryUnavailable",
  "SignatureValidationFailed",
]);

function judgePod(told: PodView): Pick<Collected, "failures" | "recovered"> {
  const view = withFacts(told);
  const failures: PullFailure[] = [];
  const recovered: { source: string; pod: string | null; image: string | null }[] = [];
  for (const track of tracksOf(view)) {
    const told = track.events.some(({ meaning }) => meaning.kind === "error" || meaning.kind === "boilerplate");
    const waiting = track.container !== null && IMAGE_STATES.has(track.container.reason ?? "");
    if (!told && !waiting) continue;
    if (isFailing(track, view)) failures.push(toFailure(track, view));
    else if (track.events.some(({ meaning }) => meaning.kind === "error")) {
      recovered.push({ source: track.events[0]?.event.source ?? "", pod: view.pod?.name ?? null, image: track.image });
    }
  }
  const { pod } = view;
  // A describe that was cut before its containers says less than the row of `get pods` above it.
  const isBare = pod !== null && (pod.shape === "row" || pod.containers.length === 0);
  if (isBare && failures.length === 0 && recovered.length === 0) {
    if (IMAGE_STATES.has(statusOf(pod)))
      failures.push(toFailure({ image: null, container: null, containerName: null, events: view.events }, view));
  }
  const alone = onlySecretsTold(view, failures, recovered);
  return { failures: alone === null ? failures : [...failures, alone], recovered };
}

/** What many tracks of one pod ask for, found once. */
interface JudgedPod extends PodView {
  readonly successes: readonly Seen[];
  readonly secrets: readonly Seen[];
  /** The node, where the pod itself does not say. */
  readonly nodeTold: string | null;
}

function withFacts(view: PodView): JudgedPod {
  return {
    ...view,
    successes: view.events.filter(({ meaning }) => meaning.kind === "success"),
    secrets: view.events.filter(({ meaning }) => meaning.kind === "secrets"),
    nodeTold: nodeOf(view),
  };
}

/** Rows cut down to the one about the pull secret, with no pod around them that could be healthy. */
function onlySecretsTold(
  view: JudgedPod,
  failures: readonly unknown[],
  recovered: readonly unknown[],
): PullFailure | null {
  if (failures.length > 0 || recovered.length > 0) return null;
  const { secrets } = view;
  const others = view.events.some(({ meaning }) => meaning.kind === "success" || meaning.kind === "pulling");
  const known = view.pod !== null && view.pod.containers.length > 0;
  return secrets.length > 0 && !others && !known
    ? toFailure({ image: null, container: null, containerName: null, events: [...secrets] }, view)
    : null;
}

/** True while the image cannot be pulled at the end of the text. */
function isFailing(track: Track, view: JudgedPod): boolean {
  const { container } = track;
  if (container !== null) {
    if (IMAGE_STATES.has(container.reason ?? "")) return true;
    // Between two attempts a container is "ContainerCreating" or "PodInitializing"; every other state needs the image.
    const between =
      container.state === "waiting" &&
      /^(?:ContainerCreating|PodInitializing)$/.test(container.reason ?? "ContainerCreating");
    if (container.state !== null && !between) return false;
  }
  const failed = newest(
    track.events.filter(({ meaning }) => meaning.kind === "error" || meaning.kind === "boilerplate"),
  );
  if (failed === null) return false;
  // Once the sandbox stands, the kubelet goes on to the containers' own images.
  const mine = (seen: Seen): boolean =>
    isSandbox(track)
      ? seen.meaning.kind === "success" ||
        seen.meaning.kind === "pulling" ||
        (seen.meaning.kind === "error" && !seen.meaning.sandbox)
      : seen.meaning.kind === "success" &&
        // Where the failing row names no image, any container that started speaks against it.
        (track.image === null ||
          (seen.meaning.image !== null
            ? sameImage(seen.meaning.image, track.image)
            : seen.event.container !== null && seen.event.container === track.containerName));
  const succeeded = newest((isSandbox(track) ? view.events : view.successes).filter(mine));
  return succeeded === null || isNewer(failed, succeeded);
}

function newest(events: readonly Seen[]): Seen | null {
  let best: Seen | null = null;
  for (const seen of events) if (best === null || isNewer(seen, best)) best = seen;
  return best;
}

/** Later tables were printed later; within one the age decides, and where that tells nothing, the order. */
function isNewer(a: Seen, b: Seen): boolean {
  if (a.event.table !== b.event.table) return a.event.table > b.event.table;
  const [first, second] = [recency(a.event.age), recency(b.event.age)];
  if (first !== null && second !== null && first !== second) return first < second;
  return a.index > b.index;
}

function toFailure(track: Track, view: JudgedPod): PullFailure {
  const { pod } = view;
  const errors = track.events
    .filter(({ meaning }) => meaning.kind === "error")
    .sort((a, b) => (isNewer(a, b) ? -1 : 1));
  const sightings: Sighting[] = withoutEchoes(errors).map(({ index, event, meaning }) => ({
    errors: meaning.kind === "error" ? meaning.errors : [],
    event: index,
    from: "event",
    reason: event.reason,
    block: null,
    log: false,
    cap: null,
  }));
  const status = statusSighting(track.container);
  if (status !== null) sightings.push(status);
  const state = stateOf(track, view);
  if (sightings.length === 0 && state !== null && TELLING_STATES.has(state)) {
    const row = track.events.find(({ event }) => event.message.includes(state) || event.reason === state);
    const errors = parsePullErrors(state);
    sightings.push({
      errors,
      event: row?.index ?? null,
      from: row === undefined ? "status" : "event",
      reason: state,
      block: null,
      log: false,
      cap: null,
    });
  }
  const { secrets } = view;
  if (sightings.length === 0) {
    for (const { index, event, meaning } of secrets) {
      if (meaning.kind === "secrets")
        sightings.push({
          errors: meaning.errors,
          event: index,
          from: "event",
          reason: event.reason,
          block: null,
          log: false,
          cap: "likely",
        });
    }
  }
  const latest = errors[0]?.event ?? newest(track.events)?.event ?? null;
  const attempts = errors.reduce((sum, { event }) => sum + (event.count ?? 1), 0);
  const success = track.events.some(({ meaning }) => meaning.kind === "success");
  return {
    source: pod?.source ?? track.events[0]?.event.source ?? "",
    namespace: pod?.namespace ?? latest?.namespace ?? null,
    pod: pod?.name ?? null,
    container:
      track.containerName ??
      (isSandbox(track) ? null : (track.events.find(({ event }) => event.container !== null)?.event.container ?? null)),
    node: pod?.node ?? view.nodeTold,
    image: track.image,
    state,
    runtime: runtimeOf(sightings),
    sightings,
    missingSecrets: [...new Set(secrets.flatMap(({ meaning }) => (meaning.kind === "secrets" ? meaning.names : [])))],
    missingSecretsEvent: secrets.at(-1)?.index ?? null,
    pulledBefore: success,
    pullPolicy: track.container?.pullPolicy ?? null,
    pullSecrets: pod?.pullSecrets ?? null,
    owner: pod?.owner ?? null,
    isBare: pod?.isBare ?? false,
    marks: pod?.marks ?? {},
    maker: null,
    containerKind: track.container?.kind ?? null,
    serviceAccount: pod?.serviceAccount ?? null,
    attempts: attempts === 0 ? null : attempts,
    firstSeen: latest?.over ?? latest?.age ?? null,
    lastSeen: latest?.age ?? null,
    evidenceGone: sightings.length === 0,
  };
}

/** A pod that fails for days says the same thousands of times; the newest of each says it all. */
function withoutEchoes(errors: readonly Seen[]): readonly Seen[] {
  const newest = new Map<string, Seen>();
  for (const seen of errors) if (!newest.has(seen.event.message)) newest.set(seen.event.message, seen);
  return [...newest.values()].slice(0, MOST_SIGHTINGS);
}

const MOST_SIGHTINGS = 100;

/** The node that the scheduler chose, or the host of the kubelet that reports; the scheduler's own host is another. */
function nodeOf({ events }: PodView): string | null {
  for (const { event } of events) {
    const chosen = /^Successfully assigned \S{1,320} to (\S{1,253})/.exec(event.message)?.[1];
    if (chosen !== undefined) return chosen;
  }
  return events.find(({ event }) => event.node !== null && event.from === "kubelet")?.event.node ?? null;
}

/** From kubelet 1.32 on the waiting message of a back-off carries the error; before, that of ErrImagePull does. */
function statusSighting(container: ContainerRecord | null): Sighting | null {
  if (container?.message === null || container?.message === undefined) return null;
  if (/^Back-off pulling image ?"[^"]*"\.?$/.test(container.message)) return null;
  return {
    errors: parsePullErrors(container.message),
    event: null,
    from: "status",
    reason: container.reason,
    block: null,
    log: false,
    cap: null,
  };
}

function stateOf(track: Track, view: PodView): string | null {
  const { container } = track;
  if (container !== null && IMAGE_STATES.has(container.reason ?? "")) return container.reason;
  if (isSandbox(track)) return null;
  const last = newest(track.events.filter(({ meaning }) => meaning.kind === "boilerplate"));
  if (last !== null && last.meaning.kind === "boilerplate") return last.meaning.state;
  const status = view.pod?.shape === "row" ? statusOf(view.pod) : "";
  if (IMAGE_STATES.has(status)) return status;
  const reasons = track.events.map(({ event }) => event.reason);
  if (reasons.includes("ErrImageNeverPull")) return "ErrImageNeverPull";
  if (
    track.events.some(({ event }) => /^(?:spec\.\w+\{[^}]*\}: )?Failed to apply default image tag/.test(event.message))
  )
    return "InvalidImageName";
  return track.events.some(({ meaning }) => meaning.kind === "error") && reasons.includes("Failed")
    ? "ErrImagePull"
    : null;
}
