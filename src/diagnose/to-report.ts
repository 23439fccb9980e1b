/** Diagnoses → the report of the contract. Here texts leave the program, so here secrets are masked. */
import { isOwn } from "../catalogue/any-id.ts";
import type { Catalogue } from "../catalogue/own.ts";
import { chainOf } from "../error/pull-error.ts";
import type { ImageUse } from "../facts/image-use.ts";
import { retryOf } from "../facts/retry.ts";
import { leadsOf, weigh } from "../facts/weigh.ts";
import type { Collected } from "../pull/collect.ts";
import type { EventRecord } from "../read/records.ts";
import type { Evidence, PullReport, ReportedError, ReportedEvent, ReportedFailure, ReportedImage } from "../report.ts";
import { cleanLine } from "../text/clean.ts";
import { groupFailures } from "./group.ts";
import type { Diagnosis } from "./judge.ts";
import { maskReport } from "./mask-secrets.ts";

export interface Findings extends Pick<Collected, "recovered" | "podsSeen"> {
  readonly diagnoses: readonly Diagnosis[];
  readonly events: readonly EventRecord[];
  /** Which nodes have which images. */
  readonly use: ImageUse;
  readonly catalogue: Catalogue;
  readonly unreadable: readonly string[];
  readonly warnings: readonly string[];
  /** Warnings that leave the answer complete. */
  readonly notes: readonly string[];
}

export function toReport(findings: Findings): PullReport {
  const { diagnoses, recovered, unreadable, warnings, notes } = findings;
  const groups = groupFailures(diagnoses, findings.use);
  const failures = weigh(
    diagnoses.map((diagnosis) => toFailure(diagnosis, findings.events)),
    leadsOf(groups),
  );
  const causes: Record<string, number> = {};
  for (const { cause } of failures) causes[cause] = (causes[cause] ?? 0) + 1;
  const gone = diagnoses.filter(({ failure }) => failure.evidenceGone);
  return maskReport({
    apiVersion: "pullcheck/v1",
    kind: "PullReport",
    complete: gone.length === 0 && unreadable.length === 0 && warnings.length === 0,
    summary: { failures: failures.length, podsSeen: findings.podsSeen, causes },
    failures,
    groups,
    events: findings.events.map(toEvent),
    warnings: [
      ...warnings,
      ...unreadable.map(
        (source) => `Nothing in ${nameOf(source)} could be read as kubectl output or as an error of an image pull.`,
      ),
      ...goneWarnings(gone),
      ...recoveredWarnings(recovered),
      ...notes,
    ],
    ...ownCausesIn(failures, findings.catalogue),
  });
}

/** The words of a team's own causes, without which their ids would mean nothing to whoever has the report alone. */
function ownCausesIn(failures: readonly ReportedFailure[], { own }: Catalogue): Pick<PullReport, "ownCauses"> {
  const named = new Set(
    failures.flatMap(({ cause, alternatives }) => [cause, ...alternatives.map((one) => one.cause)]),
  );
  const ownCauses = [...named].filter(isOwn).flatMap((id) => {
    const cause = own.get(id);
    if (cause === undefined) return [];
    const { title, what, why, links, file } = cause;
    return [{ id, title, what, why, links, file }];
  });
  return ownCauses.length === 0 ? {} : { ownCauses };
}

/** Hundreds of pods are told of in one sentence. */
function goneWarnings(gone: readonly Diagnosis[]): string[] {
  const [first] = gone;
  if (first === undefined) return [];
  const where =
    first.failure.source === "cluster"
      ? "no event says why any more: events live for an hour"
      : "the text holds no error that says why: events live for an hour, and the rest may not have been copied";
  if (gone.length > MOST_NAMED) {
    const pods = gone.slice(0, MOST_NAMED).map(({ failure }) => failure.pod ?? "one without a name");
    return [`${gone.length} pods (${pods.join(", ")}, …) cannot pull their images, and ${where}.`];
  }
  return gone.map(({ failure: { pod, image } }) => {
    const name = pod === null ? "A pod" : `Pod ${pod}`;
    return `${name} cannot pull ${image ?? "its image"}, and ${where}.`;
  });
}

