/**
 * One failure → one diagnosis. Among all that was seen of a pull the newest error that tells something decides; what
 * other attempts said, and what the decisive words may hide, is passed on as alternatives.
 */

import { type AnyCauseId, isOwn } from "../catalogue/any-id.ts";
import type { Facts } from "../catalogue/define.ts";
import { curesOf } from "../catalogue/fixes/finish.ts";
import { fixFor, runFor, type Shell } from "../catalogue/for-shell.ts";
import { type Match, matchCauses, weaker } from "../catalogue/match.ts";
import { type Advice, type AnyCause, BUILT_IN, type Catalogue, causeOf, outranks } from "../catalogue/own.ts";
import { type PullError, parsePullErrors } from "../error/pull-error.ts";
import { type ImageReference, parseReference } from "../image/reference.ts";
import type { ImageProbe } from "../probe/report.ts";
import type { PullFailure, Sighting } from "../pull/failure.ts";
import type { Alternative, Confidence, Fix } from "../report.ts";
import { NOTHING_SEEN } from "../suggest/seen-images.ts";
import { repairOf, type Suggest, suggester } from "../suggest/suggest.ts";
import type { Suggestion } from "../suggest/suggestion.ts";

export interface Diagnosis extends Grounds {
  readonly failure: PullFailure;
  readonly image: ImageReference | null;
  readonly cause: AnyCauseId;
  readonly confidence: Confidence;
  readonly alternatives: readonly Alternative[];
  readonly fixes: readonly Fix[];
  /** The error that decided, or the most telling one where none did; null where the text holds none. */
  readonly error: PullError | null;
  readonly sighting: Sighting | null;
  /** The decisive words, as the input has them; null where nothing decided. */
  readonly quote: string | null;
  /** Every match considered, best first; for `-v`. */
  readonly considered: readonly Match[];
  /** What the registry answered when it was asked from here; null where it was not asked. */
  readonly probed: Probed | null;
}

export interface Probed {
  readonly probe: ImageProbe;
  /** What was found and what follows, in whole sentences. */
  readonly text: string;
}

/** What the fixes are made of. */
export interface Grounds {
  /** What the catalogue, or the team, says of the cause. */
  readonly entry: AnyCause;
  readonly facts: Facts;
  readonly suggestions: readonly Suggestion[];
  /** The team's own, which comes first: it knows its own registries. */
  readonly advice: readonly Advice[];
}

/** In the words of a shell. */
export function fixesOf({ entry, facts, suggestions, advice }: Grounds, shell: Shell): Fix[] {
  const own = advice.map(({ cure }) => cure(facts));
  return [...own, ...curesOf(entry, facts, suggestions)].map((cure) => fixFor(shell, cure));
}

export interface JudgeOptions {
  /** Of whoever reads the report. */
  readonly shell?: Shell | undefined;
  /** Knows which other images work. */
  readonly suggest?: Suggest;
  readonly catalogue?: Catalogue | undefined;
}

export function judge(
  failure: PullFailure,
  { shell = "sh", suggest = suggester(NOTHING_SEEN), catalogue = BUILT_IN }: JudgeOptions = {},
): Diagnosis {
  const parsed = failure.image === null ? null : parseReference(failure.image);
  const image = parsed?.ok === true ? parsed.image : null;
  const verdicts = failure.sightings.map((sighting) => judgeSighting(sighting, failure, image, catalogue));
  const decisive = chooseVerdict(verdicts, catalogue);
  const best = decisive?.match ?? null;
  const cause: AnyCauseId = best?.cause ?? "unrecognized";
  const error = decisive?.error ?? null;
  const facts: Facts = best?.facts ?? {
    error: error ?? (parsePullErrors("")[0] as PullError),
    failure,
    image,
    scope: "leaf",
  };
  const cap = decisive === null ? null : capOf(decisive);
  const confidence = best === null ? "possible" : cap === null ? best.confidence : weaker(best.confidence, cap);
  const grounds: Grounds = {
    entry: causeOf(catalogue, cause),
    facts,
    suggestions: suggestionsFor(cause, facts, suggest, catalogue),
    advice: adviceFor(cause, facts, best, catalogue),
  };
  return {
    failure,
    image,
    cause,
    confidence,
    alternatives: findAlternatives(cause, facts, decisive, verdicts, shell, catalogue),
    ...grounds,
    fixes: fixesOf(grounds, shell),
    error,
    sighting: decisive?.sighting ?? null,
    quote: best === null || error === null ? null : quoteOf(error, best.span),
    considered: decisive?.matches ?? [],
    probed: null,
  };
}

/** Words in the middle of somebody's sentence may be told of, and not have happened. */
function capOf({ sighting, error, match }: Verdict): Confidence | null {
  const deep = match !== null && match.span.start - error.start > SHORT_LEAD;
  return sighting.cap ?? (sighting.from === "text" && error.layers.length === 0 && deep ? "likely" : null);
}

/** `docker compose pull: `, `Error: `, and not a sentence. */
const SHORT_LEAD = 24;

function suggestionsFor(
  cause: AnyCauseId,
  { failure, image }: Facts,
  suggest: Suggest,
  catalogue: Catalogue,
): readonly Suggestion[] {
  if (cause === "invalid-image-name") return failure.image === null ? [] : repairOf(failure.image);
  const { mayBeMisspelt } = causeOf(catalogue, cause);
  return image === null || mayBeMisspelt === undefined ? [] : suggest(image, mayBeMisspelt);
}

