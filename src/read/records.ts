/**
 * What the readers make of a text: pods, events and error messages, still in the words of the input. `null` is "the
 * text does not say". Nothing here is judged, and nothing a text can hold makes a reader throw.
 */
import type { Repair } from "../text/repairs.ts";
import type { Marks } from "./marks.ts";

export interface Reading {
  readonly pods: readonly PodRecord[];
  readonly events: readonly EventRecord[];
  readonly errors: readonly BareError[];
  readonly warnings: readonly string[];
  /** Pods of a text too long to be kept that are counted and not among `pods`: nothing in them fails that is not told. */
  readonly morePods: number;
  /** What was undone before the text could be read; none where it is left out. */
  readonly repairs?: readonly Repair[];
}

/** Whether a pod's own text had events: a table, `<none>`, or no such line at all. */
export type EventsShown = "table" | "none" | "absent";

export interface PodRecord {
  readonly source: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly node: string | null;
  readonly owner: string | null;
  /** True where the input shows that nobody owns the pod, which is more than an owner that is not named. */
  readonly isBare: boolean;
  readonly marks: Marks;
  /** The STATUS of a `get pods` row, or the phase. */
  readonly status: string | null;
  readonly containers: readonly ContainerRecord[];
  readonly events: EventsShown;
  readonly pullSecrets: readonly string[] | null;
  readonly serviceAccount: string | null;
  /** `describe` and object dumps show containers; a `get pods` row does not. */
  readonly shape: "describe" | "row" | "object";
}

export interface ContainerRecord {
  readonly name: string;
  readonly kind: "init" | "main" | "ephemeral";
  readonly image: string | null;
  readonly state: "waiting" | "running" | "terminated" | null;
  /** Reason of the state: ImagePullBackOff, CrashLoopBackOff, Completed, ... */
  readonly reason: string | null;
  /** The waiting state's message; describe never prints it. */
  readonly message: string | null;
  readonly restarts: number | null;
  readonly pullPolicy: string | null;
}

export interface EventRecord {
  readonly source: string;
  readonly namespace: string | null;
  /** Lower-case kind and name, "pod/demo-pod". */
  readonly object: string | null;
  readonly container: string | null;
  readonly node: string | null;
  readonly type: string | null;
  readonly reason: string | null;
  /** Ages stay text: without the moment of the run they are no instants. */
  readonly age: string | null;
  readonly count: number | null;
  readonly over: string | null;
  readonly from: string | null;
  readonly message: string;
  /** Which table of the text it stood in; a later table was printed later, so its ages count from a later moment. */
  readonly table: number;
}

/** An error message that stands in no event row: a log line, a command's answer, a sentence in a chat. */
export interface BareError {
  readonly source: string;
  readonly text: string;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly container: string | null;
  readonly image: string | null;
  readonly node: string | null;
  /** Which part of the text, between blank lines and fences, it stood in. */
  readonly block: number;
  /** A line of a log, whose neighbours tell of the same pull. */
  readonly log: boolean;
  /** False where nothing but the wording of the text itself says that it is about a pull. */
  readonly aboutPull: boolean;
}
