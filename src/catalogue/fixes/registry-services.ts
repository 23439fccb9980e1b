/** Facts about the well-known registries that network advice needs: what else a pull connects to, where outages show. */
import { ecrLocation, type RegistryKind } from "../../image/registry.ts";
import type { Facts } from "../define.ts";
import { hostOf, kindOf } from "../signals.ts";

/** Hosts that one pull talks to, as a firewall's list needs them. */
const HOSTS: Readonly<Partial<Record<RegistryKind, string>>> = {
  // docs.docker.com, "Allowlist for Docker Desktop" (docker/docs content/manuals/desktop/setup/allow-list.md).
  "docker-hub":
    "registry-1.docker.io, auth.docker.io, production.cloudflare.docker.com, production.cloudfront.docker.com and docker-images-prod.6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com",
  "ecr-public": "public.ecr.aws and *.cloudfront.net",
  "artifact-registry": "the registry's own *.pkg.dev host",
  gcr: "gcr.io, *.pkg.dev and storage.googleapis.com",
  // learn.microsoft.com, "Configure rules to access an Azure container registry behind a firewall".
  acr: "the registry's *.azurecr.io host and its data endpoint, *.blob.core.windows.net or *.data.azurecr.io",
  mcr: "mcr.microsoft.com and *.data.mcr.microsoft.com",
  ghcr: "ghcr.io and pkg-containers.githubusercontent.com",
  gitlab: "registry.gitlab.com, gitlab.com and cdn.registry.gitlab-static.net",
  // openshift/openshift-docs modules/configuring-firewall.adoc.
  quay: "quay.io and *.quay.io",
  redhat: "registry.redhat.io, registry.access.redhat.com, access.redhat.com, sso.redhat.com, quay.io and *.quay.io",
  // kubernetes/registry.k8s.io README.md: which hosts it redirects to may change at any time.
  "registry.k8s.io": "registry.k8s.io, *.pkg.dev and the storage that it redirects to, which may change at any time",
};

/** One sentence on what a firewall must let through for this registry; null where nothing is known of it. */
export function hostsNeeded(facts: Facts): string | null {
  const kind = kindOf(facts);
  if (kind === null) return null;
  if (kind === "gitlab" && hostOf(facts) !== "registry.gitlab.com" && facts.image?.registry !== "registry.gitlab.com")
    return null;
  const ecr = ecrOf(facts);
  if (ecr !== null) {
    const bucket = `prod-${ecr.region}-starport-layer-bucket.s3.${ecr.region}.amazonaws.com`;
    const layers = (facts.image?.registry ?? hostOf(facts) ?? "").endsWith(".amazonaws.com") ? bucket : "Amazon S3";
    return `A pull from here connects to the registry's own host and, for the layers, to ${layers}.`;
  }
  const hosts = HOSTS[kind];
  return hosts === undefined ? null : `A pull from here connects to ${hosts}.`;
}

/** Account and region of the image's registry, where that is a private one of Amazon ECR. */
export function ecrOf(facts: Facts): { readonly account: string; readonly region: string } | null {
  const host = facts.image?.registry ?? hostOf(facts);
  const found = host === null ? null : ecrLocation(host);
  return found !== null && /^[a-z0-9-]+$/.test(found.region) ? found : null;
}

const STATUS_PAGES: Readonly<Partial<Record<RegistryKind, string>>> = {
  "docker-hub": "https://www.dockerstatus.com",
  ecr: "https://health.aws.amazon.com/health/status",
  "ecr-public": "https://health.aws.amazon.com/health/status",
  "artifact-registry": "https://status.cloud.google.com",
  gcr: "https://status.cloud.google.com",
  acr: "https://azure.status.microsoft",
  mcr: "https://azure.status.microsoft",
  ghcr: "https://www.githubstatus.com",
  quay: "https://status.redhat.com",
  redhat: "https://status.redhat.com",
  gitlab: "https://status.gitlab.com",
  digitalocean: "https://status.digitalocean.com",
  oracle: "https://ocistatus.oraclecloud.com",
  ibm: "https://cloud.ibm.com/status",
};

/** The page on which the registry's operator tells of outages; null for registries that people run themselves. */
export function statusPageOf(facts: Facts): string | null {
  const kind = kindOf(facts);
  const host = facts.image?.registry ?? hostOf(facts);
  if (kind === null || (kind === "gitlab" && host !== "registry.gitlab.com")) return null;
  return STATUS_PAGES[kind] ?? null;
}

/** True for registries that a company offers to everybody on the internet. */
export function isPublicService(facts: Facts): boolean {
  return statusPageOf(facts) !== null || ["registry.k8s.io", "alibaba", "nvidia"].includes(kindOf(facts) ?? "");
}
