import { createServer, type Server, type Socket } from "node:net";
import { expect } from "chai";
import { authorize } from "../../../src/cli/probe/authorize.ts";
import type { Asked, Client } from "../../../src/cli/probe/client.ts";
import { deadlineIn } from "../../../src/cli/probe/limits.ts";
import { readChallenges } from "../../../src/probe/challenge.ts";
import type { ImageProbe } from "../../../src/probe/report.ts";
import { type AskOptions, ask, askOne } from "./ask.ts";

/** What a hostile registry answers, by the beginning of the request. */
type Script = (request: string, socket: Socket) => void;

const OCI = "application/vnd.oci.image.index.v1+json";
const SECRET = { user: "someone", secret: "s3cret-word" };
/** Seconds within which everything has an end, and megabytes that it may take. */
const PATIENCE = 16;
const MEMORY = 80;

describe("a hostile registry", function () {
  this.timeout(40_000);
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers.splice(0)) server.close();
  });

  /** Its host; every answer ends the connection unless the script holds it. */
  async function serve(script: Script): Promise<string> {
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
      let request = "";
      socket.on("data", function read(chunk) {
        request += String(chunk);
        if (!request.includes("\r\n\r\n")) return;
        socket.off("data", read);
        socket.resume();
        script(request, socket);
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address();
    return `localhost:${typeof address === "object" && address !== null ? address.port : 0}`;
  }

  /** As long as the other side takes it. */
  function pour(socket: Socket, text: string): void {
    while (!socket.destroyed && socket.write(text));
    if (!socket.destroyed) socket.once("drain", () => pour(socket, text));
  }

  function answer(status: number, headers: Record<string, string>, body = ""): string {
    const lines = Object.entries({ "content-length": String(Buffer.byteLength(body)), ...headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    return `HTTP/1.1 ${status} x\r\n${lines.join("")}\r\n${body}`;
  }

  /** Answers `/v2/` as it should be, so that the image is asked for. */
  const afterPing =
    (script: Script): Script =>
    (request, socket) =>
      /^GET \/v2\/ /.test(request) ? socket.end(answer(200, {}, "{}")) : script(request, socket);

  const onGet = (script: Script): Script =>
    afterPing((request, socket) =>
      request.startsWith("HEAD ")
        ? socket.end(answer(200, { "content-type": OCI, "content-length": "9" }))
        : script(request, socket),
    );

  /** In bounded time and memory, and never a pull that is promised. */
  async function expectBounded(script: Script, options: AskOptions = {}): Promise<ImageProbe> {
    const host = await serve(script);
    const [began, memory] = [Date.now(), process.memoryUsage().rss];
    const found = await askOne(`${host}/app:v1`, { plainHttp: [host], ...options });
    expect((Date.now() - began) / 1000).to.be.lessThan(PATIENCE);
    expect((process.memoryUsage().rss - memory) / 1e6).to.be.lessThan(MEMORY);
    expect(found.pullable).not.to.equal(true);
    const told = `${found.summary}${found.steps.map((step) => step.text + step.said).join("")}`;
    expect(told).to.equal(told.replace(/[\p{Cc}\p{Cf}]/gu, ""));
    return found;
  }

  const slow: readonly (readonly [string, Script])[] = [
    ["says nothing", () => {}],
    [
      "drips its headers",
      (_request, socket) => {
        socket.write("HTTP/1.1 200 x\r\nX: ");
        setInterval(() => socket.write("x"), 200).unref();
      },
    ],
    [
      "drips its body",
      onGet((_request, socket) => {
        socket.write(`HTTP/1.1 200 x\r\ncontent-type: ${OCI}\r\n\r\n`);
        setInterval(() => socket.write("x"), 200).unref();
      }),
    ],
  ];
  for (const [what, script] of slow)
    it(`that ${what} is left after some seconds`, async () => {
      const found = await expectBounded(script);
      expect(found).to.deep.include({ verdict: "unreachable", pullable: null, cause: "connection-timeout" });
    });

  const endless: readonly (readonly [string, Script])[] = [
    [
      "hints without end that it will answer",
      (_request, socket) => pour(socket, "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n".repeat(500)),
    ],
    ["a header of 100 MB", (_request, socket) => pour(socket, `HTTP/1.1 200 x\r\nX: ${"a".repeat(65536)}`)],
    [
      "headers without end",
      (_request, socket) => {
        socket.write("HTTP/1.1 200 x\r\n");
        pour(socket, "a: b\r\n".repeat(5000));
      },
    ],
    [
      "a front page without end",
      (_request, socket) => {
        socket.write("HTTP/1.1 200 x\r\n\r\n");
        pour(socket, "a".repeat(65536));
      },
    ],
    [
      "a manifest without end",
      onGet((_request, socket) => {
        socket.write(`HTTP/1.1 200 x\r\ncontent-type: ${OCI}\r\n\r\n`);
        pour(socket, "a".repeat(65536));
      }),
    ],
    [
      "a manifest in chunks whose sizes have no end",
      onGet((_request, socket) => {
        socket.write("HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\n1;");
        pour(socket, "a".repeat(65536));
      }),
    ],
    ["no HTTP", (_request, socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n")],
    [
      "two lengths",
      (_request, socket) =>
        socket.end("HTTP/1.1 200 x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"),
    ],
  ];
  for (const [what, script] of endless)
    it(`that sends ${what} is no registry`, async () => {
      expect(await expectBounded(script)).to.deep.include({ verdict: "odd-answer", pullable: null });
    });

  it("may refuse at any length; its status is what counts", async () => {
    const found = await expectBounded((_request, socket) => {
      socket.write("HTTP/1.1 403 x\r\n\r\n");
      pour(socket, "a".repeat(65536));
    });
    expect(found.verdict).to.equal("access-denied");
  });

  it("that breaks off is asked again, and then left", async () => {
    let requests = 0;
    const found = await expectBounded(
      onGet((_request, socket) => {
        requests++;
        socket.write(`HTTP/1.1 200 x\r\ncontent-length: 100\r\n\r\nabc`);
        socket.destroySoon();
      }),
    );
    expect(found).to.deep.include({ verdict: "unreachable", cause: "connection-interrupted" });
    expect(requests).to.equal(3);
  });

  for (const [what, body, type] of [
    ["broken JSON", '{"schemaVersion": 2, "manifests": [', OCI],
    ["a list", "[1, 2]", OCI],
    ["compressed bytes that nobody asked for", "\u001f\u008b\u0008", OCI],
  ] as const)
    it(`whose manifest is ${what} is not believed`, async () => {
      expect(
        await expectBounded(onGet((_request, socket) => socket.end(answer(200, { "content-type": type }, body)))),
      ).to.deep.include({
        verdict: "odd-answer",
        pullable: null,
        cause: "unexpected-registry-response",
        failedAt: "manifest",
      });
    });

  it("whose manifest does not fit its digest is found out", async () => {
    const body = JSON.stringify({ schemaVersion: 2, mediaType: OCI, manifests: [] });
    const script = onGet((_request, socket) =>
      socket.end(answer(200, { "content-type": OCI, "docker-content-digest": `sha256:${"0".repeat(64)}` }, body)),
    );
    expect(await expectBounded(script)).to.deep.include({
      verdict: "odd-answer",
      pullable: false,
      cause: "corrupt-image",
    });
    const host = await serve(onGet((_request, socket) => socket.end(answer(200, { "content-type": OCI }, body))));
    expect((await askOne(`${host}/app@sha256:${"1".repeat(64)}`, { plainHttp: [host] })).cause).to.equal(
      "corrupt-image",
    );
  });

  it("that does not say for which platforms an image is leaves that open", async () => {
    const body = JSON.stringify({ schemaVersion: 2, mediaType: OCI, manifests: [] });
    const script = onGet((_request, socket) => socket.end(answer(200, { "content-type": OCI }, body)));
    const wanted = { os: "linux", architecture: "amd64", variant: null, osVersion: null };
    expect(await expectBounded(script, { wanted })).to.deep.include({ verdict: "unknown", pullable: null });
  });

  it("cannot write to the terminal, nor have a secret repeated", async () => {
    let token = "";
    const evil = JSON.stringify({
      errors: [
        { code: "DENIED\u001b[2J", message: "\u001b[31mred\u0007\u202e s3cret-word c29tZW9uZTpzM2NyZXQtd29yZA==" },
      ],
    });
    const found = await expectBounded(
      (request, socket) => {
        token = /authorization: (.*)\r/i.exec(request)?.[1] ?? token;
        socket.end(answer(401, { "www-authenticate": 'Basic realm="x"', "content-type": "application/json" }, evil));
      },
      { login: SECRET },
    );
    expect(token).to.equal("Basic c29tZW9uZTpzM2NyZXQtd29yZA==");
    expect(found.verdict).to.equal("credentials-refused");
    expect(JSON.stringify(found)).not.to.match(/s3cret-word|c29tZW9uZTpzM2NyZXQtd29yZA/);
    expect(found.steps.at(-1)?.registryCode).to.equal(null);
  });

  it("that redirects in circles is followed five times", async () => {
    let requests = 0;
    const found = await expectBounded(
      afterPing((_request, socket) => {
        requests++;
        socket.end(answer(307, { location: `/v2/app/manifests/v${requests}` }));
      }),
    );
    expect(found).to.deep.include({ verdict: "odd-answer", pullable: null });
    expect(requests).to.equal(6);
  });

  for (const [what, location, verdict] of [
    ["the metadata service", "http://169.254.169.254/latest/meta-data/", "not-asked"],
    ["the metadata service in one number", "http://2852039166/", "not-asked"],
    ["the metadata service in IPv6", "http://[::ffff:169.254.169.254]/", "not-asked"],
    ["a file", "file:///etc/passwd", "odd-answer"],
    ["a password", "http://a:b@localhost/", "odd-answer"],
    ["nowhere", "http://", "odd-answer"],
    ["plain HTTP elsewhere", "http://registry.example.com/x", "odd-answer"],
  ] as const)
    it(`that redirects to ${what} is not followed`, async () => {
      const found = await expectBounded(afterPing((_request, socket) => socket.end(answer(302, { location }))));
      expect(["not-asked", "odd-answer"]).to.include(found.verdict);
      if (verdict === "odd-answer") expect(found.verdict).to.equal("odd-answer");
    });

  it("does not get a password sent to where it redirects, nor to whom a redirect asks for one", async () => {
    const heard: string[] = [];
    const other = await serve((request, socket) => {
      heard.push(request);
      socket.end(answer(401, { "www-authenticate": 'Basic realm="give"' }));
    });
    const host = await serve((request, socket) => {
      const isKnown = /authorization: Basic/i.test(request);
      if (isKnown) socket.end(answer(307, { location: `http://${other}/v2/app/manifests/v1` }));
      else socket.end(answer(401, { "www-authenticate": 'Basic realm="x"' }));
    });
    const found = await askOne(`${host}/app:v1`, { login: SECRET, plainHttp: [host, other] });
    expect(found.pullable).to.equal(false);
    expect(heard).not.to.deep.equal([]);
    for (const request of heard) expect(request).not.to.match(/authorization/i);
  });

  for (const [what, realm] of [
    ["the metadata service", "http://169.254.169.254/token"],
    ["plain HTTP elsewhere", "http://tokens.example.com/token"],
    ["a file", "file:///etc/passwd"],
    ["an address with a password", "http://a:b@localhost/token"],
    ["nothing", ""],
    ["a path", "/token"],
  ] as const)
    it(`whose token service is ${what} gets nothing`, async () => {
      for (const login of [undefined, SECRET]) {
        const found = await expectBounded(
          (_request, socket) => socket.end(answer(401, { "www-authenticate": `Bearer realm="${realm}"` })),
          { ...(login && { login }) },
        );
        expect(found).to.deep.include({ failedAt: "token", pullable: null });
      }
    });

  it("over plain HTTP gets no password sent to the token service that it names, however safe that one is", async () => {
    const asked: Asked[] = [];
    const client: Client = {
      ask: async (one) => {
        asked.push(one);
        throw new Error("It was asked.");
      },
      allowsPlain: () => true,
      hosts: () => [],
    };
    const about = {
      challenges: readChallenges('Bearer realm="https://tokens.example.com/t"'),
      repository: "app",
      credential: { ...SECRET, from: "the test", whose: "user" as const, identityToken: null },
      client,
      deadline: deadlineIn(1000),
    };
    const outcome = async (registry: string): Promise<string> =>
      authorize({ ...about, registry: new URL(registry) }).then(String, ({ message }: Error) => message);
    expect(await outcome("http://registry.example.com/v2/")).to.include(
      "not sent to registry.example.com over plain HTTP",
    );
    expect(asked).to.deep.equal([]);
    expect(await outcome("https://registry.example.com/v2/")).to.equal("It was asked.");
    expect(asked[0]).to.deep.include({ isSecret: true, follows: false });
  });

  it("has a token service that redirects; the password stays", async () => {
    const heard: string[] = [];
    const other = await serve((request, socket) => {
      heard.push(request);
      socket.end(answer(200, {}, '{"token":"abc"}'));
    });
    const tokens = await serve((request, socket) => {
      if (/authorization/i.test(request)) socket.end(answer(307, { location: `http://${other}/token` }));
      else socket.end(answer(401, {}));
    });
    const host = await serve((_request, socket) =>
      socket.end(answer(401, { "www-authenticate": `Bearer realm="http://${tokens}/token"` })),
    );
    const found = await askOne(`${host}/app:v1`, { login: SECRET, plainHttp: [host] });
    expect(found).to.deep.include({ verdict: "odd-answer", failedAt: "token" });
    expect(heard).to.deep.equal([]);
  });

  for (const [what, body] of [
    ["a web page", "<html>"],
    ["a line break that would forge a header", '{"token":"a\\r\\nX-Forged: 1"}'],
    ["a number", '{"token":1}'],
    ["ten megabytes", `{"token":"${"a".repeat(1e7)}"}`],
  ] as const)
    it(`whose token is ${what} gets none of it back`, async () => {
      const tokens = await serve((_request, socket) => socket.end(answer(200, {}, body)));
      const found = await expectBounded((_request, socket) =>
        socket.end(answer(401, { "www-authenticate": `Bearer realm="http://${tokens}/t"` })),
      );
      expect(found).to.deep.include({ verdict: "odd-answer", failedAt: "token" });
    });

  it("whose list of tags never ends is read ten pages far, and never elsewhere", async () => {
    let pages = 0;
    const found = await expectBounded(
      afterPing((request, socket) => {
        if (!request.includes("/tags/list"))
          return void socket.end(answer(404, {}, '{"errors":[{"code":"MANIFEST_UNKNOWN","message":"no"}]}'));
        pages++;
        const tags = Array.from({ length: 1000 }, (_, index) => `v${pages}.${index}`);
        socket.end(
          answer(
            200,
            { link: `<http://169.254.169.254/v2/app/tags/list?last=${pages}>; rel="next"` },
            JSON.stringify({ tags: [...tags, "\u001b[31m", "", 7] }),
          ),
        );
      }),
    );
    expect(pages).to.equal(10);
    expect(found).to.deep.include({ verdict: "tag-missing" });
    expect(found.tags).to.deep.include({ count: 10_000, isComplete: false });
  });

  it("of which the name leads to two addresses, one of them forbidden, is asked at neither", async () => {
    const report = await ask(["registry.example.com/app:v1"], {
      resolve: async () => ["127.0.0.1", "169.254.169.254"],
    });
    expect(report.images[0]?.verdict).to.equal("not-asked");
    expect(report.hosts).to.deep.equal([]);
  });

  it("whose name leads elsewhere the second time is connected to where it was looked at", async () => {
    const asked: string[] = [];
    const host = await serve((_request, socket) => socket.end(answer(404, {}, "nothing")));
    const port = host.split(":")[1];
    await askOne(`registry.example.com:${port}/app:v1`, {
      plainHttp: [`registry.example.com:${port}`],
      permission: { allowsPrivate: true },
      resolve: async (name) => {
        asked.push(name);
        return ["127.0.0.1"];
      },
    });
    // Once for each connection, and never by the connection itself, which would not find the name.
    expect(new Set(asked)).to.deep.equal(new Set(["registry.example.com"]));
  });
});
