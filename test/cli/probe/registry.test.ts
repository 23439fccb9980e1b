import { expect } from "chai";
import { execa } from "execa";
import { parsePlatform } from "../../../src/probe/manifest.ts";
import { type DebianProgram, fetchProgram } from "../../../tools/debian.ts";
import { pushImage, pushIndex, pushManifest } from "../../tools/registry/push.ts";
import { type Server, startRegistry } from "../../tools/registry/servers.ts";
import { ask, askOne } from "./ask.ts";

const EVERY = [
  { os: "linux", architecture: "amd64" },
  { os: "linux", architecture: "arm64", variant: "v8" },
  { os: "windows", architecture: "amd64", "os.version": "10.0.20348.2700" },
];

describe("a registry", function () {
  this.timeout(60_000);
  let server: Server;
  let skopeo: DebianProgram | null;
  const image = (name: string): string => `${server.host}/${name}`;
  const digests: Record<string, string> = {};

  before(async function () {
    const started = await startRegistry();
    skopeo = await fetchProgram("skopeo");
    if (started === null || skopeo === null) return this.skip();
    server = started;
    const to = { origin: `http://${server.host}` };
    digests["shop/oci:1.2.3"] = await pushImage(to, "shop/oci", "1.2.3");
    digests["shop/docker:1.2.3"] = await pushImage(to, "shop/docker", "1.2.3", {
      family: "docker",
      platform: { os: "linux", architecture: "arm64" },
    });
    digests["shop/index:v1"] = await pushIndex(to, "shop/index", "v1", EVERY);
    digests["shop/list:v1"] = await pushIndex(to, "shop/list", "v1", EVERY, "docker");
    digests["shop/chart:1"] = await pushImage(to, "shop/chart", "1", {
      configType: "application/vnd.cncf.helm.config.v1+json",
    });
  });
  after(() => server?.stop());

  /** What skopeo says of the same. */
  async function inspect(name: string, ...flags: string[]): Promise<{ ok: boolean; text: string }> {
    if (skopeo === null) throw new Error("There is no skopeo.");
    const args = ["inspect", "--tls-verify=false", ...flags, `docker://${name}`];
    const { exitCode, stdout, stderr } = await execa(skopeo.path, args, { env: skopeo.env, reject: false });
    return { ok: exitCode === 0, text: stdout + stderr };
  }

  for (const name of ["shop/oci:1.2.3", "shop/docker:1.2.3", "shop/index:v1", "shop/list:v1"])
    it(`gives ${name}, with the digest, the media type and the platforms that skopeo finds`, async () => {
      const found = await askOne(image(name));
      expect(found).to.deep.include({ verdict: "pullable", pullable: true, cause: null });
      const raw = JSON.parse((await inspect(image(name), "--raw")).text) as {
        mediaType: string;
        manifests?: { platform: { architecture: string } }[];
      };
      expect(found.manifest?.mediaType).to.equal(raw.mediaType);
      expect(found.manifest?.digest).to.equal(digests[name]);
      const config =
        raw.manifests === undefined
          ? [JSON.parse((await inspect(image(name), "--config")).text) as { architecture: string }]
          : raw.manifests.map((one) => one.platform);
      expect(found.manifest?.platforms.map((one) => one.architecture)).to.deep.equal(
        config.map((one) => one.architecture),
      );
    });

  it("gives an image by its digest, and says of another digest that it is missing", async () => {
    const digest = digests["shop/oci:1.2.3"] as string;
    expect((await askOne(image(`shop/oci@${digest}`))).verdict).to.equal("pullable");
    expect((await askOne(image(`shop/oci:of-no-matter@${digest}`))).verdict).to.equal("pullable");
    const missing = await askOne(image(`shop/oci@sha256:${"0".repeat(64)}`));
    expect(missing).to.deep.include({ verdict: "tag-missing", cause: "tag-not-found" });
    expect(missing.tags?.nearest).to.deep.equal([]);
  });

  it("that has the repository but not the tag names the nearest tags, as skopeo's list has them", async () => {
    const found = await askOne(image("shop/oci:1.2.4"));
    expect(found).to.deep.include({
      verdict: "tag-missing",
      pullable: false,
      cause: "tag-not-found",
      failedAt: "manifest",
    });
    expect(found.tags).to.deep.equal({ count: 1, isComplete: true, nearest: ["1.2.3"] });
    expect(found.summary).to.include("1.2.3");
    expect((await inspect(image("shop/oci:1.2.4"))).text).to.match(/manifest unknown/);
  });

  it("that has no such repository says so", async () => {
    const found = await askOne(image("shop/nowhere:1"));
    expect(found).to.deep.include({
      verdict: "repository-missing",
      pullable: false,
      cause: "repository-not-found",
      tags: null,
    });
    expect((await inspect(image("shop/nowhere:1"))).ok).to.equal(false);
  });

  it("finds the tag that was meant among hundreds, page by page", async () => {
    const to = { origin: `http://${server.host}` };
    const body = { schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests: [] };
    for (let minor = 0; minor < 350; minor++)
      await pushManifest(to, "shop/many", `v1.${minor}.0-alpine`, body.mediaType, body);
    const found = await askOne(image("shop/many:v1.217.0-alpin"));
    expect(found.tags?.count).to.equal(350);
    expect(found.tags?.nearest[0]).to.equal("v1.217.0-alpine");
  });

  it("is asked for a platform", async () => {
    const wanted = (text: string) => ({ wanted: parsePlatform(text) });
    expect((await askOne(image("shop/index:v1"), wanted("linux/arm64"))).verdict).to.equal("pullable");
    expect((await askOne(image("shop/docker:1.2.3"), wanted("linux/arm64"))).verdict).to.equal("pullable");
    const found = await askOne(image("shop/index:v1"), wanted("linux/s390x"));
    expect(found).to.deep.include({
      verdict: "platform-missing",
      pullable: false,
      cause: "platform-mismatch",
      failedAt: "platforms",
    });
    expect(found.summary).to.include("linux/arm64");
    expect((await askOne(image("shop/oci:1.2.3"), wanted("linux/arm64"))).verdict).to.equal("platform-missing");
  });

  it("may have something by that name that is no image", async () => {
    expect(await askOne(image("shop/chart:1"))).to.deep.include({
      verdict: "not-an-image",
      pullable: false,
      cause: "unsupported-manifest",
    });
  });

  it("is opened once for all of its images, and never asked for a layer", async () => {
    const report = await ask([
      image("shop/oci:1.2.3"),
      image("shop/index:v1"),
      image("shop/oci:1.2.3"),
      image("shop/oci:9"),
    ]);
    expect(report.images.map(({ verdict }) => verdict)).to.deep.equal(["pullable", "pullable", "tag-missing"]);
    // /v2/; HEAD and GET of three manifests; a config; a list of tags.
    expect(report.hosts).to.deep.equal([
      { host: server.host, role: "registry", addresses: ["127.0.0.1"], requests: 9 },
    ]);
    expect(report.summary).to.deep.equal({ pullable: 2, notPullable: 1, unknown: 0 });
  });

  it("is not asked at all where private hosts are not allowed", async () => {
    const report = await ask([image("shop/oci:1.2.3")], { permission: { allowsPrivate: false } });
    expect(report.images[0]).to.deep.include({ verdict: "not-asked", pullable: null, cause: null });
    expect(report.images[0]?.summary).to.include("--probe-private");
    expect(report.hosts).to.deep.equal([]);
    expect(report.complete).to.equal(false);
  });

  it("over plain HTTP elsewhere than on this machine has to be named", async () => {
    const name = `registry.example.com:${server.port}`;
    const unnamed = await askOne(`${name}/shop/oci:1.2.3`);
    expect(unnamed).to.deep.include({ verdict: "unreachable", failedAt: "tls", cause: "tls-http-mismatch" });
    expect((await askOne(`${name}/shop/oci:1.2.3`, { plainHttp: [name] })).verdict).to.equal("pullable");
  });
});

