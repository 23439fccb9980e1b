import { type Cure, fix, inspectNode } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { dialledAddress, endpointOf } from "../fixes/endpoint.ts";
import { describeNode, pullOnNode } from "../fixes/node-shell.ts";
import {
  ask,
  ON_NODE_TOO,
  onNode,
  proxySettingsNote,
  showFailingPods,
  showProxySettings,
  TRIES_AGAIN,
} from "../fixes/reach.ts";
import { hostsNeeded } from "../fixes/registry-services.ts";
import { registryFor } from "../registries/index.ts";
import { has, kindOf, step, words } from "../signals.ts";

/** The way is closed somewhere: which way, depends on whose registry it is. */
function openTheWay(facts: Facts): Cure {
  const hosts = hostsNeeded(facts) ?? "";
  const own = registryFor(facts).openTheWay?.(facts);
  if (own !== undefined) return own;
  const kind = kindOf(facts);
  if (kind === "in-cluster" || kind === "private-address" || kind === "local" || hosts === "")
    return fix(
      "Open the way to the registry",
      [inspectNode(`ip route get ${dialledAddress(facts) ?? "ADDRESS"}`)],
      `${ON_NODE_TOO}${dialledAddress(facts) === null ? " ADDRESS is what the name resolves to." : ""} Between the node and it, look at security groups, firewalls and VPN routes: something drops the packets. ${TRIES_AGAIN}`,
    );
  return fix(
    "Open the way out for all hosts that a pull needs",
    [inspectNode(`getent ahosts ${endpointOf(facts).host}`)],
    `${ON_NODE_TOO} ${hosts} Allow all of them on port 443 in firewall, security group and network policy of the nodes. Nodes in a private subnet need a NAT gateway for it.`,
  );
}

/** The connection stands and the first large packets vanish. */
function checkPacketSize(facts: Facts): Cure {
  const { bareHost } = endpointOf(facts);
  return fix(
    "Check the packet size on the way",
    [inspectNode("ip link"), inspectNode(`ping -c 3 -M do -s 1372 ${bareHost}`)],
    `${ON_NODE_TOO} A connection that opens and then hangs in the handshake is typical of an MTU that is too large for a tunnel or VPN on the way, or of a firewall that inspects TLS. Where ping reports that the message is too long, lower the MTU of the node's interface. A ping that gets no answer at all proves nothing.`,
  );
}

function pullSlowly(facts: Facts): Cure {
  return fix(
    "See whether the pull is only slow",
    [pullOnNode(facts)],
    `${ON_NODE_TOO} This pulls without the kubelet. If it ends well after a long time, the line or the registry is too slow for the image: use a mirror near the nodes, a smaller image, or fewer pulls at once.`,
  );
}

