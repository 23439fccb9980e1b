/**
 * Scores the program on a folder of labelled cases:
 *
 *   messages.jsonl, runtimes/messages.jsonl   one message a line: id, cause, accept, runtime, message
 *   pastes.jsonl                              one text a line: id, file, failures (image, pod, cause, accept), events
 *
 * A message's answer is the cause of the first failure reported, `not-a-pull-failure` where none is. A labelled failure
 * of a paste is found when a reported one has its image (or the label has none) and, where both name one, its pod.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { diagnose } from "../src/diagnose/diagnose.ts";
import { sameImage } from "../src/image/reference.ts";
import type { ReportedFailure } from "../src/report.ts";

export interface MessageCase {
  readonly id: string;
  readonly cause: string;
  readonly accept: readonly string[];
  readonly runtime: string;
  readonly message: string;
}

interface LabelledFailure {
  readonly image: string | null;
  readonly pod: string | null;
  readonly cause: string;
  readonly accept: readonly string[];
}

export interface PasteCase {
  readonly id: string;
  readonly file: string;
  readonly failures: readonly LabelledFailure[];
  readonly events: number | null;
}

/** `wrong`: another cause than any accepted one; `confident`: and that with "certain"; `silent`: no failure at all. */
export type Outcome = "strict" | "accepted" | "wrong" | "confident" | "silent";

export interface Scored {
  readonly id: string;
  readonly label: string;
  readonly runtime: string;
  readonly outcome: Outcome;
  readonly got: string;
  readonly text: string;
}

export interface PasteScore {
  readonly found: readonly Scored[];
  /** Reported failures that match no labelled one, in texts that have labelled ones. */
  readonly extra: readonly string[];
  /** Failures reported in texts that have none. */
  readonly invented: readonly string[];
  readonly eventCounts: { readonly right: number; readonly of: number; readonly wrong: readonly string[] };
}

export function readCases<T>(file: string): T[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line): T => JSON.parse(line));
}

export function scoreMessages(cases: readonly MessageCase[]): Scored[] {
  return cases.map((one) => {
    const failure = diagnose([{ source: "-", text: one.message }]).failures[0];
    const got = failure?.cause ?? "not-a-pull-failure";
    return { id: one.id, label: one.cause, runtime: one.runtime, got, text: one.message, outcome: judge(one, failure) };
  });
}

function judge(
  label: { readonly cause: string; readonly accept: readonly string[] },
  failure: ReportedFailure | undefined,
): Outcome {
  const got = failure?.cause ?? "not-a-pull-failure";
  if (got === label.cause) return "strict";
  if (label.accept.includes(got)) return "accepted";
  if (failure === undefined) return "silent";
  return failure.confidence === "certain" ? "confident" : "wrong";
}

export function scorePastes(cases: readonly PasteCase[], folder: string): PasteScore {
  const found: Scored[] = [];
  const extra: string[] = [];
  const invented: string[] = [];
  const wrongCounts: string[] = [];
  let counted = 0;
  for (const one of cases) {
    const report = diagnose([{ source: one.file, text: readFileSync(join(folder, one.file), "utf8") }]);
    const used = new Set<ReportedFailure>();
    for (const label of one.failures) {
      const candidates = report.failures.filter((failure) => !used.has(failure) && matches(label, failure));
      const best =
        candidates.find((failure) => failure.cause === label.cause) ??
        candidates.find((failure) => label.accept.includes(failure.cause)) ??
        candidates[0];
      if (best !== undefined) used.add(best);
      const got = best?.cause ?? "not-a-pull-failure";
      found.push({
        id: one.id,
        label: label.cause,
        runtime: "paste",
        outcome: judge(label, best),
        got,
        text: `${label.pod ?? "?"} ${label.image ?? "?"}`,
      });
    }
    const rest = report.failures
      .filter((failure) => !used.has(failure))
      .map((failure) => `${one.id}: ${failure.pod ?? "?"} ${failure.image?.raw ?? "?"} ${failure.cause}`);
    (one.failures.length === 0 ? invented : extra).push(...rest);
    if (one.events === null) continue;
    counted++;
    if (report.events.length !== one.events)
      wrongCounts.push(`${one.id}: ${report.events.length} rows, ${one.events} by eye`);
  }
  return {
    found,
    extra,
    invented,
    eventCounts: { right: counted - wrongCounts.length, of: counted, wrong: wrongCounts },
  };
}

function matches(label: LabelledFailure, failure: ReportedFailure): boolean {
  const image = label.image === null || (failure.image !== null && sameImage(failure.image.raw, label.image));
  return image && (label.pod === null || failure.pod === null || label.pod === failure.pod);
}

/** Share of the scored that are right; `accepted` counts the strict ones too. */
export function share(scored: readonly Scored[], ...outcomes: readonly Outcome[]): number {
  if (scored.length === 0) return 1;
  return scored.filter((one) => outcomes.includes(one.outcome)).length / scored.length;
}
