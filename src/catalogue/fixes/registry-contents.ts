/** What a registry holds: commands that list tags and repositories, and the page that shows them. */
import { type Command, inspect, namesOf } from "../commands.ts";
import type { Facts } from "../define.ts";
import { registryFor } from "../registries/index.ts";

/** Lists the tags of the image's repository; where there is no such repository, the answer says so. */
export function listTags(facts: Facts): Command {
  const own = facts.image === null ? undefined : registryFor(facts).listTags;
  return own?.(facts) ?? inspect(`skopeo list-tags docker://${namesOf(facts).repository}`);
}

/** Lists repositories near the image's; null for registries that have no such list. */
export function listRepositories(facts: Facts): Command | null {
  return facts.image === null ? null : (registryFor(facts).listRepositories?.(facts) ?? null);
}

/** One sentence on where a browser shows the tags; null where no page is known. */
export function tagsPage(facts: Facts): string | null {
  return facts.image === null ? null : (registryFor(facts).tagsPage?.(facts) ?? null);
}