export default defineCause({
  group: "network",
  title: "No answer came in time",
  what: "The node waited for the registry and gave up.",
  why: `Nothing came back: neither an answer nor a refusal. Most often a firewall, a security group or a missing
route drops the packets, which shows as "dial tcp ADDRESS: i/o timeout" or "connection timed out". "TLS
handshake timeout" means that the connection was made and then hung, as with a packet size that is too large
for a tunnel. "awaiting headers" and "while reading body" mean that the registry, or a proxy before it, was
too slow. Nodes in a private subnet without NAT time out on every public registry. Only the host that the
error names is concerned: often that is not the registry but the storage that it sends the node to for the
layers.`,
  scope: "registry",
  mayBeMisspelt: ["host"],
  signals: [
    {
      means: "certain",
      given:
        "the connection goes to a registry and not to a socket of the node, and no HTTP status stands in front of it",
      see: words(
        /i\/o timeout|connection timed out|TLS handshake timeout|Client\.Timeout exceeded|timeout awaiting response headers|net\/http: request canceled|request canceled while waiting for connection|operation timed out|did not properly respond after a period/i,
        // Behind an HTTP status they are the words of a gateway about a machine behind it.
        ({ error }) => error.network?.network !== "unix" && error.http === null,
      ),
    },
    {
      means: "certain",
      given: "the error names a request, and no HTTP status stands in front of it",
      see: words(/deadline exceeded/i, ({ error }) => error.request !== null && error.http === null),
    },
    {
      means: "likely",
      given: "the kubelet was not asking whether the image is there, and no HTTP status stands in front of it",
      see: words(
        /deadline ?exceeded|\btime-?out\b|timed out/i,
        ({ error }) => !has(error, "inspect-image") && error.http === null,
      ),
    },
    {
      means: "likely",
      given: "the gRPC code is DeadlineExceeded",
      see: step("grpc", ({ error }) => error.grpcCode === "DeadlineExceeded"),
    },
    // docker compose cuts its lines here; what goes on behind these words is nearly always a request that was cancelled.
    { means: "likely", see: words(/net\/http: ?(?:…|\.{3})/) },
  ],
  // The deadline is why the pull was cancelled and why the transfer broke; those two only say that it ended.
  outranks: ["pull-interrupted", "connection-interrupted"],
  couldBe: [
    {
      cause: "runtime-unavailable",
      why: "No request is named, so it may be the container runtime that did not answer the kubelet in time.",
      when: ({ error }) =>
        error.request === null && error.network === null && error.layers.every((layer) => layer.by === null),
      check: (facts) => describeNode(facts),
    },
  ],
  fixes: (facts) => {
    const said = facts.error.leaf.masked;
    const endpoint = endpointOf(facts);
    const isSlow = /awaiting (?:response )?headers|reading body/i.test(said) && !/waiting for connection/i.test(said);
    const isHandshake = /handshake/i.test(said);
    return [
      fix(
        "Find out where the answer gets lost",
        [showFailingPods(), ask(endpoint)],
        `The first shows whether one node is concerned or all. The second on the node, and on your own machine to compare. ${onNode(facts)} Any HTTP answer, 401 and 404 included, means that the way is open now.${endpoint.isForeign ? ` The host ${endpoint.host} is not the image's registry: the registry or a mirror sent the node there.` : ""}`,
      ),
      isHandshake ? checkPacketSize(facts) : isSlow ? pullSlowly(facts) : openTheWay(facts),
      fix(
        "Check whether the node should use a proxy",
        [showProxySettings(facts)],
        `${ON_NODE_TOO} In a network that lets nothing out but through a proxy, a runtime without proxy settings times out. ${proxySettingsNote(facts)}`,
      ),
    ];
  },
  origins: [
    "golang/go src/net/net.go (timeoutError), src/net/http/client.go, src/net/http/transport.go",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html",
    "https://learn.microsoft.com/azure/container-registry/container-registry-firewall-access-rules",
    "https://github.com/docker/docs/blob/main/content/manuals/desktop/setup/allow-list.md",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = DeadlineExceeded desc = failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve reference "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": dial tcp 192.0.2.7:443: i/o timeout',
      'Failed to pull image "registry.example/acme/app:1.4": failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve image: failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": net/http: TLS handshake timeout',
      'Failed to pull image "registry.example/acme/app:1.4": failed to pull and unpack image "registry.example/acme/app:1.4": failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://layers.registry.example/data/app": context deadline exceeded',
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = Error response from daemon: Get "https://registry.example/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
      'Failed to pull image "registry.example/acme/app:1.4": unable to pull image: initializing source docker://registry.example/acme/app:1.4: pinging container registry registry.example: Get "https://registry.example/v2/": dial tcp 192.0.2.7:443: connect: connection timed out',
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = DeadlineExceeded desc = context deadline exceeded',
      ' ✘ web Error   Get "https://registry.example/v2/": net/http:...        21.3s',
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = DeadlineExceeded desc = failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve reference "registry.example/acme/app:1.4":',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": dial tcp: lookup registry.example on 10.0.0.2:53: read udp 10.0.0.8:41022->10.0.0.2:53: i/o timeout',
        "dns-failure",
      ],
      [
        'Failed to pull image "registry.example/acme/timeout:504": failed to resolve reference "registry.example/acme/timeout:504": registry.example/acme/timeout:504: not found',
        "image-not-found",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to resolve reference "registry.example/acme/app:1.4": unexpected status from HEAD request to https://registry.example/v2/acme/app/manifests/1.4: 504 Gateway Timeout',
        "registry-unavailable",
      ],
    ],
  },
});
