/**
 * The registry's host at the beginning of a reference.
 */

import type { Broken } from "./broken.ts";
import { broken } from "./broken.ts";
import { only, quote } from "./characters.ts";
import { checkComponent, upperCase } from "./path.ts";

/**
 * Whether the first component of a name is a registry's host: it has a dot or a colon, is "localhost", or has a
 * capital letter, which no repository may have.
 */
export function isHost(component: string): boolean {
  return (
    component.includes(".") ||
    component.includes(":") ||
    component === "localhost" ||
    component !== component.toLowerCase()
  );
}

/** A name of one component never has a host: "example.com:5000" is an image called "example.com" with a tag. */
export function splitHost(name: string): { readonly host: string | null; readonly rest: string } {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  return slash > 0 && isHost(first) ? { host: first, rest: name.slice(slash + 1) } : { host: null, rest: name };
}

export function readHost(host: string | null, text: string): Broken | null {
  if (host === null) {
    return null;
  }
  if (host.startsWith("[")) {
    return readIpv6(host);
  }
  const [name = "", port, ...more] = host.split(":");
  if (more.length > 0 && only(host, /[0-9a-fA-F:]/)) {
    return broken("bad-host", `The IPv6 address ${quote(host)} must stand in square brackets, as in [::1]:5000/app.`);
  }
  if (port !== undefined && (more.length > 0 || !isPort(port))) {
    return badPort(host.slice(name.length + 1), tagMoved(host, text));
  }
  if (name.split(".").every(isDomainLabel)) {
    return null;
  }
  // A first component that is no domain, but would do in a path, passes the grammar and is then used as the host:
  // "my_registry.local/app". With a port it does not pass, because a path has no colon.
  if (port === undefined && checkComponent(name, text) === null) {
    return null;
  }
  const lower = name.toLowerCase();
  if (port === undefined && !name.includes(".") && checkComponent(lower, text) === null) {
    return upperCase(name, lower + text.slice(host.length));
  }
  return broken(
    "bad-host",
    `${quote(name)} is no valid host name: it needs letters, digits and hyphens, with single dots between them.`,
  );
}

/** Zones ("%eth0") and endings in dotted IPv4 are not in the grammar. */
function readIpv6(host: string): Broken | null {
  const close = host.indexOf("]");
  const address = host.slice(1, Math.max(close, 1));
  if (address === "" || !only(address, /[0-9a-fA-F:]/)) {
    return broken("bad-host", `${quote(host)} is no IPv6 address in square brackets; a zone is not allowed.`);
  }
  const port = host.slice(close + 1);
  return port === "" || (port.startsWith(":") && isPort(port.slice(1))) ? null : badPort(port.replace(/^:/, ""));
}

/** The grammar asks for digits only; a number that is too large fails when the registry is dialled. */
function isPort(port: string): boolean {
  return port !== "" && only(port, /[0-9]/);
}

/** "nginx:1.27/library": what stands where a port would be looks like a tag, and none follows at the end. */
function tagMoved(host: string, text: string): string | null {
  const [name = "", tag = "", ...more] = host.split(":");
  const path = text.slice(host.length);
  const isTag = /^v?\d+(?:\.\d+)+(?:-[\w.-]+)?$|^v\d+$|^(?:latest|stable|main|master|develop|alpine|slim)$/.test(tag);
  return isTag && more.length === 0 && !/[:@]/.test(path) ? `${name}${path}:${tag}` : null;
}

function badPort(port: string, repair: string | null = null): Broken {
  return broken(
    "bad-port",
    port === ""
      ? "There is no port number between the first colon and the slash."
      : `${quote(port)} after the first colon is no port number; if a tag was meant, a tag cannot contain a slash.`,
    repair,
  );
}

function isDomainLabel(label: string): boolean {
  return label !== "" && only(label, /[a-zA-Z0-9-]/) && !label.startsWith("-") && !label.endsWith("-");
}
