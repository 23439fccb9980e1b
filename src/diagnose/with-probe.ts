/** A diagnosis, joined with what the registry answered when it was asked from here. */

import { isOwn } from "../catalogue/any-id.ts";
import type { Shell } from "../catalogue/for-shell.ts";
import { CATALOGUE } from "../catalogue/index.ts";
import type { ImageProbe, Platform } from "../probe/report.ts";
import { type Settled, settle } from "../probe/settle.ts";
import { spell } from "../suggest/spell.ts";
import type { Suggestion } from "../suggest/suggestion.ts";
import { type Diagnosis, fixesOf } from "./judge.ts";

/** `node` is the platform of the node that pulls; null where it is not known. */
export function withProbe(diagnosis: Diagnosis, probe: ImageProbe, node: Platform | null, shell: Shell): Diagnosis {
  const settled = settledFor(diagnosis, probe, node);
  const isAnother = settled !== null && settled.cause !== diagnosis.cause;
  const known: Diagnosis = {
    ...diagnosis,
    ...(settled !== null && {
      cause: settled.cause,
      confidence: settled.confidence,
      alternatives: settled.alternatives,
    }),
    // What a team says of one cause, it does not say of another.
    ...(isAnother && { entry: CATALOGUE[settled.cause], advice: [] }),
    suggestions: suggestionsAfter(diagnosis, probe),
    probed: { probe, text: settled?.text ?? probe.summary },
  };
  return { ...known, fixes: fixesOf(known, shell) };
}

/** Null for a team's own cause: what follows for it only the team knows. */
function settledFor(
  { cause, confidence, alternatives }: Diagnosis,
  probe: ImageProbe,
  node: Platform | null,
): Settled | null {
  return isOwn(cause) ? null : settle({ cause, confidence, alternatives }, probe, node);
}

const MOST = 3;

/** Tags that are there come before guesses, and a name that is right is not corrected. */
function suggestionsAfter({ image, suggestions }: Diagnosis, { pullable, tags }: ImageProbe): readonly Suggestion[] {
  if (pullable === true) return [];
  const found = (tags?.nearest ?? []).flatMap((tag): Suggestion[] => {
    const reference = image === null ? null : spell(image, { tag, digest: null });
    return reference === null ? [] : [{ image: reference, why: "The registry lists this tag.", likeness: "slip" }];
  });
  const others = suggestions.filter((one) => found.every((other) => other.image !== one.image));
  return [...found, ...others].slice(0, MOST);
}
