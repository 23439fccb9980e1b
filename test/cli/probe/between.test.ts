import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fetchProgram } from "../../../tools/debian.ts";
import { type Authority, makeAuthority } from "../../tools/registry/certificates.ts";
import { pushImage } from "../../tools/registry/push.ts";
import { type Server, startNginx, startProxy, startRegistry } from "../../tools/registry/servers.ts";
import { ask, askOne } from "./ask.ts";

describe("what stands before a registry", function () {
  this.timeout(60_000);
  let registry: Server;
  const servers: Server[] = [];

  before(async function () {
    const started = await startRegistry();
    if (started === null || (await fetchProgram("nginx")) === null) return this.skip();
    registry = started;
    servers.push(registry);
    await pushImage({ origin: `http://${registry.host}` }, "app", "v1");
  });
  after(() => Promise.all(servers.map((server) => server.stop())));

  async function nginx(locations: string): Promise<string> {
    const server = await startNginx(locations);
    if (server === null) throw new Error("There is no nginx.");
    servers.push(server);
    return server.host;
  }

  const passes = (): string =>
    `location / { proxy_set_header Host $http_host; proxy_pass http://127.0.0.1:${registry.port}; }`;

  it("may let everything through", async () => {
    expect((await askOne(`${await nginx(passes())}/app:v1`)).verdict).to.equal("pullable");
  });

  it("and answers 429 is a rate limit, with how long to wait", async () => {
    const host = await nginx(`${passes()} location /v2/app/ { add_header Retry-After 1800 always; return 429; }`);
    const found = await askOne(`${host}/app:v1`);
    expect(found).to.deep.include({
      verdict: "rate-limited",
      pullable: false,
      cause: "registry-rate-limited",
      failedAt: "manifest",
    });
    expect(found.rateLimit?.retryAfter).to.equal(1800);
    expect(found.summary).to.include("wait 30 minutes");
    expect(found.steps.at(-1)?.tries, "nobody waits that long").to.equal(1);
  });

  it("and has a quota of pulls as Docker Hub has, tells how much is left", async () => {
    const quota = (left: number): string =>
      `location /v2/app/ { proxy_pass http://127.0.0.1:${registry.port}; add_header ratelimit-limit "100;w=21600" always; add_header ratelimit-remaining "${left};w=21600" always; add_header docker-ratelimit-source 203.0.113.7 always; }`;
    const some = await askOne(`${await nginx(passes() + quota(76))}/app:v1`);
    expect(some).to.deep.include({ verdict: "pullable" });
    expect(some.rateLimit).to.deep.equal({
      limit: 100,
      remaining: 76,
      window: 21600,
      retryAfter: null,
      countedBy: "address",
    });
    const none = await askOne(`${await nginx(passes() + quota(0))}/app:v1`);
    expect(none).to.deep.include({ verdict: "rate-limited", pullable: false, cause: "registry-rate-limited" });
    expect(JSON.stringify(none)).not.to.include("203.0.113.7");
  });

  it("and fails for a moment is asked again", async () => {
    const host = await nginx(`location / { return 503; }`);
    const found = await askOne(`${host}/app:v1`);
    expect(found).to.deep.include({
      verdict: "unknown",
      pullable: null,
      cause: "registry-unavailable",
      failedAt: "ping",
    });
    expect(found.steps.at(-1)?.tries).to.equal(3);
    expect(await askOne(`${await nginx(`${passes()} location /v2/app/ { return 502; }`)}/app:v1`)).to.deep.include({
      verdict: "unknown",
      failedAt: "manifest",
    });
  });

  it("and forbids with a web page is taken for a firewall, not for the registry", async () => {
    const found = await askOne(
      `${await nginx("location / { default_type text/html; return 403 '<html><body>Blocked</body></html>'; }")}/app:v1`,
    );
    expect(found).to.deep.include({ verdict: "access-denied", cause: "access-denied", pullable: false });
    expect(found.summary).to.match(/web page: a firewall/);
  });

  it("and answers everything with a web page is no registry", async () => {
    const found = await askOne(
      `${await nginx("location / { default_type text/html; return 200 '<html><body>Please log in</body></html>'; }")}/app:v1`,
    );
    expect(found).to.deep.include({ verdict: "odd-answer", pullable: null, cause: "unexpected-registry-response" });
    expect(found.summary).to.include("web page");
    expect(
      await askOne(`${await nginx("location / { return 404 '<html><body>Nothing here</body></html>'; }")}/app:v1`),
    ).to.deep.include({ verdict: "odd-answer" });
  });

  it("and redirects is followed on the same host", async () => {
    const host = await nginx(`${passes()} location /v2/old/ { rewrite ^/v2/old/(.*)$ /v2/app/$1 redirect; }`);
    const found = await askOne(`${host}/old:v1`);
    expect(found.verdict).to.equal("pullable");
  });
});

