import { expect } from "chai";
import { diagnose } from "../../src/diagnose/diagnose.ts";

const causesOf = (text: string) => diagnose([{ source: "-", text }]).failures.map(({ cause }) => cause);

describe("a sentence that stands alone and speaks of no pull", () => {
  const others = [
    "Unable to connect to the server: dial tcp 192.0.2.7:6443: i/o timeout",
    "Unable to connect to the server: x509: certificate signed by unknown authority",
    "Error: UPGRADE FAILED: timed out waiting for the condition",
    "error: timed out waiting for the condition on pods/web-0",
    'Error from server (InternalError): Internal error occurred: failed calling webhook "check.example": Post "https://check.shop.svc:443/validate?timeout=10s": context deadline exceeded',
    "2026/01/02 10:34:09 http: TLS handshake error from 192.0.2.8:40768: read: connection reset by peer",
    'rpc error: code = 2 desc = failed to start sandbox container for pod "web-0": operation timeout: context deadline exceeded',
    'Post "https://192.0.2.9:31001/v1alpha1/upload": write tcp 192.0.2.8:57350->192.0.2.9:31001: write: connection reset by peer',
    'Get "http://192.0.2.9:8080/healthz": dial tcp 192.0.2.9:8080: connect: connection refused',
    "ERROR: failed to push registry.example/shop/web:2.1: failed to authorize: failed to fetch oauth token: unexpected status: 403 Forbidden",
    'Error: pushing image "shop/web" to "docker://registry.example/shop/web:2.1": writing blob: uploading layer to https://registry.example/v2/shop/web/blobs/uploads/7: received unexpected HTTP status: 502 Bad Gateway',
    'PUT https://management.example/subscriptions/7/containerGroups/web: answered 500, "internal server error"',
    "ComparisonError: rpc error: code = Unknown desc = failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = failed to fetch chart: helm pull failed: 401 Unauthorized",
    "The pod starts and then it ends with: panic: open /config/app.yaml: no such file or directory",
    "health check failed after 5m: timeout waiting for: [Deployment/shop/web status: 'InProgress']",
    "As far as I can see this answers with 503 Service Unavailable to everybody.",
  ];
  for (const text of others) it(`is not taken for one: ${text}`, () => expect(causesOf(text)).to.deep.equal([]));

  const pulls: readonly (readonly [string, string])[] = [
    ["dial tcp 192.0.2.7:443: i/o timeout", "connection-timeout"],
    ['Get "https://registry.example/": dial tcp 192.0.2.7:443: connect: connection refused', "connection-refused"],
    ['Post "https://registry.example/oauth2/token": dial tcp 192.0.2.7:443: i/o timeout', "connection-timeout"],
    ["open /var/lib/docker/tmp/GetImageBlob7: no such file or directory", "node-filesystem-error"],
    [
      "net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
      "connection-timeout",
    ],
    ["Error: HTTP 429 Too Many Requests", "registry-rate-limited"],
    ["our registry has answered 503 Service Unavailable since the morning", "registry-unavailable"],
  ];
  for (const [text, cause] of pulls)
    it(`is one where nothing speaks against it: ${text}`, () => expect(causesOf(text)).to.deep.equal([cause]));

  it("is one when it speaks of a pull besides", () => {
    expect(
      causesOf(
        "Error: INSTALLATION FAILED: failed to copy: httpReadSeeker: failed open: unexpected status code https://registry.example/v2/charts/web/blobs/sha256:0a: 429 Too Many Requests",
      ),
    ).to.deep.equal(["registry-rate-limited"]);
  });

  // A program that names neither the image nor the reason still says that a pull failed.
  for (const text of [
    "CannotPullContainerError: ref pull has been retried 5 time(s): failed to resolve reference",
    '"CannotPullContainerError: ref pull has been retried 5 time(s): failed to resolve reference"',
    "ERROR: Job failed: failed to pull image with specified policies [always]",
    'ERROR: failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://cdn.example/sha256/7": the line went quiet',
  ])
    it(`tells of a pull where a chain of its layers stands: ${text}`, () =>
      expect(causesOf(text)).to.deep.equal(["unrecognized"]));

  for (const text of [
    "When the kubelet says that it failed to pull image layers, look at the events first.",
    "ImagePullBackOff: the kubelet waits before it tries again. `Failed to pull image` stands above it.",
  ])
    it(`tells of none where a person writes about pulls: ${text}`, () => expect(causesOf(text)).to.deep.equal([]));

  it("is sure of nothing that stands in the middle of a sentence", () => {
    const surest = (text: string) => diagnose([{ source: "-", text }]).failures.map(({ confidence }) => confidence);
    expect(surest("toomanyrequests")).to.deep.equal(["certain"]);
    expect(surest("no match for platform in manifest: not found")).to.deep.equal(["certain"]);
    expect(surest("The runbook says that for toomanyrequests one has to log in.")).to.not.include("certain");
  });
});
