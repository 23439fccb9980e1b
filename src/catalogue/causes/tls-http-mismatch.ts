import { fix, inspectNode } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { endpointOf } from "../fixes/endpoint.ts";
import { allowPlainHttp } from "../fixes/node-config.ts";
import { ON_NODE_TOO, onNode, TRIES_AGAIN } from "../fixes/reach.ts";
import { showRegistryConfig } from "../fixes/registry-config.ts";
import { words } from "../signals.ts";

/** True where the node spoke plain HTTP to a registry with TLS. */
function nodeSpokeHttp({ error }: Facts): boolean {
  return /HTTP request|malformed HTTP response/i.test(error.leaf.masked);
}

export default defineCause({
  group: "tls",
  title: "Plain HTTP met HTTPS",
  what: "One side spoke HTTPS and the other plain HTTP.",
  why: `Container runtimes use HTTPS for every registry that their configuration does not name as plain HTTP.
Most often a small registry inside the network, on port 5000 or the like, has no TLS and answers the first
bytes of a TLS handshake with an HTTP response. The other way round, the node was told to use plain HTTP, by
an entry in its registry configuration, and the registry wants TLS.`,
  scope: "registry",
  signals: [
    {
      means: "certain",
      see: words(
        /server gave HTTP response to HTTPS client|sent an HTTP request to an HTTPS server|HTTP request was sent to HTTPS port/i,
      ),
    },
    // A TLS alert (0x15) or handshake record (0x16) where an HTTP status line should be; its bytes are hidden in `masked`.
    {
      means: "certain",
      given: "the answer begins with the bytes of a TLS record",
      see: words(/malformed HTTP response/i, ({ error }) =>
        /malformed HTTP response "\\+x1[56]/i.test(error.prepared.text),
      ),
    },
  ],
  outranks: [
    // It takes any error of Go's tls package; this one knows why the handshake failed.
    "tls-handshake-failed",
    // The HTTPS server's complaint comes as a 400, and its TLS alert as a malformed answer.
    "unexpected-registry-response",
    // "transport connection broken" stands around that malformed answer.
    "connection-interrupted",
  ],
  fixes: (facts) => {
    const { host, port } = endpointOf(facts);
    const check = fix(
      "See what the port speaks",
      [
        inspectNode(`curl -sSi -m 20 'http://${host}:${port}/v2/'`),
        inspectNode(`curl -sSi -m 20 'https://${host}:${port}/v2/'`),
      ],
      `${onNode(facts)} The one that gets an HTTP answer, 401 included, is the one that the registry speaks.`,
    );
    if (nodeSpokeHttp(facts))
      return [
        check,
        fix(
          "Take the plain HTTP entry out of the node's configuration",
          showRegistryConfig(facts),
          `${ON_NODE_TOO} Look for http:// before the registry's host, or for insecure, and make it https://. ${TRIES_AGAIN}`,
        ),
      ];
    return [
      check,
      fix(
        "Serve the registry over HTTPS, or use the port that does",
        [],
        "The lasting cure, and the only one that changes nothing on the nodes: a certificate for the registry, or an ingress with TLS before it. Registries such as Nexus and Harbor listen on several ports; the image needs the one with TLS.",
      ),
      ...allowPlainHttp(facts),
    ];
  },
  origins: [
    "golang/go src/net/http/client.go (ErrSchemeMismatch), src/crypto/tls/conn.go",
    "golang/go src/net/http/server.go (tlsHandshakeError answer)",
    "https://github.com/containerd/containerd/blob/main/docs/hosts.md",
    "https://docs.docker.com/reference/cli/dockerd/#insecure-registries",
  ],
  examples: {
    is: [
      'Failed to pull image "192.0.2.7:5000/acme/app:1.4": rpc error: code = Unknown desc = failed to pull and unpack image "192.0.2.7:5000/acme/app:1.4": failed to resolve reference "192.0.2.7:5000/acme/app:1.4": failed to do request: Head "https://192.0.2.7:5000/v2/acme/app/manifests/1.4": http: server gave HTTP response to HTTPS client',
      'Failed to pull image "registry.example:5000/acme/app:1.4": unable to pull image: initializing source docker://registry.example:5000/acme/app:1.4: pinging container registry registry.example:5000: Get "https://registry.example:5000/v2/": http: server gave HTTP response to HTTPS client',
      'Failed to pull image "registry.example:5000/acme/app:1.4": rpc error: code = Unknown desc = Error response from daemon: error parsing HTTP 400 response body: invalid character \'C\' looking for beginning of value: "Client sent an HTTP request to an HTTPS server.\\n"',
      'Failed to pull image "registry.example:5000/acme/app:1.4": failed to pull and unpack image "registry.example:5000/acme/app:1.4": failed to resolve image: failed to do request: Head "http://registry.example:5000/v2/acme/app/manifests/1.4": net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x15\\x03\\x01\\x00\\x02\\x02"',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example:5000/acme/app:1.4": failed to do request: Head "https://registry.example:5000/v2/acme/app/manifests/1.4": tls: first record does not look like a TLS handshake',
        "tls-handshake-failed",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": proxyconnect tcp: http: server gave HTTP response to HTTPS client',
        "proxy-error",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": net/http: HTTP/1.x transport connection broken: malformed HTTP response "SSH-2.0-OpenSSH"',
        "unexpected-registry-response",
      ],
    ],
  },
});
