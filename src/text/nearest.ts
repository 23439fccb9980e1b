/** The words that are spelled most like another one. */
import leven from "leven";

/** At most three, the nearest first; none where nothing is near. */
export function nearestTo<T extends string>(word: string, known: readonly T[]): T[] {
  const wanted = word.toLowerCase();
  return known
    .map((one) => ({ one, distance: one.includes(wanted) && wanted.length > 2 ? 0 : leven(wanted, one) }))
    .filter(({ one, distance }) => distance <= Math.max(2, Math.floor(one.length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ one }) => one);
}
