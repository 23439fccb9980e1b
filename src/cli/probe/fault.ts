/** What stands between us and a registry's answer, in words. */
import type { CauseId } from "../../catalogue/ids.ts";
import type { Place } from "../../probe/place.ts";
import type { Certificate } from "../../probe/report.ts";

/** `http` is the exchange itself: a line that broke, an answer that is no HTTP, one that never ends. */
export type FaultStep = "dns" | "tcp" | "proxy" | "tls" | "http";

/**
 * failed: no connection, or none that lasted. late: time ran out. odd: an answer came that cannot be used.
 * not-allowed: nothing was sent, because of where the host is.
 */
export type FaultKind = "failed" | "late" | "odd" | "not-allowed";

export class ProbeFault extends Error {
  override readonly name = "ProbeFault";
  readonly step: FaultStep;
  readonly kind: FaultKind;
  /** The cause that the same has on a node. */
  readonly causeId: CauseId | null;
  readonly certificate: Certificate | null;

  constructor(
    message: string,
    about: {
      readonly step: FaultStep;
      readonly kind?: FaultKind;
      readonly causeId: CauseId | null;
      readonly certificate?: Certificate | null;
    },
  ) {
    super(message);
    this.step = about.step;
    this.kind = about.kind ?? "failed";
    this.causeId = about.causeId;
    this.certificate = about.certificate ?? null;
  }
}

export function notAllowed(host: string, place: Exclude<Place, "public">, address: string | null): ProbeFault {
  const where = address === null || address === host ? host : `${host} (${address})`;
  return new ProbeFault(
    place === "never"
      ? `Nothing was sent to ${where}: it is a link-local, metadata or other address that no registry is asked at.`
      : `Nothing was sent to ${where}: it looks like a host of a private network. --probe-private allows it.`,
    { step: "dns", kind: "not-allowed", causeId: null },
  );
}

export function tooLate(step: FaultStep, what: string, milliseconds: number): ProbeFault {
  const seconds = Math.max(0.1, Math.round(milliseconds / 100) / 10);
  return new ProbeFault(`${what} within ${seconds} s.`, {
    step,
    kind: "late",
    causeId: step === "dns" ? "dns-failure" : "connection-timeout",
  });
}

export function odd(message: string): ProbeFault {
  return new ProbeFault(message, { step: "http", kind: "odd", causeId: "unexpected-registry-response" });
}

export function notOverHttp(host: string): ProbeFault {
  return new ProbeFault(
    `Credentials are not sent to ${host} over plain HTTP, where everybody on the way could read them.`,
    {
      step: "http",
      kind: "odd",
      causeId: null,
    },
  );
}

/** An error of a socket, by its code. `host` is whom it was to reach. */
export function socketFault(error: unknown, step: "tcp" | "tls" | "http", host: string): ProbeFault {
  const code = codeOf(error);
  const known = SOCKET[code];
  if (known !== undefined)
    return new ProbeFault(known.text(host), { step, causeId: known.cause, kind: known.kind ?? "failed" });
  if (
    code === "ERR_SSL_WRONG_VERSION_NUMBER" ||
    code === "ERR_SSL_HTTP_REQUEST" ||
    code === "ERR_SSL_PACKET_LENGTH_TOO_LONG"
  ) {
    return new ProbeFault(`${host} does not speak TLS; a registry of plain HTTP has to be named with --plain-http.`, {
      step: "tls",
      causeId: "tls-http-mismatch",
    });
  }
  if (/^(?:ERR_SSL_|EPROTO)/.test(code)) {
    return new ProbeFault(`${host} and this machine could not agree on TLS (${code}).`, {
      step: "tls",
      causeId: "tls-handshake-failed",
    });
  }
  if (code.startsWith("HPE_HEADER_OVERFLOW")) return odd(`${host} sent headers that are too long to be read.`);
  if (code.startsWith("HPE_")) return odd(`${host} answered with something that is not HTTP (${code}).`);
  return new ProbeFault(`The connection to ${host} failed${code === "" ? "" : ` (${code})`}.`, { step, causeId: null });
}

export function codeOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : "";
}

interface KnownError {
  readonly text: (host: string) => string;
  readonly cause: CauseId;
  readonly kind?: FaultKind;
}

const interrupted: KnownError = {
  text: (host) => `${host} broke off the connection.`,
  cause: "connection-interrupted",
};
const unreachable: KnownError = {
  text: (host) => `There is no route to ${host} from here.`,
  cause: "network-unreachable",
};

const SOCKET: Readonly<Record<string, KnownError>> = {
  ECONNREFUSED: {
    text: (host) => `Nobody listens at ${host}: the connection was refused.`,
    cause: "connection-refused",
  },
  ECONNRESET: interrupted,
  EPIPE: interrupted,
  ECONNABORTED: interrupted,
  ERR_STREAM_PREMATURE_CLOSE: interrupted,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  EACCES: unreachable,
  EPERM: unreachable,
  ETIMEDOUT: { text: (host) => `${host} did not answer.`, cause: "connection-timeout", kind: "late" },
};
