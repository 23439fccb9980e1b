/** What has changed since the beginning: each change with its time, and how many there were of each kind. */
import { difference, NOTHING_FAILS, type Standing } from "../../diagnose/difference.ts";
import { listed } from "../../render/phrases.ts";
import type { PullChange } from "../../report.ts";
import { cleanLine } from "../../text/clean.ts";
import type { Seen } from "./follow.ts";

export class Ledger {
  standing: Standing = NOTHING_FAILS;
  private began: Date | null = null;
  private readonly counts: Record<PullChange["change"], number> = { failing: 0, recovered: 0, changed: 0, gone: 0 };

  /** The changes since the look before; all that fails is one at the first. */
  note({ answer, pods, at }: Seen): PullChange[] {
    const isWhole = answer.unanswered.length === 0;
    const { changes, standing } = difference(this.standing, { failures: answer.report.failures, pods, isWhole });
    this.standing = standing;
    if (this.began !== null) for (const { change } of changes) this.counts[change]++;
    this.began ??= at;
    return changes.map(({ change, failure, was }) => ({
      apiVersion: "pullcheck/v1",
      kind: "PullChange",
      time: at.toISOString(),
      change,
      // The list of events that it refers to is not here.
      failure: { ...failure, evidence: failure.evidence.map((one) => ({ ...one, event: null })) },
      was,
    }));
  }

  /** "Watched the pods in namespace shop for 2m10s: 3 image pulls fail now. 5 began to fail, 2 recovered." */
  summary(looked: string, now = new Date()): string {
    const failing = this.standing.size;
    const fail =
      failing === 0 ? "no image pull fails" : failing === 1 ? "one image pull fails" : `${failing} image pulls fail`;
    const { failing: began, recovered, changed, gone } = this.counts;
    const parts = [
      began > 0 ? `${began} began to fail` : "",
      recovered > 0 ? `${recovered} recovered` : "",
      changed > 0 ? `${changed} changed` : "",
      gone > 0 ? `${gone} ${gone === 1 ? "is" : "are"} gone` : "",
    ].filter((part) => part !== "");
    const rest = parts.length === 0 ? "Nothing changed." : `In between ${listed(parts)}.`;
    const seconds = Math.round((now.getTime() - (this.began ?? now).getTime()) / 1000);
    return `Watched ${cleanLine(looked)} for ${spell(seconds)}: at the end ${fail}. ${rest}`;
  }
}

/** "45s", "2m10s", "3h5m". */
function spell(seconds: number): string {
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${seconds % 60}s`;
  return `${Math.floor(seconds / 3600)}h${Math.floor((seconds % 3600) / 60)}m`;
}
