/** What one `-f` led to so far: what could not be read, what was passed over, and how much room is left. */
import type { UserError } from "../user-error.ts";
import { LimitReached, tooManyBytes, tooManyEntries, tooManyFiles, tooMuchUnpacked } from "./complaints.ts";
import type { Limits } from "./limits.ts";
import { sourceOf } from "./piece.ts";

/** Why something is passed over. The words are those of `passedOver`. */
export type Reason =
  | "link"
  | "unsafe"
  | "special"
  | "binary"
  | "container-log"
  | "other-objects"
  | "other-archive"
  | "twice";

/** Shared by all that is read in one run. */
export class Budget {
  private files = 0;
  private entries = 0;
  private bytes = 0;
  private unpacked = 0;
  readonly limits: Limits;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  takeFile(given: string): void {
    if (++this.files > this.limits.files) throw tooManyFiles(given, this.limits);
  }

  takeEntry(given: string): void {
    if (++this.entries > this.limits.entries) throw tooManyEntries(given, this.limits);
  }

  takeBytes(given: string, count: number): void {
    this.bytes += count;
    if (this.bytes > this.limits.bytes) throw tooManyBytes(given, this.limits);
  }

  takeUnpacked(given: string, count: number): void {
    this.unpacked += count;
    if (this.unpacked > this.limits.unpacked) throw tooMuchUnpacked(given, this.limits);
  }
}

export class Session {
  readonly given: string;
  readonly budget: Budget;
  readonly complaints: UserError[] = [];
  readonly passed = new Map<Reason, number>();

  constructor(given: string, budget: Budget) {
    this.given = given;
    this.budget = budget;
  }

  get limits(): Limits {
    return this.budget.limits;
  }

  sourceOf(path: string): string {
    return sourceOf(this.given, path);
  }

  pass(reason: Reason): void {
    this.passed.set(reason, (this.passed.get(reason) ?? 0) + 1);
  }

  /** Notes what could not be read; a limit on everything ends the reading and is thrown on. */
  complain(error: UserError): void {
    if (error instanceof LimitReached) throw error;
    if (!this.complaints.some(({ message }) => message === error.message)) this.complaints.push(error);
  }
}
