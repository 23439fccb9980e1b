import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { BUILD, builtTargets, ROOT } from "./built.ts";

/** Debian: qemu-user-static and libc6-arm64-cross. */
const QEMU = "qemu-aarch64-static";
const LIBC = "/usr/aarch64-linux-gnu";
const SAVED = "fixtures/kubectl/1.36/a-describe-pod.txt";

describe("the program for linux-arm64, emulated,", function () {
  this.timeout(60_000);
  const program = join(BUILD, "linux-arm64", "kubectl-pullcheck");
  const run = (...args: string[]) =>
    execa(QEMU, ["-L", LIBC, program, ...args], { cwd: ROOT, reject: false, stdin: "ignore" });

  before(async function () {
    const skip = (reason: string) => {
      console.error(`    linux-arm64 is not tried: ${reason}.`);
      this.skip();
    };
    if (!builtTargets().some(({ name }) => name === "linux-arm64")) return skip("it is not built");
    const { exitCode } = await execa(QEMU, ["--version"], { reject: false });
    if (exitCode !== 0 || !existsSync(LIBC))
      return skip("Debian's qemu-user-static and libc6-arm64-cross are not here");
  });

  it("tells its version", async () => {
    expect((await run("--version")).stdout).to.match(/^kubectl-pullcheck \d/);
  });

  it("diagnoses a file", async () => {
    const { stdout, exitCode } = await run("-q", "-f", SAVED);
    expect(stdout).to.contain("tag-not-found");
    expect(exitCode).to.equal(1);
  });

  it("starts kubectl", async () => {
    const { stderr, exitCode } = await execa(QEMU, ["-L", LIBC, program, "demo-pod"], {
      env: { KUBECTL_PATH: "/bin/false" },
      reject: false,
      stdin: "ignore",
    });
    expect(stderr).to.match(/^error: .*kubectl/);
    expect(exitCode).to.equal(2);
  });
});
