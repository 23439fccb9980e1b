/**
 * What is known of one platform: who makes the nodes, and where their settings for registries have to be made so that
 * they last. Each lives in a file of its own; recognize.ts tells which one a failure comes from.
 *
 * Snippets of files stand in notes, in a form that may be wrapped: JSON, and YAML in braces.
 */
import type { Command } from "../commands.ts";
import type { Facts } from "../define.ts";
import { registryOf } from "../fixes/endpoint.ts";

/**
 * What a node has to be told: an authority to trust for one registry or for every host, that there is no TLS, another
 * place for the images, a way through a proxy.
 */
export type Setting = "authority" | "any-authority" | "plain-http" | "mirror" | "proxy";

export interface Advice {
  /** For a platform that has no such setting and another way out. */
  readonly title?: string;
  readonly commands: readonly Command[];
  readonly note: string;
}

/** Whose machines the nodes are: those of a cloud, or a laptop, which no cloud knows. */
export type Home = "amazon" | "google" | "azure" | "laptop";

export interface Platform {
  /** As it stands in a sentence: "EKS". */
  readonly name: string;
  /** Left out for platforms that run anywhere. */
  readonly home?: Home;
  /** How one gets a shell on a node of this name; without it the ways are those of any node. */
  readonly shell?: (node: string) => string;
  /** What becomes of a file that somebody changes on a node; null where nobody can, or should. */
  readonly byHand: string | null;
  /** Where the runtime's files for registries come from, and how they are mended there. */
  readonly source?: (facts: Facts) => Advice;
  /** Folder of the runtime's files for registries, where it is another than usual. */
  readonly certificates?: string;
  /** Brings an image of the reader's machine into the cluster; without it, a registry is the only way. */
  readonly load?: (image: string, node: string) => string;
  readonly settings: Readonly<Partial<Record<Setting, (facts: Facts) => Advice>>>;
}

/** The image's registry as a word of YAML; REGISTRY where it is not known, or no plain word. */
export function registryInYaml(facts: Facts): string {
  const registry = registryOf(facts);
  return registry.startsWith("[") ? "REGISTRY" : registry;
}

export const MIRROR_NOTE = "MIRROR is the host of the mirror or cache.";
