/** Readings of the parts of one text, put together. */
import type { Repair } from "../text/repairs.ts";
import type { BareError, EventRecord, PodRecord, Reading } from "./records.ts";

export const NOTHING: Reading = { pods: [], events: [], errors: [], warnings: [], morePods: 0 };

/** What comes later was printed later, and stands in another part of it. */
export class Joiner {
  private readonly pods: PodRecord[] = [];
  private readonly events: EventRecord[] = [];
  private readonly errors: BareError[] = [];
  private readonly warnings: string[] = [];
  private morePods = 0;
  private readonly repairs = new Set<Repair>();
  private table = 0;
  private block = 0;

  add({ pods, events, errors, warnings, morePods, repairs = [] }: Reading): void {
    const { table, block } = this;
    for (const pod of pods) this.pods.push(pod);
    for (const event of events) {
      this.events.push({ ...event, table: event.table + table });
      this.table = Math.max(this.table, event.table + table + 1);
    }
    for (const error of errors) {
      this.errors.push({ ...error, block: error.block + block });
      this.block = Math.max(this.block, error.block + block + 1);
    }
    this.warnings.push(...warnings);
    this.morePods += morePods;
    for (const repair of repairs) this.repairs.add(repair);
  }

  get reading(): Reading {
    const { pods, events, errors, warnings, morePods } = this;
    return { pods, events, errors, warnings, morePods, repairs: [...this.repairs] };
  }
}
