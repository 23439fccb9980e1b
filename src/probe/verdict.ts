/** What was found of one image → whether it can be pulled, and the cause that a node would have. */
import type { CauseId } from "../catalogue/ids.ts";
import type { ImageReference } from "../image/reference.ts";
import { runsOn, spellPlatform } from "./manifest.ts";
import type {
  Identity,
  ImageProbe,
  ManifestSummary,
  Platform,
  RateLimit,
  StepName,
  TagSummary,
  Verdict,
} from "./report.ts";

export type Judgement = Pick<ImageProbe, "verdict" | "pullable" | "cause" | "failedAt" | "summary">;

export interface Findings {
  readonly image: ImageReference;
  readonly askedAs: Identity;
  /** The registry asked for a login at some point. */
  readonly wantsLogin: boolean;
  /** Its token service knows who asked. */
  readonly hasToken: boolean;
  /** The answer that is no, or the fault that ended it; null where the manifest came. */
  readonly end: Refusal | Fault | null;
  readonly manifest: ManifestSummary | null;
  /** The platform asked for. */
  readonly wanted: Platform | null;
  /** "no-repository" where the list of tags says that there is none. */
  readonly tags: TagSummary | "no-repository" | null;
  readonly rateLimit: RateLimit | null;
}

/** An answer that is no. */
export interface Refusal {
  readonly kind: "refusal";
  readonly step: StepName;
  readonly status: number;
  readonly registryCode: string | null;
  readonly isWebPage: boolean;
  /** Who answered. */
  readonly host: string;
}

/** No answer, or none that can be used. */
export interface Fault {
  readonly kind: "failed" | "late" | "odd" | "not-allowed";
  readonly step: StepName;
  readonly cause: CauseId | null;
  /** A whole sentence. */
  readonly text: string;
}

export function judge(found: Findings): Judgement {
  if (found.end === null) return judgeManifest(found);
  return found.end.kind === "refusal" ? judgeRefusal(found, found.end) : judgeFault(found.end);
}

function judgeFault({ kind, step, cause, text }: Fault): Judgement {
  switch (kind) {
    case "not-allowed":
      return { verdict: "not-asked", pullable: null, cause: null, failedAt: step, summary: text };
    case "odd":
      // A digest that does not fit ends every pull; of other answers a runtime may make more than we do.
      return {
        verdict: "odd-answer",
        pullable: cause === "corrupt-image" ? false : null,
        cause,
        failedAt: step,
        summary: text,
      };
    case "late":
      return { verdict: "unreachable", pullable: null, cause, failedAt: step, summary: text };
    case "failed":
      return { verdict: "unreachable", pullable: cause === null ? null : false, cause, failedAt: step, summary: text };
    default:
      return kind satisfies never;
  }
}

function judgeRefusal(found: Findings, refusal: Refusal): Judgement {
  const { status, step, host, isWebPage } = refusal;
  const no = (verdict: Verdict, cause: CauseId, summary: string, pullable: boolean | null = false): Judgement => ({
    verdict,
    pullable,
    cause,
    failedAt: step,
    summary,
  });
  if (status === 429)
    return no(
      "rate-limited",
      "registry-rate-limited",
      `${host} answers no more requests for now (429).${quota(found.rateLimit)}`,
    );
  if (status >= 500)
    return no("unknown", "registry-unavailable", `${host} fails by itself: it answered ${status}.`, null);
  if (status === 407) return no("unreachable", "proxy-error", `A proxy before ${host} wants credentials (407).`);
  if (status === 401 || status === 403) return judgeDenial(found, refusal, no);
  if (status === 404 && step !== "ping" && !isWebPage) return judgeMissing(found, refusal, no);
  return no(
    "odd-answer",
    "unexpected-registry-response",
    isWebPage
      ? `${host} answered with a web page (${status}), not as a registry.`
      : `${host} answered ${status}, which says neither yes nor no.`,
    null,
  );
}

type No = (verdict: Verdict, cause: CauseId, summary: string) => Judgement;

function judgeDenial(
  { image, askedAs, wantsLogin, hasToken }: Findings,
  { status, step, host, isWebPage }: Refusal,
  no: No,
): Judgement {
  const name = `${image.registry}/${image.repository}`;
  if (isWebPage && status === 403)
    return no(
      "access-denied",
      "access-denied",
      `${host} answered 403 with a web page: a firewall or a proxy before it, more likely than the registry.`,
    );
  if (askedAs.kind === "anonymous") {
    if (status === 403 && !wantsLogin)
      return no(
        "access-denied",
        "access-denied",
        `${host} does not give ${name} to this machine, and asks for no login (403).`,
      );
    return no(
      "private",
      "missing-credentials",
      `${host} does not give ${name} without credentials (${status}). It is private, or it does not exist: most registries say the same of both.`,
    );
  }
  if (status === 401 && step === "token")
    return no(
      "credentials-refused",
      "rejected-credentials",
      `${host} refused the credentials from ${askedAs.from}: they are wrong, or have ended.`,
    );
  if (status === 401 && !hasToken)
    return no(
      "credentials-refused",
      "rejected-credentials",
      `${host} refused the credentials from ${askedAs.from} for ${name} (401).`,
    );
  return no(
    "access-denied",
    "access-denied",
    `${host} took the credentials from ${askedAs.from}, but they may not pull ${name} (${status}).`,
  );
}

