import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type KubectlOptions, makeKubectl } from "../../src/cli/kubectl.ts";
import { explainKubectl } from "../../src/cli/kubectl-errors.ts";
import { UserError } from "../../src/cli/user-error.ts";

describe("kubectl, as the plugin runs it", () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  const file = (name: string) => join(folder, name);

  /** A program named kubectl that does this. */
  const stub = (script: string) => {
    writeFileSync(file("kubectl"), `#!/bin/sh\n${script}\n`);
    chmodSync(file("kubectl"), 0o755);
  };
  const ask = (
    args: string[],
    {
      flags = [] as string[],
      requestTimeout = null as number | null,
      ...options
    }: Partial<KubectlOptions> & { flags?: string[]; requestTimeout?: number | null } = {},
  ) => makeKubectl({ connection: { flags, requestTimeout }, env, ...options })(args);
  const failure = async (asking: Promise<unknown>): Promise<UserError> => {
    const error = await asking.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(UserError);
    return error as UserError;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pullcheck-kubectl-"));
    env = { PATH: `${folder}:/usr/bin:/bin` };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("gets the connection's flags before the names, and no shell in between", async () => {
    stub('for arg; do echo "[$arg]"; done');
    const { stdout } = await ask(["get", "pod", "-o", "json", "--", "$(date)", "a b"], { flags: ["--context=x;y"] });
    expect(stdout).to.equal("[get]\n[pod]\n[-o]\n[json]\n[--context=x;y]\n[--]\n[$(date)]\n[a b]\n");
  });

  it("has nothing on standard input, and speaks English", async () => {
    stub('cat; echo "$LANG $LC_ALL"');
    expect((await ask(["version"])).stdout).to.equal("C C\n");
  });

  it("is $KUBECTL_PATH where that is set", async () => {
    stub("echo on PATH");
    writeFileSync(file("other"), "#!/bin/sh\necho the other\n", { mode: 0o755 });
    env["KUBECTL_PATH"] = file("other");
    expect((await ask(["version"])).stdout).to.equal("the other\n");
    env["KUBECTL_PATH"] = "";
    expect((await ask(["version"])).stdout).to.equal("on PATH\n");
  });

  it("hands back what was printed together with a failing status", async () => {
    stub("echo half; echo no >&2; exit 1");
    expect(await ask(["get", "pods"])).to.deep.equal({ stdout: "half\n", stderr: "no\n", exitCode: 1 });
  });

  it("hands on what it prints as it comes, and is ended when it stops in the middle", async () => {
    stub("printf one; sleep 0.2; printf two; sleep 0.2; printf three; sleep 30");
    let eaten = "";
    const kubectl = makeKubectl({ connection: { flags: [], requestTimeout: null }, env, limit: 0.35 });
    const eat = (chunk: Uint8Array) => {
      eaten += Buffer.from(chunk).toString();
    };
    const { message } = await failure(kubectl(["get", "--raw", "/api/v1/pods"], { eat }));
    expect([eaten, message]).to.deep.equal(["onetwothree", "kubectl gave no answer within 0.35 s."]);
  });

  for (const args of [
    ["delete", "pod", "x"],
    ["apply"],
    ["auth", "reconcile"],
    ["config", "set-context"],
    ["exec"],
    [],
  ]) {
    it(`is never asked to ${args.join(" ") || "do nothing"}`, async () => {
      stub(`touch ${file("ran")}`);
      const error = await ask(args).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(Error).and.not.instanceOf(UserError);
      expect(() => readFileSync(file("ran"))).to.throw();
    });
  }

  it("is told of under -v, without its token", async () => {
    stub("true");
    const lines: string[] = [];
    await ask(["get", "pods", "--", "a b"], { flags: ["--token=abc"], listen: (line) => lines.push(line) });
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(/^ran in \d+ ms: kubectl get pods --token=\*\*\* -- 'a b'$/);
  });

  it("is missed in one sentence", async () => {
    env["PATH"] = folder;
    expect((await failure(ask(["version"]))).message).to.equal("kubectl is not on PATH.");
    env["KUBECTL_PATH"] = file("nosuch");
    expect((await failure(ask(["version"]))).message).to.equal(`There is no kubectl at "${file("nosuch")}".`);
  });

  it("that cannot be run is told in one sentence", async () => {
    writeFileSync(file("kubectl"), "not a program", { mode: 0o644 });
    env["KUBECTL_PATH"] = file("kubectl");
    expect((await failure(ask(["version"]))).message).to.contain("did not run to its end");
  });

  it("is ended when it prints without end", async () => {
    stub("yes");
    expect((await failure(ask(["get", "pods"], { maxOutput: 10_000 }))).message).to.contain("too long");
  });

  it("is ended when its time is up, also where a helper of it goes on", async () => {
    stub("sleep 20 & wait");
    const kubectl = makeKubectl({ connection: { flags: [], requestTimeout: null }, env });
    const started = Date.now();
    const error = await failure(kubectl(["get", "pods"], { patience: 0.01 }));
    expect(error.message).to.equal("kubectl gave no answer within 0.3 s.");
    expect(Date.now() - started).to.be.lessThan(3000);
  });

  describe("complains, and the sentence says what happened and what to do", () => {
    const cases: readonly (readonly [stderr: string, message: RegExp])[] = [
      ['Error from server (NotFound): pods "x" not found', /^There is no pod x\.$/],
      [
        'Error from server (Forbidden): pods "x" is forbidden: User "dev" cannot get resource "pods" in API group "" in the namespace "default"',
        /^You may not read pod x: the right to get pods is missing\.$/,
      ],
      ["error: You must be logged in to the server (Unauthorized)", /does not accept your login/],
      [
        "error: You must be logged in to the server (the server has asked for the client to provide credentials)",
        /does not accept your login/,
      ],
      ["error: EOF", /does not accept your login/],
      [
        "The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?",
        /^The API server at 10\.0\.0\.1:6443 refuses the connection\.$/,
      ],
      [
        "The connection to the server localhost:8080 was refused - did you specify the right host or port?",
        /^kubectl knows of no cluster/,
      ],
      [
        "Unable to connect to the server: dial tcp: lookup api.lab.example on 10.0.0.53:53: no such host",
        /^The API server's name api\.lab\.example cannot be resolved\.$/,
      ],
      [
        "Unable to connect to the server: x509: certificate signed by unknown authority",
        /^The encrypted connection to the API server failed\.$/,
      ],
      [
        "Unable to connect to the server: tls: failed to verify certificate: x509: certificate has expired",
        /^The encrypted connection/,
      ],
      ["Unable to connect to the server: http: server gave HTTP response to HTTPS client", /^The encrypted connection/],
      ["Unable to connect to the server: net/http: TLS handshake timeout", /^The encrypted connection/],
      ["Unable to connect to the server: context deadline exceeded", /gave no answer about pod x in time/],
      [
        "Unable to connect to the server: net/http: request canceled (Client.Timeout exceeded while awaiting headers)",
        /gave no answer about pod x in time/,
      ],
      ["Unable to connect to the server: dial tcp 10.0.0.1:6443: i/o timeout", /gave no answer about pod x in time/],
      ["Unable to connect to the server: EOF", /^The connection to the API server broke off\.$/],
      [
        "error: unexpected error when reading response body. Please retry. Original error: unexpected EOF",
        /^The connection to the API server broke off\.$/,
      ],
      [
        "Unable to connect to the server: getting credentials: exec: executable aws not found",
        /^The login helper that the kubeconfig names did not work\.$/,
      ],
      [
        "Error in configuration: context was not found for specified context: nope",
        /^The kubeconfig has no context "nope"\.$/,
      ],
      ['error: context "nope" does not exist', /^The kubeconfig has no context "nope"\.$/],
      ['error: no server found for cluster "nope"', /^The kubeconfig has no cluster "nope"\.$/],
      ['error: auth info "nope" does not exist', /^The kubeconfig has no user "nope"\.$/],
      ["error: stat /nope: no such file or directory", /^The kubeconfig \/nope does not exist\.$/],
      [
        'error: error loading config file "/etc/passwd": couldn\'t get version/kind; json parse error',
        /^The kubeconfig cannot be used\.$/,
      ],
      [
        "error: unable to read certificate-authority /nope for local due to open /nope: no such file or directory",
        /^The kubeconfig cannot be used\.$/,
      ],
      [
        'Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "a=b=c", field selector "": unable to parse requirement: found \'a=b=c\'',
        /^The selector cannot be understood\.$/,
      ],
      ["error: unknown flag: --as-uid", /^This kubectl does not know the flag --as-uid\.$/],
      [
        "error: requesting uid, groups or user-extra for dev without impersonating a user",
        /work only together with --as/,
      ],
      [
        "Error from server (ServiceUnavailable): the server is currently unable to handle the request",
        /^The API server is in trouble/,
      ],
      ["something that no version has said so far", /^kubectl could not read pod x\.$/],
    ];
    for (const [stderr, message] of cases) {
      it(stderr, () => {
        const error = explainKubectl({ stdout: "", stderr: `${stderr}\n`, exitCode: 1 }, { what: "pod x" });
        expect(error.message).to.match(message);
        expect(error.hint).to.match(/^[A-Z].{5,}/);
        expect(error.said).to.equal(`kubectl said: ${stderr}`);
      });
    }

    it("past the lines of its log and of a login helper", () => {
      const stderr = [
        "E1122 15:50:45.071368    7694 memcache.go:265] couldn't get current server API group list: connection refused",
        "Please run aws sso login.",
        "The connection to the server 127.0.0.1:9 was refused - did you specify the right host or port?",
      ].join("\n");
      const error = explainKubectl({ stdout: "", stderr, exitCode: 1 }, { what: "pod x" });
      expect(error.message).to.equal("The API server at 127.0.0.1:9 refuses the connection.");
    });

    it("and nothing that a terminal would act upon, or that is secret, is repeated", () => {
      const stderr = "error: \u001b[2J\u202eodd https://user:hunter2@host/\r\n";
      const { said } = explainKubectl({ stdout: "", stderr, exitCode: 1 }, { what: "pod x" });
      expect(said).to.equal("kubectl said: error: odd https://***@host/");
    });

    it("also when it says nothing at all", () => {
      const { said } = explainKubectl({ stdout: "", stderr: "", exitCode: 3 }, { what: "pod x" });
      expect(said).to.equal("kubectl said nothing and ended with status 3.");
    });
  });
});
