/** What keeps the view from being true: told once when it begins, and once when it is over. */
import { maskSecrets } from "../../diagnose/mask-secrets.ts";
import { cleanLine } from "../../text/clean.ts";
import type { UserError } from "../user-error.ts";
import type { Terminal } from "../world.ts";
import { POLL } from "./bell.ts";
import type { Moment } from "./follow.ts";

export class Trouble {
  /** Why nothing can be read at the moment; null where all can. */
  lost: UserError | null = null;
  private unwatched: UserError | null = null;
  /** Where the sentences go; null where nobody wants them. */
  private readonly stderr: Terminal | null;

  constructor(stderr: Terminal | null) {
    this.stderr = stderr;
  }

  note(moment: Moment): void {
    const before = this.sentence;
    const wasLost = this.lost !== null;
    if (moment.kind === "lost") this.lost = moment.why;
    else {
      this.lost = null;
      this.unwatched = moment.unwatched;
      if (wasLost) this.say("The cluster answers again.");
    }
    if (this.sentence !== null && this.sentence !== before) this.say(this.sentence);
  }

  /** What is to be known of the view; null where it is true. */
  get sentence(): string | null {
    if (this.lost !== null)
      return `What was told may be out of date: ${this.lost.message} It is tried again until it answers.`;
    if (this.unwatched === null) return null;
    const { message, hint } = this.unwatched;
    return `Changes cannot be watched, so the cluster is asked again every ${POLL} s: ${message} ${hint}`;
  }

  private say(sentence: string): void {
    this.stderr?.write(`warning: ${maskSecrets(cleanLine(sentence))}\n`);
  }
}
