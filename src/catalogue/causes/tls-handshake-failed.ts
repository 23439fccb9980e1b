import { type Cure, fix, inspect, inspectNode, namesOf, setImage } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { handshake } from "../fixes/certificate.ts";
import { endpointOf } from "../fixes/endpoint.ts";
import { giveClientCertificate } from "../fixes/node-files.ts";
import { ON_NODE_TOO, onNode, TRIES_AGAIN } from "../fixes/reach.ts";
import { step, words } from "../signals.ts";

const NO_TLS = /first record does not look like a TLS handshake/i;

/** The alert tells what the other side did not like. */
function cure(facts: Facts): Cure {
  const said = facts.error.leaf.masked;
  const { host, address } = endpointOf(facts);
  if (NO_TLS.test(said))
    return fix(
      "Use the port on which the registry speaks TLS",
      [
        inspectNode(`curl -sS -m 20 --http0.9 'http://${address}/' --output -`),
        setImage(namesOf(facts), "HOST:PORT/PATH:TAG"),
      ],
      `${ON_NODE_TOO} The first shows what the port says when it is not asked for TLS: an SSH or mail server, or a load balancer that passes the wrong port on. A name without a port means port 443. A registry without TLS would have been named as such.`,
    );
  if (/certificate/i.test(said)) return giveClientCertificate(facts);
  if (/version/i.test(said))
    return fix(
      "Have the registry offer TLS 1.2 or newer",
      [inspect(handshake(facts, "-tls1_2")), inspect(handshake(facts, "-tls1_3"))],
      "Runtimes built with Go 1.18 or newer accept nothing older than TLS 1.2. Update the registry's server or the load balancer before it.",
    );
  if (/unrecognized name/i.test(said))
    return fix(
      "Have the server answer to this name",
      [inspectNode(`getent ahosts ${host}`), inspect("kubectl get ingress -A")],
      `${ON_NODE_TOO} The server has no certificate for ${host}: its ingress or virtual host lacks the name, or the name leads to another server.`,
    );
  return fix(
    "Let both sides agree",
    [inspectNode(handshake(facts, "-tls1_2"))],
    `${ON_NODE_TOO} Works here and not in the pull: the server offers only old cipher suites; Go 1.22 and newer leave out those without ECDHE. Fails here as well: a firewall or proxy that inspects TLS is the likely reason, or the server's own fault. Ask those who run them with the words of the error. ${TRIES_AGAIN}`,
  );
}

export default defineCause({
  group: "tls",
  title: "The TLS handshake failed",
  what: "The two sides could not agree on a TLS connection.",
  why: `The two sides began to speak TLS and one of them gave up. "remote error" means that the other side did.
It may demand a client certificate ("certificate required", "bad certificate") or know no such host name
("unrecognized name"). Or it finds no version or cipher suite in common ("protocol version not supported",
"handshake failure"). "unknown certificate authority" in a remote error speaks of the node's client
certificate, not of the registry's. "first record does not look like a TLS handshake" means that another
program listens on the port. A firewall that inspects TLS breaks handshakes in the same way, also with public
registries.`,
  scope: "registry",
  signals: [
    { means: "certain", see: step("tls-alert") },
    // Go names a plain HTTP server where the answer begins with "HTTP/"; here it saw something else that is not TLS.
    { means: "likely", see: words(NO_TLS) },
    { means: "certain", see: words(/no required SSL certificate was sent/i) },
    { means: "likely", see: words(/\btls: (?!failed to verify)/i) },
  ],
  outranks: [
    // nginx tells in a 400 that it wants a client certificate.
    "unexpected-registry-response",
    // "access denied" is also the name of a TLS alert.
    "access-denied",
  ],
  fixes: (facts) => [
    fix(
      "Watch the handshake",
      [inspectNode(handshake(facts))],
      `${onNode(facts)} "Verification: OK" and a line with the protocol mean that it works. "Acceptable client certificate CA names" means that the server wants a client certificate.`,
    ),
    cure(facts),
  ],
  origins: [
    "golang/go src/crypto/tls/alert.go, src/crypto/tls/handshake_client.go",
    "https://go.dev/doc/go1.18#tls10",
    "https://go.dev/doc/go1.22#minor_library_changes",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve reference "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": remote error: tls: handshake failure',
      'Failed to pull image "registry.example/acme/app:1.4": unable to pull image: initializing source docker://registry.example/acme/app:1.4: pinging container registry registry.example: Get "https://registry.example/v2/": remote error: tls: certificate required',
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = error parsing HTTP 400 response body: invalid character \'<\' looking for beginning of value: "<html><head><title>400 No required SSL certificate was sent</title></head></html>"',
      'Failed to pull image "registry.example/acme/app:1.4": failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve image: failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": tls: server selected unsupported protocol version 301',
      'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": remote error: tls: access denied',
      'Failed to pull image "registry.example:5000/acme/app:1.4": failed to resolve reference "registry.example:5000/acme/app:1.4": failed to do request: Head "https://registry.example:5000/v2/acme/app/manifests/1.4": tls: first record does not look like a TLS handshake',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": net/http: TLS handshake timeout',
        "connection-timeout",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": tls: failed to verify certificate: x509: certificate signed by unknown authority',
        "tls-untrusted-ca",
      ],
      [
        'Failed to pull image "registry.example:5000/acme/app:1.4": failed to do request: Head "https://registry.example:5000/v2/acme/app/manifests/1.4": http: server gave HTTP response to HTTPS client',
        "tls-http-mismatch",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": proxyconnect tcp: tls: first record does not look like a TLS handshake',
        "proxy-error",
      ],
    ],
  },
});
