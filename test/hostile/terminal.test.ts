import { chmodSync, copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { FORMATS } from "../../src/render/render.ts";
import { buildPlugin, type Ran, runAlone } from "../e2e/plugin.ts";
import { expectHarmless } from "../render/expect-harmless.ts";

const FIXTURES = fileURLToPath(new URL("../../fixtures/hostile/", import.meta.url));
const TEXTS = readdirSync(FIXTURES).filter((name) => name !== "attacks.json");
const ENV = { PATH: process.env["PATH"] };

/** Escape, controls, direction: as characters of a name of a file or of a pod. */
const EVIL = "evil\u001b[31m\u001b]0;owned\u0007\u202e\u200b\u009b2J";

describe("hostile text in a terminal", function () {
  this.timeout(60_000);
  let folder = "";
  before(async () => {
    await buildPlugin();
    folder = mkdtempSync(join(tmpdir(), "pullcheck-terminal-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const format of FORMATS)
    for (const more of [["-v"], ["--redact"]])
      it(`does nothing to it with -o ${[format, ...more].join(" ")}`, async () => {
        const files = TEXTS.flatMap((name) => ["-f", join(FIXTURES, name)]);
        const ran = await runAlone([...files, "-o", format, ...more, "--color", "never"], ENV);
        expect([1, 2]).to.include(ran.exitCode);
        expect(ran.stdout).to.not.equal("");
        expectQuiet(ran);
      });

  for (const name of TEXTS)
    it(`does nothing to it, when ${name} is all there is`, async () => {
      expectQuiet(await runAlone(["-f", join(FIXTURES, name), "-v", "--color", "never"], ENV));
    });

  it("does nothing to it as the name of a file, whether that can be read or not", async () => {
    const file = join(folder, `${EVIL}.txt`);
    copyFileSync(join(FIXTURES, "events.txt"), file);
    writeFileSync(join(folder, `${EVIL}-empty.txt`), "");
    writeFileSync(join(folder, `${EVIL}-prose.txt`), "Nothing here is about images.\n");
    for (const format of FORMATS)
      expectQuiet(
        await runAlone(
          ["", "-empty", "-prose", "-missing"]
            .flatMap((end) => ["-f", join(folder, `${EVIL}${end}.txt`)])
            .concat("-o", format),
          ENV,
        ),
      );
    expectQuiet(await runAlone(["-f", join(folder, `${EVIL}-missing.txt`)], ENV));
  });

  it("does nothing to it in arguments that make no sense", async () => {
    for (const args of [
      ["-o", EVIL],
      [`--${EVIL}`],
      ["causes", EVIL],
      [`${EVIL}/web`],
      ["web", "-A", EVIL],
      ["--request-timeout", EVIL, "web"],
      [EVIL, "-f", EVIL],
    ]) {
      const ran = await runAlone(args, ENV);
      expect(ran.exitCode, args.join(" ")).to.equal(2);
      expectQuiet(ran);
    }
  });

  it("does nothing to it in what kubectl complains of, prints or is called", async () => {
    const complaints = [
      `Error from server (NotFound): pods "${EVIL}" not found`,
      `Error from server (Forbidden): pods is forbidden: User "${EVIL}" cannot list resource "pods" in API group "" in the namespace "${EVIL}"`,
      `Unable to connect to the server: ${EVIL}`,
      `error: stat ${EVIL}: no such file or directory`,
      `E1122 15:50:45.071368 7694 memcache.go:265] ${EVIL}\n${EVIL}`,
      EVIL,
    ];
    for (const [index, complaint] of complaints.entries()) {
      const kubectl = join(folder, `kubectl-${index}`);
      writeFileSync(join(folder, `said-${index}`), `${complaint}\n`);
      writeFileSync(
        kubectl,
        `#!/bin/sh\ncat '${join(folder, `said-${index}`)}' >&2\ncat '${join(folder, `said-${index}`)}'\nexit 1\n`,
      );
      chmodSync(kubectl, 0o755);
      for (const args of [
        [EVIL, "-v"],
        ["-n", EVIL, "--redact", "-v", "-o", "json"],
      ]) {
        const ran = await runAlone(args, { ...ENV, KUBECTL_PATH: kubectl });
        expect(ran.exitCode).to.equal(2);
        expectQuiet(ran);
      }
    }
    expectQuiet(await runAlone(["web"], { ...ENV, KUBECTL_PATH: join(folder, EVIL) }));
  });

  it("shows no secret, in the sentences on standard error either", async () => {
    for (const format of FORMATS) {
      const { stdout, stderr } = await runAlone(
        ["-f", join(FIXTURES, "secrets-and-controls.txt"), "-o", format, "-v"],
        ENV,
      );
      expect(stdout + stderr).to.not.match(/hunter2|0a1b2c3d|eyJhbGci/);
    }
    const kubectl = join(folder, "kubectl-secret");
    writeFileSync(
      kubectl,
      "#!/bin/sh\necho 'Unable to connect to the server: Get https://u:hunter2-x@h/: EOF' >&2\nexit 1\n",
    );
    chmodSync(kubectl, 0o755);
    const env = { ...ENV, KUBECTL_PATH: kubectl };
    const { stdout, stderr } = await runAlone(["web", "-v", "--token", "hunter2", "--server=https://u:hunter2@h"], env);
    expect(stdout + stderr).to.not.include("hunter2");
  });
});

function expectQuiet({ stdout, stderr }: Ran): void {
  expectHarmless(stdout, "on standard output");
  expectHarmless(stderr, "on standard error");
  expect(stderr).to.not.include("a fault of its own");
}
