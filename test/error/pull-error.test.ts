import { expect } from "chai";
import { type PullError, parsePullErrors } from "../../src/error/pull-error.ts";

function parse(message: string): PullError {
  return parsePullErrors(message)[0] as PullError;
}

const steps = (error: PullError): string[] => error.layers.map((layer) => layer.step);

describe("a pull error taken apart", () => {
  it("names each layer of containerd's chain with its subject, and leaves the reference and its class as the leaf", () => {
    const error = parse(
      'Failed to pull image "nginx:lates": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:lates": failed to resolve reference "docker.io/library/nginx:lates": docker.io/library/nginx:lates: not found',
    );
    expect(error.layers.map(({ step, subject }) => [step, subject])).to.deep.equal([
      ["pull-image", "nginx:lates"],
      ["grpc", null],
      ["pull-and-unpack", "docker.io/library/nginx:lates"],
      ["resolve-reference", "docker.io/library/nginx:lates"],
    ]);
    expect(error.grpcCode).to.equal("NotFound");
    expect(error.runtime).to.equal("containerd");
    expect(error.leaf.text).to.equal("docker.io/library/nginx:lates: not found");
  });

  it("reads the transfer service's wording, which names no reference", () => {
    const error = parse(
      'failed to pull and unpack image "docker.io/library/nginx:nope": failed to resolve image: docker.io/library/nginx:nope: not found',
    );
    expect(steps(error)).to.deep.equal(["pull-and-unpack", "resolve-image"]);
    expect(error.leaf.text).to.equal("docker.io/library/nginx:nope: not found");
  });

  it("knows other programs' quotation marks", () => {
    for (const named of ["'registry.example/shop/web:2.1'", "`registry.example/shop/web:2.1`", "'web'"])
      expect(parse(`Failed to pull image ${named}: no such host`).layers[0]?.subject).to.equal(named.slice(1, -1));
  });

  it("says null where a kubelet since 1.28 stripped the code", () => {
    expect(
      parse('Failed to pull image "x": failed to pull and unpack image "docker.io/library/x:latest": EOF').grpcCode,
    ).to.equal(null);
  });

  it("gives a numeric code its name, and prefers any code to Unknown", () => {
    expect(parse("rpc error: code = 2 desc = Error response from daemon: x").grpcCode).to.equal("Unknown");
    expect(parse("rpc error: code = Unknown desc = failed: rpc error: code = Unavailable desc = x").grpcCode).to.equal(
      "Unavailable",
    );
  });

  it("finds method, host and endpoint of the request", () => {
    const error = parse(
      'failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/1.27": EOF',
    );
    expect(error.request).to.deep.equal({
      method: "HEAD",
      url: "https://registry-1.docker.io/v2/library/nginx/manifests/1.27",
      host: "registry-1.docker.io",
      endpoint: "manifest",
    });
    expect(error.leaf.text).to.equal("EOF");
  });

  it("knows a token server's answer from a registry's", () => {
    const token = parse(
      "failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aacme%2Fapp%3Apull&service=ghcr.io: 403 Forbidden",
    );
    expect([token.http?.status, token.http?.endpoint, token.credentials]).to.deep.equal([403, "token", "none"]);
    const manifest = parse(
      "unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/1: 403 Forbidden",
    );
    expect([manifest.http?.status, manifest.http?.endpoint, manifest.credentials]).to.deep.equal([
      403,
      "manifest",
      null,
    ]);
    expect(
      parse("failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized").credentials,
    ).to.equal("sent");
  });

  it("reads the status of every runtime's wording", () => {
    const wordings = [
      "pulling from host reg.example failed with status code [manifests 1]: 503 Service Temporarily Unavailable",
      "unexpected status code [manifests 1]: 503 Service Unavailable",
      "unexpected status code https://reg.example/v2/a/blobs/sha256:0a: 503 Service Unavailable - Server message: x",
      "unexpected status from GET request to https://reg.example/v2/a/manifests/1: 503 Service Unavailable\nunavailable: x",
      "received unexpected HTTP status: 503 Service Unavailable",
      "invalid status code from registry 503 (Service Unavailable)",
      'StatusCode: 503, "<html>"',
      "error parsing HTTP 503 response body: invalid character",
    ];
    for (const wording of wordings) expect(parse(wording).http?.status, wording).to.equal(503);
  });

  it("takes no bare number for a status", () => {
    expect(
      parse('failed to resolve reference "registry.example/app:403": dial tcp 10.4.0.3:404: i/o timeout').http,
    ).to.equal(null);
  });

  it("reads the registry's own codes, in words and in JSON, several in a list", () => {
    const codes = (message: string): (string | null)[] => parse(message).registry.map((one) => one.code);
    expect(codes("reading manifest 1 in quay.io/a/b: manifest unknown: manifest unknown")).to.deep.equal([
      "MANIFEST_UNKNOWN",
    ]);
    expect(codes('Head "https://ghcr.io/v2/a/b/manifests/1": denied: denied')).to.deep.equal(["DENIED"]);
    expect(
      codes("errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required"),
    ).to.deep.equal(["DENIED", "UNAUTHORIZED"]);
    expect(codes('{"errors":[{"code":"TOOMANYREQUESTS","message":"slow down"}]}')).to.deep.equal(["TOOMANYREQUESTS"]);
    expect(codes("pull access denied: x")).to.deep.equal([]);
  });

  it("keeps a look-up a look-up, whatever happened on the way to the name server", () => {
    const error = parse(
      'Get "https://r.example/v2/": dial tcp: lookup r.example on 10.0.0.2:53: read udp 10.0.0.9:4242->10.0.0.2:53: i/o timeout',
    );
    expect(error.network?.operation).to.equal("lookup");
    expect(error.network?.subject).to.equal("r.example");
  });

  it("sees the proxy in front of everything that happened to it", () => {
    expect(
      parse('Head "https://r.example/v2/": proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused')
        .network?.operation,
    ).to.equal("proxy");
  });

  it("tells the runtimes apart by their words", () => {
    expect(parse("Error response from daemon: manifest for a:1 not found").runtime).to.equal("docker");
    expect(parse("initializing source docker://a:1: pinging container registry r: EOF").runtime).to.equal("cri-o");
    expect(
      parse('Error response from daemon: failed to resolve reference "r.example/a:1": r.example/a:1: not found')
        .runtime,
    ).to.equal("docker");
    expect(parse("something else").runtime).to.equal("unknown");
  });

  it("undoes the escapes of a log line, however deep", () => {
    const error = parse(
      'err="failed to \\"StartContainer\\" for \\"web\\" with ImagePullBackOff: \\"Back-off pulling image \\\\\\"redis:alpine\\\\\\": ErrImagePull: failed to do request: Head \\\\\\"https://registry-1.docker.io/v2/library/redis/manifests/alpine\\\\\\": EOF\\"" pod="default/web"',
    );
    expect(error.request?.host).to.equal("registry-1.docker.io");
    expect(error.leaf.text).to.equal("EOF");
  });

  it("splits what the kubelet tried with several credentials", () => {
    const errors = parsePullErrors(
      'Failed to pull image "r.example/a:1": [rpc error: code = NotFound desc = r.example/a:1: not found, failed to pull and unpack image "r.example/a:1": unexpected status: 401 Unauthorized]',
    );
    expect(errors.map((error) => error.http?.status ?? error.grpcCode)).to.deep.equal(["NotFound", 401]);
  });

  it("puts the upstream's error before its mirrors'", () => {
    const errors = parsePullErrors(
      'initializing source docker://a.example/x:1: (Mirrors also failed: [m1.example/x:1: pinging container registry m1.example: Get "https://m1.example/v2/": EOF]\n[m2.example/x:1: reading manifest 1 in m2.example/x: denied]): a.example/x:1: reading manifest 1 in a.example/x: manifest unknown',
    );
    expect(errors.map((error) => error.of)).to.deep.equal(["upstream", "mirror", "mirror"]);
    expect(errors[0]?.registry[0]?.code).to.equal("MANIFEST_UNKNOWN");
    expect(errors[1]?.leaf.text).to.equal("EOF");
  });

  it("ignores that CRI-O tried the image as an artifact as well", () => {
    const errors = parsePullErrors(
      "unable to pull image or OCI artifact: pull image err: initializing source docker://q.example/a:1: reading manifest 1 in q.example/a: manifest unknown; artifact err: get manifest: EOF",
    );
    expect(errors).to.have.lengthOf(1);
    expect(errors[0]?.leaf.text).to.equal("manifest unknown");
  });

  it("takes from podman's list the registries that know the name, real faults before refusals", () => {
    const errors = parsePullErrors(
      `Trying to pull c.example/x:latest...
  manifest unknown: manifest unknown
Error: 3 errors occurred while pulling:
 * initializing source docker://a.example/x:latest: reading manifest latest in a.example/x: unauthorized: access to the requested resource is not authorized
 * initializing source docker://b.example/x:latest: pinging container registry b.example: Get "https://b.example/v2/": EOF
 * initializing source docker://c.example/x:latest: reading manifest latest in c.example/x: manifest unknown`,
    );
    expect(errors.map((error) => error.layers.find(({ step }) => step === "initialize-source")?.subject)).to.deep.equal(
      ["docker://b.example/x:latest", "docker://a.example/x:latest"],
    );
    expect(errors.every(({ registry }) => registry.every(({ code }) => code !== "MANIFEST_UNKNOWN"))).to.equal(true);
  });

  it("leaves podman's list whole where no registry knows the name", () => {
    const errors = parsePullErrors(
      `Error: 2 errors occurred while pulling:
 * initializing source docker://a.example/x:latest: reading manifest latest in a.example/x: name unknown
 * initializing source docker://c.example/x:latest: reading manifest latest in c.example/x: manifest unknown`,
    );
    expect(errors.map(({ registry, leaf }) => registry[0]?.code ?? leaf.text)).to.deep.equal([
      "NAME_UNKNOWN",
      "MANIFEST_UNKNOWN",
    ]);
  });

  it("takes no more than a few dozen parts from any list", () => {
    for (const list of [
      `Failed to pull image "a": [${"rpc error: code = Unknown desc = x, ".repeat(900)}]`,
      `initializing source docker://a: (Mirrors also failed: ${"[m: reading manifest x] ".repeat(900)}]): a: EOF`,
      `Error: 900 errors occurred: ${"* reading manifest x ".repeat(900)}`,
    ])
      expect(parsePullErrors(list).length, list.slice(0, 60)).to.be.within(2, 40);
  });

  it("reads a log line of the kubelet's image manager", () => {
    const error = parse(
      'E0222 01:20:48.2 1877 remote_image.go:108] PullImage "r.example/a:1" from image service failed: rpc error: code = Unknown desc = unauthorized: authentication required',
    );
    expect(error.layers[0]).to.deep.include({ step: "pull-image", subject: "r.example/a:1", pull: true });
    expect(error.registry[0]?.code).to.equal("UNAUTHORIZED");
  });

  it("leaves containerd's class words out of the leaf", () => {
    expect(
      parse("failed to extract layer sha256:0a: write /var/lib/x: no space left on device: unknown").leaf.text,
    ).to.equal("write /var/lib/x: no space left on device");
  });
});

