import { type Cure, fix, inspectNode } from "../commands.ts";
import type { Facts, Span } from "../define.ts";
import { defineCause } from "../define.ts";
import { endpointOf, proxyOf, registryOf } from "../fixes/endpoint.ts";
import { changeProxy } from "../fixes/node-config.ts";
import { onNode, proxySettingsNote, showProxySettings, TRIES_AGAIN } from "../fixes/reach.ts";
import { hostsNeeded, isPublicService } from "../fixes/registry-services.ts";
import { kindOf, status, step, words } from "../signals.ts";

const PHRASE =
  /^(?:Forbidden|Proxy Authentication Required|Bad Gateway|Service Unavailable|Gateway Time-?out|Internal Server Error|Bad Request|Method Not Allowed|Not Found|Unauthorized)\.?(?:\s|$)/;

function barePhrase({ error }: Facts): Span | null {
  const { leaf, layers } = error;
  const found = layers.at(-1)?.step === "http-request" ? PHRASE.exec(leaf.text) : null;
  return found === null ? null : { start: leaf.start, end: leaf.start + found[0].trimEnd().length };
}

/** Each way in which a proxy fails has a cure of its own. */
function cure(facts: Facts): readonly Cure[] {
  const { error } = facts;
  const said = error.leaf.masked;
  if (error.http?.status === 407 || /authentication required/i.test(said))
    return changeProxy(
      facts,
      "Give the runtime the proxy's user name and password",
      'In the editor: [Service], then Environment="HTTPS_PROXY=http://USER:PASSWORD@PROXY:PORT", with special characters in the password percent-encoded. Anybody who may read the unit can read the password; a proxy that lets the nodes through by their address needs none.',
    );
  if (/first record does not look like a TLS handshake|server gave HTTP response/i.test(said))
    return changeProxy(
      facts,
      "Write the proxy's address with http://",
      'The proxy is configured as https://PROXY, which asks for TLS to the proxy itself, and it speaks plain HTTP. In the editor: [Service], then Environment="HTTPS_PROXY=http://PROXY:PORT". What passes through it to the registry stays encrypted.',
    );
  if (barePhrase(facts) !== null)
    return [
      fix(
        "Have the proxy let the registry through",
        [],
        `Ask those who run the proxy to allow port 443 to ${endpointOf(facts).host}. ${hostsNeeded(facts) ?? "The registry may send the node on to other hosts for tokens and layers; they have to be allowed too."} ${TRIES_AGAIN}`,
      ),
    ];
  return changeProxy(
    facts,
    "Correct the proxy's address, or start the proxy",
    'The node could not speak to the proxy itself. In the editor: [Service], then Environment="HTTPS_PROXY=http://PROXY:PORT".',
  );
}

export default defineCause({
  group: "network",
  title: "The proxy refused or failed",
  what: "The node reaches the registry through a proxy, and the proxy refused or failed.",
  why: `A proxy is set in the environment of the container runtime, and the pull failed there. Behind
"proxyconnect" stands what went wrong between node and proxy: its name does not resolve, it refuses the
connection, or it is addressed as https:// while it speaks plain HTTP. Where the proxy answered and declined,
Go prints the bare words of its answer, such as Forbidden or Proxy Authentication Required, with no number
before them; a registry's own answer has the number. Often the registry is inside the network and should not
go through the proxy at all.`,
  scope: "registry",
  signals: [
    { means: "certain", see: step("proxy") },
    { means: "certain", see: status([407]) },
    { means: "certain", see: words(/proxy authentication required|socks connect/i) },
    // Go prints a CONNECT answer other than 200 as its bare phrase, without the number.
    {
      means: "likely",
      given: "a request ends in the bare phrase of an HTTP answer, such as Forbidden, without its number",
      see: (facts) => barePhrase(facts),
    },
  ],
  outranks: [
    // Behind `proxyconnect` these happened on the way to the proxy; the registry was never reached.
    "dns-failure",
    "connection-refused",
    "connection-timeout",
    "network-unreachable",
    "connection-interrupted",
    "tls-untrusted-ca",
    "tls-certificate-invalid",
    "tls-http-mismatch",
    "tls-handshake-failed",
    // A 407 and the bare words of an answer to CONNECT come from the proxy; these take them for the registry's.
    "registry-unavailable",
    "access-denied",
    "missing-credentials",
    "image-not-found",
    "unexpected-registry-response",
  ],
  fixes: (facts) => {
    const proxy = proxyOf(facts);
    const endpoint = endpointOf(facts);
    const scheme = /\bsocks\b/i.test(facts.error.leaf.masked) ? "socks5" : "http";
    const exempt = changeProxy(
      facts,
      "Exempt a registry inside the network from the proxy",
      `In the editor: [Service], then Environment="NO_PROXY=LIST,${registryOf(facts).replace(/:\d+$/, "")}", where LIST is what NO_PROXY holds now.`,
    );
    const isInside = ["in-cluster", "private-address", "local"].includes(kindOf(facts) ?? "");
    const isPublic = isPublicService(facts);
    const cures = isInside ? [...exempt, ...cure(facts)] : [...cure(facts), ...(isPublic ? [] : exempt)];
    return [
      fix(
        "Ask through the proxy by hand",
        [
          showProxySettings(facts),
          inspectNode(`curl -sSi -m 20 -x ${scheme}://${proxy?.address ?? "PROXY:PORT"} ${endpoint.url}`),
        ],
        `${onNode(facts)} ${proxySettingsNote(facts)}${proxy === null ? " PROXY:PORT is what it shows." : ""} The first status line of curl is the proxy's, the second the registry's.`,
      ),
      // A platform has one way for both.
      ...cures.filter(({ note }, index) => cures.findIndex((other) => other.note === note) === index),
    ];
  },
  origins: [
    "golang/go src/net/http/transport.go (dialConn: proxyconnect, CONNECT)",
    "https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config",
    "https://docs.k3s.io/advanced#configuring-an-http-proxy",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve reference "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": proxyconnect tcp: dial tcp 10.0.0.9:3128: i/o timeout',
      'Failed to pull image "registry.example/acme/app:1.4": failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve image: failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": Forbidden',
      'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": Not Found',
      'Failed to pull image "registry.example/acme/app:1.4": failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve reference "registry.example/acme/app:1.4": unexpected status from HEAD request to http://registry.example/v2/acme/app/manifests/1.4: 407 Proxy Authentication Required',
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = Error response from daemon: Get "https://registry.example/v2/": Proxy Authentication Required',
      'Failed to pull image "registry.example/acme/app:1.4": unable to pull image: initializing source docker://registry.example/acme/app:1.4: pinging container registry registry.example: Get "https://registry.example/v2/": proxyconnect tcp: tls: first record does not look like a TLS handshake',
      'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": socks connect tcp 10.0.0.9:1080->registry.example:443: unknown error general SOCKS server failure',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to resolve reference "registry.example/acme/app:1.4": unexpected status from HEAD request to https://registry.example/v2/acme/app/manifests/1.4: 403 Forbidden',
        "access-denied",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to resolve reference "registry.example/acme/app:1.4": unexpected status from HEAD request to https://registry.example/v2/acme/app/manifests/1.4: 502 Bad Gateway',
        "registry-unavailable",
      ],
      [
        'Failed to pull image "proxy.example/acme/proxyconnect:407": failed to resolve reference "proxy.example/acme/proxyconnect:407": failed to do request: Head "https://proxy.example/v2/acme/proxyconnect/manifests/407": x509: certificate signed by unknown authority',
        "tls-untrusted-ca",
      ],
    ],
  },
});
