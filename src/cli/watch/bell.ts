/** Rings when there is something new to look at: a change that counts, or the end of a watch, behind which changes may hide. */
import { setTimeout as wait } from "node:timers/promises";
import type { UserError } from "../user-error.ts";
import type { PodWatch, WatchEnd } from "./pod-watch.ts";

/** A watch that ends sooner than this is none. Seconds. */
const SHORT = 2;
/** Seconds between two looks where changes cannot be watched. */
export const POLL = 5;

export class Bell {
  /** Why there is no watch; null where there is one, or where that is nothing to speak of. */
  trouble: UserError | null = null;
  private watch: PodWatch | null = null;
  private isForbidden = false;
  private isShort = false;
  private hasRung = false;
  private listener: () => void = () => {};
  private readonly begin: () => PodWatch;
  private readonly signal: AbortSignal;

  constructor(begin: () => PodWatch, signal: AbortSignal) {
    this.begin = begin;
    this.signal = signal;
  }

  /** Whatever changes after this is heard, if it can be heard at all. */
  async listen(): Promise<void> {
    this.hasRung = false;
    if (this.watch !== null || this.isForbidden) return;
    this.isShort = false;
    this.trouble = null;
    const began = performance.now();
    const watch = this.begin();
    this.watch = watch;
    void watch.ended.then((end) => this.noteEnd(end, performance.now() - began));
    await watch.begun;
  }

  ring(): void {
    this.hasRung = true;
    this.listener();
  }

  /** Comes back when it rings, or after so many seconds. */
  async rung(seconds: number): Promise<void> {
    if (this.isForbidden || this.isShort) return pause(Math.min(POLL, seconds), this.signal);
    if (this.hasRung) return;
    const heard = new AbortController();
    this.listener = () => heard.abort();
    await pause(seconds, AbortSignal.any([heard.signal, this.signal]));
    this.listener = () => {};
  }

  private noteEnd({ reason, isForbidden }: WatchEnd, lasted: number): void {
    this.watch = null;
    this.isForbidden = isForbidden;
    this.isShort = lasted < SHORT * 1000;
    this.trouble = this.isShort || isForbidden ? reason : null;
    this.ring();
  }
}

/** Comes back at once where it is given up. */
export async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await wait(seconds * 1000, undefined, { signal }).catch(() => {});
}
