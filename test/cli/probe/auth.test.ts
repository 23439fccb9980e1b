import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { dockerConfig } from "../../../src/cli/probe/docker-config.ts";
import { type Authority, makeAuthority } from "../../tools/registry/certificates.ts";
import { pushImage } from "../../tools/registry/push.ts";
import { HTPASSWD, type Server, startRegistry } from "../../tools/registry/servers.ts";
import { ISSUER, LOGIN, REFRESH_TOKEN, startTokenServer, type TokenServer } from "../../tools/registry/token-server.ts";
import { ask, askOne } from "./ask.ts";

const BASIC = `Basic ${Buffer.from(`${LOGIN.user}:${LOGIN.secret}`).toString("base64")}`;

/** Nothing that was sent as a secret is in what is told. */
function expectNoSecrets(report: unknown): void {
  const text = JSON.stringify(report);
  for (const secret of [LOGIN.secret, BASIC.slice(6), REFRESH_TOKEN, LOGIN.user, "eyJ"])
    expect(text).not.to.include(secret);
}

describe("a registry with a password", function () {
  this.timeout(60_000);
  let server: Server;
  let folder: string;
  const image = (name: string): string => `${server.host}/${name}`;

  before(async function () {
    const started = await startRegistry({ htpasswd: HTPASSWD });
    if (started === null) return this.skip();
    server = started;
    folder = await mkdtemp(join(tmpdir(), "pullcheck-docker-config-"));
    await pushImage({ origin: `http://${server.host}`, authorization: BASIC }, "team/app", "v1");
  });
  after(async () => {
    await server?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  async function withConfig(
    config: unknown,
    env: Record<string, string> = {},
  ): Promise<ReturnType<typeof dockerConfig>> {
    await writeFile(join(folder, "config.json"), typeof config === "string" ? config : JSON.stringify(config));
    return dockerConfig({ DOCKER_CONFIG: folder, PATH: folder, ...env });
  }

  async function helper(name: string, script: string): Promise<void> {
    const path = join(folder, `docker-credential-${name}`);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
  }

  it("gives nothing to anybody, and does not say whether the image exists", async () => {
    for (const name of ["team/app:v1", "team/nothing:v1"]) {
      const found = await askOne(image(name));
      expect(found).to.deep.include({
        verdict: "private",
        pullable: false,
        cause: "missing-credentials",
        failedAt: "manifest",
      });
      expect(found.summary).to.match(/private, or it does not exist/);
    }
  });

  it("gives the image to whoever has the password, and says what is missing", async () => {
    const found = await askOne(image("team/app:v1"), { login: LOGIN });
    expect(found).to.deep.include({
      verdict: "pullable",
      askedAs: { kind: "credentials", whose: "user", from: "the test" },
    });
    expect((await askOne(image("team/app:v2"), { login: LOGIN })).tags?.nearest).to.deep.equal(["v1"]);
    expectNoSecrets(found);
  });

  it("refuses a wrong password", async () => {
    const found = await askOne(image("team/app:v1"), { login: { user: LOGIN.user, secret: "wr0ng-word" } });
    expect(found).to.deep.include({ verdict: "credentials-refused", pullable: false, cause: "rejected-credentials" });
    expectNoSecrets(found);
    expect(JSON.stringify(found)).not.to.include("wr0ng-word");
  });

  it("takes the password of the Docker config, whichever way the registry is written there", async () => {
    const entry = { auth: BASIC.slice(6) };
    for (const key of [server.host, `https://${server.host}`, `http://${server.host}/v2/`, `${server.host}/team`]) {
      const credentials = await withConfig({ auths: { "other.example": { auth: "eDp5" }, [key]: entry } });
      const found = await askOne(image("team/app:v1"), { credentials });
      expect(found, key).to.deep.include({
        verdict: "pullable",
        askedAs: { kind: "credentials", whose: "user", from: "the Docker config" },
      });
    }
  });

  it("is not sent the password of another registry, or of another path", async () => {
    const auth = BASIC.slice(6);
    const credentials = await withConfig({
      auths: {
        "localhost:1": { auth },
        localhost: { auth },
        [`${server.host}.example`]: { auth },
        [`${server.host}/other`]: { auth },
      },
    });
    const found = await askOne(image("team/app:v1"), { credentials });
    expect(found).to.deep.include({ verdict: "private", askedAs: { kind: "anonymous" } });
  });

  it("takes the login of a credential helper, which is asked on its standard input", async () => {
    await helper(
      "kept",
      `read server; [ "$1 $server" = "get ${server.host}" ] && echo '{"ServerURL":"x","Username":"${LOGIN.user}","Secret":"${LOGIN.secret}"}'`,
    );
    for (const config of [{ credsStore: "kept" }, { credHelpers: { [server.host]: "kept" }, credsStore: "absent" }]) {
      const report = await ask([image("team/app:v1")], { credentials: await withConfig(config) });
      expect(report.images[0]).to.deep.include({
        verdict: "pullable",
        askedAs: { kind: "credentials", whose: "user", from: "the credential helper docker-credential-kept" },
      });
      expect(report.warnings).to.deep.equal([]);
      expectNoSecrets(report);
    }
  });

  it("says what is wrong with a helper or a config, without its words", async () => {
    await helper("broken", "echo s3cret-word; echo s3cret-word >&2; exit 3");
    await helper("babbling", "echo s3cret-word");
    await helper("without", "echo credentials not found in native keychain; exit 1");
    for (const [config, warning] of [
      [{ credsStore: "broken" }, /docker-credential-broken failed/],
      [{ credsStore: "babbling" }, /docker-credential-babbling answered with something that is no login/],
      [{ credsStore: "absent" }, /docker-credential-absent is not on PATH/],
      [{ credsStore: "../../bin/sh" }, /by something that is no name/],
      [{ credsStore: "x; touch /tmp/owned" }, /by something that is no name/],
      [{ credsStore: "without" }, null],
      ["{", /is broken/],
      [{ auths: { x: { auth: "s3cret-word" } } }, /is broken/],
    ] as const) {
      const report = await ask([image("team/app:v1")], { credentials: await withConfig(config) });
      expect(report.images[0]?.verdict).to.equal("private");
      if (warning === null) expect(report.warnings).to.deep.equal([]);
      else expect(report.warnings.join()).to.match(warning);
      expectNoSecrets(report);
    }
  });

  it("is never sent a password over plain HTTP, unless it is on this machine", async () => {
    const name = `registry.example.com:${server.port}`;
    const report = await ask([`${name}/team/app:v1`], { login: LOGIN, plainHttp: [name] });
    expect(report.images[0]?.pullable).to.equal(null);
    expect(report.images[0]?.summary).to.match(/not sent .* over plain HTTP/);
    // The question whether it is a registry, and the one that nobody's credentials go with.
    expect(report.hosts[0]?.requests).to.be.at.most(3);
  });
});

describe("a registry with a token service", function () {
  this.timeout(60_000);
  let authority: Authority;
  let tokens: TokenServer;
  let server: Server;
  let env: Record<string, string>;
  let folder: string;
  const image = (name: string): string => `${server.host}/${name}`;

  before(async function () {
    authority = await makeAuthority("The tests' authority");
    const signer = await authority.issue(["signer.example"]);
    tokens = await startTokenServer(signer, await authority.issue(["localhost"]));
    const started = await startRegistry({
      tls: await authority.issue(["localhost"]),
      token: { realm: tokens.realm, issuer: ISSUER, certificate: authority.certificate },
    });
    if (started === null) return this.skip();
    server = started;
    folder = await mkdtemp(join(tmpdir(), "pullcheck-ca-"));
    await writeFile(join(folder, "ca.pem"), authority.certificate);
    env = { SSL_CERT_FILE: join(folder, "ca.pem") };
    for (const repository of ["public/app", "team/app"]) {
      const token = await pushToken(repository);
      await pushImage(
        { origin: `https://${server.host}`, ca: authority.certificate, authorization: `Bearer ${token}` },
        repository,
        "v1",
      );
    }
  });
  after(async () => {
    await server?.stop();
    await tokens?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    tokens.requests.length = 0;
  });

  async function pushToken(repository: string): Promise<string> {
    const { request } = await import("node:https");
    const text = await new Promise<string>((resolve, reject) => {
      const url = `${tokens.realm}?service=here&scope=repository:${repository}:pull,push`;
      request(url, { ca: authority.certificate, headers: { authorization: BASIC } }, (response) => {
        let body = "";
        response.on("data", (chunk) => {
          body += chunk;
        });
        response.on("end", () => resolve(body));
      })
        .on("error", reject)
        .end();
    });
    return (JSON.parse(text) as { token: string }).token;
  }

  it("gives a public image for a token that is given to anybody, asked for once and for no more than to pull", async () => {
    const report = await ask([image("public/app:v1"), image("public/app:v2")], { env });
    expect(report.images.map(({ verdict }) => verdict)).to.deep.equal(["pullable", "tag-missing"]);
    expect(tokens.requests.map(({ query }) => [query.get("scope"), query.get("service")])).to.deep.equal([
      ["repository:public/app:pull", "here"],
    ]);
    expect(report.hosts.map(({ role }) => role)).to.deep.equal(["registry", "token"]);
    expect(report.images[0]?.steps.map(({ step }) => step)).to.deep.equal([
      "dns",
      "tcp",
      "tls",
      "ping",
      "token",
      "manifest",
      "platforms",
    ]);
    expectNoSecrets(report);
  });

  it("does not give a private one to anybody, and gives it for credentials", async () => {
    expect(await askOne(image("team/app:v1"), { env })).to.deep.include({
      verdict: "private",
      cause: "missing-credentials",
    });
    tokens.requests.length = 0;
    const found = await askOne(image("team/app:v1"), { env, login: LOGIN });
    expect(found.verdict).to.equal("pullable");
    expect(tokens.requests.map(({ authorization }) => authorization)).to.deep.equal([null, BASIC]);
    expectNoSecrets(found);
  });

  it("gives it for an identity token, which is changed for an access token", async () => {
    const found = await askOne(image("team/app:v1"), {
      env,
      login: { user: "", secret: "", identityToken: REFRESH_TOKEN },
    });
    expect(found.verdict).to.equal("pullable");
    const last = tokens.requests.at(-1);
    expect([last?.method, last?.authorization, last?.form.get("grant_type")]).to.deep.equal([
      "POST",
      null,
      "refresh_token",
    ]);
    expectNoSecrets(found);
  });

  it("refuses credentials that are wrong, and good ones that may not pull this", async () => {
    const wrong = await askOne(image("team/app:v1"), { env, login: { ...LOGIN, secret: "wr0ng-word" } });
    expect(wrong).to.deep.include({ verdict: "credentials-refused", cause: "rejected-credentials", failedAt: "token" });
    expect(wrong.steps.at(-1)?.said).to.equal("incorrect username or password");
    const denied = await askOne(image("forbidden/app:v1"), { env, login: LOGIN });
    expect(denied).to.deep.include({ verdict: "access-denied", cause: "access-denied", failedAt: "manifest" });
  });
});
