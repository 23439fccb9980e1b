/** Small phrases of the facts. */

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

const MOST_NAMED = 3;

/** "node-2", "node-2, node-3 and 4 more nodes": three names stand for many. */
export function some(names: readonly string[], noun: string): string {
  if (names.length <= MOST_NAMED) return listed(names);
  return `${names.slice(0, MOST_NAMED - 1).join(", ")} and ${count(names.length - MOST_NAMED + 1, `more ${noun}`)}`;
}