describe("a proxy", function () {
  this.timeout(60_000);
  let authority: Authority;
  let registry: Server;
  let folder: string;
  let image: string;
  const trusting = (): Record<string, string> => ({ SSL_CERT_FILE: join(folder, "ca.pem") });
  const servers: Server[] = [];

  before(async function () {
    authority = await makeAuthority("The tests' authority");
    folder = await mkdtemp(join(tmpdir(), "pullcheck-proxy-"));
    await writeFile(join(folder, "ca.pem"), authority.certificate);
    // tinyproxy finds the host by itself, so it has to be a name that leads here; another address of this machine is not exempt.
    const started = await startRegistry({ tls: await authority.issue(["localhost", "127.0.0.1", HERE]) });
    if (started === null || (await fetchProgram("tinyproxy")) === null) return this.skip();
    registry = started;
    servers.push(registry);
    await pushImage({ origin: `https://localhost:${registry.port}`, ca: authority.certificate }, "app", "v1");
    image = `${HERE}:${registry.port}/app:v1`;
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await rm(folder, { recursive: true });
  });

  /** A name that every resolver leads to this machine, and that no rule of proxies exempts. */
  const HERE = "ip6-localhost.localdomain";

  async function proxy(login?: string): Promise<Server> {
    const server = await startProxy(login);
    if (server === null) throw new Error("There is no tinyproxy.");
    servers.push(server);
    return server;
  }

  it("carries every request, and gets its own password but no other", async () => {
    const { port, heard, stop } = await forwarder(registry.port, "someone:s3cret-word");
    const report = await ask([image], { env: { ...trusting(), https_proxy: `someone:s3cret-word@127.0.0.1:${port}` } });
    await stop();
    expect(report.images[0]).to.deep.include({ verdict: "pullable" });
    expect(report.images[0]?.steps.map(({ step }) => step)).to.deep.equal([
      "proxy",
      "tls",
      "ping",
      "manifest",
      "platforms",
    ]);
    expect(new Set(heard)).to.deep.equal(new Set([`CONNECT ${HERE}:${registry.port}`]));
    expect(report.hosts.map(({ host, role }) => [host, role])).to.deep.equal([
      [`${HERE}:${registry.port}`, "registry"],
      [`127.0.0.1:${port}`, "proxy"],
    ]);
    expect(JSON.stringify(report)).not.to.include("s3cret-word");
  });

  it("that refuses is told by what it answers, and its password is never shown", async () => {
    const { port } = await proxy("someone s3cret-word");
    for (const [login, why] of [
      ["", /it wants credentials, and HTTPS_PROXY has none \(407\)/],
      ["someone:wr0ng-word@", /it refused the credentials of HTTPS_PROXY \(40[17]\)/],
    ] as const) {
      const report = await ask([image], { env: { ...trusting(), HTTPS_PROXY: `http://${login}127.0.0.1:${port}` } });
      expect(report.images[0]).to.deep.include({
        verdict: "unreachable",
        pullable: false,
        cause: "proxy-error",
        failedAt: "proxy",
      });
      expect(report.images[0]?.summary).to.match(why);
      expect(JSON.stringify(report)).not.to.include("wr0ng-word");
    }
  });

  it("that is not there, or is none, is told", async () => {
    const gone = await askOne(image, { env: { HTTPS_PROXY: "http://127.0.0.1:1" } });
    expect(gone).to.deep.include({ verdict: "unreachable", cause: "proxy-error", failedAt: "proxy" });
    const socks = await askOne(image, { env: { HTTPS_PROXY: "socks5://someone:s3cret-word@127.0.0.1:1" } });
    expect(socks.summary).to.include("is a socks5 proxy");
    expect(JSON.stringify(socks)).not.to.include("s3cret-word");
  });

  it("is not used where NO_PROXY exempts the host", async () => {
    const found = await askOne(image, {
      env: { ...trusting(), HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: ".localdomain" },
    });
    expect(found.verdict).to.equal("pullable");
  });

  it("does not make hosts askable that may not be asked", async () => {
    const { port } = await proxy();
    const env = { HTTPS_PROXY: `http://127.0.0.1:${port}` };
    for (const name of ["metadata.google.internal/a:1", "169.254.169.254/a:1"])
      expect((await askOne(name, { env })).verdict).to.equal("not-asked");
    const rebound = await askOne("registry.example.com/a:1", { env, resolve: async () => ["169.254.169.254"] });
    expect(rebound.verdict).to.equal("not-asked");
  });
});

/** A proxy that finds every host here. */
async function forwarder(
  target: number,
  login: string,
): Promise<{ port: number; heard: string[]; stop: () => Promise<void> }> {
  const heard: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer();
  server.on("connection", (socket) => sockets.push(socket));
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    heard.push(`${request.method} ${request.url}`);
    if (request.headers["proxy-authorization"] !== `Basic ${Buffer.from(login).toString("base64")}`) {
      socket.end("HTTP/1.1 407 no\r\n\r\n");
      return;
    }
    const onward = connect(target, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    for (const one of [socket, onward]) one.on("error", () => onward.destroy());
    socket.on("close", () => onward.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { port: (server.address() as AddressInfo).port, heard, stop };
}
