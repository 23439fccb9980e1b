/** Each pattern against the texts made for it; what it took too long for. */
import { attacksOn } from "./attack.ts";
import { merged, type Pattern } from "./collect.ts";
import { LONGEST, type Measured, measure } from "./measure.ts";

/** Worse than linear, beyond what measuring is off by. */
export const STEEPEST = 1.4;
/** Linear with a bound so large that it does not feel so: a megabyte would take this many seconds. */
export const SLOWEST_SECONDS_A_MEGABYTE = 2;
/** What a busy machine adds to any measurement; a steep pattern needs more for the longest text. */
const NOISE_MS = 20;

export interface Slow {
  readonly pattern: Pattern;
  readonly worst: Measured;
  readonly secondsAMegabyte: number;
}

/** The worst attack on each pattern that is too steep or too slow. `patience`: milliseconds for each of them. */
export function slowPatterns(patterns: readonly Pattern[], patience: number): Slow[] {
  return merged(patterns).flatMap((pattern) => worstOf(pattern, patience) ?? []);
}

export function worstOf(pattern: Pattern, patience: number): Slow | null {
  const begin = performance.now();
  const compiled = new RegExp(pattern.source, pattern.flags.replace("d", ""));
  let worst: Slow | null = null;
  for (const attack of inMixedOrder(attacksOn(pattern.source, pattern.flags))) {
    if (performance.now() - begin > patience) break;
    const measured = measure(compiled, attack);
    if (measured === null || !isTooMuch(measured)) continue;
    // Once more where it is close: a pause of the machine looks like a steep pattern.
    const clear = measured.timedOut || measured.exponent > 1.7;
    const again = clear ? measured : measure(compiled, attack);
    if (again === null || !isTooMuch(again)) continue;
    const slow = { pattern, worst: again, secondsAMegabyte: secondsAMegabyte(again) };
    if (worst === null || slow.secondsAMegabyte > worst.secondsAMegabyte) worst = slow;
    // What is so slow needs no worse example.
    if (again.timedOut || again.exponent > STEEPEST) break;
  }
  return worst;
}

/** All parts of the pattern get a turn before patience ends; the same order in every run. */
function inMixedOrder<T>(items: readonly T[]): T[] {
  const stride = 97;
  return Array.from({ length: Math.min(stride, items.length) }, (_, offset) =>
    items.filter((_, index) => index % stride === offset),
  ).flat();
}

function isTooMuch(measured: Measured): boolean {
  const steep = measured.exponent > STEEPEST && (measured.times.at(-1)?.ms ?? 0) > NOISE_MS;
  return measured.timedOut || steep || secondsAMegabyte(measured) > SLOWEST_SECONDS_A_MEGABYTE;
}

function secondsAMegabyte({ times }: Measured): number {
  const last = times.at(-1) ?? { length: LONGEST, ms: 0 };
  return (last.ms / 1000) * (1_048_576 / last.length);
}
