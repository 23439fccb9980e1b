/** What network advice needs of a registry: what else a pull connects to, where outages show. */
import type { Facts } from "../define.ts";
import { registryFor } from "../registries/index.ts";

/** One sentence on what a firewall must let through for this registry; null where nothing is known of it. */
export function hostsNeeded(facts: Facts): string | null {
  return registryFor(facts).hosts?.(facts) ?? null;
}

/** The page on which the registry's operator tells of outages; null for registries that people run themselves. */
export function statusPageOf(facts: Facts): string | null {
  return registryFor(facts).statusPage?.(facts) ?? null;
}

/** True for registries that a company offers to everybody on the internet. */
export function isPublicService(facts: Facts): boolean {
  return statusPageOf(facts) !== null || registryFor(facts).isPublic === true;
}
