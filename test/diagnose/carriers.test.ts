import { expect } from "chai";
import { diagnose } from "../../src/diagnose/diagnose.ts";

const IMAGE = "registry.example/shop/web:2.1";
const AT = "https://registry.example/v2/shop/web";
const PULL = `Failed to pull image "${IMAGE}": `;
const CONTAINERD = `${PULL}rpc error: code = Unknown desc = failed to pull and unpack image "${IMAGE}": `;

/** What programs put around an error of Go's on its way to a reader. */
const CARRIERS: Readonly<Record<string, (said: string) => string>> = {
  "containerd, resolving": (said) =>
    `${CONTAINERD}failed to resolve reference "${IMAGE}": failed to do request: Head "${AT}/manifests/2.1": ${said}`,
  "containerd, downloading": (said) =>
    `${CONTAINERD}failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://cdn.example/sha256:ab": ${said}`,
  "containerd, copying": (said) => `${CONTAINERD}failed to copy: ${said}`,
  "containerd, logging in": (said) =>
    `${CONTAINERD}failed to resolve image: failed to authorize: failed to fetch anonymous token: Get "https://login.example/token?scope=x": ${said}`,
  dockerd: (said) =>
    `${PULL}rpc error: code = Unknown desc = Error response from daemon: Get "https://registry.example/v2/": ${said}`,
  "dockerd, downloading": (said) =>
    `${PULL}error pulling image configuration: download failed after attempts=6: ${said}`,
  "CRI-O, pinging": (said) =>
    `${PULL}pinging container registry registry.example: Get "https://registry.example/v2/": ${said}`,
  "CRI-O, reading a blob": (said) =>
    `${PULL}copying system image from manifest list: reading blob sha256:ab: Get "${AT}/blobs/sha256:ab": ${said}`,
  "CRI-O, storing a blob": (said) =>
    `${PULL}writing blob: storing blob to file "/var/tmp/container_images_storage7/1": happened during read: ${said}`,
  "CRI-O, behind a mirror": (said) =>
    `${PULL}initializing source docker://${IMAGE}: (Mirrors also failed: [mirror.example/shop/web:2.1: reading manifest 2.1 in mirror.example/shop/web: manifest unknown]): ${IMAGE}: pinging container registry registry.example: Get "https://registry.example/v2/": ${said}`,
  podman: (said) =>
    `Trying to pull ${IMAGE}...\nError: initializing source docker://${IMAGE}: pinging container registry registry.example: Get "https://registry.example/v2/": ${said}`,
  "a sandbox": (said) =>
    `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image "${IMAGE}": failed to pull image "${IMAGE}": failed to pull and unpack image "${IMAGE}": failed to do request: Head "${AT}/manifests/2.1": ${said}`,
  "GitLab's runner": (said) =>
    `ERROR: Job failed: failed to pull image "${IMAGE}" with specified policies [always]: Error response from daemon: Get "https://registry.example/v2/": ${said} (manager.go:250:0s)`,
  BuildKit: (said) =>
    `ERROR: failed to solve: ${IMAGE}: failed to resolve source metadata for ${IMAGE}: failed to do request: Head "${AT}/manifests/2.1": ${said}`,
  ECS: (said) =>
    `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${IMAGE}: failed to do request: Head "${AT}/manifests/2.1": ${said}`,
  "a kubelet since 1.32": (said) =>
    `Back-off pulling image "${IMAGE}": ErrImagePull: failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}": failed to do request: Head "${AT}/manifests/2.1": ${said}`,
};

const SAID: Readonly<Record<string, readonly string[]>> = {
  "connection-timeout": [
    "dial tcp 192.0.2.7:443: i/o timeout",
    "net/http: TLS handshake timeout",
    "context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
  ],
  "connection-refused": [
    "dial tcp 192.0.2.7:443: connect: connection refused",
    "dial tcp 192.0.2.7:443: connectex: No connection could be made because the target machine actively refused it.",
  ],
  "network-unreachable": [
    "dial tcp 192.0.2.7:443: connect: no route to host",
    "dial tcp 192.0.2.7:443: connect: operation not permitted",
    "dial tcp 192.0.2.7:443: connectex: An attempt was made to access a socket in a way forbidden by its access permissions.",
  ],
  "dns-failure": [
    "dial tcp: lookup registry.example on 192.0.2.53:53: no such host",
    "dial tcp: lookup registry.example: Try again",
    "dial tcp: lookup registry.example: device or resource busy",
  ],
  "connection-interrupted": [
    "read tcp 192.0.2.1:4000->192.0.2.7:443: read: connection reset by peer",
    "read tcp 192.0.2.1:4000->192.0.2.7:443: use of closed network connection",
    "stream error: stream ID 3; INTERNAL_ERROR; received from peer",
    "unexpected EOF",
  ],
  "tls-untrusted-ca": ["tls: failed to verify certificate: x509: certificate signed by unknown authority"],
  "tls-certificate-invalid": ["x509: certificate is valid for other.example, not registry.example"],
  "tls-handshake-failed": ["remote error: tls: handshake failure"],
  "tls-http-mismatch": ["http: server gave HTTP response to HTTPS client"],
  "proxy-error": ["proxyconnect tcp: dial tcp 192.0.2.9:3128: connect: connection refused"],
  "node-filesystem-error": ["dial tcp 192.0.2.7:443: socket: too many open files"],
};

describe("an error of the network", () => {
  for (const [cause, all] of Object.entries(SAID))
    for (const said of all)
      it(`has its cause whoever carries it: ${said}`, () => {
        for (const [carrier, carry] of Object.entries(CARRIERS)) {
          const causes = diagnose([{ source: "-", text: carry(said) }]).failures.map((failure) => failure.cause);
          expect(causes, carrier).to.deep.equal([cause]);
        }
      });
});
