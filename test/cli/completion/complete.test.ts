import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { CAUSE_IDS } from "../../../src/catalogue/ids.ts";
import { complete } from "../../../src/cli/completion/complete.ts";

describe("completion, with a kubectl that answers badly", () => {
  let folder: string;
  const stub = (script: string) => {
    writeFileSync(join(folder, "kubectl"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, "kubectl"), 0o755);
  };
  const at = async (...words: string[]) =>
    (await complete({ kind: "complete", words, explains: false }, { env: { PATH: `${folder}:/usr/bin:/bin` } }))
      .trim()
      .split("\n");

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pullcheck-complete-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("hands on no name that is none", async () => {
    stub(
      String.raw`printf '%s ErrImagePull\n' web-0 '$(reboot)' '-rf' '../x' 'a;b' "$(printf 'a\033[2J')" Web web_1 web-1; echo :0`,
    );
    expect(await at("")).to.deep.equal(["web-0", "web-1", ":4"]);
    expect(await at("-n", "")).to.deep.equal([":4"]);
  });

  it("hands on no context that a shell would take for more than a word", async () => {
    stub(String.raw`printf '%s\n' lab arn:aws:eks:eu-west-1:1234:cluster/lab me@lab 'a b' '$(reboot)' '-x' 'a;b'`);
    expect(await at("--context", "")).to.deep.equal(["lab", "arn:aws:eks:eu-west-1:1234:cluster/lab", "me@lab", ":4"]);
  });

  it("shows no state that the kubelet does not have", async () => {
    stub("echo 'web-0 Rebooting ErrImagePull'; echo 'web-1 CrashLoopBackOff'");
    const text = await complete({ kind: "complete", words: [""], explains: true }, { env: { PATH: folder } });
    expect(text).to.equal("web-0\tErrImagePull\n:4\n");
  });

  it("offers nothing from half an answer", async () => {
    stub("echo web-0 ErrImagePull; exit 1");
    expect(await at("w")).to.deep.equal([":4"]);
  });

  it("offers what needs no cluster where there is no kubectl", async () => {
    expect(await at("c")).to.deep.equal(["cronjob/", "causes", "completion", ":4"]);
    expect(await at("causes", "")).to.have.members([...CAUSE_IDS, "lint", ":4"]);
    expect(await at("-n", "")).to.deep.equal([":4"]);
  });

  it("waits two seconds and no longer", async function () {
    this.timeout(10_000);
    stub("exec sleep 30");
    const started = Date.now();
    expect(await at("-n", "")).to.deep.equal([":4"]);
    expect(Date.now() - started).to.be.within(1900, 4000);
  });

  it("asks kubectl of the same cluster, and only to read", async () => {
    stub(
      `for arg; do case $arg in go-template=*) ;; *) printf '%s ' "$arg" ;; esac; done >> ${join(folder, "asked")}
      echo >> ${join(folder, "asked")}`,
    );
    await at("-n", "shop", "--context=lab", "-o", "json", "");
    await at("--as=joe", "-n", "");
    await at("pod/web-0", "-c", "");
    await at("--kubeconfig=here", "--context", "");
    const asked = readFileSync(join(folder, "asked"), "utf8").trim().split(" \n");
    expect(asked).to.deep.equal([
      "get pods -o --namespace=shop --context=lab",
      "get namespace -o --as=joe",
      "get pod -o -- web-0",
      "config view -o --kubeconfig=here",
    ]);
  });

  it("asks nothing where a saved text, a selector or all namespaces are chosen", async () => {
    stub(`touch ${join(folder, "asked")}`);
    for (const chosen of [["-f", "x"], ["-l", "app=web"], ["-A"], ["--nosuch"]]) {
      expect(await at(...chosen, "")).to.deep.equal([":4"]);
    }
    expect(() => readFileSync(join(folder, "asked"))).to.throw();
  });
});
