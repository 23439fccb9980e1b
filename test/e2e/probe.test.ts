import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect } from "chai";
import { parse } from "yaml";
import { type Authority, makeAuthority } from "../tools/registry/certificates.ts";
import { pushImage, pushIndex } from "../tools/registry/push.ts";
import { HTPASSWD, type Server, startRegistry } from "../tools/registry/servers.ts";
import { buildPlugin, runAlone } from "./plugin.ts";

const BASIC = `Basic ${Buffer.from("someone:s3cret-word").toString("base64")}`;

describe("pullcheck probe", function () {
  this.timeout(120_000);
  let open: Server;
  let closed: Server;
  let expired: Server;
  let folder: string;
  let authority: Authority;
  const env = (): NodeJS.ProcessEnv => ({
    PATH: process.env["PATH"],
    HOME: folder,
    SSL_CERT_FILE: join(folder, "ca.pem"),
  });
  const run = (...args: string[]) => runAlone(["probe", ...args], env());

  before(async function () {
    await buildPlugin();
    authority = await makeAuthority("The tests' authority");
    folder = await mkdtemp(join(tmpdir(), "pullcheck-probe-"));
    await writeFile(join(folder, "ca.pem"), authority.certificate);
    const started = [
      await startRegistry(),
      await startRegistry({ htpasswd: HTPASSWD, tls: await authority.issue(["localhost"]) }),
      await startRegistry({ tls: await authority.issue(["localhost"], { from: -20, to: -10 }) }),
    ];
    if (started.some((one) => one === null)) return this.skip();
    [open, closed, expired] = started as [Server, Server, Server];
    await pushImage({ origin: `http://${open.host}` }, "app", "v1.2.3");
    await pushIndex({ origin: `http://${open.host}` }, "multi", "v1", [
      { os: "linux", architecture: "amd64" },
      { os: "linux", architecture: "arm64" },
    ]);
    await pushImage(
      { origin: `https://${closed.host}`, ca: authority.certificate, authorization: BASIC },
      "team/app",
      "v1",
    );
  });
  after(async () => {
    await Promise.all([open, closed, expired].map((server) => server?.stop()));
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  it("ends with 0 where every image can be pulled, and says whom it asked", async () => {
    const { exitCode, stdout, stderr } = await run(
      `${open.host}/app:v1.2.3`,
      `${open.host}/multi:v1`,
      "--probe-private",
    );
    expect([exitCode, stderr]).to.deep.equal([0, ""]);
    expect(stdout).to.include(`${open.host}/app:v1.2.3: can be pulled (pullable)`);
    expect(stdout).to.include("linux/arm64");
    expect(stdout).to.match(new RegExp(`Asked: ${open.host} \\(\\d requests\\)`));
  });

  it("ends with 1 where one cannot, and names the tag that was meant", async () => {
    const { exitCode, stdout } = await run(`${open.host}/app:v1.2.4`, `${open.host}/multi:v1`, "--probe-private");
    expect(exitCode).to.equal(1);
    expect(stdout).to.include("tag-not-found").and.to.include("v1.2.3");
  });

  it("ends with 2 where one was not asked, whatever the others are", async () => {
    const { exitCode, stdout } = await run(`${open.host}/app:v1.2.3`);
    expect(exitCode).to.equal(2);
    expect(stdout).to.include("--probe-private").and.to.include("Nothing was sent to anybody.");
    expect((await run("metadata.google.internal/x", "169.254.169.254/x", "--probe-private", "-q")).stdout).to.equal(
      "metadata.google.internal/x not-asked\n169.254.169.254/x not-asked\n",
    );
  });

  it("asks for a platform", async () => {
    expect((await run(`${open.host}/multi:v1`, "--probe-private", "--platform=linux/arm64")).exitCode).to.equal(0);
    const missing = await run(`${open.host}/multi:v1`, "--probe-private", "--platform=windows/amd64", "-q");
    expect([missing.exitCode, missing.stdout]).to.deep.equal([
      1,
      `${open.host}/multi:v1 platform-missing platform-mismatch\n`,
    ]);
  });

  it("uses the Docker config only where it is told to, and shows nothing of it", async () => {
    await writeFile(
      join(folder, "config.json"),
      JSON.stringify({ auths: { [closed.host]: { auth: BASIC.slice(6) } } }),
    );
    const image = `${closed.host}/team/app:v1`;
    const ask = (...args: string[]) =>
      runAlone(["probe", image, "--probe-private", "-v", ...args], { ...env(), DOCKER_CONFIG: folder });
    const nobody = await ask();
    expect([nobody.exitCode, nobody.stdout.includes("missing-credentials")]).to.deep.equal([1, true]);
    const known = await ask("--probe-auth=docker-config");
    expect(known.exitCode).to.equal(0);
    expect(known.stdout.replace(/\s+/g, " ")).to.include("the credentials from the Docker config");
    for (const { stdout, stderr } of [nobody, known])
      expect(stdout + stderr).not.to.match(/s3cret-word|someone|c29tZW9uZTpz/);
  });

  it("tells a certificate that has ended in words", async () => {
    const { exitCode, stdout } = await run(`${expired.host}/app:v1`, "--probe-private");
    expect(exitCode).to.equal(1);
    expect(stdout)
      .to.match(/tls-certificate-invalid/)
      .and.to.match(/The certificate of localhost ended on \d{4}-\d\d-\d\d\./);
    expect(stdout).to.include("issued by CN=The tests' authority");
    expect(stdout).to.include(`Asked: ${expired.host} (connected, no request).`);
  });

  it("gives JSON that its schema describes, and the same as YAML", async () => {
    const schema = JSON.parse(
      await readFile(new URL("../../src/probe-report.schema.json", import.meta.url), "utf8"),
    ) as object;
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
    const images = [
      `${open.host}/app:v1.2.3`,
      `${open.host}/multi:v1`,
      `${open.host}/app:no`,
      `${closed.host}/x`,
      `${expired.host}/x`,
      "http://x/y",
      "x.invalid/y",
      "169.254.0.1/z",
    ];
    const json = await run(...images, "--probe-private", "-o", "json");
    const report = JSON.parse(json.stdout) as { kind: string; images: { verdict: string }[] };
    expect(validate(report), JSON.stringify(validate.errors)).to.equal(true);
    expect(report.images.map(({ verdict }) => verdict)).to.deep.equal([
      "pullable",
      "pullable",
      "tag-missing",
      "private",
      "unreachable",
      "invalid-name",
      "unreachable",
      "not-asked",
    ]);
    const yaml = parse((await run(images[0] as string, "--probe-private", "-o", "yaml")).stdout) as { kind: string };
    expect(yaml.kind).to.equal("ProbeReport");
  });

  it("has a line for each image with -o wide, a table for Markdown, and names for -o name", async () => {
    const images = [`${open.host}/app:v1.2.3`, `${open.host}/app:no`];
    const shown = async (form: string) => (await run(...images, "--probe-private", "-o", form)).stdout;
    expect((await shown("wide")).split("\n")).to.have.length(4);
    expect(await shown("markdown"))
      .to.include("| --- |")
      .and.to.include("tag-missing");
    expect(await shown("name")).to.equal(`${images[1]}\n`);
  });

  it("says what it needs where there is nothing to ask for, or the rest makes no sense", async () => {
    for (const args of [
      ["probe"],
      ["probe", "x", "--platform=linux"],
      ["probe", "x", "--plain-http=a b"],
      ["probe", "x", "--probe-auth=mine"],
      ["pod", "--probe-private"],
      ["probe", "x", "--redact"],
    ]) {
      const { exitCode, stdout, stderr } = await runAlone(args, env());
      expect([exitCode, stdout], args.join(" ")).to.deep.equal([2, ""]);
      expect(stderr).to.match(/^error: .+\n$/);
    }
  });
});
