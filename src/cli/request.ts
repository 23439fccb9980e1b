/** What a command line asks for, as a value: nothing has been read or run yet. */
import type { Platform } from "../probe/report.ts";
import type { Format } from "../render/options.ts";
import type { CompletionWord } from "./completion/words.ts";
import type { ColorChoice, PROBE_AUTHS } from "./flags.ts";

export type Request =
  | { readonly kind: "help"; readonly topic?: HelpTopic }
  | { readonly kind: "version" }
  | CausesRequest
  | { readonly kind: "lint-causes"; readonly files: readonly string[] }
  | { readonly kind: "completion"; readonly what: CompletionWord }
  | ProbeRequest
  | CompleteRequest
  | FilesRequest
  | ClusterRequest;

/** Commands that have a help of their own. */
export type HelpTopic = "causes" | "completion" | "probe";

/** Registries are asked, without any pod. */
export interface ProbeRequest extends ProbeSettings {
  readonly kind: "probe";
  /** As given. */
  readonly images: readonly string[];
  readonly show: ShowOptions;
}

/** How registries are asked. */
export interface ProbeSettings {
  /** Null where it does not matter which. */
  readonly platform: Platform | null;
  /** Hosts that look private may be asked. */
  readonly allowsPrivate: boolean;
  /** Whose credentials are tried where nobody's are refused. */
  readonly auth: (typeof PROBE_AUTHS)[number] | null;
  /** Hosts, with their ports where they have one, that are asked over plain HTTP. */
  readonly plainHttp: readonly string[];
}

/** What a shell asks while somebody types. */
export interface CompleteRequest {
  readonly kind: "complete";
  /** Behind the program's name; the last one is the word under the cursor, empty where it is yet to be begun. */
  readonly words: readonly string[];
  /** Whether the shell can show what each candidate means. */
  readonly explains: boolean;
}

/** Files and folders of own causes, as named on the command line; absent where none is. */
export interface WithOwnCauses {
  readonly causes?: readonly string[];
  readonly show: ShowOptions;
}

export interface CausesRequest extends WithOwnCauses {
  readonly kind: "causes";
  readonly id: string | null;
}

export interface FilesRequest extends WithOwnCauses {
  readonly kind: "files";
  /** Names as given; "-" is standard input. */
  readonly files: readonly string[];
  readonly container: string | null;
  /** Set where the registries of failing images are to be asked. */
  readonly probe?: ProbeSettings;
}

export interface ClusterRequest extends WithOwnCauses {
  readonly kind: "cluster";
  /** Empty where the pods are chosen by namespace and selectors. */
  readonly targets: readonly Target[];
  readonly allNamespaces: boolean;
  readonly selector: string | null;
  readonly fieldSelector: string | null;
  readonly container: string | null;
  /** Pull secrets may be read. */
  readonly checkSecrets?: true;
  /** Without it one look is all. */
  readonly follow?: Follow;
  /** Set where the registries of failing images are to be asked. */
  readonly probe?: ProbeSettings;
  readonly connection: Connection;
}

/** Look on: for good, or until no pull fails, so many seconds at most. */
export type Follow = { readonly until: "stopped" } | { readonly until: "mended"; readonly seconds: number };

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
  /** "pod", or what owns pods: `deployment`, `cronjob`, or any word that kubectl takes for a kind. */
  readonly kind: string;
  readonly name: string;
}

export interface ShowOptions {
  readonly format: Format;
  readonly color: ColorChoice;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Names are replaced by aliases. */
  readonly redact?: true;
}
