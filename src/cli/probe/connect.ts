/** The way to a host: its name, a connection to one of its addresses or through a proxy, and TLS. */
import * as net from "node:net";
import { type Destination, proxyFor } from "../../probe/proxy.ts";
import type { Certificate } from "../../probe/report.ts";
import type { World } from "../world.ts";
import { ProbeFault, socketFault, tooLate } from "./fault.ts";
import { type Deadline, LIMITS, within } from "./limits.ts";
import { type ProxyAddress, readProxy, tunnel } from "./proxy-tunnel.ts";
import { addressesOf, demandName, type Permission, type Resolve } from "./resolve.ts";
import { secure } from "./secure.ts";
import type { Trust } from "./trust.ts";

export interface Means {
  readonly env: World["env"];
  readonly resolve: Resolve;
  readonly permission: Permission;
  /** Loaded once, when the first host speaks TLS. */
  readonly trust: () => Promise<Trust>;
}

/** One connection, for one request. */
export interface Line {
  readonly socket: net.Socket;
  /** Of the host itself; null where a proxy connected to it. */
  readonly address: string | null;
  /** Set where the proxy forwards plain HTTP, and wants whole addresses. */
  readonly forwarder: ProxyAddress | null;
  readonly proxy: string | null;
  readonly certificate: Certificate | null;
  readonly stages: readonly Stage[];
}

/** One part of the way that went well. */
export interface Stage {
  readonly step: "dns" | "tcp" | "proxy" | "tls";
  readonly text: string;
  readonly host: string | null;
  /** Milliseconds. */
  readonly took: number;
}

/** Throws a `ProbeFault` whose `stages` are what went well before. */
export async function connect(to: Destination, means: Means, deadline: Deadline): Promise<Line> {
  const stages = stageRecorder();
  try {
    demandName(to.host, means.permission);
    const proxy = readProxy(proxyFor(to, means.env));
    const way =
      proxy === null ? await direct(to, means, deadline, stages) : await proxied(to, proxy, means, deadline, stages);
    if (!to.isHttps) return { ...way, certificate: null, stages: stages.list };
    const { context } = await means.trust();
    const { socket, certificate } = await stages.take(
      "tls",
      to,
      () => secure(way.socket, { host: to.host, context, deadline, again: way.again }),
      ({ certificate: shown }) =>
        `TLS was agreed on${shown === null ? "" : `, with a certificate of ${shown.issuer}, good until ${shown.notAfter.slice(0, 10)}`}.`,
    );
    return { ...way, socket, certificate, stages: stages.list };
  } catch (error) {
    if (error instanceof ProbeFault) throw Object.assign(error, { stages: stages.list });
    throw error;
  }
}

/** The stages before a fault. */
export function stagesBefore(fault: ProbeFault): readonly Stage[] {
  return "stages" in fault ? (fault.stages as readonly Stage[]) : [];
}

interface Way extends Pick<Line, "socket" | "address" | "forwarder" | "proxy"> {
  readonly again: () => Promise<net.Socket>;
}

async function direct(to: Destination, means: Means, deadline: Deadline, stages: Stages): Promise<Way> {
  const addresses = await stages.take(
    "dns",
    null,
    () => addressesOf(to.host, means.resolve, means.permission, deadline),
    (found) =>
      net.isIP(to.host) === 0 ? `${to.host} is at ${found.join(", ")}.` : `${to.host} is an address already.`,
  );
  const { socket, address } = await stages.take(
    "tcp",
    to,
    () => dial(addresses, to, deadline),
    ({ address: one }) => `${spellAddress(one, to.port)} accepts connections.`,
  );
  return {
    socket,
    address,
    forwarder: null,
    proxy: null,
    again: async () => (await dial([address], to, deadline)).socket,
  };
}

/**
 * The proxy is the user's own and may be anywhere. It resolves the host's name itself, so nothing can be pinned; what this
 * machine's own resolver says is looked at all the same, where it says anything. Over HTTPS no request is sent before the
 * host has proved its name.
 */
async function proxied(
  to: Destination,
  proxy: ProxyAddress,
  means: Means,
  deadline: Deadline,
  stages: Stages,
): Promise<Way> {
  await addressesOf(to.host, means.resolve, means.permission, deadline).catch((error: unknown) => {
    if (error instanceof ProbeFault && error.kind === "not-allowed") throw error;
    // Behind a proxy names of the internet often cannot be resolved.
  });
  const open = async (): Promise<net.Socket> => {
    const socket = await reachProxy(proxy, means, deadline);
    return to.isHttps ? tunnel(socket, to, proxy, deadline) : socket;
  };
  const socket = await stages.take("proxy", proxy, open, () =>
    to.isHttps ? `The proxy ${proxy.shown} connects to ${to.host}.` : `The proxy ${proxy.shown} accepts connections.`,
  );
  return { socket, address: null, forwarder: to.isHttps ? null : proxy, proxy: proxy.shown, again: open };
}

async function reachProxy(proxy: ProxyAddress, means: Means, deadline: Deadline): Promise<net.Socket> {
  try {
    const addresses = await addressesOf(proxy.host, means.resolve, { allowsPrivate: true }, deadline);
    const { socket } = await dial(addresses, proxy, deadline);
    if (!proxy.isHttps) return socket;
    const again = async (): Promise<net.Socket> => (await dial(addresses, proxy, deadline)).socket;
    return (await secure(socket, { host: proxy.host, context: (await means.trust()).context, deadline, again })).socket;
  } catch (error) {
    if (!(error instanceof ProbeFault)) throw error;
    throw new ProbeFault(`The proxy ${proxy.shown} cannot be used. ${error.message}`, {
      step: "proxy",
      kind: error.kind,
      causeId: "proxy-error",
    });
  }
}

/** One address after the other, as long as there is time; the last fault is thrown. */
async function dial(
  addresses: readonly string[],
  to: Destination,
  deadline: Deadline,
): Promise<{ readonly socket: net.Socket; readonly address: string }> {
  let last: unknown = null;
  for (const address of addresses) {
    if (last !== null && deadline.isOver) break;
    try {
      return { socket: await open(address, to, deadline), address };
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

async function open(address: string, to: Destination, deadline: Deadline): Promise<net.Socket> {
  const limit = deadline.left(LIMITS.connect);
  const where = spellAddress(address, to.port);
  // A string of digits and dots, or an IPv6 address: nothing is resolved here any more.
  const socket = net.connect({ host: address, port: to.port });
  const opened = new Promise<net.Socket>((resolve, reject) => {
    socket.once("connect", () => resolve(socket));
    socket.once("error", (error) => reject(socketFault(error, "tcp", where)));
  });
  try {
    return await within(limit, opened, () => tooLate("tcp", `${where} did not accept a connection`, limit));
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    // Whoever uses it next hears of errors as well; an error that nobody hears would end the program.
    socket.on("error", () => {});
  }
}

/** "192.0.2.1:443", "[2001:db8::1]:443" */
export function spellAddress(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

type Stages = ReturnType<typeof stageRecorder>;

function stageRecorder() {
  const list: Stage[] = [];
  return {
    list,
    async take<T>(
      step: Stage["step"],
      host: Destination | null,
      act: () => Promise<T>,
      tell: (value: T) => string,
    ): Promise<T> {
      const began = performance.now();
      const value = await act();
      list.push({
        step,
        text: tell(value),
        host: host === null ? null : spellAddress(host.host, host.port),
        took: Math.round(performance.now() - began),
      });
      return value;
    },
  };
}
