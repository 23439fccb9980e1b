/** The tags that were probably meant, of those that a registry lists. */
import { slipCost } from "../../suggest/slip.ts";
import { nearestTo } from "../../text/nearest.ts";

/** At most three: first those that a slip of the hand turns into the one asked for, then those that merely look like it. */
export function nearestTags(tag: string, tags: readonly string[]): string[] {
  const slips = tags.flatMap((one) => {
    const cost = one === tag ? null : slipCost(tag, one);
    return cost === null ? [] : [{ one, cost }];
  });
  const meant = slips.toSorted((a, b) => a.cost - b.cost).map(({ one }) => one);
  return [...new Set([...meant, ...nearestTo(tag, tags)])].slice(0, 3);
}
