/**
 * Registries that know the nodes: there the cure for a refusal is a role of the nodes' own identity, and a pull secret
 * is only the way from outside.
 */
import type { Cure } from "../commands.ts";
import type { Facts } from "../define.ts";
import { registryFor } from "../registries/index.ts";

/** Lets the nodes, or on OpenShift the pod's service account, pull; null for registries that do not know them. */
export function letNodesPull(facts: Facts): Cure | null {
  return registryFor(facts).letIn?.(facts) ?? null;
}