describe("names inside an error", () => {
  it("are hidden, whatever they spell", () => {
    const { masked } = parse(
      'failed to resolve reference "registry.example/timeout:403": registry.example/timeout:403: not found',
    ).prepared;
    expect(masked).not.to.match(/timeout|403/);
    expect(masked).to.match(/: not found$/);
  });

  it("are hidden where somebody took them out, too", () => {
    const { network, leaf } = parse(
      'Head "https://r.example/v2/a": dial tcp: lookup r.example on <ADDRESS REMOVED>: read udp <my node>-><our name server>: i/o timeout',
    );
    expect([network?.operation, leaf.text]).to.deep.equal(["lookup", "i/o timeout"]);
  });

  it("leave the language of errors visible", () => {
    for (const words of [
      "i/o timeout",
      "net/http: TLS handshake timeout",
      "archive/tar: invalid tar header",
      "input/output error",
      "invalid username/password: unauthorized",
    ]) {
      expect(parse(words).prepared.masked, words).to.equal(words);
    }
  });

  it("are quoted as the input has them", () => {
    const message =
      "failed to do request: Head  “https://r.example/v2/”:\n   x509: certificate signed by unknown authority";
    const { prepared } = parse(message);
    expect(message).to.include(prepared.quote(0, prepared.text.length));
  });
});
