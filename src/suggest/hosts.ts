/** Registries' hosts that are misspelt, or that are the address of something else. */
import type { ImageReference } from "../image/reference.ts";
import { ecrLocation, registryKind, registryName } from "../image/registry.ts";
import { hosts } from "../image/registry-hosts.ts";
import type { KnownImages } from "./seen-images.ts";
import { likelySlip } from "./slip.ts";
import { spell } from "./spell.ts";
import type { Candidate } from "./suggestion.ts";

/** Hosts that everybody may pull from, besides those that registry.ts knows by kind. */
const MORE_HOSTS = [
  "us.gcr.io",
  "eu.gcr.io",
  "asia.gcr.io",
  "docker.elastic.co",
  "lscr.io",
  "cgr.dev",
  "registry-1.docker.io",
];

/** Services of the same owner, or the owner's name with another ending, that hold no images. */
const OTHER_ADDRESSES: ReadonlyMap<string, string> = new Map([
  ["docker.com", "docker.io"],
  ["www.docker.com", "docker.io"],
  ["hub.docker.com", "docker.io"],
  ["hub.docker.io", "docker.io"],
  ["registry.docker.com", "docker.io"],
  ["registry.docker.io", "docker.io"],
  ["dockerhub.com", "docker.io"],
  ["dockerhub.io", "docker.io"],
  ["github.com", "ghcr.io"],
  ["ghcr.com", "ghcr.io"],
  ["ghcr.github.com", "ghcr.io"],
  ["gcr.com", "gcr.io"],
  ["gitlab.com", "registry.gitlab.com"],
  ["quay.com", "quay.io"],
  ["k8s.io", "registry.k8s.io"],
  ["registry.kubernetes.io", "registry.k8s.io"],
  ["k8s.registry.io", "registry.k8s.io"],
  ["microsoft.com", "mcr.microsoft.com"],
  ["mcr.io", "mcr.microsoft.com"],
  ["ecr.aws", "public.ecr.aws"],
  ["public.ecr.aws.com", "public.ecr.aws"],
]);

/** First words of paths that are a registry's host without its end. */
const HALF_HOSTS: ReadonlyMap<string, string> = new Map([
  ["gcr", "gcr.io"],
  ["ghcr", "ghcr.io"],
  ["mcr", "mcr.microsoft.com"],
  ["quay", "quay.io"],
  ["registry.k8s", "registry.k8s.io"],
]);

/** What the hosts of tenants end with; the tenant's own label is left as it is. */
const TENANT_ENDS = ["azurecr.io", "azurecr.cn", "azurecr.us", "jfrog.io", "ocir.io", "icr.io", "gcr.io"];

const ALL_HOSTS: readonly string[] = [...hosts.keys(), ...MORE_HOSTS].filter(
  (one) => one.includes(".") && !one.endsWith(".svc") && !one.endsWith(".local") && !OTHER_ADDRESSES.has(one),
);

export function hostCandidates(image: ImageReference, known: KnownImages): Candidate[] {
  const host = image.registry.toLowerCase();
  if (known.registries.has(image.registry)) return [];
  return [...otherAddress(image, host), ...halfHost(image), ...alikeHosts(image, host, known), ...ports(image, known)];
}

function candidate(
  image: ImageReference,
  registry: string,
  cost: number,
  why: string,
  repository = image.repository,
): Candidate[] {
  const changed = spell(image, { registry, repository });
  return changed === null ? [] : [{ image: changed, why, likeness: "slip", cost }];
}

