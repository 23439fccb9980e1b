/**
 * The whole way: texts in, report out. Pure and synchronous, so it runs the same in the plugin, in a test and in a
 * browser.
 */

import { isOwn } from "../catalogue/any-id.ts";
import type { Shell } from "../catalogue/for-shell.ts";
import type { CauseId } from "../catalogue/ids.ts";
import { BUILT_IN, type Catalogue } from "../catalogue/own.ts";
import type { PullError } from "../error/pull-error.ts";
import { type ImageUse, imageUse } from "../facts/image-use.ts";
import { imageKey } from "../image/reference.ts";
import { collectFailures } from "../pull/collect.ts";
import { readText } from "../read/read-text.ts";
import type { Reading } from "../read/records.ts";
import type { PullReport } from "../report.ts";
import { suggester } from "../suggest/suggest.ts";
import { cleanLine } from "../text/clean.ts";
import { tellRepairs } from "../text/repairs.ts";
import { type Diagnosis, judge } from "./judge.ts";
import { toReport } from "./to-report.ts";

export interface Input {
  /** "cluster", a file's name, or "-" for standard input. */
  readonly source: string;
  readonly text: string;
}

export interface Examination {
  readonly report: PullReport;
  readonly diagnoses: readonly Diagnosis[];
  /** Sources in which nothing could be read: no pod, no event, no error message. */
  readonly unreadable: readonly string[];
  readonly use: ImageUse;
  readonly catalogue: Catalogue;
}

export interface ExamineOptions {
  readonly shell?: Shell;
  /** Which nodes have which images; for callers that have seen more pods than they kept. */
  readonly use?: ImageUse | undefined;
  /** The built-in one where it is left out. */
  readonly catalogue?: Catalogue | undefined;
  /** Brings in what else is known of a failure by now. */
  readonly revise?: Revise | undefined;
}

export type Revise = (diagnosis: Diagnosis) => Diagnosis;

const asItIs: Revise = (diagnosis) => diagnosis;

export function diagnose(inputs: readonly Input[], shell: Shell = "sh"): PullReport<CauseId> {
  const { report } = examine(
    inputs.map(({ source, text }) => readText(source, text)),
    inputs.map(({ source }) => source),
    { shell },
  );
  // Nobody's own causes are in play.
  return report as PullReport<CauseId>;
}

/** For callers that have records already, such as the live side, and for those who want to see how it was judged. */
export function examine(
  readings: readonly Reading[],
  sources: readonly string[],
  {
    shell,
    use = imageUse(readings.flatMap(({ pods }) => pods)),
    catalogue = BUILT_IN,
    revise = asItIs,
  }: ExamineOptions = {},
): Examination {
  const { failures, recovered, podsSeen } = collectFailures(readings);
  const suggest = suggester(use.seen);
  const judged = failures.map((failure) => judge(failure, { shell, suggest, catalogue }));
  const convincing = withoutRepetition(judged.filter(isConvincing));
  // Nothing but `Error: ImagePullBackOff`: a pull fails, and that is all there is to know.
  const told = convincing.length > 0 ? convincing : judged.filter(({ failure }) => failure.state !== null).slice(0, 1);
  const diagnoses = told.map(revise);
  const unreadable = sources.filter((source, index) => {
    const reading = readings[index];
    const read = reading !== undefined && reading.pods.length + reading.events.length + reading.morePods > 0;
    return !read && !diagnoses.some(({ failure }) => failure.source === source);
  });
  const warnings = readings.flatMap((reading) => reading.warnings);
  return {
    report: toReport({
      diagnoses,
      recovered,
      podsSeen,
      unreadable,
      warnings,
      notes: repairNotes(readings, sources),
      events: readings.flatMap((reading) => reading.events),
      use,
      catalogue,
    }),
    diagnoses,
    unreadable,
    use,
    catalogue,
  };
}

/** What was undone in texts in which something was read, as sentences. */
export function repairNotes(readings: readonly Reading[], sources: readonly string[]): string[] {
  const notes = sources.flatMap((source, index) => {
    const { repairs = [], pods = [], events = [], errors = [] } = readings[index] ?? {};
    const isRead = pods.length + events.length + errors.length > 0;
    if (repairs.length === 0 || !isRead) return [];
    return [`In ${source === "-" ? "the text" : cleanLine(source)} this was undone first: ${tellRepairs(repairs)}.`];
  });
  return notes.length > MOST_NOTES
    ? [`In ${notes.length} texts something was undone first: broken lines, marks, escapes or the like.`]
    : notes;
}

