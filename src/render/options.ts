/** What a renderer is told beside the report. Terminal, width and colour are values, so the same call runs anywhere. */
import type { Diagnosis } from "../diagnose/judge.ts";
import type { PullReport } from "../report.ts";

export type Format = "table" | "wide" | "json" | "yaml" | "markdown" | "name";

export interface RenderOptions {
  readonly format: Format;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly verbose: boolean;
  readonly quiet: boolean;
  /** What was looked at, in one phrase: "pod demo-pod in namespace default", "ticket.txt". */
  readonly looked: string;
  /** Parallel to `report.failures`; `verbose` shows the matches considered from it. */
  readonly diagnoses?: readonly Diagnosis[];
}

/** A report as text; it ends with a line break unless it is empty. */
export type Renderer = (report: PullReport, options: RenderOptions) => string;