function judgeMissing({ image, tags }: Findings, { registryCode, host }: Refusal, no: No): Judgement {
  const what = image.digest === null ? `tag "${image.tag}"` : `digest ${image.digest}`;
  if (tags === "no-repository" || (tags === null && registryCode === "NAME_UNKNOWN"))
    return no("repository-missing", "repository-not-found", `${host} has no repository ${image.repository}.`);
  if (tags === null)
    return no(
      "not-found",
      "image-not-found",
      `${host} has no ${image.repository} with the ${what} (404), and does not tell whether it has the repository.`,
    );
  const near = image.digest === null && tags.nearest.length > 0 ? ` Near to it: ${tags.nearest.join(", ")}.` : "";
  const among =
    tags.count === 0
      ? "which has no tags"
      : `which has ${tags.count}${tags.isComplete ? "" : " or more"} ${tags.count === 1 ? "tag" : "tags"}`;
  return no(
    "tag-missing",
    "tag-not-found",
    `There is no ${what} in ${image.registry}/${image.repository}, ${among}.${near}`,
  );
}

function judgeManifest({ image, askedAs, manifest, wanted, rateLimit }: Findings): Judgement {
  const name = image.canonical;
  const platforms = manifest?.platforms ?? [];
  const no = (verdict: Verdict, cause: CauseId, failedAt: StepName, summary: string): Judgement => ({
    verdict,
    pullable: false,
    cause,
    failedAt,
    summary,
  });
  if (manifest?.kind === "schema1")
    return no(
      "schema1",
      "unsupported-manifest",
      "manifest",
      `${name} has a manifest of the retired schema 1, which newer runtimes refuse: build and push it again.`,
    );
  if (manifest?.kind === "other")
    return no(
      "not-an-image",
      "unsupported-manifest",
      "manifest",
      `${name} exists, and is not an image that a container can be made of (${manifest.mediaType || "no media type"}).`,
    );
  if (wanted !== null && platforms.length > 0 && !platforms.some((one) => runsOn(one, wanted)))
    return no(
      "platform-missing",
      "platform-mismatch",
      "platforms",
      `${name} exists, but not for ${spellPlatform(wanted)}: only for ${list(platforms)}.`,
    );
  if (wanted !== null && platforms.length === 0 && rateLimit?.remaining !== 0) {
    const summary = `${name} exists, but for which platforms could not be read.`;
    return { verdict: "unknown", pullable: null, cause: null, failedAt: "platforms", summary };
  }
  if (rateLimit?.remaining === 0)
    return no(
      "rate-limited",
      "registry-rate-limited",
      "manifest",
      `${name} exists, but the quota of pulls is used up.${quota(rateLimit)}`,
    );
  const as = askedAs.kind === "anonymous" ? "without credentials" : `with the credentials from ${askedAs.from}`;
  const where = platforms.length === 0 ? "" : ` It is there for ${list(platforms)}.`;
  return {
    verdict: "pullable",
    pullable: true,
    cause: null,
    failedAt: null,
    summary: `${name} can be pulled from here ${as}.${where}`,
  };
}

function quota(rateLimit: RateLimit | null): string {
  if (rateLimit === null) return "";
  const { limit, window, retryAfter, countedBy } = rateLimit;
  const by =
    countedBy === "address" ? " for this machine's address" : countedBy === "account" ? " for this account" : "";
  const size =
    limit === null ? "" : ` The limit is ${limit} pulls${window === null ? "" : ` in ${spellTime(window)}`}${by}.`;
  return size + (retryAfter === null ? "" : ` It asks to wait ${spellTime(retryAfter)}.`);
}

function spellTime(seconds: number): string {
  const [size, unit] = seconds >= 7200 ? [3600, "hours"] : seconds >= 120 ? [60, "minutes"] : [1, "seconds"];
  return `${Math.round(seconds / size)} ${unit}`;
}

const MOST_SHOWN = 8;

function list(platforms: readonly Platform[]): string {
  const names = [...new Set(platforms.map(spellPlatform))];
  const rest = names.length - MOST_SHOWN;
  return names.slice(0, MOST_SHOWN).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
