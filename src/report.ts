/**
 * The report that the program answers with, version `pullcheck/v1`.
 *
 * This is the outside's view: names here are never changed or removed, only added to. `null` always means
 * "the input does not say". `report.schema.json` and
 * `change.schema.json` describe the same objects for other programs.
 */
import type { AnyCauseId, OwnCauseId } from "./catalogue/any-id.ts";
import type { ProbeReport } from "./probe/report.ts";

export type Confidence = "certain" | "likely" | "possible";

export type Runtime = "containerd" | "docker" | "cri-o" | "unknown";

/** `Id` is narrower where no team's own causes can be in it. */
export interface PullReport<Id extends AnyCauseId = AnyCauseId> {
  readonly apiVersion: "pullcheck/v1";
  readonly kind: "PullReport";
  /** False where something that matters could not be read; `warnings` says what. */
  readonly complete: boolean;
  readonly summary: {
    readonly failures: number;
    readonly podsSeen: number;
    readonly causes: Readonly<Partial<Record<Id, number>>>;
  };
  readonly failures: readonly ReportedFailure<Id>[];
  readonly groups: readonly FailureGroup<Id>[];
  readonly events: readonly ReportedEvent[];
  readonly warnings: readonly string[];
  /** The team's own causes that this report names; absent where it names none. */
  readonly ownCauses?: readonly ReportedOwnCause[];
  /** What the failing images' registries answered when they were asked from here; only after `--probe`. */
  readonly probe?: ProbeReport;
}

/** The words of a cause that is not in the catalogue. */
export interface ReportedOwnCause {
  readonly id: OwnCauseId;
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly links: readonly string[];
  /** The name of the file that it stands in, without its folder. */
  readonly file: string;
}

/** What `--watch -o json` writes, one a line, for each failure that came, changed or went since the report before. */
export interface PullChange {
  readonly apiVersion: "pullcheck/v1";
  readonly kind: "PullChange";
  /** An instant, as the reader's machine has it: "2026-11-22T10:00:00.000Z". */
  readonly time: string;
  /**
   * "recovered": the image could be pulled. "gone": the pod was deleted, replaced or given up, so that nobody pulls any
   * more.
   */
  readonly change: "failing" | "changed" | "recovered" | "gone";
  /** As it is now; of what fails no more, as it was last. Its evidence refers to no list of events. */
  readonly failure: ReportedFailure;
  /** The cause before; null where nothing failed. */
  readonly was: AnyCauseId | null;
}

export interface ReportedFailure<Id extends AnyCauseId = AnyCauseId> {
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
  readonly cause: Id;
  readonly confidence: Confidence;
  readonly alternatives: readonly Alternative<Id>[];
  readonly error: ReportedError | null;
  readonly evidence: readonly Evidence[];
  readonly attempts: number | null;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** Null where the input does not tell enough to say when the pull is tried again. */
  readonly retry: Retry | null;
  readonly fixes: readonly Fix[];
  /** Names that may have been meant, the likeliest first; empty where nothing is near enough. */
  readonly suggestions: readonly ReportedSuggestion[];
}

export interface ReportedSuggestion {
  /** A whole reference. Nobody was asked whether it exists. */
  readonly image: string;
  /** One sentence: where the name comes from. */
  readonly why: string;
}

/** The kubelet's back-off, reckoned from the moment at which the input was taken; all in seconds. */
export interface Retry {
  /** The wait after the last failure; the shortest that it can be where `isLongest` is false. */
  readonly wait: number;
  /** Whether the wait has reached its limit and grows no more. */
  readonly isLongest: boolean;
  /** 0 where the time has come already. */
  readonly earliest: number;
  /** Later than that the kubelet does not begin, unless other pulls stand in the queue before this one. */
  readonly latest: number;
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

export interface Alternative<Id extends AnyCauseId = AnyCauseId> {
  readonly cause: Id;
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
  /** "probe": what the registry answered when it was asked from here, in our words. */
  readonly from: "event" | "status" | "text" | "probe";
  /** The decisive words, as the input has them. */
  readonly quote: string;
}

export interface Fix {
  readonly title: string;
  readonly commands: readonly FixCommand[];
  readonly note: string | null;
  /** The file of the team's own causes that advises it; absent for what the catalogue advises. */
  readonly own?: string;
}

export interface FixCommand {
  readonly run: string;
  /** "inspect" only reads; "changes" alters something. */
  readonly effect: "inspect" | "changes";
}

export interface FailureGroup<Id extends AnyCauseId = AnyCauseId> {
  readonly scope: "registry" | "namespace" | "secret" | "image" | "node";
  readonly key: string;
  readonly cause: Id;
  /** Indexes into `failures`. */
  readonly failures: readonly number[];
  readonly pods: number;
  readonly namespaces: number;
  readonly nodes: number;
  /** Nodes with a pod that uses the group's image or registry, failing or not; null where the scope is neither. */
  readonly nodesPulling: number | null;
  /** Who owns the pods: "team-a/deployment/web". Pods that nobody owns, as far as the input says, are not in it. */
  readonly workloads: readonly string[];
  /** The earliest `firstSeen` of the members. */
  readonly since: string | null;
  /** Indexes into `failures` of the members seen last, three at most, the newest first. */
  readonly newest: readonly number[];
  /** What was found out beside the error: other nodes, the nodes' likeness, pull secrets. */
  readonly facts: readonly Fact[];
}

export interface Fact {
  readonly about: "other-nodes" | "nodes" | "pull-secret" | "service-account" | "probe";
  /** Whole sentences. */
  readonly text: string;
  /** False where the question stays open: not asked for, or not allowed. */
  readonly isKnown: boolean;
  /** What the sentences name. */
  readonly names: readonly FactName[];
}

export interface FactName {
  readonly kind: "node" | "namespace" | "secret" | "service-account" | "registry";
  readonly name: string;
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
