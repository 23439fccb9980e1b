/** A team's own words, always marked as such, so that nobody takes them for this program's. */

import { type AnyCauseId, isOwn } from "../catalogue/any-id.ts";
import { CATALOGUE } from "../catalogue/index.ts";
import type { Fix, PullReport } from "../report.ts";

export interface CauseWords {
  readonly title: string;
  readonly what: string;
  readonly why: string;
}

/** Those of the catalogue, or those that the report brings along. */
export function wordsOfCause({ ownCauses = [] }: PullReport, id: AnyCauseId): CauseWords {
  if (!isOwn(id)) return CATALOGUE[id];
  const own = ownCauses.find((one) => one.id === id);
  if (own === undefined) return { title: id, what: "This is a cause of the team's own.", why: "" };
  const { title, what, why, links, file } = own;
  const see = links.length === 0 ? "" : `See ${links.join(", ")}`;
  return { title, what, why: [why, `(Your team's own words, from ${file}.)`, see].filter(Boolean).join(" ") };
}

/** "Ask #platform [your team's own, gate.yaml]". */
export function titleOf({ title, own }: Fix): string {
  return own === undefined ? title : `${title} [your team's own, ${own}]`;
}
