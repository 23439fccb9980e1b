/**
 * What is known of one registry. Each lives in a file of its own, which holds all of it; index.ts says which kind has
 * which, and does not compile while one lacks. Which hosts are of a kind is told in image/registry-hosts.ts.
 *
 * Every fact stands with its source. What is not known is left out: advice then stays general.
 */
import type { Command, Cure } from "../commands.ts";
import type { Facts } from "../define.ts";
import type { Home } from "../platforms/platform.ts";

export interface UserAndPassword {
  /** Words of a shell command, quoted where they have to be. */
  readonly user: string;
  readonly password: string;
}

/** User and password of a pull secret. */
export interface Login extends UserAndPassword {
  /** The key under which the kubelet finds the entry; without it, the image's host. */
  readonly server?: string;
  /** The same for a shell that cannot pass these on. */
  readonly anywhere?: UserAndPassword;
  /** Where the two come from, and when they end. */
  readonly note: string;
}

/** Words of the registry's own that call for a cure of their own. */
export interface Refusal {
  /** Looked for in the whole error, names included. */
  readonly words: RegExp;
  readonly cure: (facts: Facts) => Cure;
}

export interface Registry {
  /** What a host or a path has to look like here, where there is a rule. */
  readonly path?: string;
  readonly login: (facts: Facts) => Login;
  /** What an account needs to pull, under the name that the registry has for it, and where it is given. */
  readonly right?: string;
  /** How an image is made public, so that nobody needs a login. */
  readonly anonymous?: string;
  /** Whose machines it knows; left out where it knows those of any cluster, or none. */
  readonly home?: Home;
  /** For registries that know the nodes, or the pod: the right one gives to those. Better than any pull secret. */
  readonly letIn?: (facts: Facts) => Cure;
  /** The first whose words are there counts. */
  readonly refusals?: readonly Refusal[];
  /** How many pulls it serves, and what raises that. */
  readonly limit?: string;
  /** How to see what is left of it. */
  readonly showLimit?: (facts: Facts) => Cure;
  /** Opens the way to it where nodes have none. */
  readonly openTheWay?: (facts: Facts) => Cure;
  /** Why a name of its own does not resolve. */
  readonly resolve?: (name: string, facts: Facts) => Cure | null;
  /** Lists the tags of the image's repository. */
  readonly listTags?: (facts: Facts) => Command;
  /** Lists repositories near the image's. */
  readonly listRepositories?: (facts: Facts) => Command;
  /** One sentence on where a browser shows the tags; null where that is not known of this host. */
  readonly tagsPage?: (facts: Facts) => string | null;
  /** One sentence on the hosts that a pull connects to; null where they are not known of this host. */
  readonly hosts?: (facts: Facts) => string | null;
  /** The page on which its operator tells of outages; null for a host that somebody else runs. */
  readonly statusPage?: (facts: Facts) => string | null;
  /** True for a service for everybody on the internet that has no such page. */
  readonly isPublic?: true;
}

/** The image's registry, in lower case, else the host that answered. */
export function hostIn(facts: Facts): string {
  return (facts.image?.registry ?? facts.error.request?.host ?? "").toLowerCase();
}

/** The image's repository, part by part; empty where no image is known. */
export function pathOf({ image }: Facts): readonly string[] {
  return image?.repository.split("/") ?? [];
}

/** The sentence about hosts, in one form for all. */
export function connectsTo(hosts: string): string {
  return `A pull from here connects to ${hosts}.`;
}

/** A login of which no more is known than that there is one. */
export const SOME_LOGIN: Login = {
  user: "USER",
  password: "PASSWORD",
  note: "USER and PASSWORD are a login of this registry that may read the repository.",
};

/** The catalogue of the distribution specification; large public registries do not serve it. */
export function catalogueUrl({ image }: Facts): string {
  return `https://${image?.registry ?? "REGISTRY"}/v2/_catalog`;
}