const MOST_NAMED = 3;

function recoveredWarnings(recovered: Findings["recovered"]): string[] {
  if (recovered.length > MOST_NAMED) {
    const pods = recovered.slice(0, MOST_NAMED).map(({ pod }) => pod ?? "one without a name");
    return [
      `${recovered.length} pulls (for ${pods.join(", ")}, …) failed at first and then succeeded; they are not counted as failures.`,
    ];
  }
  return recovered.map(
    ({ pod, image }) =>
      `The pull of ${image ?? "an image"}${pod === null ? "" : ` for pod ${pod}`} failed at first and then succeeded; it is not counted as a failure.`,
  );
}

function nameOf(source: string): string {
  return source === "-" ? "standard input" : source === "cluster" ? "the cluster's answer" : cleanLine(source);
}

function toFailure(diagnosis: Diagnosis, events: readonly EventRecord[]): ReportedFailure {
  const { failure } = diagnosis;
  return {
    source: cleanLine(failure.source),
    namespace: failure.namespace,
    pod: failure.pod,
    container: failure.container,
    node: failure.node,
    image: toImage(diagnosis),
    state: failure.state,
    runtime: failure.runtime,
    cause: diagnosis.cause,
    confidence: diagnosis.confidence,
    alternatives: diagnosis.alternatives,
    error: toError(diagnosis),
    evidence: toEvidence(diagnosis, events),
    attempts: failure.attempts,
    firstSeen: failure.firstSeen,
    lastSeen: failure.lastSeen,
    retry: retryOf(failure),
    fixes: diagnosis.fixes,
    suggestions: diagnosis.suggestions.map(({ image, why }) => ({ image, why })),
  };
}

function toImage({ failure, image }: Diagnosis): ReportedImage | null {
  if (failure.image === null) return null;
  return {
    raw: failure.image,
    registry: image?.registry ?? null,
    repository: image?.repository ?? null,
    tag: image?.tag ?? null,
    digest: image?.digest ?? null,
  };
}

function toError({ error }: Diagnosis): ReportedError | null {
  if (error === null) return null;
  return {
    message: error.message,
    grpcCode: error.grpcCode,
    httpStatus: error.http?.status ?? null,
    registryCode:
      error.registry.find((one) => one.code !== null && one.code !== "UNKNOWN")?.code ??
      error.registry.find((one) => one.code !== null)?.code ??
      null,
    chain: chainOf(error),
    leaf: error.leaf.text,
  };
}

function toEvidence(diagnosis: Diagnosis, events: readonly EventRecord[]): Evidence[] {
  const { probed } = diagnosis;
  const asked: Evidence[] = probed === null ? [] : [{ event: null, from: "probe", quote: probed.text }];
  return [...wordsOf(diagnosis, events), ...asked];
}

function wordsOf({ quote, sighting, cause, failure }: Diagnosis, events: readonly EventRecord[]): Evidence[] {
  if (quote === null || sighting === null) return [];
  const decisive: Evidence = { event: sighting.event, from: sighting.from, quote };
  // The refusal alone would not prove that it is the secret; the kubelet's warning beside it does.
  const { missingSecretsEvent: event } = failure;
  const warning =
    cause === "pull-secret-not-found" && event !== null && event !== sighting.event ? events[event] : undefined;
  return warning === undefined ? [decisive] : [{ event, from: "event", quote: warning.message }, decisive];
}

function toEvent(event: EventRecord): ReportedEvent {
  const { source, namespace, object, type, reason, age, count, over, from, message } = event;
  return {
    source: cleanLine(source),
    namespace,
    object,
    type,
    reason,
    age,
    count,
    over,
    from,
    message,
  };
}
