/**
 * The exit status, decided in one place.
 *
 *   2  something that was asked for could not be read, and reading it could have changed the answer: a file, a pod that
 *      is not there, events that kubectl refused to list while nothing else tells the cause. This wins over 1, since a
 *      script must not take half an answer for a whole one; the report still covers the rest.
 *   1  at least one image pull fails. Also where its cause is unknown because its events have expired: that nobody can
 *      read any more, so the question has been answered as far as it has an answer.
 *   0  no image pull fails.
 *
 * With `--watch` it tells of the end: 2 where the last state could not be read, since what was told before may be out of
 * date. With `--wait` 0 means besides that all images are there; 1 also that some are not there yet when the time is up,
 * or that not all pods have been made; 2 also that no pod has come.
 */
export type ExitStatus = 0 | 1 | 2;

export function exitStatus(found: { readonly failures: number; readonly unanswered: number }): ExitStatus {
  if (found.unanswered > 0) return 2;
  return found.failures > 0 ? 1 : 0;
}

/**
 * Of `probe`, by the same rule: 2 where it is not known of at least one image, and this wins; 1 where a pull of at least one
 * from here would fail, because the registry says no or cannot be reached; 0 where all can be pulled.
 */
export function probeStatus(found: { readonly notPullable: number; readonly unknown: number }): ExitStatus {
  return exitStatus({ failures: found.notPullable, unanswered: found.unknown });
}
/** In the words of the help and of the README. */
export const STATUSES: Readonly<Record<ExitStatus, string>> = {
  0: "no image pull fails",
  1: "at least one image pull fails",
  2: "the question could not be answered; standard error says why and what to do",
};
