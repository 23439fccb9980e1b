/**
 * kubectl's ages: `25s`, `5m9s`, `2d3h`, `<unknown>`, `<invalid>`, and with a count `25s (x3 over 66s)`.
 * Grammar from k8s.io/apimachinery/pkg/util/duration.HumanDuration and kubectl pkg/describe.
 */
const AGE = "(?:(?:\\d{1,6}[ydhms]){1,3}|<unknown>|<invalid>)";

/** Source of a pattern with the groups age, count and over. */
export const AGE_CELL = `(?<age>${AGE})(?: ?\\(x(?<count>\\d{1,12}) over (?<over>${AGE})\\))?`;
export const PLAIN_AGE = AGE;

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, y: 31_536_000 };

/**
 * A number by which two sightings of one table can be ordered, the smaller the more recent. Object dumps have instants
 * in place of ages. Null for what tells no time.
 */
export function recency(age: string | null): number | null {
  const seconds = ageInSeconds(age);
  if (seconds !== null || age === null) return seconds;
  const instant = /^\d{4}-\d\d-\d\dT/.test(age) ? Date.parse(age) : Number.NaN;
  return Number.isNaN(instant) ? null : -instant / 1000;
}

/** Seconds; null for an age that tells no time. */
export function ageInSeconds(age: string | null): number | null {
  if (age === null || !/^(?:\d{1,6}[ydhms])+$/.test(age)) return null;
  let total = 0;
  for (const part of age.matchAll(/(\d{1,6})([ydhms])/g)) total += Number(part[1]) * (SECONDS[part[2] as string] ?? 0);
  return total;
}
