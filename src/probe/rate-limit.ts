/**
 * How much a registry lets one pull, from the headers of its answer.
 *
 *   ratelimit-limit: 100;w=21600        ratelimit-remaining: 76;w=21600        docker-ratelimit-source: 203.0.113.7
 *
 * Sources: docs.docker.com "Pull usage and limits"; RFC 9110 section 10.2.3 for Retry-After.
 */
import ipaddr from "ipaddr.js";
import type { RateLimit } from "./report.ts";

/** Null where nothing is said of it. `header` gives a header by its name in lower case. */
export function readRateLimit(header: (name: string) => string | null, now: Date): RateLimit | null {
  const limit = readQuota(header("ratelimit-limit"));
  const remaining = readQuota(header("ratelimit-remaining"));
  const retryAfter = readRetryAfter(header("retry-after"), now);
  if (limit === null && remaining === null && retryAfter === null) return null;
  return {
    limit: limit?.count ?? null,
    remaining: remaining?.count ?? null,
    window: limit?.window ?? remaining?.window ?? null,
    retryAfter,
    countedBy: countedBy(header("docker-ratelimit-source")),
  };
}

/** Seconds from now; null where there is none, or where it is no time. */
export function readRetryAfter(value: string | null, now: Date): number | null {
  const text = value?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const time = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  return Number.isNaN(time) ? null : Math.max(0, Math.ceil((time - now.getTime()) / 1000));
}

function readQuota(value: string | null): { readonly count: number; readonly window: number | null } | null {
  const [, count, window] = /^[ \t]*(\d{1,12})(?:[ \t]*;[ \t]*w=(\d{1,12}))?/.exec(value ?? "") ?? [];
  return count === undefined ? null : { count: Number(count), window: window === undefined ? null : Number(window) };
}

/** Docker Hub names an address for anonymous pulls and an account's UUID for others; neither is repeated. */
function countedBy(source: string | null): RateLimit["countedBy"] {
  const text = source?.trim() ?? "";
  if (text === "") return null;
  return ipaddr.isValid(text) ? "address" : "account";
}
