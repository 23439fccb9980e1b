/** A server's certificate told in words: whom it is for, who signed it, until when, and what is wrong with it. */
import type { CauseId } from "../catalogue/ids.ts";
import { cleanLine } from "../text/clean.ts";
import type { Certificate, CertificateFlaw } from "./report.ts";

/** What was read of it; dates as Date.parse takes them, names as OpenSSL spells them. */
export interface ShownCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** "DNS:a.example, DNS:*.b.example, IP Address:192.0.2.1" */
  readonly subjectAltName: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly fingerprint: string;
  /** Subjects of the further certificates that the server sent. */
  readonly issuers: readonly string[];
  /** Whether it is for the host that was asked for. */
  readonly isForHost: boolean;
}

/** `failure` is OpenSSL's code, as Node gives it; null where the certificate was accepted. */
export function tellCertificate(shown: ShownCertificate, host: string, failure: string | null, now: Date): Certificate {
  const told = {
    subject: spellName(shown.subject),
    issuer: spellName(shown.issuer),
    names: namesIn(shown.subjectAltName),
    notBefore: isoTime(shown.validFrom),
    notAfter: isoTime(shown.validTo),
    chain: shown.issuers.slice(0, MOST_ISSUERS).map(spellName),
    fingerprint: shown.fingerprint,
  };
  return failure === null
    ? { ...told, trusted: true, flaws: [] }
    : { ...told, trusted: false, flaws: flawsOf(told, shown.isForHost, host, failure, now) };
}

const MOST_ISSUERS = 10;
const MOST_NAMES = 100;

type Told = Omit<Certificate, "trusted" | "flaws">;

/**
 * OpenSSL stops at the first fault it finds; dates and names are looked at here as well, since whoever renews a certificate
 * wants to know of all. What OpenSSL said comes first.
 */
function flawsOf(told: Told, isForHost: boolean, host: string, failure: string, now: Date): CertificateFlaw[] {
  const found: CertificateFlaw[] = [];
  const add = (flaw: CertificateFlaw): void => {
    if (!found.some(({ kind }) => kind === flaw.kind)) found.push(flaw);
  };
  add(flawOf(failure, told, host));
  if (Date.parse(told.notAfter) < now.getTime()) add(flawOf("CERT_HAS_EXPIRED", told, host));
  if (Date.parse(told.notBefore) > now.getTime()) add(flawOf("CERT_NOT_YET_VALID", told, host));
  if (!isForHost) add(flawOf("ERR_TLS_CERT_ALTNAME_INVALID", told, host));
  return found;
}

function flawOf(failure: string, told: Told, host: string): CertificateFlaw {
  const { issuer, names, notBefore, notAfter } = told;
  switch (failure) {
    case "CERT_HAS_EXPIRED":
      return flaw("expired", `The certificate of ${host} ended on ${day(notAfter)}.`, "tls-certificate-invalid");
    case "CERT_NOT_YET_VALID":
      return flaw(
        "not-yet-valid",
        `The certificate of ${host} begins on ${day(notBefore)} only; check this machine's clock too.`,
        "tls-certificate-invalid",
      );
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return flaw(
        "wrong-name",
        names.length === 0
          ? `The certificate is not for ${host}: it has no names at all.`
          : `The certificate is not for ${host}, but for ${shortList(names)}.`,
        "tls-certificate-invalid",
      );
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return flaw("self-signed", `The certificate of ${host} is signed by itself.`, "tls-untrusted-ca");
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
      return flaw(
        told.chain.length === 0 ? "incomplete-chain" : "untrusted-issuer",
        `The certificate of ${host} is signed by ${issuer}, which this machine does not know${
          told.chain.length === 0 ? ", and the server did not send that one's certificate" : ""
        }.`,
        "tls-untrusted-ca",
      );
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "CERT_UNTRUSTED":
    case "INVALID_CA":
      return flaw(
        "untrusted-issuer",
        `The certificate of ${host} is signed by ${told.chain.at(-1) ?? issuer}, which this machine does not trust.`,
        "tls-untrusted-ca",
      );
    default:
      return flaw(
        "other",
        `The certificate of ${host} could not be verified (${failure.slice(0, 60)}).`,
        "tls-certificate-invalid",
      );
  }
}

function flaw(kind: CertificateFlaw["kind"], text: string, cause: CauseId): CertificateFlaw {
  return { kind, text, cause };
}

/** "C=DE\nO=Example\nCN=registry.example.com" → "CN=registry.example.com, O=Example, C=DE", the nearest first as people read it. */
function spellName(name: string): string {
  const parts = name.slice(0, 2000).split("\n").map(cleanLine).filter(Boolean).reverse();
  return parts.length === 0 ? "somebody without a name" : parts.join(", ").slice(0, 300);
}

function namesIn(subjectAltName: string): string[] {
  return subjectAltName
    .slice(0, 20_000)
    .split(/, ?/)
    .map((name) => cleanLine(name.replace(/^(?:DNS|IP Address):/, "").replace(/^"|"$/g, "")))
    .filter(Boolean)
    .slice(0, MOST_NAMES);
}

function shortList(names: readonly string[]): string {
  const [most, rest] = [names.slice(0, 3).join(", "), names.length - 3];
  return rest > 0 ? `${most} and ${rest} more` : most;
}

function isoTime(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text.slice(0, 60) : new Date(time).toISOString().replace(".000Z", "Z");
}

function day(time: string): string {
  return time.slice(0, 10);
}
