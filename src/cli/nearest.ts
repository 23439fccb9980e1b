/** The words that are spelled most like another one. */

/** At most three, the nearest first; none where nothing is near. */
export function nearestTo<T extends string>(word: string, known: readonly T[]): T[] {
  const wanted = word.toLowerCase();
  return known
    .map((one) => ({ one, distance: one.includes(wanted) && wanted.length > 2 ? 0 : editDistance(wanted, one) }))
    .filter(({ one, distance }) => distance <= Math.max(2, Math.floor(one.length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ one }) => one);
}

/** Letters to add, drop or change (Levenshtein), row by row. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const here = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = (above[column - 1] as number) + (a[row - 1] === b[column - 1] ? 0 : 1);
      here.push(Math.min(changed, (above[column] as number) + 1, (here[column - 1] as number) + 1));
    }
    above = here;
  }
  return above[b.length] as number;
}
