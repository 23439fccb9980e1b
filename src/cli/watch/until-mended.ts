/** `--wait`: when nothing fails any more and every image is there, and what is said where that is not reached in time. */
import { listed } from "../../render/phrases.ts";
import type { Answer } from "../answer.ts";
import type { Kubectl } from "../kubectl.ts";
import type { ClusterRequest } from "../request.ts";
import { UserError } from "../user-error.ts";
import { openPods, type Seen } from "./follow.ts";
import { askForRollouts, type Rollouts } from "./rollouts.ts";

/** Seconds for which all must be well: a Job or a custom owner may be about to make a pod. */
const CALM = 2;
/** Seconds after which to look again though no pod has changed. */
const PATIENCE = 10;
const NO_ROLLOUTS: Rollouts = { unfinished: [], why: null };
const MOST_NAMED = 3;

export class UntilMended {
  /** Seconds until the next look, where nothing is told to have changed. */
  patience = PATIENCE;
  private wellSince: number | null = null;
  private open: readonly string[] = [];
  private rollouts = NO_ROLLOUTS;
  private readonly request: ClusterRequest;
  private readonly kubectl: Kubectl;

  constructor(request: ClusterRequest, kubectl: Kubectl) {
    this.request = request;
    this.kubectl = kubectl;
  }

  /** Throws nothing that a user can have to do with: what cannot be asked is not reached. */
  async isReached(seen: Seen): Promise<boolean> {
    const { report, unanswered } = seen.answer;
    this.open = openPods(seen);
    const isWell =
      report.failures.length === 0 &&
      unanswered.length === 0 &&
      report.summary.podsSeen > 0 &&
      this.open.length === 0 &&
      (await this.areAllMade());
    if (!isWell) this.wellSince = null;
    else this.wellSince ??= performance.now();
    this.patience = isWell || this.rollouts.unfinished.length > 0 ? CALM : PATIENCE;
    return isWell && performance.now() - (this.wellSince ?? 0) >= CALM * 1000;
  }

  /** The last answer, with what is still open. */
  verdict(answer: Answer, isMended: boolean): Answer {
    const { report, looked } = answer;
    const isEmpty = report.summary.podsSeen === 0 && answer.unanswered.length === 0;
    const warnings = [
      ...(isMended || this.open.length === 0 ? [] : [openSentence(this.open)]),
      ...(isMended || this.rollouts.unfinished.length === 0 ? [] : [unmadeSentence(this.rollouts.unfinished)]),
      ...(this.rollouts.why === null
        ? []
        : [`Whether all pods have been made could not be checked. ${this.rollouts.why}`]),
    ];
    return {
      ...answer,
      report: {
        ...report,
        complete: report.complete && (isMended || (this.open.length === 0 && this.rollouts.unfinished.length === 0)),
        warnings: [...report.warnings, ...warnings],
      },
      unanswered: isEmpty ? [...answer.unanswered, noPod(looked)] : answer.unanswered,
    };
  }

  private async areAllMade(): Promise<boolean> {
    try {
      this.rollouts = await askForRollouts(this.request, this.kubectl);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return false;
    }
    return this.rollouts.unfinished.length === 0;
  }
}

function openSentence(pods: readonly string[]): string {
  const one = pods.length === 1;
  return `${one ? "Pod" : `${pods.length} pods:`} ${some(pods)} still ${one ? "waits" : "wait"} for ${one ? "its" : "their"} images, and it is open whether they can be pulled.`;
}

function unmadeSentence(names: readonly string[]): string {
  return `Not all pods have been made yet by ${some(names)}.`;
}

function some(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  return listed(rest > 0 ? [...names.slice(0, MOST_NAMED), `${rest} more`] : names);
}

function noPod(looked: string): UserError {
  return new UserError(`No pod came while it was waited for: ${looked}.`, {
    hint: "Check the namespace and the selector, or allow more time with --wait=10m.",
  });
}
