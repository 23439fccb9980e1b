/**
 * What registries answered, as the outside sees it: `kubectl pullcheck probe IMAGE… -o json`, and what the diagnosis of an
 * event is joined with. Version `pullcheck/v1`: names are only added. `null` means that it was not asked or not told.
 *
 * This folder holds what is pure about asking a registry: headers, manifests, addresses, certificates and the verdict. In
 * come what was received, out come values; cli/probe is where it is sent and received.
 */
import type { CauseId } from "../catalogue/ids.ts";
import type { ReportedImage } from "../report.ts";

export interface ProbeReport {
  readonly apiVersion: "pullcheck/v1";
  readonly kind: "ProbeReport";
  /** False where the question remains open for at least one image. */
  readonly complete: boolean;
  readonly summary: { readonly pullable: number; readonly notPullable: number; readonly unknown: number };
  /** In the order in which they were named. */
  readonly images: readonly ImageProbe[];
  /** Every host that was connected to, once. */
  readonly hosts: readonly AskedHost[];
  readonly warnings: readonly string[];
}

export interface ImageProbe {
  readonly image: ReportedImage;
  readonly verdict: Verdict;
  /** Whether a pull from here, with the same credentials, would succeed; null where that is not known. */
  readonly pullable: boolean | null;
  /** The cause that the same refusal has on a node; null where the image can be pulled, or where nothing is known. */
  readonly cause: CauseId | null;
  /** The step that decided; null where every step went well. */
  readonly failedAt: StepName | null;
  /** The verdict with its reason: one or two whole sentences. */
  readonly summary: string;
  /** As whom the registry was asked last. */
  readonly askedAs: Identity;
  /** In the order in which they were taken. */
  readonly steps: readonly ProbeStep[];
  /** Of the registry's own host; null over plain HTTP, or where none was shown. */
  readonly certificate: Certificate | null;
  readonly manifest: ManifestSummary | null;
  /** Asked for only where the tag is missing. */
  readonly tags: TagSummary | null;
  readonly rateLimit: RateLimit | null;
}

/**
 * pullable            the manifest is there, for the platform asked for
 * tag-missing         the repository is there; the tag or digest is not
 * repository-missing  the registry says that it has no such repository
 * not-found           there is no such manifest; whether the repository exists is not told
 * private             anonymous was refused; registries say the same of what does not exist
 * credentials-refused the credentials that were sent are wrong or have ended
 * access-denied       the credentials are good, or none are asked for, and this image is still not given
 * platform-missing    it exists for other platforms only
 * schema1             its manifest is of the retired schema 1, which containerd 2 refuses
 * not-an-image        there is something by that name, and no runtime can run it: a chart, a signature, an unknown type
 * rate-limited        429, or a quota that is used up
 * unreachable         no answer from the registry: `failedAt` says at which step, `cause` which cause that is
 * odd-answer          an answer that is none of the protocol's: a web page, broken JSON, a wrong digest, a redirect loop
 * invalid-name        not an image reference
 * not-asked           nothing was sent, because of where its host is; `summary` says what would allow it
 * unknown             the registry failed by itself (5xx), or the image exists and for which platforms is not told
 */
export const VERDICTS = [
  "pullable",
  "tag-missing",
  "repository-missing",
  "not-found",
  "private",
  "credentials-refused",
  "access-denied",
  "platform-missing",
  "schema1",
  "not-an-image",
  "rate-limited",
  "unreachable",
  "odd-answer",
  "invalid-name",
  "not-asked",
  "unknown",
] as const;

export type Verdict = (typeof VERDICTS)[number];

/**
 * One thing that was done. The first five are the way to a host, shared by all images of a registry; `proxy` is there only
 * where one is used, `tls` only over HTTPS. A redirect or token service on another host has no steps of its own for these:
 * where its way fails, the step that needed it does.
 */
export const STEP_NAMES = ["dns", "tcp", "proxy", "tls", "ping", "token", "manifest", "platforms", "tags"] as const;

export type StepName = (typeof STEP_NAMES)[number];

export interface ProbeStep {
  readonly step: StepName;
  /** "refused": an answer came, and it is no. "failed": none came, or none that can be read. */
  readonly outcome: "ok" | "refused" | "failed";
  /** One plain sentence. */
  readonly text: string;
  /** Host and port that it was done with; null where it was done here. */
  readonly host: string | null;
  /** HTTP status; null where it did not come to that. */
  readonly status: number | null;
  /** The registry's own code in the OCI spelling: MANIFEST_UNKNOWN, DENIED, … */
  readonly registryCode: string | null;
  /** The other side's own words, cleaned and cut; null where it said none. */
  readonly said: string | null;
  /** Null where the step went well, or where its failure is no known cause. */
  readonly cause: CauseId | null;
  /** Milliseconds, waits between tries included. */
  readonly took: number;
  /** How often it was tried. */
  readonly tries: number;
}

/** Who asked. Neither user names nor secrets are ever in a report. */
export type Identity =
  | { readonly kind: "anonymous" }
  /** `from` in words: "the Docker config", "the pull secret regcred of namespace shop". */
  | { readonly kind: "credentials"; readonly whose: "user" | "pod"; readonly from: string };

export interface AskedHost {
  /** With its port. */
  readonly host: string;
  readonly role: "registry" | "token" | "redirect" | "proxy";
  /** Addresses that were connected to; none where a proxy did that. */
  readonly addresses: readonly string[];
  /** 0 where its certificate, or its lack of TLS, forbade to send any. */
  readonly requests: number;
}

/** What a server showed, leaf first. It is read even where it is not trusted, and then nothing is sent. */
export interface Certificate {
  readonly trusted: boolean;
  /** What is wrong with it, the worst first; empty where it is trusted. */
  readonly flaws: readonly CertificateFlaw[];
  readonly subject: string;
  readonly issuer: string;
  /** DNS names and addresses that it is for. */
  readonly names: readonly string[];
  /** ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** Names of its issuers as far as the server sent them, nearest first. */
  readonly chain: readonly string[];
  /** SHA-256 of the leaf, in hexadecimal pairs. */
  readonly fingerprint: string;
}

export interface CertificateFlaw {
  readonly kind:
    | "untrusted-issuer"
    | "self-signed"
    | "incomplete-chain"
    | "expired"
    | "not-yet-valid"
    | "wrong-name"
    | "other";
  /** One plain sentence. */
  readonly text: string;
  readonly cause: CauseId;
}

export interface ManifestSummary {
  readonly mediaType: string;
  readonly kind: "image" | "index" | "schema1" | "other";
  /** What the name stands for now. */
  readonly digest: string | null;
  /** Of an index those that it lists; of one image its own; empty where they were not read. */
  readonly platforms: readonly Platform[];
}

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string | null;
  /** The build of Windows, as in "10.0.20348.2700". */
  readonly osVersion: string | null;
}

export interface TagSummary {
  readonly count: number;
  /** False where the registry has more than were read. */
  readonly isComplete: boolean;
  /** Those spelled most like the one asked for, the nearest first; three at most. */
  readonly nearest: readonly string[];
}

export interface RateLimit {
  /** Pulls in one window; null where it is not said. */
  readonly limit: number | null;
  readonly remaining: number | null;
  /** Seconds. */
  readonly window: number | null;
  /** Seconds until another try makes sense. */
  readonly retryAfter: number | null;
  /** Whom Docker Hub counts by: "address" or "account". */
  readonly countedBy: "address" | "account" | null;
}
