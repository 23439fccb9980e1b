import { type Cure, changes, changesNode, fix, inspect, inspectNode, namesOf, setImage } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { showCertificate } from "../fixes/certificate.ts";
import { endpointOf } from "../fixes/endpoint.ts";
import { ON_NODE_TOO, onNode, TRIES_AGAIN } from "../fixes/reach.ts";
import { words } from "../signals.ts";

type Fault = "early" | "expired" | "name" | "other";

const WRONG_NAME = /certificate is (?:not )?valid for|IP SANs|legacy Common Name/i;

/** Go says "has expired or is not yet valid" for both and tells by the dates behind it which of the two it is. */
function faultOf({ error }: Facts): Fault {
  const said = error.leaf.masked;
  if (WRONG_NAME.test(said)) return "name";
  if (/\bis before\b/i.test(said) || (/not yet valid/i.test(said) && !/expired/i.test(said))) return "early";
  return /expired/i.test(said) ? "expired" : "other";
}

function setClock(): Cure {
  return fix(
    "Set the node's clock",
    [inspectNode("timedatectl"), inspectNode("chronyc tracking"), changesNode("chronyc makestep")],
    `${ON_NODE_TOO} A certificate that is not valid yet almost always means that the node's clock is slow. Without chrony, timedatectl set-ntp true starts the system's own time service. ${TRIES_AGAIN}`,
  );
}

function renew(): Cure {
  return fix(
    "Renew the registry's certificate",
    [inspect("kubectl get certificates -A"), inspectNode("date -u")],
    `Whoever runs the registry renews it and reloads the server or ingress in front of it. The first lists certificates that cert-manager should have renewed, the second belongs on the node: a clock that runs ahead gives the same error. ${TRIES_AGAIN}`,
  );
}

function coverName(facts: Facts): Cure[] {
  const { host, bareHost, isAddress } = endpointOf(facts);
  return [
    fix(
      "See whether the name leads to the right machine",
      [inspectNode(`getent ahosts ${host}`), inspect("kubectl get ingress -A")],
      `${ON_NODE_TOO} A certificate for quite another site, or one called ingress.local or Fake Certificate, means that the name or the ingress leads to the wrong server.`,
    ),
    fix(
      "Make name and certificate agree",
      [
        changes(
          `openssl req -new -newkey rsa:2048 -nodes -keyout new-registry.key -out new-registry.csr -subj '/CN=${host}' -addext 'subjectAltName=${isAddress ? "IP" : "DNS"}:${bareHost}'`,
        ),
        setImage(namesOf(facts), "COVERED_NAME/PATH:TAG"),
      ],
      "Either have the certificate issued anew for the name in the image: the first makes the request for it, and the authority signs that. The name has to stand under subjectAltName, since Go ignores the common name. Or use a name in the image that the certificate covers.",
    ),
  ];
}

export default defineCause({
  group: "tls",
  title: "The certificate is not valid",
  what: "The registry's certificate has expired, is not yet valid, or is for another name.",
  why: `The certificate was read and one of its own statements does not hold. Most often it has expired and
nobody renewed it. "current time ... is before" means that it is not valid yet, and then the node's clock is
usually wrong. "is valid for A, not B" means that the name in the image is none of those in the certificate.
The registry may be addressed by an alias or an IP address, or the certificate has a common name only, which
Go ignores. Or the name leads to another server, such as an ingress with its default certificate.`,
  scope: "registry",
  mayBeMisspelt: ["host"],
  signals: [
    {
      means: "certain",
      given: "no HTTP status stands in front of it",
      see: words(
        /certificate has expired|is not yet valid|certificate is valid for|not valid for any names|doesn't contain any IP SANs|legacy Common Name field|incompatible key usage|not authorized to sign|issuer name does not match|negative serial number/i,
        // Behind an HTTP status they are the registry's words about a server that it fetched from itself.
        ({ error }) => error.http === null,
      ),
    },
    {
      means: "likely",
      given: "it is not about an unknown authority, and no HTTP status stands in front of it",
      see: words(
        /\bx509: /i,
        ({ error }) =>
          error.http === null && !/unknown authority|system roots|too many open files/.test(error.leaf.masked),
      ),
    },
  ],
  // It takes any error of Go's tls package, and newer Go begins these with "tls: failed to verify certificate".
  outranks: ["tls-handshake-failed"],
  couldBe: [
    {
      cause: "dns-failure",
      why: "A certificate for quite another site can mean that the name server gave a wrong address.",
      when: ({ error }) => /certificate is valid for/i.test(error.leaf.masked),
      check: (facts) => inspect(`dig +short ${endpointOf(facts).host}`),
    },
  ],
  fixes: (facts) => {
    const fault = faultOf(facts);
    return [
      fix(
        "Look at the certificate",
        [inspect(showCertificate(facts))],
        `On your own machine first: it shows the names and the dates of the certificate. The same on the node tells whether the node is sent to another server. ${onNode(facts)}`,
      ),
      ...(fault === "name" ? coverName(facts) : []),
      ...(fault === "early" ? [setClock()] : []),
      ...(fault === "expired" ? [renew()] : []),
      ...(fault === "other"
        ? [
            fix(
              "Have the certificate issued anew",
              [],
              "The certificate is not made for a server, or its chain breaks a rule of its authority. Whoever runs the registry has to get one with the usage serverAuth from an authority that may sign for this name.",
            ),
          ]
        : []),
    ];
  },
  origins: [
    "golang/go src/crypto/x509/verify.go (CertificateInvalidError, HostnameError)",
    "https://go.dev/doc/go1.15#commonname",
    "containerd/containerd core/remotes/docker/resolver.go",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve reference "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": x509: certificate has expired or is not yet valid: current time 2026-05-02T10:00:00Z is after 2026-05-01T00:00:00Z',
      'Failed to pull image "registry.example/acme/app:1.4": failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve image: failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": tls: failed to verify certificate: x509: certificate is valid for ingress.local, not registry.example',
      'Failed to pull image "192.0.2.7:5000/acme/app:1.4": unable to pull image: initializing source docker://192.0.2.7:5000/acme/app:1.4: pinging container registry 192.0.2.7:5000: Get "https://192.0.2.7:5000/v2/": x509: cannot validate certificate for 192.0.2.7 because it doesn\'t contain any IP SANs',
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = Error response from daemon: Get "https://registry.example/v2/": x509: unhandled critical extension',
      'failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2001-01-01T00:00:09Z is before 2026-01-01T00:00:00Z',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": x509: certificate signed by unknown authority',
        "tls-untrusted-ca",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": remote error: tls: bad certificate',
        "tls-handshake-failed",
      ],
      [
        'Failed to pull image "registry.example/acme/x509:1.4": failed to resolve reference "registry.example/acme/x509:1.4": registry.example/acme/x509:1.4: not found',
        "image-not-found",
      ],
    ],
  },
});
