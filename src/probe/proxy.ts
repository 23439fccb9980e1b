/**
 * Which proxy a request goes through, by the same variables and rules as every runtime and crane follow, which are Go's.
 *
 * Source: golang.org/x/net/http/httpproxy (Config, and its documentation of NO_PROXY).
 */
import ipaddr from "ipaddr.js";
import { isLoopback } from "./place.ts";

export interface Destination {
  readonly isHttps: boolean;
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

export type Env = Readonly<Record<string, string | undefined>>;

/** The address of the proxy as the environment has it, with its credentials; null where none is used. */
export function proxyFor(destination: Destination, env: Env): string | null {
  const either = (name: string): string => env[name] || env[name.toLowerCase()] || "";
  // In a CGI program HTTP_PROXY may be a visitor's header (httpoxy, CVE-2016-5386).
  const plain = env["REQUEST_METHOD"] ? "" : either("HTTP_PROXY");
  const proxy = (destination.isHttps ? either("HTTPS_PROXY") : plain).trim();
  return proxy === "" || isExempt(destination, either("NO_PROXY")) ? null : proxy;
}

/**
 *   NO_PROXY=example.com,.corp.example,10.0.0.0/8,192.0.2.7:5000,*
 *
 * "example.com" is itself and all below it, ".corp.example" only what is below it; localhost is always exempt.
 */
function isExempt({ host, port }: Destination, list: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  if (name === "localhost" || isLoopback(name)) return true;
  return list
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter(Boolean)
    .some((entry) => entry === "*" || matches(entry, name, port));
}

function matches(entry: string, name: string, port: number): boolean {
  const network = asNetwork(entry);
  if (network !== null) return ipaddr.isValid(name) && isWithin(ipaddr.process(name), network);
  const [, wanted = entry, wantedPort] = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(entry) ?? [];
  if (wantedPort !== undefined && Number(wantedPort) !== port) return false;
  const bare = wanted.replace(/^\[(.*)\]$/, "$1");
  if (ipaddr.isValid(bare)) return ipaddr.isValid(name) && same(bare, name);
  if (ipaddr.isValid(name)) return false;
  const below = bare.replace(/^\*\./, ".");
  return below.startsWith(".") ? name.endsWith(below) : name === below || name.endsWith(`.${below}`);
}

function same(a: string, b: string): boolean {
  return ipaddr.process(a).toNormalizedString() === ipaddr.process(b).toNormalizedString();
}

function asNetwork(entry: string): ReturnType<typeof ipaddr.parseCIDR> | null {
  return ipaddr.isValidCIDR(entry) ? ipaddr.parseCIDR(entry) : null;
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, network: ReturnType<typeof ipaddr.parseCIDR>): boolean {
  return address.kind() === network[0].kind() && address.match(network as never);
}
