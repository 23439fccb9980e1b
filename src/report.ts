/**
 * The report that the program answers with, version `pullcheck/v1`.
 *
 * This is the outside's view: names here are never changed or removed, only added to. `null` always means
 * "the input does not say". `report.schema.json` describes the same object for other programs.
 */
import type { CauseId } from "./catalogue/ids.ts";

export type Confidence = "certain" | "likely" | "possible";

export type Runtime = "containerd" | "docker" | "cri-o" | "unknown";

export interface PullReport {
  readonly apiVersion: "pullcheck/v1";
  readonly kind: "PullReport";
  /** False where something that matters could not be read; `warnings` says what. */
  readonly complete: boolean;
  readonly summary: {
    readonly failures: number;
    readonly podsSeen: number;
    readonly causes: Readonly<Partial<Record<CauseId, number>>>;
  };
  readonly failures: readonly ReportedFailure[];
  readonly groups: readonly FailureGroup[];
  readonly events: readonly ReportedEvent[];
  readonly warnings: readonly string[];
}

export interface ReportedFailure {
  /** "cluster", a file's name as given, or "-" for standard input. */
  readonly source: string;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly container: string | null;
  readonly node: string | null;
  readonly image: ReportedImage | null;
  /** The container's waiting reason: ErrImagePull, ImagePullBackOff, InvalidImageName, ... */
  readonly state: string | null;
  readonly runtime: Runtime;
  readonly cause: CauseId;
  readonly confidence: Confidence;
  readonly alternatives: readonly Alternative[];
  readonly error: ReportedError | null;
  readonly evidence: readonly Evidence[];
  readonly attempts: number | null;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly fixes: readonly Fix[];
}

export interface ReportedImage {
  /** As the text names it. */
  readonly raw: string;
  /** Normalised as the runtimes do; null where `raw` is no valid reference. */
  readonly registry: string | null;
  readonly repository: string | null;
  readonly tag: string | null;
  readonly digest: string | null;
}

export interface Alternative {
  readonly cause: CauseId;
  readonly confidence: Confidence;
  readonly why: string;
  /** The command that would settle it; null where no single command does. */
  readonly check: string | null;
}

export interface ReportedError {
  /** The message whole, as the input has it. */
  readonly message: string;
  readonly grpcCode: string | null;
  readonly httpStatus: number | null;
  /** The registry's own error code in the OCI spelling: MANIFEST_UNKNOWN, DENIED, TOOMANYREQUESTS, ... */
  readonly registryCode: string | null;
  readonly chain: readonly ErrorStep[];
  /** What no known layer explains: the innermost words. */
  readonly leaf: string;
}

/** One layer that a program put around the error, outermost first. */
export interface ErrorStep {
  readonly step: string;
  readonly subject: string | null;
  readonly text: string;
}

export interface Evidence {
  /** Index into `events`; null where the words stand elsewhere (a bare message, a container's status). */
  readonly event: number | null;
  readonly from: "event" | "status" | "text";
  /** The decisive words, as the input has them. */
  readonly quote: string;
}

export interface Fix {
  readonly title: string;
  readonly commands: readonly FixCommand[];
  readonly note: string | null;
}

export interface FixCommand {
  readonly run: string;
  /** "inspect" only reads; "changes" alters something. */
  readonly effect: "inspect" | "changes";
}

export interface FailureGroup {
  readonly scope: "registry" | "namespace" | "secret" | "image" | "node";
  readonly key: string;
  readonly cause: CauseId;
  /** Indexes into `failures`. */
  readonly failures: readonly number[];
  readonly pods: number;
  readonly namespaces: number;
  readonly nodes: number;
}

export interface ReportedEvent {
  readonly source: string;
  readonly namespace: string | null;
  /** Lower-case kind and name: "pod/demo-pod". */
  readonly object: string | null;
  readonly type: string | null;
  readonly reason: string | null;
  readonly age: string | null;
  readonly count: number | null;
  readonly over: string | null;
  readonly from: string | null;
  readonly message: string;
}
