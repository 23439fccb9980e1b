/** How long a pattern takes on a text, and how that grows with the text. */
import { createContext, Script } from "node:vm";
import type { Attack } from "./attack.ts";

export interface Measured {
  readonly attack: string;
  /** Milliseconds by length; the last one can be a time-out. */
  readonly times: readonly { readonly length: number; readonly ms: number }[];
  /** Of length; 1 is linear. */
  readonly exponent: number;
  readonly timedOut: boolean;
}

/** Longest text that is tried, unless a caller says otherwise. */
export const LONGEST = 65_536;
const SHORTEST = 512;
/** The first look is at a text of this length, for which a linear pattern needs a tenth of that time. */
const FIRST_LOOK = 16_384;
const SUSPICIOUS_MS = 1.2;
const LIMIT_MS = 500;
/** So long a time tells the growth; longer texts would only take longer. */
const ENOUGH_MS = 100;
/** Times below it are noise. */
const FLOOR_MS = 1;

const context = createContext({ work: () => {} });
const script = new Script("work()");

/**
 * Milliseconds; more than the limit when it was stopped, which works in the middle of a match too. Of the clock and
 * the processor's time the shorter: one counts what other programs do meanwhile, the other the helpers of this one.
 */
export function timeOf(work: () => void, limit: number): number {
  context["work"] = work;
  const begin = performance.now();
  const before = process.cpuUsage();
  try {
    script.runInContext(context, { timeout: Math.ceil(limit) * 2 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    return limit + 1;
  }
  const { user, system } = process.cpuUsage(before);
  return Math.min(performance.now() - begin, (user + system) / 1000);
}

function matching(pattern: RegExp, text: string): number {
  return timeOf(() => {
    if (!pattern.global) pattern.test(text);
    // As matchAll and replace do: from one match to the next, over the whole text.
    else for (const _ of text.matchAll(pattern));
  }, LIMIT_MS);
}

/** Null where the attack does nothing. Short texts come first, so that an exponential one is seen before it hurts. */
export function measure(pattern: RegExp, attack: Attack, longest = LONGEST): Measured | null {
  if (matching(pattern, attack.make(48)) < FLOOR_MS && matching(pattern, attack.make(SHORTEST)) < FLOOR_MS * 20) {
    const text = attack.make(FIRST_LOOK);
    if (matching(pattern, text) < SUSPICIOUS_MS || matching(pattern, text) < SUSPICIOUS_MS) return null;
  }
  const times: { length: number; ms: number }[] = [];
  for (let length = SHORTEST; length <= longest; length *= 2) {
    const text = attack.make(length);
    // The first run may compile, and another program may have had the processor.
    let ms = matching(pattern, text);
    for (let again = 0; again < 2 && ms <= LIMIT_MS; again++) ms = Math.min(ms, matching(pattern, text));
    times.push({ length: text.length, ms });
    if (ms > ENOUGH_MS) break;
  }
  const last = times.at(-1) as { length: number; ms: number };
  return {
    attack: attack.name,
    times,
    exponent: exponentOf(times.filter(({ ms }) => ms <= LIMIT_MS)),
    timedOut: last.ms > LIMIT_MS,
  };
}

/** The slope between the two longest texts and those four times as short, where a bound on repetitions has shown. */
export function exponentOf(times: readonly { readonly length: number; readonly ms: number }[]): number {
  const last = times.at(-1);
  const first = times.findLast(({ length, ms }) => last !== undefined && length * 3.5 < last.length && ms > FLOOR_MS);
  const before = first ?? times.findLast(({ length }) => last !== undefined && length * 1.5 < last.length);
  if (last === undefined || before === undefined) return 1;
  return Math.log(last.ms / Math.max(before.ms, FLOOR_MS / 4)) / Math.log(last.length / before.length);
}