function adviceFor(cause: AnyCauseId, facts: Facts, best: Match | null, { advice }: Catalogue): readonly Advice[] {
  if (isOwn(cause)) return [];
  const answer = best === null ? null : { cause, span: best.span };
  return advice.filter((one) => one.for.includes(cause) && one.when(facts, answer) !== null);
}

interface Verdict {
  readonly sighting: Sighting;
  readonly error: PullError;
  readonly match: Match | null;
  readonly matches: readonly Match[];
}

/** Of the several errors of one message the first counts, unless a later one tells more. */
function judgeSighting(
  sighting: Sighting,
  failure: PullFailure,
  image: ImageReference | null,
  catalogue: Catalogue,
): Verdict | null {
  let chosen: Verdict | null = null;
  for (const error of sighting.errors) {
    const matches = matchCauses(error, failure, image, catalogue);
    const verdict = { sighting, error, match: matches[0] ?? null, matches };
    if (chosen === null || tellsMore(verdict, chosen, catalogue)) chosen = verdict;
  }
  return chosen;
}

/** The kubelet's last attempt is anonymous, so that a wish for credentials tells nothing against an earlier answer. */
function tellsMore(later: Verdict, earlier: Verdict, catalogue: Catalogue): boolean {
  if (later.match === null) return false;
  if (earlier.match === null || isOnlyOwn(earlier.match.cause, later.match.cause, catalogue)) return true;
  return later.match.cause !== "missing-credentials" && outranks(catalogue, later.match.cause, earlier.match.cause);
}

/** Without the own cause, the later error would decide. */
function isOnlyOwn(earlier: AnyCauseId, later: AnyCauseId, catalogue: Catalogue): boolean {
  return isOwn(earlier) && !isOwn(later) && !outranks(catalogue, earlier, later);
}

/** Verdicts come newest first. A passing trouble gives way to an older error that names the lasting one. */
function chooseVerdict(verdicts: readonly (Verdict | null)[], catalogue: Catalogue): Verdict | null {
  const all = verdicts.filter((one) => one !== null);
  const telling = all.filter((one) => one.match !== null);
  const lasting = telling.find((one) => one.match !== null && causeOf(catalogue, one.match.cause).passing !== true);
  return lasting ?? telling[0] ?? all[0] ?? null;
}

function findAlternatives(
  cause: AnyCauseId,
  facts: Facts,
  decisive: Verdict | null,
  verdicts: readonly (Verdict | null)[],
  shell: Shell,
  catalogue: Catalogue,
): Alternative[] {
  const alternatives: Alternative[] = [];
  const add = (alternative: Alternative): void => {
    if (alternative.cause !== cause && alternatives.every((one) => one.cause !== alternative.cause))
      alternatives.push(alternative);
  };
  for (const { cause: other, why, when, check } of causeOf(catalogue, cause).couldBe ?? []) {
    if (when !== undefined && !when(facts)) continue;
    const command = check?.(facts) ?? null;
    add({ cause: other, confidence: "possible", why, check: command === null ? null : runFor(shell, command) });
  }
  for (const match of decisive?.matches ?? []) {
    const { cause: other, confidence, outrankedBy } = match;
    if (outrankedBy === null) add({ cause: other, confidence, why: causeOf(catalogue, other).what, check: null });
    // A file that claims too much must not hide what the words say without it.
    else if (isOwn(outrankedBy) && !isOwn(other))
      add({
        cause: other,
        confidence: "possible",
        why: `This is the answer without your own ${outrankedBy}.`,
        check: null,
      });
  }
  for (const verdict of verdicts) {
    if (verdict === null || verdict === decisive || verdict.match === null) continue;
    add({
      cause: verdict.match.cause,
      confidence: "possible",
      why: "Another attempt of the same pull failed for this reason.",
      check: null,
    });
  }
  return alternatives;
}

/** Layers that make the decisive words easier to understand when they are quoted with them. */
const TELLING = new Set([
  "dial",
  "lookup",
  "read",
  "write",
  "connect",
  "proxy",
  "tls-verify",
  "tls-alert",
  "status",
  "registry-error",
  "access-denied",
  "pull-access-denied",
  "auth-server",
  "parse-body",
  "registry-answer",
  "server-message",
  "auth-token",
  "source-rejected",
  "fetch-anonymous-token",
  "fetch-oauth-token",
  "read-manifest",
  "mount-callback",
  "image-verifier",
  "manifest-not-found",
  "repository-not-found",
]);
const LONGEST_LEAD = 200;
const LONGEST_TAIL = 160;

/** The decisive words with the layer that they belong to, and to the end of the error where that is near. */
function quoteOf(error: PullError, span: { readonly start: number; readonly end: number }): string {
  const { leaf } = error;
  let start = span.start >= leaf.start && span.start - leaf.start <= LONGEST_LEAD ? leaf.start : span.start;
  for (const layer of error.layers.toReversed()) {
    if (
      layer.start >= start ||
      layer.end < start - 1 ||
      !TELLING.has(layer.step) ||
      span.start - layer.start > LONGEST_LEAD
    )
      continue;
    start = layer.start;
  }
  const leafEnd = leaf.end;
  const end = span.end < leafEnd && leafEnd - span.end <= LONGEST_TAIL ? leafEnd : span.end;
  return error.prepared
    .quote(start, Math.min(Math.max(end, span.end), error.prepared.text.length))
    .replace(/(?<![:\s"])[:\s"]+$/, "");
}
