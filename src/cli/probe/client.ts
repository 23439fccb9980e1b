/**
 * Requests with all that may happen on their way: redirects, each hop held to the same rules, and tries again where a server
 * asks for them. What a redirect may not do: leave HTTPS, take the authorization to another host, or go on for ever.
 */
import { isLoopback } from "../../probe/place.ts";
import { readRateLimit, readRetryAfter } from "../../probe/rate-limit.ts";
import type { AskedHost } from "../../probe/report.ts";
import { connect, type Line, type Means, stagesBefore } from "./connect.ts";
import { type Answer, exchange, type Sent } from "./exchange.ts";
import { notOverHttp, odd, ProbeFault } from "./fault.ts";
import { type Deadline, LIMITS } from "./limits.ts";

export interface Asked extends Sent {
  readonly role: "registry" | "token";
  readonly deadline: Deadline;
  /** Whether somebody's credentials, or what was given for them, are in it. */
  readonly isSecret: boolean;
  /** False for requests of tokens for credentials: whoever answers these is who was meant. */
  readonly follows: boolean;
}

export interface Heard extends Answer {
  /** Where the answer came from in the end. */
  readonly url: URL;
  /** The way to the first host. */
  readonly line: Pick<Line, "stages" | "certificate">;
  readonly tries: number;
}

export type Ask = (asked: Asked) => Promise<Heard>;

export interface ClientOptions extends Means {
  /** Hosts, with their ports where they have one, that are asked over plain HTTP. */
  readonly plainHttp: readonly string[];
  readonly pause?: (milliseconds: number) => Promise<void>;
}

export interface Client {
  readonly ask: Ask;
  /** Whether the host may be asked over plain HTTP: it was named, or it is this machine. */
  readonly allowsPlain: (url: URL) => boolean;
  readonly hosts: () => AskedHost[];
}

export function makeClient(options: ClientOptions): Client {
  const { plainHttp, pause = sleep } = options;
  const diary = new Map<string, { role: AskedHost["role"]; addresses: Set<string>; requests: number }>();
  const note = (host: string, role: AskedHost["role"], address: string | null, requests = 1): void => {
    const entry = diary.get(host) ?? { role, addresses: new Set(), requests: 0 };
    diary.set(host, entry);
    entry.requests += requests;
    if (address !== null) entry.addresses.add(address);
  };
  const allowsPlain = (url: URL): boolean => isThisMachine(url) || plainHttp.includes(url.host);

  const once = async (asked: Asked, url: URL, role: AskedHost["role"]): Promise<Answer & { line: Line }> => {
    if (url.protocol === "http:" && !allowsPlain(url))
      throw odd(`${url.host} would be asked over plain HTTP, which is done only where --plain-http names it.`);
    const line = await connect(destinationOf(url), options, asked.deadline).catch((error: unknown) => {
      // Connected to, and left before a request was sent.
      const isReached = error instanceof ProbeFault && stagesBefore(error).some(({ step }) => step === "tcp");
      if (isReached) note(spellHost(url), role, null, 0);
      throw error;
    });
    // The last gate, by the address that it is connected to and not by its name.
    if (
      url.protocol === "http:" &&
      !isLoopback(line.address ?? "") &&
      (asked.isSecret || !plainHttp.includes(url.host))
    ) {
      line.socket.destroy();
      throw asked.isSecret
        ? notOverHttp(url.host)
        : odd(`${url.host} is not this machine, so it is not asked over plain HTTP.`);
    }
    note(spellHost(url), role, line.address);
    if (line.proxy !== null) note(line.proxy, "proxy", null);
    return { ...(await exchange(line, { ...asked, url }, asked.deadline)), line };
  };

  const hops = async (asked: Asked): Promise<Omit<Heard, "tries">> => {
    let url = asked.url;
    let authorization = asked.authorization;
    let first: Line | null = null;
    for (let hop = 0; hop <= LIMITS.redirects; hop++) {
      const answer = await once({ ...asked, authorization }, url, hop === 0 ? asked.role : "redirect");
      first ??= answer.line;
      const location = answer.header("location");
      if (!REDIRECTS.has(answer.status) || location === null) return { ...answer, url, line: first };
      if (!asked.follows)
        throw odd(`${url.host} redirects a request for a token to another address, which is not followed.`);
      const next = redirectTarget(location, url);
      if (next.origin !== url.origin) authorization = null;
      url = next;
    }
    throw odd(`${asked.url.host} redirects more than ${LIMITS.redirects} times.`);
  };

  const ask: Ask = async (asked) => {
    for (let tries = 1; ; tries++) {
      const answer = await hops(asked).catch((error: unknown) => {
        // A line that broke once may hold the next time.
        if (error instanceof ProbeFault && error.causeId === "connection-interrupted" && error.step === "http")
          return error;
        throw error;
      });
      const wait = waitBefore(answer, tries, asked.deadline);
      if (wait !== null) await pause(wait);
      else if (answer instanceof ProbeFault) throw answer;
      else return { ...answer, tries };
    }
  };

  return {
    ask,
    allowsPlain,
    hosts: () =>
      [...diary].map(([host, { role, addresses, requests }]) => ({ host, role, addresses: [...addresses], requests })),
  };
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const TRANSIENT: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** Milliseconds until another try; null where there is to be none. */
function waitBefore(answer: Answer | ProbeFault, tries: number, deadline: Deadline): number | null {
  if (tries >= LIMITS.tries) return null;
  const asked = answer instanceof ProbeFault ? null : askedToWait(answer);
  if (asked === "never") return null;
  const wait = asked ?? 300 * 2 ** (tries - 1);
  return wait > LIMITS.wait || deadline.left(wait + 1) <= wait ? null : wait;
}

/** "never" where waiting is not asked for, or would not help: a quota that is used up comes back after hours. */
function askedToWait(answer: Answer): number | "never" | null {
  if (!TRANSIENT.has(answer.status)) return "never";
  if (answer.status === 429 && readRateLimit(answer.header, new Date())?.remaining === 0) return "never";
  const seconds = readRetryAfter(answer.header("retry-after"), new Date());
  return seconds === null ? null : seconds * 1000;
}

function redirectTarget(location: string, from: URL): URL {
  if (!URL.canParse(location, from.href)) throw odd(`${from.host} redirects to something that is no address.`);
  const next = new URL(location, from.href);
  if (next.protocol !== "https:" && next.protocol !== "http:")
    throw odd(`${from.host} redirects to an address that is not of the web.`);
  if (from.protocol === "https:" && next.protocol === "http:")
    throw odd(`${from.host} redirects from HTTPS to plain HTTP, which is not followed.`);
  if (next.username !== "" || next.password !== "")
    throw odd(`${from.host} redirects to an address with credentials in it.`);
  return next;
}

function destinationOf(url: URL) {
  const isHttps = url.protocol === "https:";
  return { isHttps, host: hostOf(url), port: Number(url.port) || (isHttps ? 443 : 80) };
}

/** Without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

/** With its port, always. */
export function spellHost(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === "https:" ? 443 : 80)}`;
}

/** By its name; that it is also so by its address is looked at when it is connected to. */
function isThisMachine(url: URL): boolean {
  const host = hostOf(url);
  return host === "localhost" || host.endsWith(".localhost") || isLoopback(host);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
