/** IP addresses: which strings are one, and what stands in their place. */

/** Addresses that mean the same on every machine: loopback, "any", and the clouds' metadata service. */
const COMMON = /^(?:127\.\d|0\.0\.0\.0$|255\.255\.255\.255$|169\.254\.169\.254$|::1?$)/;

export function isCommonAddress(address: string): boolean {
  return COMMON.test(address);
}

export function isIpv4(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split(".").every((part) => Number(part) < 256);
}

/** Without brackets and zone. A time of day has colons too, but neither "::" nor eight groups. */
export function isIpv6(text: string): boolean {
  const groups = text.split(":");
  if (!/^[0-9a-f:]+(?:\d{1,3}(?:\.\d{1,3}){3})?$/i.test(text) || groups.length < 3) return false;
  if (groups.some((group) => group.length > 4 && !isIpv4(group))) return false;
  return text.includes("::")
    ? text.indexOf("::") === text.lastIndexOf("::") && groups.length <= 9
    : groups.length === 8;
}

/** The networks that RFC 5737 sets aside for documentation, then that of RFC 2544, which nobody routes either. */
export function ipv4Alias(number: number): string {
  const index = number - 1;
  const network = ["192.0.2", "198.51.100", "203.0.113"][Math.floor(index / 254)];
  if (network !== undefined) return `${network}.${(index % 254) + 1}`;
  const rest = index - 3 * 254;
  return `198.${18 + (Math.floor(rest / 65536) % 2)}.${Math.floor(rest / 256) % 256}.${rest % 256}`;
}

/** RFC 3849. */
export function ipv6Alias(number: number): string {
  return `2001:db8::${number.toString(16)}`;
}
