/** What a command line asks for, as a value: nothing has been read or run yet. */
import type { Format } from "../render/options.ts";
import type { ColorChoice } from "./flags.ts";

export type Request =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "causes"; readonly id: string | null; readonly show: ShowOptions }
  | FilesRequest
  | ClusterRequest;

export interface FilesRequest {
  readonly kind: "files";
  /** Names as given; "-" is standard input. */
  readonly files: readonly string[];
  readonly container: string | null;
  readonly show: ShowOptions;
}

export interface ClusterRequest {
  readonly kind: "cluster";
  /** Empty where the pods are chosen by namespace and selectors. */
  readonly targets: readonly Target[];
  readonly allNamespaces: boolean;
  readonly selector: string | null;
  readonly fieldSelector: string | null;
  readonly container: string | null;
  readonly connection: Connection;
  readonly show: ShowOptions;
}

/** How to reach the cluster. */
export interface Connection {
  /** Null where the context's holds. */
  readonly namespace: string | null;
  /** Flags for kubectl, spelled `--name=value`, the namespace among them. */
  readonly flags: readonly string[];
  /** Seconds; null without `--request-timeout`, 0 where it asks for no limit. */
  readonly requestTimeout: number | null;
}

export interface Target {
  readonly kind: "pod" | OwnerKind;
  readonly name: string;
}

/** Kinds that own pods and name them by a label selector. */
export type OwnerKind = "deployment" | "statefulset" | "daemonset" | "replicaset" | "replicationcontroller" | "job";

export interface ShowOptions {
  readonly format: Format;
  readonly color: ColorChoice;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Names are replaced by aliases. */
  readonly redact?: true;
}
