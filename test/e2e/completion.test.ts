import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { CAUSE_IDS } from "../../src/catalogue/ids.ts";
import { fetchKubectl } from "../../tools/kubectl.ts";
import { type ApiServer, loadScenario, type Scenario, startApiServer } from "../tools/api-server.ts";
import { buildPlugin, installPlugin, type Plugin } from "./plugin.ts";

function scenario(id: string): Scenario {
  return loadScenario(new URL(`../../fixtures/kubectl/scenarios/${id}.json`, import.meta.url));
}

/** The first that completes plugins came with 1.26. */
const MINORS = [29, 36];

let server: ApiServer;

before(async function () {
  this.timeout(300_000);
  await buildPlugin();
});
afterEach(async () => {
  if (server === undefined) return;
  for (const { method, path, resource } of server.requests) {
    expect(method, path).to.equal("GET");
    expect(resource).not.to.equal("secrets");
  }
  await server.close();
});

for (const minor of MINORS) {
  describe(`kubectl 1.${minor} pullcheck, with a Tab behind it`, () => {
    let plugin: Plugin;

    before(async function () {
      this.timeout(300_000);
      const kubectl = await fetchKubectl(minor);
      if (kubectl === null) return this.skip();
      plugin = installPlugin(kubectl);
      const { stdout, exitCode } = await plugin.run(["completion", "install"], {});
      expect(stdout).to.match(/^Wrote \S+\/bin\/kubectl_complete-pullcheck\. /);
      expect(exitCode).to.equal(0);
    });
    after(() => plugin?.remove());

    /** What kubectl tells a shell; the last line is the directive. */
    const tab = async (...words: string[]): Promise<string[]> => {
      const { stdout, stderr } = await execa("kubectl", ["__complete", "pullcheck", ...words], {
        env: { ...server.env(), PATH: plugin.path },
        extendEnv: false,
      });
      // Only kubectl says something there.
      expect(stderr.replaceAll(/^(?:\[Debug\]|Completion ended).*\n?/gm, "")).to.equal("");
      return stdout.split("\n");
    };

    it("offers the pods that fail, and why", async () => {
      server = await startApiServer(scenario("g"));
      const failing = ["web-6b7f6db4c4-4kq8z\tImagePullBackOff", "web-6b7f6db4c4-b7xjp\tImagePullBackOff"];
      expect(await tab("")).to.deep.equal([...failing, ":4"]);
      expect(await tab("web-6b7f6db4c4-b")).to.deep.equal([failing[1], ":4"]);
      expect(await tab("web-6b7f6db4c4-b7xjp", "")).to.deep.equal([failing[0], ":4"]);
    });

    it("offers the others where none that fails fits", async () => {
      server = await startApiServer(scenario("g"));
      expect(await tab("web-6b7f6db4c4-z")).to.deep.equal(["web-6b7f6db4c4-zz2lm", ":4"]);
      await server.close();
      server = await startApiServer(scenario("j"));
      expect(await tab("")).to.include.members(["ok", "causes\tThe causes that are known"]);
    });

    it("offers what owns pods, and its name behind the slash", async () => {
      server = await startApiServer(scenario("g"));
      expect(await tab("deploy")).to.deep.equal(["deployment/\tA deployment by its name", ":6"]);
      expect(await tab("deploy/")).to.deep.equal(["deploy/web", ":4"]);
      expect(await tab("deployment", "")).to.deep.equal(["web", ":4"]);
      expect((await tab("pod/"))[0]).to.equal("pod/web-6b7f6db4c4-4kq8z\tImagePullBackOff");
      expect(await tab("nosuch/")).to.deep.equal([":4"]);
    });

    it("offers containers of what is named", async () => {
      const { main, ...b } = scenario("b");
      server = await startApiServer(b);
      expect(await tab(main, "-c", "")).to.include.members(["metrics", "logger"]);
      expect(await tab(main, "-c", "met")).to.deep.equal(["metrics", ":4"]);
    });

    it("offers namespaces, contexts and formats, in whatever way the flag is spelled", async () => {
      const { main, ...c } = scenario("c");
      server = await startApiServer(c);
      expect(await tab("-n", "")).to.deep.equal(["default", "kube-system", "team-a", ":4"]);
      expect(await tab("--namespace=te")).to.deep.equal(["team-a", ":4"]);
      expect(await tab("--context", "")).to.deep.equal(["default", "team-a", ":4"]);
      expect(await tab("-o", "")).to.deep.equal(["table", "wide", "json", "yaml", "markdown", "name", ":4"]);
      expect(await tab("--color", "n")).to.deep.equal(["never", ":4"]);
      // Pods are those of the namespace that is chosen already.
      expect((await tab("--context=team-a", ""))[0]).to.match(new RegExp(`^${main}\t`));
    });

    it("offers causes, flags, and leaves files to the shell", async () => {
      server = await startApiServer(scenario("j"));
      expect((await tab("causes", "")).map((line) => line.split("\t")[0])).to.have.members([
        ...CAUSE_IDS,
        "lint",
        ":4",
      ]);
      expect(await tab("causes", "tag")).to.deep.equal(["tag-not-found\tThe tag or digest does not exist", ":4"]);
      expect(await tab("--red")).to.have.lengthOf(2);
      expect(await tab("-f", "")).to.deep.equal([":0"]);
      expect(await tab("--cache-dir", "")).to.deep.equal([":16"]);
      expect(server.requests).to.deep.equal([]);
    });

    it("says nothing where the cluster refuses, is slow, or is not there", async () => {
      server = await startApiServer({ ...scenario("a"), rights: { "list namespaces": false, "list pods": false } });
      expect(await tab("-n", "")).to.deep.equal([":4"]);
      expect(await tab("demo")).to.deep.equal([":4"]);
      server.fail({ resource: "deployments" }, { delay: 5000 });
      const started = Date.now();
      expect(await tab("deploy/")).to.deep.equal([":4"]);
      expect(Date.now() - started).to.be.lessThan(4000);
      expect(await tab("-s", "http://127.0.0.1:1", "w")).to.deep.equal([":4"]);
      expect(await tab("--nosuch", "")).to.deep.equal([":4"]);
    });

    it("is quiet again after completion uninstall", async () => {
      server = await startApiServer(scenario("a"));
      expect((await plugin.run(["completion", "uninstall"], {})).stdout).to.match(/^Removed \S+\.\n$/);
      expect(await tab("")).to.deep.equal([":0"]);
      await plugin.run(["completion", "install"], {});
    });
  });
}

