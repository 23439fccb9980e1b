import { fix, inspect, inspectNode, namesOf, showEvents } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { handshake } from "../fixes/certificate.ts";
import { endpointOf } from "../fixes/endpoint.ts";
import { ask, ON_NODE_TOO, onNode, showProxySettings, TRIES_AGAIN } from "../fixes/reach.ts";
import { hostsNeeded, statusPageOf } from "../fixes/registry-services.ts";
import { isUnpacking } from "../readings.ts";
import { has, words } from "../signals.ts";

/** True where content was already flowing; else the connection broke before any answer. */
function isMidway({ error }: Facts): boolean {
  return (
    error.network?.operation === "read" ||
    /short read|expected number of bytes|unexpected EOF|reading body|GOAWAY|stream error/i.test(error.leaf.masked) ||
    (has(error, "copy", "write-blob", "read-blob", "store-blob") && !has(error, "http-request"))
  );
}

export default defineCause({
  group: "network",
  title: "The connection to the registry broke off",
  what: "The connection to the registry was made and then broke.",
  why: `The machine answered and the connection then ended without a complete reply. Once is ordinary: a
registry that restarts, a load balancer that closes idle connections, a line that drops. When it happens at
every attempt, look at what stands between. An EOF or a reset at the first request means that something cuts
the connection as it sees the name of the host. That is mostly a firewall or a proxy that does not know it. A break
in the middle of a layer means a time or size limit in a proxy or ingress, or a bad line.`,
  scope: "registry",
  signals: [
    {
      means: "certain",
      given: "no layer is being unpacked and no HTTP status stands in front of it",
      see: words(
        /\bEOF\b|broken pipe|short read: expected|failed to read expected number of bytes/,
        ({ error }) => !isUnpacking(error) && error.http === null,
      ),
    },
    // Said of nothing but a connection, also where a layer is unpacked while it arrives.
    {
      means: "certain",
      given: "no HTTP status stands in front of it",
      see: words(
        /connection reset by peer|use of closed network connection|GOAWAY|software caused connection abort|client connection lost|stream error: stream ID|server closed idle connection|forcibly closed by the remote host/,
        ({ error }) => error.http === null,
      ),
    },
    {
      means: "likely",
      given: "no HTTP status stands in front of it",
      see: words(/transport connection broken/i, ({ error }) => error.http === null),
    },
  ],
  couldBe: [
    {
      cause: "tls-handshake-failed",
      why: "Some firewalls and servers end a TLS handshake that they do not like without a word.",
      when: ({ error }) => /^EOF$/.test(error.leaf.masked.trim()) && has(error, "http-request"),
      check: (facts) => inspectNode(handshake(facts)),
    },
    {
      cause: "corrupt-image",
      why: "A layer that always ends too early may be incomplete at the registry.",
      when: ({ error }) => /short read|expected number of bytes|unexpected EOF/i.test(error.leaf.masked),
      check: (facts) => inspect(`crane validate --remote ${namesOf(facts).image}`),
    },
  ],
  fixes: (facts) => {
    const endpoint = endpointOf(facts);
    const page = statusPageOf(facts);
    const hosts = hostsNeeded(facts);
    return [
      fix(
        "See whether it happens every time",
        [showEvents(namesOf(facts)), ask(endpoint)],
        `The second on the node. ${onNode(facts)} ${TRIES_AGAIN}${page === null ? "" : ` Outages are told at ${page}.`}`,
      ),
      isMidway(facts)
        ? fix(
            "Look for a limit on the way",
            [inspectNode("ip link"), showProxySettings(facts)],
            `${ON_NODE_TOO} A layer that breaks off at the same time or size each time has met a limit: the time-out or size limit of a proxy, an ingress or a load balancer before the registry, or too large an MTU on a tunnel. Raise it there; fewer parallel downloads and smaller layers help meanwhile.`,
          )
        : fix(
            "Find what cuts the connection",
            [inspectNode(handshake(facts)), showProxySettings(facts)],
            `${ON_NODE_TOO} No certificate in the output means that it is cut before the registry can answer: by a firewall that goes by the host's name, or because only a proxy is let out.${hosts === null ? "" : ` ${hosts}`}`,
          ),
    ];
  },
  origins: [
    "golang/go src/io/io.go (EOF, ErrUnexpectedEOF), src/net/http/h2_bundle.go (GOAWAY, stream error)",
    "containerd/containerd core/content/helpers.go (short read, failed to read expected number of bytes)",
    "golang/go src/syscall/zerrors_linux_amd64.go (ECONNRESET, EPIPE)",
    "containers/image copy/compression.go, copy/blob.go (happened during read)",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve reference "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": EOF',
      'Failed to pull image "registry.example/acme/app:1.4": failed to pull and unpack image "registry.example/acme/app:1.4": failed to copy: read tcp 10.0.0.8:40112->192.0.2.7:443: read: connection reset by peer',
      'Failed to pull image "registry.example/acme/app:1.4": failed to pull and unpack image "registry.example/acme/app:1.4": failed to copy: short read: expected 52428800 bytes but got 1048576: unexpected EOF',
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = error pulling image configuration: download failed after attempts=6: http2: server sent GOAWAY and closed the connection; LastStreamID=9, ErrCode=NO_ERROR, debug=""',
      'Failed to pull image "registry.example/acme/app:1.4": unable to pull image or OCI artifact: pull image err: initializing source docker://registry.example/acme/app:1.4: pinging container registry registry.example: Get "https://registry.example/v2/": net/http: HTTP/1.x transport connection broken: unsolicited response',
      'Failed to pull image "registry.example/acme/app:1.4": copying system image from manifest list: writing blob: storing blob to file "/var/tmp/container_images_storage42/1": happened during read: read tcp 10.0.0.8:40112->192.0.2.7:443: read: connection reset by peer',
      'Failed to pull image "registry.example/acme/app:1.4": copying system image from manifest list: writing blob: storing blob to file "/var/tmp/container_images_storage42/1": happened during read: unexpected EOF',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:1.4": copying system image from manifest list: writing blob: storing blob to file "/var/tmp/container_images_storage42/1": unexpected EOF',
        "corrupt-image",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to pull and unpack image "registry.example/acme/app:1.4": failed to extract layer sha256:5555555555555555555555555555555555555555555555555555555555555555: unexpected EOF: unknown',
        "corrupt-image",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unavailable desc = error reading from server: EOF',
        "pull-interrupted",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": proxyconnect tcp: EOF',
        "proxy-error",
      ],
    ],
  },
});