const MOST_NOTES = 3;

/**
 * A stray sentence is a failure only when it says something: its words are those of a known cause, or it names what
 * cannot be pulled. A line of somebody's log must show besides that it speaks of a registry or a runtime: programs have
 * connections of their own.
 */
function isConvincing({ failure, cause: found, considered, error }: Diagnosis): boolean {
  if (failure.sightings.length === 0 || failure.sightings.some(({ from }) => from !== "text")) return true;
  // A team's own causes explain failures; that there is one, others must say.
  const cause = isOwn(found) ? (considered.find((one) => !isOwn(one.cause))?.cause ?? "unrecognized") : found;
  if (failure.sightings.some(({ cap }) => cap === null)) {
    const isNamed = failure.image !== null || (failure.pod !== null && failure.container !== null);
    return cause !== "unrecognized" || isNamed || (error !== null && isChain(error));
  }
  if (cause === "unrecognized" || error === null) return false;
  // Whoever waits for something may lose patience; a connection has words of its own for it.
  if (cause === "connection-timeout" && isImpatience(error)) return false;
  // Every program opens files; a runtime's lie in its own folders, or are parts of an image.
  if (cause === "node-filesystem-error" && error.layers.length === 0 && !OF_A_STORE.test(error.prepared.text))
    return false;
  const registry = error.request !== null && error.request.endpoint !== "other";
  return !failure.sightings.some(({ log }) => log) || registry || error.runtime !== "unknown";
}

/** A sentence of which only a common word is understood, and that names nothing of a pull, is about something else. */
function isImpatience({ layers, leaf: { text } }: PullError): boolean {
  if (layers.length > 0 || OF_A_PULL.test(text) || OF_A_CLIENT.test(text)) return false;
  return text.length > LONGEST_BARE || (text.length > SHORT_BARE && !OF_A_CONNECTION.test(text));
}

const SHORT_BARE = 40;
const LONGEST_BARE = 100;
const OF_A_PULL = /image|pull|regist|docker|layer|blob/i;
const OF_A_CLIENT = /net\/http: |Client\.Timeout/;
const OF_A_CONNECTION = /i\/o timeout|deadline exceeded|connection|request|\btcp\b/i;

/** A layer of a pull, and another one right behind it, or a request for an image: no words of a person's own. */
function isChain({ layers, request }: PullError): boolean {
  const asked = /^(?:HEAD|GET)$/.test(request?.method ?? "") && /^(?:manifest|blob)$/.test(request?.endpoint ?? "");
  if (asked) return true;
  return layers.some((layer, index) => layer.pull && layers[index + 1]?.start === layer.end);
}

const OF_A_STORE =
  /\/lib\/(?:containerd|docker|containers|rancher|kubelet)\b|containers\/storage|overlay|snapshot|layer|blob|hcsshim/i;

/** The same trouble told twice in free text: once with the image's name and once without, or in two quotations. */
function withoutRepetition(diagnoses: readonly Diagnosis[]): Diagnosis[] {
  if (!diagnoses.some(isStray)) return [...diagnoses];
  // A log can hold thousands of failures, so what repeats what is looked up and not compared one by one.
  const told = new Map<string, number[]>();
  for (const [at, { failure, cause }] of diagnoses.entries()) {
    for (const named of [failure.image, null]) {
      for (const pod of [failure.pod, null]) {
        for (const why of [cause, null]) {
          const key = keyOf(failure.source, named, pod, why);
          const places = told.get(key);
          if (places === undefined) told.set(key, [at]);
          else if (places.at(-1) !== at) places.push(at);
        }
      }
    }
  }
  const kept = new Set<number>();
  for (const [at, diagnosis] of diagnoses.entries()) {
    const { failure, cause } = diagnosis;
    const key = keyOf(failure.source, failure.image, failure.pod, cause === "unrecognized" ? null : cause);
    const repeats = (other: number): boolean =>
      other < at ? kept.has(other) : other > at && diagnoses[other]?.failure.image !== null;
    if (!isStray(diagnosis) || !(told.get(key) ?? []).some(repeats)) kept.add(at);
  }
  return diagnoses.filter((_, at) => kept.has(at));
}

function isStray({ failure }: Diagnosis): boolean {
  return failure.sightings.length > 0 && failure.sightings.every(({ from }) => from === "text");
}

function keyOf(source: string, image: string | null, pod: string | null, cause: string | null): string {
  return [source, image === null ? "" : imageKey(image), pod ?? "", cause ?? ""].join("\u0000");
}
