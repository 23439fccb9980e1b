import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { execa } from "execa";
import { parse } from "yaml";
import { CAUSE_IDS } from "../../src/catalogue/ids.ts";
import { buildPlugin, COMMAND, isCompiled, LAUNCHER, runAlone } from "./plugin.ts";

const saved = fileURLToPath(new URL("../../fixtures/kubectl/1.36/a-describe-pod.txt", import.meta.url));

const VERSION_LINE =
  /^kubectl-pullcheck \d+\.\d+\.\d+(?: \(commit [0-9a-f]{12}(?:-dirty)?, \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\))?\n$/;

describe("kubectl-pullcheck as a program", () => {
  let folder: string;
  const env: NodeJS.ProcessEnv = { PATH: process.env["PATH"] };
  const shell = (line: string, extra: NodeJS.ProcessEnv = {}) =>
    execa("/bin/sh", ["-c", line], {
      env: { ...env, P: LAUNCHER, SAVED: saved, ...extra },
      extendEnv: false,
      reject: false,
      stripFinalNewline: false,
    });

  before(async function () {
    this.timeout(60_000);
    await buildPlugin();
    folder = mkdtempSync(join(tmpdir(), "pullcheck-process-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  describe("reads standard input", () => {
    it("from a pipe", async () => {
      const ran = await shell('cat "$SAVED" | "$P"');
      expect(ran.stdout).to.match(/^Looked at standard input: one image pull fails\./);
      expect(ran).to.include({ exitCode: 1, stderr: "" });
    });

    it("from a file", async () => {
      expect((await shell('"$P" -q < "$SAVED"')).stdout).to.contain("tag-not-found");
    });

    it("from a writer that takes its time", async () => {
      const ran = await shell('(head -5 "$SAVED"; sleep 0.3; tail -n +6 "$SAVED") | "$P" -q -f -');
      expect(ran.stdout).to.contain("tag-not-found");
    });

    for (const [how, line] of Object.entries({ empty: '"$P" < /dev/null', closed: '"$P" <&-' })) {
      it(`and says so where it is ${how}`, async () => {
        const ran = await shell(line);
        expect(ran.stderr).to.match(/^error: Standard input is empty\. Name a pod/);
        expect(ran).to.include({ exitCode: 2, stdout: "" });
      });
    }

    it("and says so where nothing in it can be read", async () => {
      const ran = await shell('echo "All is well." | "$P"');
      expect(ran.stderr).to.match(
        /^error: Standard input holds neither kubectl output nor an error of an image pull\./,
      );
      expect(ran).to.include({ exitCode: 2, stdout: "" });
      expect((await shell('echo "All is well." | "$P" -o json | grep complete')).stdout).to.contain("false");
    });
  });

  it("reads the files that are there, and says which is not", async () => {
    const ran = await runAlone(["-f", join(folder, "nosuch"), "-f", saved], env);
    expect(ran.stdout).to.contain("tag-not-found").and.contain("Not everything could be read");
    expect(ran.stderr).to.equal(
      `error: The file "${join(folder, "nosuch")}" does not exist. Check the name and the folder.\n`,
    );
    expect(ran.exitCode).to.equal(2);
  });

  describe("writes", () => {
    it("quietly to a reader that has seen enough", async () => {
      const ran = await shell('"$P" -o json -f "$SAVED" | head -1');
      expect(ran).to.include({ exitCode: 0, stdout: "{\n", stderr: "" });
    });

    it("nothing that is lost without a word", async function () {
      if (process.platform !== "linux") this.skip();
      const ran = await shell('"$P" -f "$SAVED" > /dev/full');
      expect(ran.stderr).to.match(/^error: The report could not be written\./);
      expect(ran.exitCode).to.equal(2);
    });

    it("a long report whole", async () => {
      const text = readFileSync(saved, "utf8");
      const many = Array.from({ length: 300 }, (_, index) => text.replaceAll("demo-pod", `demo-pod-${index}`));
      writeFileSync(join(folder, "many.txt"), many.join("\n\n"));
      const ran = await shell(`"$P" -o json -f ${join(folder, "many.txt")} | (sleep 0.3; cat)`);
      expect(JSON.parse(ran.stdout).summary.failures).to.equal(300);
    });

    it("in colour only where it is asked for, or on a terminal without NO_COLOR", async () => {
      const painted = async (line: string, extra = {}) => (await shell(line, extra)).stdout.includes("\u001b[");
      expect(await painted('"$P" -f "$SAVED"')).to.equal(false);
      expect(await painted('"$P" -f "$SAVED" --color always')).to.equal(true);
      expect(await painted('"$P" -f "$SAVED" --color always', { NO_COLOR: "1" })).to.equal(true);
      const onTerminal = `script -qec '"$P" -f "$SAVED"' /dev/null`;
      if ((await shell("command -v script")).exitCode !== 0) return;
      expect(await painted(onTerminal, { TERM: "xterm" })).to.equal(true);
      expect(await painted(onTerminal, { TERM: "xterm", NO_COLOR: "1" })).to.equal(false);
      expect(await painted(onTerminal, { TERM: "dumb" })).to.equal(false);
    });
  });

  describe("shows the catalogue", () => {
    it("as a table with every cause", async () => {
      const ran = await runAlone(["causes"], env);
      for (const id of CAUSE_IDS) expect(ran.stdout).to.match(new RegExp(`^  ${id} `, "m"));
      expect(ran.exitCode).to.equal(0);
    });

    it("one entry whole", async () => {
      const { stdout } = await runAlone(["causes", "tag-not-found"], env);
      for (const part of ["How it is recognised", "What to do", "pod/POD CONTAINER=", "Messages that look like it"])
        expect(stdout).to.contain(part);
    });

    it("as JSON and as the same in YAML", async () => {
      const [json, yaml] = await Promise.all(["json", "yaml"].map((o) => runAlone(["causes", "-o", o], env)));
      const list = JSON.parse(json?.stdout ?? "");
      expect(list).to.include({ apiVersion: "pullcheck/v1", kind: "CauseList" });
      expect(list.items.map(({ id }: { id: string }) => id)).to.have.members([...CAUSE_IDS]);
      expect(parse(yaml?.stdout ?? "")).to.deep.equal(list);
    });

    it("and names the nearest where there is no such cause", async () => {
      const ran = await runAlone(["causes", "tag-notfound"], env);
      expect(ran.stderr).to.equal(
        'error: There is no cause "tag-notfound". Did you mean tag-not-found, image-not-found?\n',
      );
      expect(ran.exitCode).to.equal(2);
    });
  });

  it("tells its version and its flags", async () => {
    expect((await runAlone(["--version"], env)).stdout).to.match(VERSION_LINE);
    const { stdout, exitCode } = await runAlone(["--help"], env);
    expect(stdout)
      .to.match(/^Examples:\n {2}# /m)
      .and.match(/^Usage:\n {2}kubectl pullcheck /m);
    expect(exitCode).to.equal(0);
  });

  it("misses kubectl in one sentence", async () => {
    const ran = await runAlone(["demo-pod"], { PATH: folder });
    expect(ran.stderr).to.match(/^error: kubectl is not on PATH\. Install it .*\n$/);
    expect(ran).to.include({ exitCode: 2, stdout: "" });
  });

  it("does not believe a kubectl that prints something else", async () => {
    writeFileSync(join(folder, "odd"), "#!/bin/sh\necho '<html>'\n", { mode: 0o755 });
    const ran = await runAlone(["demo-pod"], { ...env, KUBECTL_PATH: join(folder, "odd") });
    expect(ran.stderr).to.match(/^error: kubectl's answer is not the JSON that was asked for\./);
    expect(ran.exitCode).to.equal(2);
  });

  for (const [signal, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    it(`ends at ${signal} with status ${status}, and kubectl with it`, async () => {
      const kubectl = join(folder, `kubectl-${signal}`);
      // It replaces itself, so that the number it wrote down is that of what hangs.
      writeFileSync(kubectl, `#!/bin/sh\necho $$ >> ${kubectl}.pids\nexec sleep 30\n`, { mode: 0o755 });
      const [file, ...first] = COMMAND;
      const child = spawn(file, [...first, "demo-pod"], {
        env: { ...env, KUBECTL_PATH: kubectl },
        stdio: "ignore",
      });
      const ended = once(child, "exit");
      const pids = await linesOf(`${kubectl}.pids`, 2);
      child.kill(signal);
      // A shell makes 128 + number of it.
      expect(await ended).to.deep.equal([null, signal]);
      await wait(200);
      expect(pids.filter(isRunning)).to.deep.equal([]);
    });
  }

  describe("is started by a launcher that", () => {
    before(function () {
      if (isCompiled) this.skip();
    });

    it("works from another folder, through a link", async () => {
      const ran = await shell(
        `ln -s "$P" ${folder}/link && ln -s link ${folder}/link2 && cd / && ${folder}/link2 --version`,
      );
      expect(ran.stdout).to.match(/^kubectl-pullcheck /);
    });

    it("says what to do where the program is not built", async () => {
      mkdirSync(join(folder, "checkout", "plugin"), { recursive: true });
      const copy = join(folder, "checkout", "plugin", "kubectl-pullcheck");
      copyFileSync(LAUNCHER, copy);
      chmodSync(copy, 0o755);
      const ran = await execa(copy, [], { reject: false, env });
      expect(ran.stderr).to.match(/^error: kubectl-pullcheck is not built yet\. Run npm ci and npm run build in /);
      expect(ran.exitCode).to.equal(2);
    });

    it("says what to do where Node is too old", async () => {
      const old = join(folder, "old.cjs");
      writeFileSync(old, 'Object.defineProperty(process.versions, "node", { value: "18.20.4" });');
      const ran = await execa(process.execPath, ["--require", old, LAUNCHER], { reject: false, env });
      expect(ran.stderr).to.match(/^error: kubectl-pullcheck needs Node 20\.19 or newer, this is 18\.20\.4\./);
      expect(ran.exitCode).to.equal(2);
    });
  });
});

function isRunning(pid: string): boolean {
  try {
    process.kill(Number(pid), 0);
  } catch {
    return false;
  }
  // In a container nobody may have come for the dead yet.
  return process.platform !== "linux" || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

/** The lines of a file, once there are so many. */
async function linesOf(file: string, count: number): Promise<string[]> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      const lines = readFileSync(file, "utf8").trim().split("\n");
      if (lines.length >= count) return lines;
    } catch {
      // Not written yet.
    }
    await wait(50);
  }
  throw new Error(`${file} has not ${count} lines.`);
}
