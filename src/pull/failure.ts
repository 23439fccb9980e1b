/** Records turned into failures: one per container (or image, where the text names no container) that cannot be pulled. */
import type { PullError } from "../error/pull-error.ts";
import type { Confidence, Runtime } from "../report.ts";

export interface PullFailure {
  readonly source: string;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly container: string | null;
  readonly node: string | null;
  /** The image as the text names it. */
  readonly image: string | null;
  readonly state: string | null;
  readonly runtime: Runtime;
  /** Newest first. Empty where only boilerplate is left. */
  readonly sightings: readonly Sighting[];
  /** Pull secrets that the kubelet says it could not read. */
  readonly missingSecrets: readonly string[];
  /** Index of the event that says so; null where none does. */
  readonly missingSecretsEvent: number | null;
  /** True where the same text shows that this very image was on the node, or pulled, before. */
  readonly pulledBefore: boolean;
  /** Null where the input does not say (describe never does). */
  readonly pullPolicy: string | null;
  /** Names of the pod's pull secrets; null where the input does not say. */
  readonly pullSecrets: readonly string[] | null;
  /** Who owns the pod: "ReplicaSet/web-6b7"; null where the input does not say. */
  readonly owner: string | null;
  /** True where the input shows that nobody owns the pod. */
  readonly isBare: boolean;
  /** Labels and annotations that tell who manages the pod, or its owner; see read/marks.ts. */
  readonly marks: Readonly<Record<string, string>>;
  /** Who made the pod's owner: "Prometheus/k8s"; null where the input does not say, or nobody did. */
  readonly maker: string | null;
  /** Null where the input does not say. */
  readonly containerKind: "init" | "main" | "ephemeral" | null;
  readonly serviceAccount: string | null;
  readonly attempts: number | null;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** True where the text proves a failing pull but holds none of its errors any more. */
  readonly evidenceGone: boolean;
}

/** One place in the input where an error of this pull is told. */
export interface Sighting {
  readonly errors: readonly PullError[];
  /** Index into the events of the report; null where the words stand elsewhere. */
  readonly event: number | null;
  readonly from: "event" | "status" | "text";
  /** Event reason, where there is one. */
  readonly reason: string | null;
  /** For words that stand alone: which part of the text they stood in. */
  readonly block: number | null;
  /** True for a line of a log, whose program may have failed at something else. */
  readonly log: boolean;
  /** Lowers what is concluded, where the words had to be attributed to this failure by inference. */
  readonly cap: Confidence | null;
}

/** What nothing has been said of yet. */
export const NO_FAILURE: PullFailure = {
  source: "",
  namespace: null,
  pod: null,
  container: null,
  node: null,
  image: null,
  state: null,
  runtime: "unknown",
  sightings: [],
  missingSecrets: [],
  missingSecretsEvent: null,
  pulledBefore: false,
  pullPolicy: null,
  pullSecrets: null,
  owner: null,
  isBare: false,
  marks: {},
  maker: null,
  containerKind: null,
  serviceAccount: null,
  attempts: null,
  firstSeen: null,
  lastSeen: null,
  evidenceGone: false,
};

/** The first runtime that any of the errors shows. */
export function runtimeOf(sightings: readonly Sighting[]): Runtime {
  for (const { errors } of sightings) for (const error of errors) if (error.runtime !== "unknown") return error.runtime;
  return "unknown";
}
