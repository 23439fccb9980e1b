import { type Cure, changesNode, fix, inspectNode } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { handshake, showCertificate } from "../fixes/certificate.ts";
import { trustAuthority, trustAuthorityEverywhere } from "../fixes/node-config.ts";
import { restartNote, restartRuntime } from "../fixes/node-shell.ts";
import { ON_NODE_TOO, onNode } from "../fixes/reach.ts";
import { isPublicService } from "../fixes/registry-services.ts";
import { words } from "../signals.ts";

const NO_ROOTS = /failed to load system roots/i;

function installRoots(facts: Facts): Cure {
  return fix(
    "Install the public authorities on the node",
    [
      inspectNode("ls -l /etc/ssl/certs /etc/pki/tls/certs"),
      changesNode("apt-get install -y ca-certificates"),
      restartRuntime(facts),
    ],
    `${onNode(facts)} On Red Hat systems the command is dnf install ca-certificates. The runtime reads the authorities when it starts.${restartNote(facts)}`,
  );
}

export default defineCause({
  group: "tls",
  title: "The certificate's issuer is not trusted",
  what: "The node does not know the authority that signed the registry's certificate.",
  why: `A registry's certificate counts when an authority that the node knows has signed it. A company's own
registry is often signed by the company's authority, or by itself, and the node has not been told of it. With
a public registry the likely reason is a proxy or firewall that opens TLS, looks inside and signs everything
anew with its own authority. A registry that does not send the intermediate certificate looks the same,
even if browsers accept it. The runtime has its own folders for authorities, so a machine where curl works can
still fail to pull.`,
  scope: "registry",
  signals: [
    {
      means: "certain",
      given: "no HTTP status stands in front of it",
      see: words(
        /signed by unknown authority|failed to load system roots|certificate is not trusted|self[- ]signed certificate/i,
        // Behind an HTTP status they are the registry's words about a server that it fetched from itself.
        ({ error }) => error.http === null,
      ),
    },
  ],
  outranks: [
    // It takes any other x509 error for itself.
    "tls-certificate-invalid",
    // It takes any error of Go's tls package, and this one begins with "tls: failed to verify certificate".
    "tls-handshake-failed",
  ],
  fixes: (facts) => {
    if (NO_ROOTS.test(facts.error.leaf.masked)) return [installRoots(facts)];
    const isPublic = isPublicService(facts);
    return [
      fix(
        "See who signed the certificate",
        [inspectNode(showCertificate(facts)), inspectNode(handshake(facts, "-showcerts"))],
        `${onNode(facts)} ${isPublic ? "If the issuer is your company or a security product, a proxy or firewall on the way opens TLS." : "If the issuer is your company, its authority is missing on the node; if issuer and subject are the same, the certificate signed itself."} The second prints the whole chain: "unable to verify the first certificate" with a public issuer means that the registry leaves out the intermediate one.`,
      ),
      ...(isPublic ? trustAuthorityEverywhere(facts) : trustAuthority(facts)),
      isPublic
        ? fix(
            "Or have the registry exempted from inspection",
            [],
            "Those who run the proxy or firewall can let registries pass unopened; nothing then has to change on the nodes.",
          )
        : fix(
            "Or have the registry send the whole chain",
            [inspectNode(handshake(facts))],
            `${ON_NODE_TOO} Where the authority is one that nodes know, the registry's certificate file has to hold its own certificate first and the intermediate ones after it.`,
          ),
    ];
  },
  origins: [
    "golang/go src/crypto/x509/verify.go (UnknownAuthorityError, SystemRootsError)",
    "https://github.com/containerd/containerd/blob/main/docs/hosts.md",
    "https://docs.docker.com/engine/security/certificates/",
    "https://github.com/containers/image/blob/main/docs/containers-certs.d.5.md",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve reference "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": x509: certificate signed by unknown authority',
      'Failed to pull image "registry.example/acme/app:1.4": failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve image: failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = Error response from daemon: Get "https://registry.example/v2/": x509: certificate signed by unknown authority (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "Acme Root")',
      'Failed to pull image "registry.example/acme/app:1.4": unable to pull image: initializing source docker://registry.example/acme/app:1.4: pinging container registry registry.example: Get "https://registry.example/v2/": x509: failed to load system roots and no roots provided',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": remote error: tls: unknown certificate authority',
        "tls-handshake-failed",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-05-02T10:00:00Z is after 2026-05-01T00:00:00Z',
        "tls-certificate-invalid",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": proxyconnect tcp: x509: certificate signed by unknown authority',
        "proxy-error",
      ],
    ],
  },
});
