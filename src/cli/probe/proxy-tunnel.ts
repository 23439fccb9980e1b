/** A proxy's address, and the tunnel through it. Its credentials are sent to it and are never shown. */
import * as http from "node:http";
import type { Socket } from "node:net";
import type { Destination } from "../../probe/proxy.ts";
import { ProbeFault, socketFault, tooLate } from "./fault.ts";
import { type Deadline, LIMITS, within } from "./limits.ts";

export interface ProxyAddress extends Destination {
  /** Without credentials. */
  readonly shown: string;
  readonly authorization: string | null;
}

/** "http://user:secret@proxy.example:3128"; without a scheme it is http. Throws a `ProbeFault` for what is none. */
export function readProxy(text: string | null): ProxyAddress | null {
  if (text === null) return null;
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address)) throw unusable("is no address of one");
  const url = new URL(address);
  const isHttps = url.protocol === "https:";
  if (!isHttps && url.protocol !== "http:")
    throw unusable(`is a ${url.protocol.slice(0, -1)} proxy; only http and https are spoken here`);
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return {
    isHttps,
    host,
    port: Number(url.port) || (isHttps ? 443 : 80),
    shown: `${url.hostname}:${url.port || (isHttps ? 443 : 80)}`,
    authorization: url.username === "" ? null : basic(unescaped(url.username), unescaped(url.password)),
  };
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;
}

/** A socket that ends at the destination, by way of CONNECT. The one given is the tunnel's, or is destroyed. */
export async function tunnel(
  socket: Socket,
  to: Destination,
  proxy: ProxyAddress,
  deadline: Deadline,
): Promise<Socket> {
  const limit = deadline.left(LIMITS.answer);
  const target = `${to.host.includes(":") ? `[${to.host}]` : to.host}:${to.port}`;
  const request = http.request({
    method: "CONNECT",
    path: target,
    createConnection: () => socket,
    setHost: false,
    headers: { host: target, ...(proxy.authorization !== null && { "proxy-authorization": proxy.authorization }) },
    maxHeaderSize: LIMITS.headers,
  });
  const opened = new Promise<Socket>((resolve, reject) => {
    request.once("connect", ({ statusCode = 0 }, tunneled, head) => {
      if (statusCode >= 200 && statusCode < 300 && head.length === 0) resolve(tunneled);
      else reject(refusal(proxy, to, statusCode));
    });
    request.once("response", ({ statusCode = 0 }) => reject(refusal(proxy, to, statusCode)));
    request.on("error", (error) => reject(inTunnel(socketFault(error, "http", `the proxy ${proxy.shown}`))));
    request.once("close", () => reject(refusal(proxy, to, 0)));
  });
  request.end();
  try {
    return await within(limit, opened, () =>
      inTunnel(tooLate("proxy", `The proxy ${proxy.shown} did not connect to ${to.host}`, limit)),
    );
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function refusal({ shown, authorization }: ProxyAddress, to: Destination, status: number): ProbeFault {
  const why =
    // tinyproxy answers 401 where the credentials are wrong.
    status === 407 || status === 401
      ? authorization === null
        ? `it wants credentials, and HTTPS_PROXY has none (${status})`
        : `it refused the credentials of HTTPS_PROXY (${status})`
      : status === 0
        ? "it closed the connection"
        : `it answered ${status}`;
  return new ProbeFault(`The proxy ${shown} did not connect to ${to.host}: ${why}.`, {
    step: "proxy",
    causeId: "proxy-error",
    // It could not reach the host, or not in time; that says little about the host.
    kind: status === 502 || status === 503 || status === 504 ? "late" : "failed",
  });
}

function inTunnel({ message, kind }: ProbeFault): ProbeFault {
  return new ProbeFault(message, { step: "proxy", kind, causeId: "proxy-error" });
}

function unusable(why: string): ProbeFault {
  return new ProbeFault(`The proxy that the environment names ${why}.`, { step: "proxy", causeId: "proxy-error" });
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A bare per cent sign stands for itself.
    return text;
  }
}
