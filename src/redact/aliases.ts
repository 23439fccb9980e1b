/** Names and what stands in their place: one name has one alias, whatever it names. */

import { ecrLocation, registryKind } from "../image/registry.ts";
import { ipv4Alias, ipv6Alias, isCommonAddress, isIpv4, isIpv6 } from "./addresses.ts";
import { withoutEnd } from "./ends.ts";
import { isCommonNamespace, isPublicHost, isServiceLabel, tenantSuffix } from "./public.ts";

export const KINDS = [
  "pod",
  "namespace",
  "container",
  "node",
  "workload",
  "secret",
  "registry",
  "host",
  "project",
  "repository",
  "address",
  "account",
  "role",
  "user",
  "id",
  "file",
  "path",
  "object",
] as const;
export type Kind = (typeof KINDS)[number];

export interface Aliases {
  /** Gives the name an alias, unless it has one or everybody knows it. */
  add(kind: Kind, name: string): void;
  addHost(kind: "registry" | "host", host: string): void;
  /** Null for a name that has none. */
  of(name: string): string | null;
  /** The same, and counts it as replaced. */
  use(name: string): string | null;
  names(): readonly string[];
  /** How many names of each kind were replaced; kinds of which none was are not in it. */
  replaced(): Replaced;
}

export type Replaced = Readonly<Partial<Record<Kind, number>>>;

interface Entry {
  readonly kind: Kind;
  readonly alias: string;
}

export function makeAliases(): Aliases {
  const entries = new Map<string, Entry>();
  const counters = new Map<string, number>();
  const used = new Map<string, Kind>();
  const count = (what: string): number => {
    const number = (counters.get(what) ?? 0) + 1;
    counters.set(what, number);
    return number;
  };
  const put = (kind: Kind, name: string, alias: string): void => {
    if (name !== "" && name !== alias && !entries.has(name)) entries.set(name, { kind, alias });
  };

  const add = (kind: Kind, name: string): void => {
    if (name === "" || entries.has(name) || (kind === "namespace" && isCommonNamespace(name))) return;
    if (isIpv4(name) || isIpv6(name)) {
      if (isCommonAddress(name)) return;
      put("address", name, isIpv4(name) ? ipv4Alias(count("v4")) : ipv6Alias(count("v6")));
      return;
    }
    put(kind, name, spelled(kind, name, count));
    // Registries have no case; a suggestion writes the name in small letters.
    if (name !== name.toLowerCase()) put(kind, name.toLowerCase(), (entries.get(name)?.alias ?? "").toLowerCase());
  };

  const addHost = (kind: "registry" | "host", text: string): void => {
    const host = text.replace(/:\d*$/, "").replace(/^\[(.*)\]$/, "$1");
    if (host === "" || entries.has(host) || isPublicHost(host)) return;
    if (isIpv4(host) || isIpv6(host)) return add("address", host);
    const alias = hostAlias(
      kind,
      host,
      (label, as) => {
        add(as, label);
        return entries.get(label)?.alias ?? label;
      },
      count,
    );
    put(kind, host, alias);
    put(kind, host.toLowerCase(), alias);
    // What our own commands make of a host: a secret's name, a file's name.
    const dashed = (one: string): string => one.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
    const short = withoutEnd(dashed(host).slice(0, 50), "-");
    put(kind, dashed(host), dashed(alias));
    put(kind, short, dashed(alias));
    put(kind, `${host}.conf`, `${alias}.conf`);
  };

  const of = (name: string): string | null => entries.get(name)?.alias ?? null;
  return {
    add,
    addHost,
    of,
    names: () => [...entries.keys()],
    use: (name) => {
      const entry = entries.get(name);
      // A name in two spellings is one name.
      if (entry !== undefined)
        used.set(
          entry.alias
            .toLowerCase()
            .replaceAll(".", "-")
            .replace(/-conf$/, ""),
          entry.kind,
        );
      return entry?.alias ?? null;
    },
    replaced: () => {
      const counts: Partial<Record<Kind, number>> = {};
      for (const kind of KINDS) {
        const number = [...used.values()].filter((one) => one === kind).length;
        if (number > 0) counts[kind] = number;
      }
      return counts;
    },
  };
}

/** An alias is as valid as the name, in every place where a name may stand; one with capitals gets one too. */
function spelled(kind: Kind, name: string, count: (what: string) => number): string {
  const number = count(kind);
  if (kind === "account") return String(number).padStart(12, "0");
  if (kind === "id") return `00000000-0000-0000-0000-${String(number).padStart(12, "0")}`;
  if (kind === "user" && name.includes("@")) return `user-${number}@example.com`;
  if (kind === "file") return `file-${number}${/\.[a-z0-9]{1,5}$/i.exec(name)?.[0] ?? ""}`;
  const alias = `${kind}-${number}`;
  return /[A-Z]/.test(name) ? alias.slice(0, 1).toUpperCase() + alias.slice(1) : alias;
}

/**
 * The kind of registry stays to be seen, the customer does not.
 *
 *   harbor.corp.example                             harbor.registry-1.example
 *   123456789012.dkr.ecr.eu-west-1.amazonaws.com    000000000001.dkr.ecr.eu-west-1.amazonaws.com
 *   acme.azurecr.io                                 registry-1.azurecr.io
 *   registry.tools.svc.cluster.local                registry-1.namespace-1.svc.cluster.local
 */
function hostAlias(
  kind: "registry" | "host",
  host: string,
  label: (name: string, kind: Kind) => string,
  count: (what: string) => number,
): string {
  const ecr = ecrLocation(host);
  if (ecr !== null && /^\d{12}$/.test(ecr.account)) return label(ecr.account, "account") + host.slice(12);
  const suffix = tenantSuffix(host);
  if (suffix !== null) {
    const isCluster = suffix.startsWith(".svc");
    const labels = host.slice(0, -suffix.length).split(".");
    return labels
      .map((one, index) => (isServiceLabel(one) ? one : label(one, isCluster && index === 1 ? "namespace" : kind)))
      .join(".")
      .concat(suffix);
  }
  const product = registryKind(host);
  const isProduct = product === "harbor" || product === "artifactory" || product === "nexus" || product === "gitlab";
  return `${isProduct ? `${product}.` : ""}${kind}-${count(kind)}.example`;
}
