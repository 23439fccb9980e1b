/** Another name in place of one that is probably misspelt, or one of the same repository that works elsewhere. */
import type { Suggestion } from "../../suggest/suggestion.ts";
import { type Cure, fix, inspect, namesOf, quote, setImage } from "../commands.ts";
import type { Facts } from "../define.ts";

/** Null where nothing is suggested, or where the name is no reference: its repair is invalid-image-name's own. */
export function didYouMean(facts: Facts, suggestions: readonly Suggestion[]): Cure | null {
  const [first, ...others] = suggestions;
  if (facts.image === null || first === undefined) return null;
  const { image, why, likeness } = first;
  const also = others.length === 0 ? "" : ` It could also be ${others.map((one) => one.image).join(" or ")}.`;
  // skopeo takes a tag or a digest, and with a digest the tag decides nothing.
  return fix(
    likeness === "slip" ? `Did you mean ${image}?` : `Use ${image}, which works elsewhere, if it will do`,
    [
      inspect(`skopeo inspect --raw ${quote(`docker://${image.replace(/:[\w.-]+@/, "@")}`)} > /dev/null`),
      setImage(namesOf(facts), quote(image)),
    ],
    `${why}${also} The first command tells whether there is such an image.`,
  );
}
