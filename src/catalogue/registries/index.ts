/** The registry of an image, and what is known of it. */
import type { RegistryKind } from "../../image/registry.ts";
import type { Cure } from "../commands.ts";
import type { Facts } from "../define.ts";
import { kindOf } from "../signals.ts";
import { acr } from "./acr.ts";
import { alibaba } from "./alibaba.ts";
import { artifactory } from "./artifactory.ts";
import { digitalocean } from "./digitalocean.ts";
import { dockerHub } from "./docker-hub.ts";
import { ecr } from "./ecr.ts";
import { ecrPublic } from "./ecr-public.ts";
import { ghcr } from "./ghcr.ts";
import { gitlab } from "./gitlab.ts";
import { artifactRegistry, gcr } from "./google.ts";
import { harbor } from "./harbor.ts";
import { ibm } from "./ibm.ts";
import { nexus } from "./nexus.ts";
import { nvidia } from "./nvidia.ts";
import { openshift } from "./openshift.ts";
import { oracle } from "./oracle.ts";
import { inCluster, local, other, privateAddress } from "./own.ts";
import { kubernetes, mcr } from "./public.ts";
import { quay } from "./quay.ts";
import { redhat } from "./redhat.ts";
import type { Registry } from "./registry.ts";

export const REGISTRIES: Readonly<Record<RegistryKind, Registry>> = {
  "docker-hub": dockerHub,
  ecr,
  "ecr-public": ecrPublic,
  "artifact-registry": artifactRegistry,
  gcr,
  acr,
  mcr,
  ghcr,
  quay,
  gitlab,
  "registry.k8s.io": kubernetes,
  harbor,
  artifactory,
  nexus,
  digitalocean,
  oracle,
  ibm,
  alibaba,
  "openshift-internal": openshift,
  redhat,
  nvidia,
  local,
  "in-cluster": inCluster,
  "private-address": privateAddress,
  other,
};

/** What is known of the image's registry, or, without an image, of the host that answered. */
export function registryFor(facts: Facts): Registry {
  const kind = kindOf(facts);
  return kind === null ? other : REGISTRIES[kind];
}

/** The cure for what the registry says in words of its own; null where it says nothing that it alone says. */
export function cureForWords(facts: Facts, registry = registryFor(facts)): Cure | null {
  const { prepared, start, end } = facts.error;
  const said = prepared.text.slice(start, end);
  return registry.refusals?.find(({ words }) => words.test(said))?.cure(facts) ?? null;
}