describe("a registry that is not there", () => {
  it("is told by the step that fails: no name, no address, nobody listening", async () => {
    const noName = await askOne("registry.example.com/app:1", {
      resolve: () => Promise.reject(Object.assign(new Error(), { code: "ENOTFOUND" })),
    });
    expect(noName).to.deep.include({ verdict: "unreachable", pullable: false, failedAt: "dns", cause: "dns-failure" });
    const noAddress = await askOne("registry.example.com/app:1", { resolve: async () => [] });
    expect(noAddress).to.deep.include({ failedAt: "dns", cause: "dns-failure" });
    const refused = await askOne("registry.example.com:1/app:1");
    expect(refused).to.deep.include({
      verdict: "unreachable",
      pullable: false,
      failedAt: "tcp",
      cause: "connection-refused",
    });
    expect(refused.steps.map(({ step, outcome }) => `${step} ${outcome}`)).to.deep.equal(["dns ok", "tcp failed"]);
  });

  it("and a DNS server that does not answer leave it unknown", async () => {
    const found = await askOne("registry.example.com/app:1", {
      resolve: () => Promise.reject(Object.assign(new Error(), { code: "EAI_AGAIN" })),
    });
    expect(found).to.deep.include({ verdict: "unreachable", pullable: null, cause: "dns-failure" });
  });

  it("by a name that is none, or a port that is none, is not looked for", async () => {
    const report = await ask(["https://ghcr.io/a", "registry.example.com:99999/app"]);
    expect(report.images.map(({ verdict, cause }) => [verdict, cause])).to.deep.equal(
      Array.from({ length: 2 }, () => ["invalid-name", "invalid-image-name"]),
    );
    expect(report.hosts).to.deep.equal([]);
  });
});
