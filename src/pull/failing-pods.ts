/**
 * What stays of a text that is too long to be kept: pods of which a pull fails, what their events say of pulls, and
 * messages about pulls. What a later part says of a pod takes the place of what an earlier one said in the same words.
 */
import { detached } from "../read/detached.ts";
import { fingerprint } from "../read/fingerprint.ts";
import type { Keeper } from "../read/long-text.ts";
import type { BareError, EventRecord, PodRecord, Reading } from "../read/records.ts";
import type { Repair } from "../text/repairs.ts";
import { IMAGE_STATES } from "./classify-event.ts";
import { keyOf, mergePods, type PodView, statusOf, viewsOf } from "./views.ts";

/** More than anybody reads. Of further ones, those are kept that say something new. */
const MOST_PODS = 2000;
const MOST_WORDS = 10_000;
/** A pod in trouble writes a dozen rows; the newest of more say it all. */
const MOST_EVENTS = 100;
const MOST_ERRORS = 10_000;

interface Kept {
  readonly pod: PodRecord | null;
  readonly events: readonly EventRecord[];
}

export class FailingPods implements Keeper {
  private readonly pods = new Map<string, Kept>();
  private readonly others = new Set<number>();
  private readonly errors = new Map<string, BareError>();
  private readonly said = new Set<string>();
  private readonly messages = new Map<string, string>();
  private readonly warnings = new Set<string>();
  private readonly repairs = new Set<Repair>();
  private passedOver = 0;
  private tables = 0;
  private blocks = 0;

  add(part: Reading): void {
    for (const view of viewsOf([part])) this.addPod(view);
    for (const error of part.errors) this.addError(error);
    for (const warning of part.warnings) this.warnings.add(warning);
    for (const repair of part.repairs ?? []) this.repairs.add(repair);
    this.tables += 1 + part.events.reduce((most, { table }) => Math.max(most, table), 0);
    this.blocks += 1 + part.errors.reduce((most, { block }) => Math.max(most, block), 0);
  }

  get reading(): Reading {
    const kept = [...this.pods.values()];
    return {
      pods: kept.flatMap(({ pod }) => pod ?? []),
      events: kept.flatMap(({ events }) => events),
      errors: [...this.errors.values()],
      warnings: [...this.warnings, ...(this.passedOver === 0 ? [] : [tooMany(this.passedOver)])],
      repairs: [...this.repairs],
      morePods:
        this.passedOver +
        this.others.size -
        [...this.pods.keys()].filter((key) => this.others.has(fingerprint(key))).length,
    };
  }

  private addPod(view: PodView): void {
    const told = view.pod ?? view.events[0]?.event;
    if (told === undefined) return;
    const key = detached(keyOf(told.source, told.namespace, view.pod?.name ?? null));
    const known = this.pods.get(key);
    const troubled = isTroubled(view);
    // In a long table, a row that tells of trouble may stand far from the row that tells of its end.
    if (known === undefined && !troubled && !(view.pod?.shape === "row" && hasSuccess(view))) {
      this.others.add(fingerprint(key));
      return;
    }
    const words = detached(wordsOf(view));
    if (known === undefined && this.pods.size >= MOST_PODS && (this.said.has(words) || this.said.size >= MOST_WORDS)) {
      if (troubled) this.passedOver++;
      else this.others.add(fingerprint(key));
      return;
    }
    this.said.add(words);
    const events = view.events
      .filter(({ event, meaning }) => meaning.kind !== "other" || event.reason === "Scheduled")
      .map(({ event }) => ({ ...event, table: event.table + this.tables }));
    const [pod = null] = mergePods([known?.pod ?? [], view.pod ?? []].flat());
    const kept = detached({ pod, events: newest([...(known?.events ?? []), ...events]) });
    this.pods.set(key, {
      pod: kept.pod,
      events: kept.events.map((event) => ({ ...event, message: this.once(event.message) })),
    });
  }

  /** Pods with one cause behind them say the same; it is kept once. */
  private once(message: string): string {
    const known = this.messages.get(message);
    if (known === undefined && this.messages.size < MOST_ERRORS) this.messages.set(message, message);
    return known ?? message;
  }

  private addError(error: BareError): void {
    // Lines of a log differ in their time.
    const key = detached(`${error.pod} ${error.text.replace(/\d+/g, "0")}`);
    if (!this.errors.delete(key) && this.errors.size >= MOST_ERRORS) return;
    this.errors.set(key, detached({ ...error, block: error.block + this.blocks }));
  }
}

function tooMany(count: number): string {
  return `More than ${MOST_PODS.toLocaleString("en-US")} pods fail; ${count.toLocaleString("en-US")} further ones, most in the same words as those before them, are counted only.`;
}

function isTroubled({ pod, events }: PodView): boolean {
  return (
    events.some(({ meaning }) => ["error", "boilerplate", "secrets"].includes(meaning.kind)) ||
    (pod !== null &&
      (IMAGE_STATES.has(statusOf(pod)) || pod.containers.some(({ reason }) => IMAGE_STATES.has(reason ?? ""))))
  );
}

function hasSuccess({ events }: PodView): boolean {
  return events.some(({ meaning }) => meaning.kind === "success");
}

/** What a pod says, without its name: two that say the same have the same trouble. */
function wordsOf({ pod, events }: PodView): string {
  const images = (pod?.containers ?? []).map(({ image, reason }) => `${image} ${reason}`);
  const messages = events.flatMap(({ event, meaning }) => (meaning.kind === "error" ? event.message : []));
  const words = [...images, ...messages.sort()].join("\n");
  return pod === null ? words : words.replaceAll(pod.name, "");
}

/** Rows of one table can be alike; a row that a later table has in the same words is the same event. */
function newest(events: readonly EventRecord[]): EventRecord[] {
  const tables = new Map<string, number>();
  return events
    .toReversed()
    .filter(({ reason, container, message, table }) => {
      const key = `${reason}\0${container}\0${message}`;
      const later = tables.get(key) ?? table;
      tables.set(key, later);
      return later === table;
    })
    .slice(0, MOST_EVENTS)
    .reverse();
}
