/**
 * The names of a failure, put into what a team has written. The team's words are trusted, the names are not: one that is
 * no plain word of a shell never gets into a command, whatever quotes the team has put around its place.
 */
import { namesOf, quote } from "../catalogue/commands.ts";
import type { Facts } from "../catalogue/define.ts";
import { nearestTo } from "../text/nearest.ts";

export const PLACEHOLDERS = [
  "namespace",
  "pod",
  "container",
  "workload",
  "node",
  "image",
  "registry",
  "repository",
  "tag",
  "host",
  "secret",
] as const;

type Placeholder = (typeof PLACEHOLDERS)[number];

/** "{pod}", and not the "${pod}" of a shell. */
const PLACE = /(?<!\$)\{([A-Za-z]{1,40})\}/g;

/** What the input does not say, or says badly, is a word in CAPITALS. */
export function fill(text: string, facts: Facts): string {
  const names = { ...namesOf(facts), repository: facts.image === null ? "REPOSITORY" : quote(facts.image.repository) };
  return text.replace(PLACE, (whole, name: string) => {
    const known = PLACEHOLDERS.find((one) => one === name);
    return known === undefined ? whole : plain(names[known], known);
  });
}

function plain(name: string, placeholder: Placeholder): string {
  return quote(name) === name ? name : placeholder.toUpperCase();
}

/** Braces are also JSONPath's and awk's, so only what is nearly a name of ours is taken for a slip. */
export function wrongPlaces(text: string): string | null {
  for (const [whole, name = ""] of text.matchAll(PLACE)) {
    if (PLACEHOLDERS.some((one) => one === name) || NOT_OURS.has(name)) continue;
    const [near] = nearestTo(name, PLACEHOLDERS);
    if (near !== undefined)
      return `${whole} stands for nothing. Did you mean {${near}}? Braces that mean something else need a blank inside.`;
  }
  return null;
}

/** kubectl's JSONPath ends a range with it, and awk prints. */
const NOT_OURS = new Set(["end", "print"]);
