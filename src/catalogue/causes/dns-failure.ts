import type { Retired } from "../../image/retired.ts";
import { type Cure, fix, inspect, inspectNode, namesOf, setImage } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { endpointOf, lookupOf } from "../fixes/endpoint.ts";
import { ON_NODE_TOO, onNode, TRIES_AGAIN } from "../fixes/reach.ts";
import { retiredImage } from "../readings.ts";
import { registryFor } from "../registries/index.ts";
import { inCluster } from "../registries/own.ts";
import { step, words } from "../signals.ts";

const DNS =
  /no such host|server misbehaving|temporary failure in name resolution|name or service not known|getaddrinfow|no answer from DNS server|lame referral|cannot unmarshal DNS message/i;

/** A name server answered, and knows no such name. */
const UNKNOWN_NAME = /no such host|not known|getaddrinfow/i;

/** What to do about names that fail for a reason of their own; null for all others. */
function nameFix(facts: Facts, name: string): Cure | null {
  const names = namesOf(facts);
  const retired = goneHost(facts);
  if (retired !== null)
    return fix(
      "Use an image from another registry",
      [setImage(names, "REGISTRY/REPOSITORY:TAG")],
      `${retired.note} Source: ${retired.source}`,
    );
  const own = (/\.svc(?:\.cluster\.local)?$/.test(name) ? inCluster : registryFor(facts)).resolve?.(name, facts);
  if (own !== undefined && own !== null) return own;
  if (!name.includes(".") || name.endsWith(".local"))
    return fix(
      "Use the registry's full name",
      [setImage(names, "REGISTRY.DOMAIN/PATH:TAG")],
      "A name with one part, or one that ends in .local, is known to some machines only: those with an entry in /etc/hosts, a search domain or multicast DNS.",
    );
  return null;
}

/** A registry that was shut down, name and all. */
function goneHost(facts: Facts): Retired | null {
  const retired = retiredImage(facts);
  return retired?.hostIsGone === true && facts.image?.registry === namesOf(facts).host ? retired : null;
}

export default defineCause({
  group: "network",
  title: "A host name does not resolve",
  what: "The node could not turn the registry's name into an address.",
  why: `Most often the node's own DNS is at fault: it has no working name server, or cannot reach the one it
has. The words tell the cases apart. "no such host" means that a name server answered and knows no such name:
it is misspelt, exists only inside a VPN or the cluster, or its record is missing. "server misbehaving" means
that the name server itself failed or refused; "i/o timeout" or "connection refused" after the look-up means
that it did not answer at all. The name need not be the registry's own: a pull also asks for the host of its
token server and of its layers.`,
  scope: "registry",
  mayBeMisspelt: ["host"],
  signals: [
    // Behind an HTTP status they are the registry's words about a machine that it looked for itself.
    {
      means: "certain",
      given: "no HTTP status stands in front of it",
      see: words(DNS, ({ error }) => error.http === null),
    },
    {
      means: "certain",
      given: "the look-up itself failed and no HTTP status stands in front of it",
      see: step("lookup", ({ error }) => error.network?.operation === "lookup" && error.http === null),
    },
    // Of all that a pull does, only name resolution uses UDP.
    {
      means: "likely",
      given: "the connection is one of UDP, which a pull uses for names only, and no HTTP status stands in front of it",
      see: step("dial", ({ error }) => error.network?.network === "udp" && error.http === null),
    },
  ],
  // How the name server failed: port 53 refused, stayed silent, had no route or broke off; the registry was never asked.
  outranks: ["connection-refused", "connection-timeout", "network-unreachable", "connection-interrupted"],
  couldBe: [
    {
      cause: "image-removed",
      why: "This registry was shut down, and its name removed.",
      when: (facts) => goneHost(facts) !== null,
    },
  ],
  fixes: (facts) => {
    const { name, server } = lookupOf(facts);
    const host = name ?? endpointOf(facts).host;
    const special = nameFix(facts, host);
    const isOwn = facts.image === null || facts.image.registry.split(":", 1)[0] === host;
    return [
      fix(
        "Find out whether the name or the name server is at fault",
        [
          inspect(`dig +short ${host}`),
          inspectNode(`getent ahosts ${host}`),
          ...(server === null ? [] : [inspectNode(`dig +time=3 ${host} @${server}`)]),
        ],
        `The first on your own machine, the others on the node. ${onNode(facts)} An answer outside and none on the node: the node's DNS. No answer anywhere: the name.${isOwn ? "" : ` ${host} is not in the image: the registry sent the node there, or a mirror is configured.`}`,
      ),
      ...(special === null ? [] : [special]),
      fix(
        "Mend the node's name resolution",
        [inspectNode("cat /etc/resolv.conf"), inspectNode("resolvectl status")],
        `${ON_NODE_TOO} Check that the name servers listed are the right ones and answer on port 53, by UDP and TCP. A cluster on a laptop (kind, k3d, minikube) keeps the name servers of the network it was started in. ${TRIES_AGAIN}`,
      ),
      ...(special !== null || !isOwn || !UNKNOWN_NAME.test(facts.error.leaf.masked)
        ? []
        : [fix("Correct the name, where it is misspelt", [setImage(namesOf(facts), "REGISTRY/PATH:TAG")])]),
    ];
  },
  origins: [
    "golang/go src/net/net.go (DNSError), src/net/dnsclient_unix.go",
    "containerd/containerd core/remotes/docker/resolver.go",
    "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve reference "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": dial tcp: lookup registry.example on 10.0.0.2:53: no such host',
      'Failed to pull image "registry.example/acme/app:1.4": failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve image: failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": dial tcp: lookup registry.example on 127.0.0.53:53: server misbehaving',
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = Error response from daemon: Get "https://registry.example/v2/": dial tcp: lookup registry.example on [::1]:53: read udp [::1]:41022->[::1]:53: read: connection refused',
      'Failed to pull image "registry.example/acme/app:1.4": initializing source docker://registry.example/acme/app:1.4: pinging container registry registry.example: Get "https://registry.example/v2/": dial tcp: lookup registry.example: i/o timeout',
      'failed to resolve reference "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": dial udp 10.0.0.2:53: connect: network is unreachable',
    ],
    isNot: [
      [
        'Failed to pull image "cache.example/acme/app:1.4": failed to resolve reference "cache.example/acme/app:1.4": unexpected status from GET request to https://cache.example/v2/acme/app/manifests/1.4: 500 Internal Server Error\nunknown: Get "https://registry.example/v2/": dial tcp: lookup registry.example: no such host',
        "registry-unavailable",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": proxyconnect tcp: dial tcp: lookup proxy.example on 10.0.0.2:53: no such host',
        "proxy-error",
      ],
      [
        'Failed to pull image "registry.example/acme/no-such-host:1.4": failed to resolve reference "registry.example/acme/no-such-host:1.4": failed to do request: Head "https://registry.example/v2/acme/no-such-host/manifests/1.4": dial tcp 192.0.2.7:443: connect: connection refused',
        "connection-refused",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to resolve reference "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": dial tcp 192.0.2.7:443: i/o timeout',
        "connection-timeout",
      ],
    ],
  },
});
