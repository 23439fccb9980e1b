/**
 * When the kubelet tries a pull again.
 *
 * The wait is kept per pod and image: 10 s after the first failure, twice as long after each further one, 300 s at most,
 * without jitter (kubernetes pkg/kubelet/kubelet.go: imageBackOffPeriod and MaxImageBackOff, before them backOffPeriod
 * and MaxContainerBackOff; client-go util/flowcontrol/backoff.go). What tunes CrashLoopBackOff does not touch it.
 */
import { ageInSeconds } from "../read/age.ts";
import type { ReportedFailure, Retry } from "../report.ts";

const FIRST = 10;
const LONGEST = 300;
/** A pod that failed is looked at again after 10 to 15 s (pkg/kubelet/pod_workers.go), and the pull begins then. */
const NEXT_LOOK = 15;
/** Older events are gone, so that the attempts that are told are no longer all (kube-apiserver --event-ttl). */
const EVENTS_LIVE = 3600;

/** States after which a pull waits. InvalidImageName, ErrImageNeverPull and ImageInspectError come before any pull. */
const PULLED = new Set(["ErrImagePull", "ImagePullBackOff", "RegistryUnavailable", "SignatureValidationFailed"]);

/** Null where the input tells no state of a pull, or no age. */
export function retryOf({
  state,
  attempts,
  firstSeen,
  lastSeen,
}: Pick<ReportedFailure, "state" | "attempts" | "firstSeen" | "lastSeen">): Retry | null {
  const age = ageInSeconds(lastSeen);
  if (age === null || state === null || !PULLED.has(state)) return null;
  const isOld = (ageInSeconds(firstSeen) ?? 0) >= EVENTS_LIVE;
  const wait = isOld ? LONGEST : Math.min(LONGEST, FIRST * 2 ** (Math.max(1, attempts ?? 1) - 1));
  return {
    wait,
    isLongest: wait === LONGEST,
    earliest: Math.max(0, wait - age),
    latest: Math.max(0, wait + NEXT_LOOK - age),
  };
}
