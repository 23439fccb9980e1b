/** The host that an error speaks of, in the forms that commands take: a name or address, a port, a URL. */
import { HOST, namesOf, quote } from "../commands.ts";
import type { Facts } from "../define.ts";

export interface Endpoint {
  /** Without the port; an IPv6 address stands in brackets. HOST where the text does not say. */
  readonly host: string;
  /** The same without brackets, for commands that take an address and nothing else. */
  readonly bareHost: string;
  readonly port: string;
  /** host:port */
  readonly address: string;
  /** What a registry answers to anybody; quoted. */
  readonly url: string;
  readonly isAddress: boolean;
  /** True where it is not the image's own registry: a token server, a content network, a mirror. */
  readonly isForeign: boolean;
}

/** The host that the failing request went to. */
export function endpointOf(facts: Facts): Endpoint {
  const { error, image } = facts;
  const dialled = error.network?.operation === "dial" ? error.network.subject : null;
  const wanted = error.request?.host ?? (image === null ? dialled : namesOf(facts).host) ?? "";
  const scheme = /^http:/i.test(error.request?.url ?? "") ? "http" : "https";
  const own = image === null ? null : serverOf(image.registry);
  const endpoint = parseEndpoint(serverOf(wanted), scheme);
  return { ...endpoint, isForeign: own !== null && HOST.test(wanted) && own !== serverOf(wanted) };
}

/** The address that was dialled, without port and brackets; null where the error does not say. */
export function dialledAddress({ error }: Facts): string | null {
  const { network } = error;
  if (network === null || network.operation === "proxy" || !HOST.test(network.subject ?? "")) return null;
  const { bareHost, isAddress } = parseEndpoint(network.subject ?? "", "https");
  return isAddress ? bareHost : null;
}

/** The proxy that the error names by an address of its own; null where it names none. */
export function proxyOf({ error }: Facts): Endpoint | null {
  const { network } = error;
  if (network?.operation !== "proxy" || network.subject === null || !HOST.test(network.subject)) return null;
  const proxy = parseEndpoint(network.subject, "http");
  // A look-up names the host and leaves the port open.
  const port = HOST.exec(network.subject)?.[2] ?? "PORT";
  return { ...proxy, port, address: `${proxy.host}:${port}`, isForeign: true };
}

/** The name that did not resolve, and the name server that was asked; each null where the error does not say. */
export function lookupOf({ error }: Facts): { readonly name: string | null; readonly server: string | null } {
  const layer = error.layers.find((one) => one.step === "lookup");
  const name = HOST.exec(layer?.subject ?? "")?.[1] ?? null;
  const server = HOST.exec(layer?.parts["server"] ?? "")?.[1]?.replace(/^\[(.*)\]$/, "$1") ?? null;
  return { name, server };
}

/** The image's registry as it names a directory of certificates; REGISTRY where it is not known. */
export function registryOf({ image }: Facts): string {
  return image !== null && HOST.test(image.registry) ? image.registry : "REGISTRY";
}

/** docker.io is a name for images; the service answers under another. */
function serverOf(host: string): string {
  return host === "docker.io" || host === "index.docker.io" ? "registry-1.docker.io" : host;
}

function parseEndpoint(text: string, scheme: "http" | "https"): Omit<Endpoint, "isForeign"> {
  const [, host = "HOST", given] = HOST.exec(text) ?? [];
  const port = given ?? (scheme === "http" ? "80" : "443");
  const isAddress = host.startsWith("[") || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host);
  return {
    host,
    bareHost: host.replace(/^\[(.*)\]$/, "$1"),
    port,
    address: `${host}:${port}`,
    url: quote(`${scheme}://${host}${given === undefined ? "" : `:${given}`}/v2/`),
    isAddress,
  };
}
