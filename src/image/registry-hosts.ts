/**
 * The hosts of known registries, for registry.ts.
 */
import type { RegistryKind } from "./registry.ts";

/** Hosts that are known whole. */
export const hosts: ReadonlyMap<string, RegistryKind> = new Map([
  ["docker.io", "docker-hub"],
  ["registry.hub.docker.com", "docker-hub"],
  ["hub.docker.com", "docker-hub"],
  ["production.cloudflare.docker.com", "docker-hub"],
  ["public.ecr.aws", "ecr-public"],
  // Its dual-stack address (docs.aws.amazon.com, "Making requests to Amazon ECR Public registries").
  ["ecr-public.aws.com", "ecr-public"],
  ["gcr.io", "gcr"],
  ["mcr.microsoft.com", "mcr"],
  ["ghcr.io", "ghcr"],
  ["docker.pkg.github.com", "ghcr"],
  ["pkg-containers.githubusercontent.com", "ghcr"],
  ["quay.io", "quay"],
  ["registry.gitlab.com", "gitlab"],
  ["registry.k8s.io", "registry.k8s.io"],
  ["registry.digitalocean.com", "digitalocean"],
  ["container-registry.oracle.com", "oracle"],
  ["icr.io", "ibm"],
  ["docker-registry.default.svc", "openshift-internal"],
  ["docker-registry.default.svc.cluster.local", "openshift-internal"],
  ["image-registry.openshift-image-registry.svc", "openshift-internal"],
  ["image-registry.openshift-image-registry.svc.cluster.local", "openshift-internal"],
  ["registry.redhat.io", "redhat"],
  ["registry.access.redhat.com", "redhat"],
  ["registry.connect.redhat.com", "redhat"],
  ["nvcr.io", "nvidia"],
  ["localhost", "local"],
]);

/** What the hosts of one service end with; no entry ends with another. */
export const suffixes: readonly (readonly [suffix: string, kind: RegistryKind])[] = [
  [".docker.io", "docker-hub"],
  // Artifact Registry's hosts are LOCATION-docker.pkg.dev, one label.
  [".pkg.dev", "artifact-registry"],
  [".gcr.io", "gcr"],
  [".azurecr.io", "acr"],
  [".azurecr.cn", "acr"],
  [".azurecr.us", "acr"],
  [".mcr.microsoft.com", "mcr"],
  [".cdn.mscr.io", "mcr"],
  [".quay.io", "quay"],
  [".jfrog.io", "artifactory"],
  [".goharbor.io", "harbor"],
  [".ocir.io", "oracle"],
  [".icr.io", "ibm"],
  // "registry.cn-hangzhou.aliyuncs.com" has no suffix of its own; see kindOfAlibaba.
  [".cr.aliyuncs.com", "alibaba"],
  [".nvcr.io", "nvidia"],
  // RFC 6761 keeps the whole domain for the machine itself.
  [".localhost", "local"],
  [".svc", "in-cluster"],
  [".svc.cluster.local", "in-cluster"],
];

/** What may follow the region in a host of Amazon ECR: one for each of its partitions and kinds of address. */
export const ecrSuffixes = [
  ".amazonaws.com",
  ".amazonaws.com.cn",
  ".amazonaws.eu",
  ".on.aws",
  ".on.amazonwebservices.com.cn",
  ".sc2s.sgov.gov",
  ".c2s.ic.gov",
  ".cloud.adc-e.uk",
  ".csp.hci.ic.gov",
];

/** Labels that self-hosted products are given in their host. */
export const labels: ReadonlyMap<string, RegistryKind> = new Map([
  ["harbor", "harbor"],
  ["artifactory", "artifactory"],
  ["jfrog", "artifactory"],
  ["nexus", "nexus"],
  ["nexus3", "nexus"],
  ["gitlab", "gitlab"],
]);
