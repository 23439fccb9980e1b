import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { execa } from "execa";
import { fetchKubectl } from "../../tools/kubectl.ts";
import { buildPlugin, installPlugin, LAUNCHER, runAlone } from "./plugin.ts";

const saved = fileURLToPath(new URL("../../fixtures/kubectl/1.36/a-describe-pod.txt", import.meta.url));

describe("kubectl-pullcheck in surroundings that", () => {
  let folder: string;
  before(async function () {
    this.timeout(60_000);
    await buildPlugin();
    folder = mkdtempSync(join(tmpdir(), "pullcheck-surroundings-"));
    chmodSync(folder, 0o755);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("are empty: not one variable", async () => {
    const ran = await runAlone(["-q", "-f", saved], {});
    expect(ran.stdout).to.contain("tag-not-found");
    expect(ran).to.include({ exitCode: 1, stderr: "" });
  });

  it("cannot be written to, and leaves nothing behind where they can", async () => {
    const home = join(folder, "home");
    mkdirSync(home);
    copyFileSync(saved, join(home, "describe.txt"));
    const env = { HOME: home, TMPDIR: home, XDG_CACHE_HOME: home };
    const written = await runAlone(["-q", "-f", "describe.txt"], env, { cwd: home });
    expect(readdirSync(home)).to.deep.equal(["describe.txt"]);

    chmodSync(home, 0o555);
    // Root may write everywhere; and in a folder of root's own nobody else can run the program.
    const other = { uid: 65534, gid: 65534 };
    const isRoot = process.getuid?.() === 0;
    const reads = isRoot && (await execa("test", ["-r", LAUNCHER], { ...other, reject: false })).exitCode === 0;
    const nobody = reads ? other : {};
    const ran = await runAlone(["-q", "-f", "describe.txt"], env, { cwd: home, ...nobody });
    expect(ran).to.deep.equal(written);
    expect(ran.stdout).to.contain("tag-not-found");
  });

  it("hold settings of other programs: .env, bunfig.toml, package.json", async () => {
    const cwd = join(folder, "settings");
    mkdirSync(cwd);
    const trap = join(cwd, "trap");
    writeFileSync(trap, `#!/bin/sh\ntouch ${cwd}/sprung\n`, { mode: 0o755 });
    writeFileSync(join(cwd, "trap.js"), `require("node:fs").writeFileSync(${JSON.stringify(`${cwd}/sprung`)}, "")`);
    for (const name of [".env", ".env.local", ".env.production"])
      writeFileSync(join(cwd, name), `KUBECTL_PATH=${trap}\n`);
    writeFileSync(join(cwd, "bunfig.toml"), 'preload = ["./trap.js"]\n');
    writeFileSync(
      join(cwd, "package.json"),
      '{ "name": "trap", "type": "commonjs", "imports": { "#x": "./trap.js" } }',
    );
    const ran = await runAlone(["demo-pod"], { PATH: folder }, { cwd });
    expect(ran.stderr).to.match(/^error: kubectl is not on PATH\./);
    expect(readdirSync(cwd)).not.to.include("sprung");
  });

  it("send sixty megabytes", async function () {
    this.timeout(120_000);
    const line = "2026-11-22T10:00:00Z INFO worker handled a request path=/api/v1/items status=200 bytes=48213\n";
    const file = join(folder, "large.txt");
    writeFileSync(file, `${line.repeat(60e6 / line.length)}\n${readFileSync(saved, "utf8")}`);
    const ran = await runAlone(["-q"], {}, { stdin: { file } });
    expect(ran.stdout).to.contain("tag-not-found");
    const piped = await runAlone(["-q"], {}, { stdin: "pipe", inputFile: file });
    expect(piped).to.deep.equal(ran);
  });

  it("are kubectl's: it lists the plugin without a warning", async function () {
    this.timeout(60_000);
    const kubectl = await fetchKubectl(36);
    if (kubectl === null) return this.skip();
    const plugin = installPlugin(kubectl);
    try {
      const env = { PATH: plugin.path, HOME: folder };
      const { exitCode, all } = await execa("kubectl", ["plugin", "list"], {
        env,
        extendEnv: false,
        all: true,
        reject: false,
      });
      expect(all)
        .to.match(/\/kubectl-pullcheck$/m)
        .and.not.match(/warning/i);
      expect(exitCode).to.equal(0);
    } finally {
      plugin.remove();
    }
  });
});