describe("the completion script for", () => {
  let plugin: Plugin;
  let folder: string;

  before(async function () {
    this.timeout(300_000);
    const kubectl = await fetchKubectl(36);
    if (kubectl === null) return this.skip();
    plugin = installPlugin(kubectl);
    folder = realpathSync(mkdtempSync(join(tmpdir(), "pullcheck-shells-")));
    writeFileSync(join(folder, "describe.txt"), "");
    mkdirSync(join(folder, "dumps"));
  });
  after(() => {
    plugin?.remove();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  const shell = async (file: string, args: string[], script: string): Promise<string[]> => {
    const { stdout, stderr } = await execa(file, [...args, script], {
      // Where a shell may be that is not Debian's own.
      env: { ...server.env(), PATH: `${plugin.path}:${process.env["PATH"] ?? ""}` },
      extendEnv: false,
      cwd: folder,
    });
    expect(stderr).to.equal("");
    return stdout.split("\n");
  };
  const isThere = async (file: string): Promise<boolean> =>
    (await execa(file, ["--version"], { reject: false })).exitCode === 0;

  describe("bash", () => {
    /** COMPREPLY at the end of the words, parted as readline parts them. */
    const tab = (...words: string[]) =>
      shell(
        "bash",
        ["--norc", "-c"],
        `source <(kubectl-pullcheck completion bash)
        COMP_WORDS=(kubectl-pullcheck ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}
        _kubectl_pullcheck kubectl-pullcheck
        printf '%s\\n' "\${COMPREPLY[@]}"`,
      );

    it("offers what the program offers", async () => {
      server = await startApiServer(scenario("a"));
      expect(await tab("")).to.deep.equal(["demo-pod"]);
      expect(await tab("-n", "")).to.deep.equal(["default", "kube-system", "team-a"]);
      expect(await tab("causes", "tls-h")).to.deep.equal(["tls-handshake-failed", "tls-http-mismatch"]);
      expect(await tab("-f", "")).to.deep.equal([""]);
    });

    it("completes behind an equals sign and behind a colon", async () => {
      server = await startApiServer(scenario("a"));
      const contexts = ["arn:aws:eks:eu-west-1:1234:cluster/lab", "default"].map((name) => `{name: '${name}'}`);
      writeFileSync(join(folder, "kubeconfig"), `{apiVersion: v1, kind: Config, contexts: [${contexts.join(", ")}]}`);
      const chosen = ["--kubeconfig", "=", "kubeconfig"];
      expect(await tab("--namespace", "=", "te")).to.deep.equal(["team-a"]);
      expect(await tab("--namespace", "=")).to.deep.equal(["default", "kube-system", "team-a"]);
      expect(await tab(...chosen, "--context", "=", "de")).to.deep.equal(["default"]);
      expect(await tab(...chosen, "--context", "arn", ":", "aws", ":")).to.deep.equal([
        "eks:eu-west-1:1234:cluster/lab",
      ]);
      expect(await tab(...chosen, "--context", "=", "arn", ":", "a")).to.deep.equal([
        "aws:eks:eu-west-1:1234:cluster/lab",
      ]);
    });

    it("needs nothing from whoever sources it", async () => {
      server = await startApiServer(scenario("a"));
      expect(
        await shell(
          "bash",
          ["--norc", "-uc"],
          "eval \"$(kubectl-pullcheck completion bash)\"; COMP_WORDS=(kubectl-pullcheck ''); COMP_CWORD=1; _kubectl_pullcheck kubectl-pullcheck; echo ${COMPREPLY[0]}",
        ),
      ).to.deep.equal(["demo-pod"]);
    });
  });

  it("zsh offers what the program offers", async function () {
    if (!(await isThere("zsh"))) return skipFor(this, "zsh is not installed");
    server = await startApiServer(scenario("a"));
    // compadd and compset exist only while the line editor completes, so _describe is asked what it is told.
    const script = `compdef() { :; }; compset() { :; }; _files() { echo files $@; }
      _describe() { print -l -- "\${(@P)4}"; }
      source <(kubectl-pullcheck completion zsh)
      words=(kubectl-pullcheck ''); CURRENT=2; PREFIX=''; _kubectl-pullcheck
      words=(kubectl-pullcheck -f des); CURRENT=3; PREFIX=des; _kubectl-pullcheck
      words=(kubectl-pullcheck --cache-dir ''); CURRENT=3; PREFIX=''; _kubectl-pullcheck`;
    expect(await shell("zsh", ["-f", "-c"], script)).to.deep.equal(["demo-pod:ImagePullBackOff", "files", "files -/"]);
  });

  it("fish offers what the program offers", async function () {
    if (!(await isThere("fish"))) return skipFor(this, "fish is not installed");
    server = await startApiServer(scenario("a"));
    const tab = (line: string) =>
      shell("fish", ["--no-config", "-c"], `kubectl-pullcheck completion fish | source; complete -C '${line}'`);
    expect(await tab("kubectl-pullcheck ")).to.deep.equal(["demo-pod\tImagePullBackOff"]);
    expect(await tab("kubectl-pullcheck --namespace=te")).to.deep.equal(["--namespace=team-a"]);
    expect(await tab("kubectl-pullcheck -f des")).to.deep.equal(["describe.txt"]);
    expect(await tab("kubectl-pullcheck --cache-dir d")).to.deep.equal(["dumps/"]);
  });

  it("PowerShell offers what the program offers", async function () {
    if (!(await isThere("pwsh"))) return skipFor(this, "PowerShell is not installed");
    server = await startApiServer(scenario("a"));
    const tab = (line: string) =>
      shell(
        "pwsh",
        ["-NoProfile", "-Command"],
        `kubectl-pullcheck completion powershell | Out-String | Invoke-Expression
        (TabExpansion2 '${line}' ${line.length}).CompletionMatches.ListItemText`,
      );
    expect(await tab("kubectl-pullcheck ")).to.deep.equal(["demo-pod"]);
    expect(await tab("kubectl-pullcheck --namespace=te")).to.deep.equal(["team-a"]);
  });
});

function skipFor(test: Mocha.Context, reason: string): void {
  console.log(`      skipped: ${reason}`);
  test.skip();
}
