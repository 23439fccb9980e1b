/**
 * Where a host is, told by its name and by its addresses: on the internet, in somebody's own network, or where no registry
 * is ever asked. A pasted ticket can name any host, and the one who reads it must not thereby call addresses inside
 * their own network.
 *
 * Sources: IANA's special-purpose address registries, as ipaddr.js has them; RFC 6761, 6762, 8375 and ICANN's
 * resolution 2024.07.29.06 for names; the clouds' documentation for their metadata addresses.
 */
import ipaddr from "ipaddr.js";

/** The strictest last. A loopback address is private: what a ticket calls localhost is its node, not the reader's machine. */
export const PLACES = ["public", "private", "never"] as const;
export type Place = (typeof PLACES)[number];

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Metadata and host services of clouds that stand outside the link-local networks. */
const METADATA = [
  // Alibaba Cloud.
  "100.100.100.200/32",
  // Azure's WireServer: a public address that only a virtual machine reaches.
  "168.63.129.16/32",
  // Oracle Cloud Infrastructure Classic.
  "192.0.0.192/32",
  // Amazon EC2 (instance metadata, DNS, time, EKS pod identity).
  "fd00:ec2::/32",
  // Google Cloud.
  "fd20:ce::/32",
].map((network) => ipaddr.parseCIDR(network));

/** RFC 8215: whoever runs the translator chooses where in it the IPv4 address stands; mostly it is at the end. */
const LOCAL_NAT64 = [ipaddr.parseCIDR("64:ff9b:1::/48")];

/** Ranges as ipaddr.js calls them. What is not here is private, so that a range it learns of later is asked about first. */
const RANGES: Readonly<Record<string, Place>> = {
  unicast: "public",
  unspecified: "never",
  broadcast: "never",
  multicast: "never",
  linkLocal: "never",
};

/** Of an address in its usual spelling, without brackets; a zone or any other addition makes it one that is never asked. */
export function placeOfAddress(address: string): Place {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !(address.includes(":") && ipaddr.IPv6.isValid(address)))
    return "never";
  if (address.includes("%")) return "never";
  return placeOf(ipaddr.parse(address));
}

export function isLoopback(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === "loopback";
}

/**
 * Of a host's name alone, before anybody is asked where it is; "public" only means that nothing speaks against asking.
 * A name that some resolver takes for an address (0x7f.1, 2130706433, 0177.0.0.1) is that address.
 */
export function placeOfName(host: string): Place {
  const name = host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
  if (name.includes(":")) return placeOfAddress(name);
  if (ipaddr.IPv4.isValid(name)) return placeOf(ipaddr.IPv4.parse(name));
  const labels = name.split(".");
  const last = labels.at(-1) as string;
  // No top-level domain is a number: what is left is a misspelled address, which resolvers read in different ways.
  if (/^(?:\d+|0x[\da-f]*)$/.test(last)) return "never";
  if (METADATA_NAMES.has(name)) return "never";
  if (labels.length === 1 || labels.includes("")) return "private";
  return PRIVATE_ENDS.some((end) => name.endsWith(end)) ? "private" : "public";
}

/** The strictest of several. */
export function strictest(places: readonly Place[]): Place {
  return PLACES[Math.max(0, ...places.map((place) => PLACES.indexOf(place)))] as Place;
}

const METADATA_NAMES: ReadonlySet<string> = new Set([
  "metadata.google.internal",
  "metadata.goog",
  "instance-data.ec2.internal",
]);

const PRIVATE_ENDS = [
  ".local",
  ".localhost",
  ".localdomain",
  ".internal",
  ".intranet",
  ".private",
  ".corp",
  ".home",
  ".home.arpa",
  ".lan",
  ".svc",
  ".test",
  ".consul",
];

function placeOf(address: Address): Place {
  if (METADATA.some((network) => isIn(address, network))) return "never";
  const inside = embedded(address);
  if (inside.length > 0) return strictest(inside.map(placeOf));
  if (LOCAL_NAT64.some((network) => isIn(address, network))) return strictest(["private", placeOf(lastFour(address))]);
  return RANGES[address.range()] ?? "private";
}

/**
 * IPv4 addresses that an IPv6 address stands for: where there is a translator or a tunnel, they are what is reached.
 *
 *   ::ffff:a.b.c.d  ::a.b.c.d  ::ffff:0:a.b.c.d  64:ff9b::a.b.c.d  2002:ab:cd::  2001:0:ab:cd:…
 */
function embedded(address: Address): ipaddr.IPv4[] {
  if (address.kind() !== "ipv6") return [];
  const bytes = address.toByteArray();
  const at = (from: number): ipaddr.IPv4 => new ipaddr.IPv4(bytes.slice(from, from + 4));
  const starts = (...start: readonly number[]): boolean => start.every((byte, index) => bytes[index] === byte);
  const zeros = (from: number, to: number): boolean => bytes.slice(from, to).every((byte) => byte === 0);
  if (zeros(0, 10) && bytes[10] === 0xff && bytes[11] === 0xff) return [at(12)];
  if (zeros(0, 8) && bytes[8] === 0xff && bytes[9] === 0xff && zeros(10, 12)) return [at(12)];
  // IPv4-compatible, but for :: and ::1, which are addresses of their own.
  if (zeros(0, 12) && !(zeros(12, 15) && (bytes[15] as number) < 2)) return [at(12)];
  if (starts(0x00, 0x64, 0xff, 0x9b) && zeros(4, 12)) return [at(12)];
  if (starts(0x20, 0x02)) return [at(2)];
  // Teredo: its server, and its client's address with every bit turned round (RFC 4380).
  if (starts(0x20, 0x01, 0, 0)) return [at(4), new ipaddr.IPv4(bytes.slice(12, 16).map((byte) => byte ^ 0xff))];
  return [];
}

function lastFour(address: Address): ipaddr.IPv4 {
  return new ipaddr.IPv4(address.toByteArray().slice(-4));
}

function isIn(address: Address, network: (typeof METADATA)[number]): boolean {
  // Of two kinds ipaddr.js throws.
  return address.kind() === network[0].kind() && address.match(network as never);
}
