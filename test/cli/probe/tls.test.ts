import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server as NetServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tls from "node:tls";
import { expect } from "chai";
import { fetchProgram } from "../../../tools/debian.ts";
import { type Authority, makeAuthority, makeSelfSigned, type Pair } from "../../tools/registry/certificates.ts";
import { pushImage } from "../../tools/registry/push.ts";
import { type Server, startRegistry } from "../../tools/registry/servers.ts";
import { askOne } from "./ask.ts";

describe("the certificate of a registry", function () {
  this.timeout(60_000);
  let authority: Authority;
  let folder: string;
  let trusting: Record<string, string>;
  const servers: Server[] = [];

  before(async function () {
    if ((await fetchProgram("docker-registry")) === null) return this.skip();
    authority = await makeAuthority("The tests' authority");
    folder = await mkdtemp(join(tmpdir(), "pullcheck-tls-"));
    await writeFile(join(folder, "ca.pem"), authority.certificate);
    trusting = { SSL_CERT_FILE: join(folder, "ca.pem") };
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  async function registryWith(pair: Pair): Promise<string> {
    const server = await startRegistry({ tls: pair });
    if (server === null) throw new Error("There is no docker-registry.");
    servers.push(server);
    return `registry.example.com:${server.port}`;
  }

  it("of an authority that the user names is trusted, in a file, a folder, or Node's own variable", async () => {
    const host = await registryWith(await authority.issue(["registry.example.com", "localhost"]));
    await pushImage({ origin: `https://localhost:${host.split(":")[1]}`, ca: authority.certificate }, "app", "v1");
    for (const env of [trusting, { SSL_CERT_DIR: folder }, { NODE_EXTRA_CA_CERTS: join(folder, "ca.pem") }]) {
      const found = await askOne(`${host}/app:v1`, { env });
      expect(found.verdict).to.equal("pullable");
      expect(found.certificate).to.deep.include({
        trusted: true,
        flaws: [],
        issuer: "CN=The tests' authority",
        names: ["registry.example.com", "localhost"],
      });
    }
  });

  it("of an authority that nobody here knows is told in words, and nothing is sent", async () => {
    const host = await registryWith(await authority.issue(["registry.example.com"]));
    const found = await askOne(`${host}/app:v1`);
    expect(found).to.deep.include({
      verdict: "unreachable",
      pullable: false,
      cause: "tls-untrusted-ca",
      failedAt: "tls",
    });
    expect(found.summary).to.include("signed by CN=The tests' authority, which this machine does not know");
    expect(found.certificate?.trusted).to.equal(false);
    expect(found.steps.map(({ step }) => step)).to.deep.equal(["dns", "tcp", "tls"]);
  });

  it("that signs itself is told", async () => {
    const found = await askOne(`${await registryWith(await makeSelfSigned("registry.example.com"))}/app:v1`, {
      env: trusting,
    });
    expect(found).to.deep.include({ cause: "tls-untrusted-ca", failedAt: "tls" });
    expect(found.certificate?.flaws[0]?.kind).to.equal("self-signed");
  });

  it("that has ended, or has not begun, is told with the day", async () => {
    const ended = await askOne(
      `${await registryWith(await authority.issue(["registry.example.com"], { from: -20, to: -10 }))}/app:v1`,
      { env: trusting },
    );
    expect(ended).to.deep.include({ cause: "tls-certificate-invalid", pullable: false });
    expect(ended.summary).to.include(`ended on ${new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10)}`);
    const early = await askOne(
      `${await registryWith(await authority.issue(["registry.example.com"], { from: 5, to: 10 }))}/app:v1`,
      { env: trusting },
    );
    expect(early.certificate?.flaws.map(({ kind }) => kind)).to.deep.equal(["not-yet-valid"]);
  });

  it("for another name is told with the names that it has, and everything else that is wrong", async () => {
    const host = await registryWith(
      await authority.issue(["harbor.example.com", "*.apps.example.com"], { from: -20, to: -10 }),
    );
    const found = await askOne(`${host}/app:v1`, { env: trusting });
    expect(found.certificate?.flaws.map(({ kind }) => kind)).to.deep.equal(["expired", "wrong-name"]);
    expect(found.certificate?.flaws[1]?.text).to.include("harbor.example.com, *.apps.example.com");
  });

  it("is verified whatever NODE_TLS_REJECT_UNAUTHORIZED says", async () => {
    const host = await registryWith(await authority.issue(["registry.example.com"]));
    const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    try {
      expect((await askOne(`${host}/app:v1`)).failedAt).to.equal("tls");
    } finally {
      if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
      else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
    }
  });

  it("is looked at without a byte of a request", async () => {
    const { certificate: cert, key } = await authority.issue(["registry.example.com"]);
    let sent = 0;
    let connections = 0;
    const server = tls.createServer({ cert, key }, (socket) => {
      socket.on("data", (chunk) => {
        sent += chunk.length;
      });
      socket.on("error", () => {});
    });
    server.on("connection", () => connections++);
    server.on("tlsClientError", () => {});
    const port = await listen(server);
    const found = await askOne(`registry.example.com:${port}/app:v1`);
    server.close();
    expect(found.certificate?.subject).to.equal("CN=registry.example.com");
    expect(connections).to.equal(2);
    expect(sent).to.equal(0);
  });
});

describe("a registry whose TLS fails", () => {
  const servers: NetServer[] = [];
  after(() => {
    for (const server of servers) server.close();
  });

  async function host(server: NetServer): Promise<string> {
    servers.push(server);
    return `registry.example.com:${await listen(server)}`;
  }

  it("because it speaks plain HTTP is told, with the flag that it takes", async () => {
    const plain = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    });
    const found = await askOne(`${await host(plain)}/app:v1`);
    expect(found).to.deep.include({ verdict: "unreachable", cause: "tls-http-mismatch", failedAt: "tls" });
    expect(found.summary).to.include("--plain-http");
  });

  it("because it hangs up is told", async () => {
    const closing = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end());
    });
    expect(await askOne(`${await host(closing)}/app:v1`)).to.deep.include({
      verdict: "unreachable",
      cause: "connection-interrupted",
      failedAt: "tls",
    });
  });

  it("because it speaks only what nobody speaks any more is told", async () => {
    const old = tls.createServer({
      ...(await makeOld()),
      maxVersion: "TLSv1.1",
      minVersion: "TLSv1",
      ciphers: "ALL@SECLEVEL=0",
    });
    old.on("tlsClientError", () => {});
    expect(await askOne(`${await host(old)}/app:v1`)).to.deep.include({
      verdict: "unreachable",
      cause: "tls-handshake-failed",
      failedAt: "tls",
    });
  });

  async function makeOld(): Promise<{ cert: string; key: string }> {
    const { certificate, key } = await makeSelfSigned("registry.example.com");
    return { cert: certificate, key };
  }
});

async function listen(server: NetServer): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
