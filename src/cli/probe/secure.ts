/** TLS over a socket. A connection that was not verified is never handed out: what cannot be trusted is only looked at. */
import { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import { isIP } from "node:net";
import * as tls from "node:tls";
import { tellCertificate } from "../../probe/certificate.ts";
import type { Certificate } from "../../probe/report.ts";
import { codeOf, ProbeFault, socketFault, tooLate } from "./fault.ts";
import { type Deadline, LIMITS, within } from "./limits.ts";

export interface Secured {
  readonly socket: tls.TLSSocket;
  readonly certificate: Certificate | null;
}

export interface SecureOptions {
  readonly host: string;
  readonly context: tls.SecureContext;
  readonly deadline: Deadline;
  /** Another way to the same address, for a look at a certificate that was not accepted. */
  readonly again: () => Promise<Socket>;
}

export async function secure(socket: Socket, options: SecureOptions): Promise<Secured> {
  const { host, deadline } = options;
  try {
    const secured = await handshake(socket, options, true);
    return { socket: secured, certificate: shown(secured, host, null) };
  } catch (error) {
    socket.destroy();
    const code = codeOf(error);
    if (error instanceof ProbeFault) throw error;
    if (!isAboutCertificate(code)) throw socketFault(error, "tls", host);
    const certificate = deadline.isOver ? null : await lookAt(options, code);
    const flaw = certificate?.flaws[0];
    throw new ProbeFault(flaw?.text ?? `The certificate of ${host} could not be verified (${code}).`, {
      step: "tls",
      causeId: flaw?.cause ?? "tls-untrusted-ca",
      certificate,
    });
  }
}

/** The certificate that was refused, by a handshake of its own; the connection is closed before anything is sent over it. */
async function lookAt(options: SecureOptions, code: string): Promise<Certificate | null> {
  let socket: Socket | null = null;
  try {
    socket = await options.again();
    return shown(await handshake(socket, options, false), options.host, code);
  } catch {
    // Then it is told without its details.
    return null;
  } finally {
    socket?.destroy();
  }
}

/** `rejectUnauthorized` is always said, since its default can be turned off by NODE_TLS_REJECT_UNAUTHORIZED. */
async function handshake(
  socket: Socket,
  { host, context, deadline }: SecureOptions,
  rejectUnauthorized: boolean,
): Promise<tls.TLSSocket> {
  const limit = deadline.left(LIMITS.tls);
  const secured = tls.connect({
    socket,
    secureContext: context,
    rejectUnauthorized,
    // An address is no server name (RFC 6066); it is compared with the certificate all the same.
    servername: isIP(host) === 0 ? host : "",
    checkServerIdentity: (_name, certificate) => tls.checkServerIdentity(host, certificate),
    ALPNProtocols: ["http/1.1"],
  });
  const done = new Promise<tls.TLSSocket>((resolve, reject) => {
    secured.once("secureConnect", () => resolve(secured));
    secured.once("error", reject);
    secured.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
  });
  try {
    return await within(limit, done, () => tooLate("tls", `${host} did not finish the TLS handshake`, limit));
  } catch (error) {
    secured.on("error", () => {});
    secured.destroy();
    throw error;
  }
}

/** Codes of X509_verify_cert_error_string, as Node names them; all others are about the connection. */
function isAboutCertificate(code: string): boolean {
  return (
    /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_|ERROR_IN_|CRL_|PATH_LENGTH_|HOSTNAME_MISMATCH|OUT_OF_MEM)/.test(
      code,
    ) || code === "ERR_TLS_CERT_ALTNAME_INVALID"
  );
}

const MOST_ISSUERS = 10;

function shown(socket: tls.TLSSocket, host: string, failure: string | null): Certificate | null {
  try {
    const [leaf, ...issuers] = chainOf(socket);
    if (leaf === undefined) return null;
    return tellCertificate(
      {
        subject: leaf.subject,
        issuer: leaf.issuer,
        subjectAltName: leaf.subjectAltName ?? "",
        validFrom: leaf.validFrom,
        validTo: leaf.validTo,
        fingerprint: leaf.fingerprint256,
        issuers: issuers.map(({ subject }) => subject),
        isForHost: (isIP(host) === 0 ? leaf.checkHost(host) : leaf.checkIP(host)) !== undefined,
      },
      host,
      failure,
      new Date(),
    );
  } catch {
    // A certificate that cannot be told is one that was refused all the same.
    return null;
  }
}

function chainOf(socket: tls.TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  // A root is its own issuer.
  let last: tls.DetailedPeerCertificate | undefined;
  let next: tls.DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (next?.raw !== undefined && next !== last && chain.length <= MOST_ISSUERS) {
    const certificate = new X509Certificate(next.raw);
    if (certificate.fingerprint256 === chain.at(-1)?.fingerprint256) break;
    chain.push(certificate);
    last = next;
    next = next.issuerCertificate;
  }
  return chain;
}
