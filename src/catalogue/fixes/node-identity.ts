/**
 * Registries that know the nodes: there the cure for a refusal is a role of the nodes' own identity, and a pull secret
 * is only the way from outside.
 */
import type { Cure } from "../commands.ts";
import type { Facts } from "../define.ts";
import { homeOf } from "../platforms/recognize.ts";
import { registryFor } from "../registries/index.ts";

/**
 * Lets the nodes, or on OpenShift the pod's service account, pull; null for registries that do not know them, and for
 * nodes that are somebody else's: no role helps a laptop, or a machine of another cloud.
 */
export function letNodesPull(facts: Facts): Cure | null {
  const { letIn, home } = registryFor(facts);
  const nodes = homeOf(facts);
  return letIn === undefined || (home !== undefined && nodes !== null && nodes !== home) ? null : letIn(facts);
}

/** True where the nodes are certain to be those that the registry knows, so that nobody needs a pull secret. */
export function isAtHome(facts: Facts): boolean {
  const { home } = registryFor(facts);
  return home !== undefined && homeOf(facts) === home;
}
