import type { Facts, Span } from "../define.ts";
import { defineCause } from "../define.ts";
import { status, step, words } from "../signals.ts";

const PHRASE =
  /^(?:Forbidden|Proxy Authentication Required|Bad Gateway|Service Unavailable|Gateway Time-?out|Internal Server Error|Bad Request|Method Not Allowed|Not Found|Unauthorized)\.?(?:\s|$)/;

function barePhrase({ error }: Facts): Span | null {
  const { leaf, layers } = error;
  const found = layers.at(-1)?.step === "http-request" ? PHRASE.exec(leaf.text) : null;
  return found === null ? null : { start: leaf.start, end: leaf.start + found[0].trimEnd().length };
}

export default defineCause({
  group: "network",
  title: "The proxy refused or failed",
  what: "The node reaches the registry through a proxy, and the proxy refused or failed.",
  why: "",
  scope: "registry",
  signals: [
    { means: "certain", see: step("proxy") },
    { means: "certain", see: status([407]) },
    { means: "certain", see: words(/proxy authentication required|socks connect/i) },
    // Go prints a CONNECT answer other than 200 as its bare phrase, without the number.
    { means: "likely", see: (facts) => barePhrase(facts) },
  ],
  outranks: [
    "dns-failure",
    "connection-refused",
    "connection-timeout",
    "network-unreachable",
    "connection-interrupted",
    "registry-unavailable",
    "access-denied",
    "tls-untrusted-ca",
    "tls-certificate-invalid",
    "tls-http-mismatch",
    "tls-handshake-failed",
    "unexpected-registry-response",
  ],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
