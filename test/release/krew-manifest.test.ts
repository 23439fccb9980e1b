import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { krewManifest } from "../../plugin/release/krew-manifest.ts";
import { TARGETS } from "../../plugin/release/targets.ts";
import { builtSums, builtTargets, MANIFEST, ROOT } from "./built.ts";
import { brokenRules, type Manifest } from "./krew-rules.ts";

const SUM = "0123456789abcdef".repeat(4);

function manifestOf(version = "0.1.0", sha256 = SUM): Manifest {
  const product = { version, homepage: "https://example.org/kubectl-pullcheck" };
  return parse(
    krewManifest(
      product,
      TARGETS.map((target) => ({ target, sha256 })),
    ),
  );
}

describe("the krew manifest", () => {
  it("keeps every rule of krew and of its index", () => {
    expect(brokenRules(manifestOf())).to.deep.equal([]);
  });

  it("has a platform for each of the six machines", () => {
    const machines = manifestOf().spec.platforms.map(({ selector: { matchLabels: m } }) => `${m.os}-${m.arch}`);
    expect(machines).to.deep.equal(TARGETS.map(({ name }) => name));
  });

  it("leads to the archive of its own version", () => {
    expect(manifestOf("1.2.3").spec.platforms[0]?.uri).to.equal(
      "https://example.org/kubectl-pullcheck/releases/download/v1.2.3/pullcheck-linux-amd64.tar.gz",
    );
  });

  it("would be found out if it broke one", () => {
    expect(brokenRules(manifestOf("1.2"))).to.deep.equal(["the version is semantic and begins with v"]);
    expect(brokenRules(manifestOf("1.2.3", SUM.toUpperCase()))).to.have.length(TARGETS.length);
    const { spec, ...rest } = manifestOf();
    const twice = { ...rest, spec: { ...spec, platforms: [...spec.platforms, ...spec.platforms.slice(0, 1)] } };
    expect(brokenRules(twice)).to.deep.equal(["no machine matches two platforms"]);
  });

  it("of the last release, which the repository holds, keeps them too", () => {
    const released: Manifest = parse(readFileSync(join(ROOT, "krew-manifest.yaml"), "utf8"));
    expect(brokenRules(released)).to.deep.equal([]);
    expect(released.spec.platforms).to.have.length(TARGETS.length);
  });

  it("is written of what was built", function () {
    const targets = builtTargets();
    if (targets.length === 0) return this.skip();
    const written: Manifest = parse(readFileSync(MANIFEST, "utf8"));
    expect(brokenRules(written)).to.deep.equal([]);
    expect(written.spec.platforms.map(({ sha256 }) => sha256)).to.deep.equal(
      targets.map(({ archive }) => builtSums().get(archive)),
    );
  });
});
