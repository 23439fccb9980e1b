import { cpSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { hostTarget } from "../../plugin/release/targets.ts";
import { findKrew } from "../../tools/krew.ts";
import { fetchKubectl, findKubectl } from "../../tools/kubectl.ts";
import { BUILD, builtTargets, MANIFEST, ROOT } from "./built.ts";

const NEWEST = 36;

describe("krew", function () {
  this.timeout(300_000);
  const host = builtTargets().find((target) => target === hostTarget());
  let folder: string;
  let krew: (...args: string[]) => Promise<{ exitCode?: number; all?: string }>;
  let kubectl: (...args: string[]) => Promise<{ exitCode?: number; all?: string }>;

  before(async function () {
    const skip = (reason: string) => {
      console.error(`    krew itself is not tried: ${reason}.`);
      this.skip();
    };
    if (host === undefined) return skip("nothing is built for this machine, npm run release does it");
    let missing = "";
    const program = await findKrew((reason) => {
      missing = reason;
    });
    if (program === null) return skip(missing);
    const real = (await fetchKubectl(NEWEST)) ?? (await findKubectl());
    if (real === null) return skip("there is no kubectl");

    folder = mkdtempSync(join(tmpdir(), "pullcheck-krew-"));
    symlinkSync(real, join(folder, "kubectl"));
    // krew's own copy of the manifest bears the plugin's name, as in its index.
    cpSync(MANIFEST, join(folder, "pullcheck.yaml"));
    const PATH = [join(folder, "root", "bin"), folder, dirname(program), "/usr/bin", "/bin"].join(delimiter);
    const env = { PATH, HOME: folder, KREW_ROOT: join(folder, "root"), KREW_NO_UPGRADE_CHECK: "1" };
    const run = (file: string, args: string[]) =>
      execa(file, args, { env, extendEnv: false, all: true, reject: false, stdin: "ignore" });
    krew = (...args) => run(program, args);
    kubectl = (...args) => run("kubectl", args);
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it("installs the archive by the manifest", async () => {
    const archive = join(BUILD, host?.archive ?? "");
    const installed = await krew("install", `--manifest=${join(folder, "pullcheck.yaml")}`, `--archive=${archive}`);
    expect(installed.exitCode, installed.all).to.equal(0);
    const link = join(folder, "root", "bin", "kubectl-pullcheck");
    expect(readdirSync(dirname(realpathSync(link)))).to.include.members(["LICENSE", "THIRD-PARTY-NOTICES"]);
  });

  it("makes kubectl know it, without a warning", async () => {
    const { exitCode, all } = await kubectl("plugin", "list");
    expect(all).to.contain("kubectl-pullcheck").and.not.contain("warning");
    expect(exitCode).to.equal(0);
  });

  it("leaves a plugin that tells its version and diagnoses", async () => {
    expect((await kubectl("pullcheck", "--version")).all).to.match(/^kubectl-pullcheck \d/);
    const ran = await kubectl("pullcheck", "-q", "-f", join(ROOT, "fixtures/kubectl/1.36/a-describe-pod.txt"));
    expect(ran.all).to.contain("tag-not-found");
    expect(ran.exitCode).to.equal(1);
  });

  it("takes it away again", async () => {
    expect((await krew("uninstall", "pullcheck")).exitCode).to.equal(0);
    expect(existsSync(join(folder, "root", "bin", "kubectl-pullcheck"))).to.equal(false);
  });
});