function otherAddress(image: ImageReference, host: string): Candidate[] {
  const registry = OTHER_ADDRESSES.get(host);
  if (registry === undefined) return [];
  // Pages on Docker Hub: hub.docker.com/_/nginx, hub.docker.com/r/grafana/grafana.
  const repository = image.repository.replace(/^(?:_|r)\//, "");
  return candidate(image, registry, 0, `${host} is no registry; ${sayRegistry(registry)}.`, repository);
}

function halfHost(image: ImageReference): Candidate[] {
  const [first = "", second = "", ...rest] = image.repository.split("/");
  if (image.registry !== "docker.io" || rest.length === 0) return [];
  const whole = `${first}.${second}`;
  if (hosts.has(whole)) {
    return candidate(image, whole, 0, `There is a slash where the registry's name ${whole} has a dot.`, rest.join("/"));
  }
  const registry =
    HALF_HOSTS.get(first) ??
    ALL_HOSTS.find((one) => one.replaceAll(".", "") === first || one.replaceAll(".", "-") === first);
  if (registry === undefined) return [];
  const path = [second, ...rest].join("/");
  return candidate(
    image,
    registry,
    0,
    `Without its dot ${first} is part of a path on Docker Hub; ${sayRegistry(registry)}.`,
    path,
  );
}

function alikeHosts(image: ImageReference, host: string, known: KnownImages): Candidate[] {
  if (isKnownHost(host) || host === "docker.io") return [];
  const everybodys = ALL_HOSTS.flatMap((registry) => {
    const cost = costOf(host, registry);
    return cost === null
      ? []
      : candidate(image, registry, cost, `${capital(sayRegistry(registry))}.${warningOf(host)}`);
  });
  const seen = [...known.registries].flatMap((registry) => {
    const cost = isKnownHost(registry) ? null : costOf(host, registry.toLowerCase());
    return cost === null ? [] : candidate(image, registry, cost, `Other images come from ${registry}.`);
  });
  return [...everybodys, ...seen, ...tenantEnds(image, host)];
}

function tenantEnds(image: ImageReference, host: string): Candidate[] {
  const ecr = /^([0-9]{12})\.(.+)$/.exec(host);
  if (ecr !== null) {
    const [, account = "", rest = ""] = ecr;
    const region = /(?:^|\.)([a-z]{2}(?:-[a-z]+)+-[0-9])(?:\.|$)/.exec(rest)?.[1];
    const meant = `dkr.ecr.${region}.amazonaws.com`;
    const cost = region === undefined || ecrLocation(host) !== null ? null : costOf(rest, meant);
    return cost === null
      ? []
      : candidate(image, `${account}.${meant}`, cost, `A registry of Amazon ECR is called ACCOUNT.${meant}.`);
  }
  const dot = host.indexOf(".");
  const rest = host.slice(dot + 1);
  return TENANT_ENDS.flatMap((end) => {
    const cost = dot < 1 || rest === end ? null : costOf(rest, end);
    return cost === null
      ? []
      : candidate(
          image,
          `${host.slice(0, dot)}.${end}`,
          cost,
          `${capital(nameOf(`x.${end}`))} has names that end in ${end}.`,
        );
  });
}

/** The same host, seen with another port or with none. */
function ports(image: ImageReference, known: KnownImages): Candidate[] {
  const [name = ""] = image.registry.split(":", 1);
  const same = [...known.registries].filter((one) => one !== image.registry && one.split(":", 1)[0] === name);
  return same.flatMap((registry) =>
    candidate(
      image,
      registry,
      0.5,
      registry === name
        ? `Other images come from ${name} without a port.`
        : `Other images come from ${registry}, with that port.`,
    ),
  );
}

function costOf(host: string, registry: string): number | null {
  // The dots are no letters that would tell two hosts apart.
  return host === registry ? null : likelySlip(host, registry, registry.replaceAll(".", ""));
}

function isKnownHost(host: string): boolean {
  const kind = registryKind(host);
  return ALL_HOSTS.includes(host) || (kind !== "other" && !OTHER_ADDRESSES.has(host));
}

function sayRegistry(registry: string): string {
  return `${nameOf(registry)} is ${registry}`;
}

function nameOf(registry: string): string {
  const kind = registryKind(registry);
  return kind === "other" ? "the registry" : registryName(kind);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** bmitch.net, "ghrc.io Appears to be Malicious" (August 2025): it answers like a registry that wants a login. */
function warningOf(host: string): string {
  return host === "ghrc.io"
    ? " ghrc.io belongs to somebody else and asks for logins: renew a token that was sent there."
    : "";
}
