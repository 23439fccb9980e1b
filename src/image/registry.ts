/**
 * Which product or place a registry's host stands for.
 *
 * A kind says how the registry words its refusals and how one logs in there. It is read from the whole host, or from
 * what the host ends with, never from words somewhere inside: "ghcr.io.example.com" is nobody we know. Products that
 * people host themselves have no fixed host; for these a whole label counts ("harbor.example.com"), which is no more
 * than a hint.
 */
import { ecrSuffixes, hosts, labels, suffixes } from "./registry-hosts.ts";

export type RegistryKind =
  | "docker-hub"
  | "ecr"
  | "ecr-public"
  | "artifact-registry"
  | "gcr"
  | "acr"
  | "mcr"
  | "ghcr"
  | "quay"
  | "gitlab"
  | "registry.k8s.io"
  | "harbor"
  | "artifactory"
  | "nexus"
  | "digitalocean"
  | "oracle"
  | "ibm"
  | "alibaba"
  | "openshift-internal"
  | "redhat"
  | "nvidia"
  | "local"
  | "in-cluster"
  | "private-address"
  | "other";

/** The kind behind a host as it stands in a reference or an address, with or without a port. */
export function registryKind(host: string): RegistryKind {
  const name = hostName(host);
  return (
    kindOfAddress(name) ??
    hosts.get(name) ??
    (ecrLocation(name) === null ? null : "ecr") ??
    suffixes.find(([suffix]) => name.endsWith(suffix))?.[1] ??
    kindOfAlibaba(name) ??
    kindOfLabels(name) ??
    "other"
  );
}

/** How to call such a registry in a sentence. */
export function registryName(kind: RegistryKind): string {
  return names[kind];
}

/**
 * Account and region of a private Amazon ECR host; null for any other host, public.ecr.aws included.
 *
 *   123456789012.dkr.ecr.eu-west-1.amazonaws.com     123456789012.dkr-ecr.eu-west-1.on.aws
 *   account              region                      account              region
 *
 * Labels and suffixes are those of ecrPrivateHostPattern in github.com/kubernetes/cloud-provider-aws and of
 * github.com/awslabs/amazon-ecr-credential-helper. The account may be any one label, because people mask it.
 */
export function ecrLocation(host: string): { readonly account: string; readonly region: string } | null {
  const name = hostName(host);
  const suffix = ecrSuffixes.find((end) => name.endsWith(end));
  if (suffix === undefined) {
    return null;
  }
  const [account = "", ...rest] = name.slice(0, -suffix.length).split(".");
  const region = rest.pop() ?? "";
  const isEcr = /^dkr[.-]ecr(?:-fips)?$/.test(rest.join("."));
  return isEcr && account !== "" && region !== "" ? { account, region } : null;
}

const names = {
  "docker-hub": "Docker Hub",
  ecr: "Amazon ECR",
  "ecr-public": "Amazon ECR Public",
  "artifact-registry": "Google Artifact Registry",
  gcr: "Google Container Registry",
  acr: "Azure Container Registry",
  mcr: "Microsoft Artifact Registry",
  ghcr: "GitHub Container Registry",
  quay: "Quay.io",
  gitlab: "GitLab Container Registry",
  "registry.k8s.io": "the Kubernetes project's registry",
  harbor: "Harbor",
  artifactory: "JFrog Artifactory",
  nexus: "Sonatype Nexus",
  digitalocean: "DigitalOcean Container Registry",
  oracle: "Oracle Cloud Container Registry",
  ibm: "IBM Cloud Container Registry",
  alibaba: "Alibaba Cloud Container Registry",
  "openshift-internal": "OpenShift's internal registry",
  redhat: "Red Hat's registry",
  nvidia: "NVIDIA NGC",
  local: "a registry on the node itself",
  "in-cluster": "a registry inside the cluster",
  "private-address": "a registry at a private address",
  other: "the registry",
} as const satisfies Record<RegistryKind, string>;

/** Lower case, without port and without the brackets of an IPv6 address. */
function hostName(host: string): string {
  const name = host.startsWith("[") ? host.slice(1).split("]", 1)[0] : host.split(":", 1)[0];
  return (name ?? "").toLowerCase();
}

/** Loopback, and what RFC 1918 and RFC 4193 set aside; null where the host is a name. */
function kindOfAddress(name: string): RegistryKind | null {
  if (name === "::1") {
    return "local";
  }
  if (/^f[cd][0-9a-f]{2}:/.test(name)) {
    return "private-address";
  }
  const numbers = name.split(".").map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  const [first = 256, second = 256] = numbers;
  if (numbers.length !== 4 || numbers.some((number) => number > 255)) {
    return null;
  }
  if (first === 127) {
    return "local";
  }
  const isPrivate =
    first === 10 || (first === 172 && second >= 16 && second <= 31) || (first === 192 && second === 168);
  return isPrivate ? "private-address" : "other";
}

/**
 * Registries of Alibaba's personal edition share their domain with its other services, so the first label decides:
 * "registry" or "registry-vpc" (alibabacloud.com/help, Container Registry, "Terms").
 */
function kindOfAlibaba(name: string): RegistryKind | null {
  const isRegistry = name.endsWith(".aliyuncs.com") && /^registry[.-]/.test(name);
  return isRegistry ? "alibaba" : null;
}

function kindOfLabels(name: string): RegistryKind | null {
  const parts = name.split(".");
  if (parts[0] === "default-route-openshift-image-registry") {
    return "openshift-internal";
  }
  if (parts[0] === "ocir" && name.endsWith(".oci.oraclecloud.com")) {
    return "oracle";
  }
  const known = parts.find((part) => labels.has(part));
  return known === undefined ? null : (labels.get(known) ?? null);
}
