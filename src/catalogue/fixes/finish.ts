/** What every cause leaves to the same hands: cures fitted to the owner, the next try, words in CAPITALS. */
import type { Suggestion } from "../../suggest/suggestion.ts";
import type { Cure } from "../commands.ts";
import type { Cause, Facts } from "../define.ts";
import { didYouMean } from "./did-you-mean.ts";
import { fitToOwner } from "./owner.ts";
import { explainPlaceholders } from "./placeholders.ts";
import { retryNow } from "./retry-now.ts";

/** All that is advised for a failure that has this cause. */
export function curesOf(
  { fixes }: Pick<Cause, "fixes">,
  facts: Facts,
  suggestions: readonly Suggestion[] = [],
): Cure[] {
  const cures = fitToOwner(facts, [didYouMean(facts, suggestions) ?? [], fixes(facts)].flat());
  return explainPlaceholders(facts, [...cures, ...retryNow(facts, cures)]);
}
