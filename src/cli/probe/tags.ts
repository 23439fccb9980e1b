/** The tags of a repository, page by page, and those of them that somebody may have meant. */
import { nextPage } from "../../probe/paging.ts";
import type { TagSummary } from "../../probe/report.ts";
import type { Heard } from "./client.ts";
import { odd } from "./fault.ts";
import { LIMITS } from "./limits.ts";

/** The known words that are spelled most like one, the nearest first; three at most. */
export type Nearest = (wanted: string, known: readonly string[]) => readonly string[];

export interface Listed {
  /** Null where the registry does not give the list. */
  readonly tags: TagSummary | null;
  /** The first page. */
  readonly heard: Heard;
}

/** `ask` gets the query. Only what the link to the next page has behind its "?" is taken from it, never its host or path. */
export async function listTags(
  ask: (query: string) => Promise<Heard>,
  wanted: string | null,
  nearest: Nearest,
): Promise<Listed> {
  const found = new Set<string>();
  const first = await ask("?n=1000");
  if (first.status !== 200) return { tags: null, heard: first };
  let page: Heard | null = first;
  let pages = 0;
  const asked = new Set<string>();
  while (page !== null) {
    for (const tag of tagsIn(page)) found.add(tag);
    pages++;
    const query = queryOf(page);
    if (query === null) return summary(true);
    // A registry that names the same page again would be asked for ever.
    if (asked.has(query) || pages >= LIMITS.tagPages) return summary(false);
    asked.add(query);
    const next: Heard = await ask(query);
    page = next.status === 200 ? next : null;
  }
  return summary(false);

  function summary(isComplete: boolean): Listed {
    const near =
      wanted === null
        ? []
        : nearest(wanted, [...found])
            .filter((tag) => tag !== wanted)
            .slice(0, 3);
    return { tags: { count: found.size, isComplete, nearest: near }, heard: first };
  }
}

function queryOf({ header, url }: Heard): string | null {
  const target = nextPage(header("link") ?? "");
  if (target === null || !URL.canParse(target, url.href)) return null;
  const { search } = new URL(target, url.href);
  return search === "" ? null : search;
}

function tagsIn({ body, url }: Heard): string[] {
  const tags = listIn(Buffer.from(body).toString("utf8"));
  if (tags === undefined) throw odd(`${url.host} answered with something that is no list of tags.`);
  // An empty repository has null in its place.
  return Array.isArray(tags)
    ? tags.filter((tag): tag is string => typeof tag === "string" && /^\w[\w.-]{0,127}$/.test(tag))
    : [];
}

/** Undefined where there is none. */
function listIn(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && "tags" in value ? value.tags : undefined;
  } catch {
    // No JSON.
    return undefined;
  }
}
