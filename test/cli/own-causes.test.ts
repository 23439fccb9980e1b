import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { complete } from "../../src/cli/completion/complete.ts";
import { run } from "../../src/cli/run.ts";
import { UserError } from "../../src/cli/user-error.ts";
import { oneCause, pullError, WORKED } from "../own/files.ts";

const HELD = pullError("403 Forbidden: image held by gate-2 until scanned");
const OWN = oneCause({ outranks: "[access-denied]", examples: JSON.stringify({ is: [HELD] }) });

describe("own causes on the command line", () => {
  let root: string;
  let config: string;
  let folder: string;
  let ticket: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "pullcheck-own-"));
    config = join(root, "config");
    folder = join(config, "kubectl-pullcheck", "causes.d");
    ticket = put("ticket.txt", HELD);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function put(name: string, text: string): string {
    const file = join(root, name);
    writeFileSync(file, text);
    return file;
  }

  function install(name: string, text: string): string {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  }

  /** What `kubectl pullcheck …` does where the configuration is that of this test. */
  async function pullcheck(
    args: readonly string[],
    env: Record<string, string> = { XDG_CONFIG_HOME: config },
    platform = "linux",
  ) {
    const told = { stdout: "", stderr: "" };
    const stream = (name: keyof typeof told) => ({ write: (text: string) => (told[name] += text) });
    const world = {
      stdin: (async function* () {})(),
      stdout: stream("stdout"),
      stderr: stream("stderr"),
      env,
      platform,
    };
    try {
      return { ...told, status: await run(args, world, { stdinIsTerminal: true }), ...told };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { ...told, status: 2, stderr: `${error.message} ${error.hint}` };
    }
  }

  const causeOf = async (...args: Parameters<typeof pullcheck>): Promise<string> => {
    const { stdout } = await pullcheck([...args[0], "-f", ticket, "-o", "json"], args[1], args[2]);
    return JSON.parse(stdout).failures[0].cause;
  };

  describe("are found", () => {
    it("in causes.d of the configuration", async () => {
      install("gate.yaml", OWN);
      expect(await causeOf([])).to.equal("team/gate");
      expect(await causeOf([], {})).to.equal("access-denied");
    });

    it("in ~/.config where nothing else is said, and in %APPDATA% on Windows", async () => {
      install("gate.yml", OWN);
      mkdirSync(join(root, "home"));
      symlinkSync(config, join(root, "home", ".config"));
      expect(await causeOf([], { HOME: join(root, "home") })).to.equal("team/gate");
      expect(await causeOf([], { APPDATA: config }, "win32")).to.equal("team/gate");
      expect(await causeOf([], { HOME: join(root, "home") }, "win32")).to.equal("access-denied");
    });

    it("through links, as a ConfigMap is mounted", async () => {
      mkdirSync(join(folder, "..data"), { recursive: true });
      writeFileSync(join(folder, "..data", "gate.yaml"), OWN);
      symlinkSync(join("..data", "gate.yaml"), join(folder, "gate.yaml"));
      expect(await causeOf([])).to.equal("team/gate");
    });

    it("in the file that --causes names, and in the files of a folder", async () => {
      const file = put("gate.yaml", OWN);
      put("README.md", "no causes");
      expect(await causeOf(["--causes", file])).to.equal("team/gate");
      expect(await causeOf([`--causes=${root}`])).to.equal("team/gate");
    });

    it("once, where the same file is named and found", async () => {
      const file = install("robot.yaml", WORKED[1] as string);
      put("ticket.txt", pullError("401 Unauthorized"));
      const { stdout } = await pullcheck(["--causes", file, "-f", ticket]);
      expect(stdout.split("robot account from")).to.have.lengthOf(2);
    });

    it("and the one that was named counts where both have an id", async () => {
      install("gate.yaml", oneCause({ title: "Old", outranks: "[access-denied]" }));
      const { stdout } = await pullcheck(["--causes", put("new.yaml", OWN), "-f", ticket]);
      expect(stdout).to.contain("The gate (team/gate, likely)").and.not.contain("Old");
    });
  });

  describe("that cannot be used", () => {
    it("stop everything where they were named", async () => {
      const file = put("gate.yaml", oneCause({ titel: "x" }));
      expect(await pullcheck(["--causes", file, "-f", ticket])).to.deep.equal({
        status: 2,
        stdout: "",
        stderr: `Own causes: ${file}:10:5: causes[0]: There is no field "titel" here. Did you mean title? See all of it: kubectl pullcheck causes lint ${file}`,
      });
    });

    it("are left out with a warning where they were found, and the answer is whole", async () => {
      const file = install("broken.yaml", oneCause({ titel: "x" }));
      install("robot.yaml", WORKED[1] as string);
      const { status, stderr, stdout } = await pullcheck(["-f", ticket]);
      expect(status).to.equal(1);
      expect(stderr).to.match(
        new RegExp(`^warning: Own causes: ${file}:10:5: causes\\[0\\]: .* Nothing in it is used\\. `),
      );
      expect(stdout).to.contain("access-denied").and.contain("robot account");
      const report = JSON.parse((await pullcheck(["-f", ticket, "-o", "json"])).stdout);
      expect(report.complete).to.equal(true);
      expect(report.warnings[0]).to.contain("broken.yaml:10:5");
    });

    const unusable: Readonly<Record<string, (file: string) => void>> = {
      "do not exist": () => {},
      "are folders without causes": (file) => mkdirSync(file),
      "are too large": (file) => writeFileSync(file, "#".repeat(600 * 1024)),
    };
    for (const [name, make] of Object.entries(unusable))
      it(`because they ${name} are told in one sentence`, async () => {
        const file = join(root, "gate.yaml");
        make(file);
        const { status, stderr } = await pullcheck(["--causes", file, "-f", ticket]);
        expect(status).to.equal(2);
        expect(stderr)
          .to.contain(file)
          .and.match(/^[A-Z].*\. [A-Z].*\.$/);
      });

    it("because they may not be read are told as such", async function () {
      const file = put("gate.yaml", OWN);
      chmodSync(file, 0);
      if (process.getuid?.() === 0) this.skip();
      expect((await pullcheck(["--causes", file, "-f", ticket])).stderr).to.contain("may not be read");
    });

    it("are no more than fifty files", async () => {
      for (let index = 0; index < 52; index++) install(`${index + 10}.yaml`, oneCause({ id: `team/c${index}` }));
      expect((await pullcheck(["-f", ticket])).stderr).to.contain("only the first 50 are used");
      expect((await pullcheck(["--causes", folder, "-f", ticket], {})).stderr).to.contain(
        "52 files of own causes, and 50 is the most",
      );
    });
  });

  describe("and --redact", () => {
    it("do not go together where a file is named", async () => {
      const ran = await pullcheck(["--redact", "--causes", put("gate.yaml", OWN), "-f", ticket]);
      expect(ran.status).to.equal(2);
      expect(ran.stderr).to.match(/^--causes and --redact cannot go together/);
    });

    it("leave nothing of what was found in the report, and say so", async () => {
      install("gate.yaml", OWN);
      install("broken.yaml", "x");
      const { stdout } = await pullcheck(["--redact", "-f", ticket, "-o", "json"]);
      expect(stdout).not.to.match(/team|gate\.yaml|broken/);
      expect(JSON.parse(stdout).warnings).to.include(
        "Own causes and advice are left out of a report that is made with --redact.",
      );
    });
  });

  describe("in the catalogue", () => {
    it("stand behind the built-in ones, with the file that they are from", async () => {
      const file = install("gate.yaml", OWN);
      expect((await pullcheck(["causes"])).stdout).to.match(
        /\n {2}unrecognized .*\n\nYour team's own\n {2}team\/gate +The gate\n/,
      );
      expect((await pullcheck(["causes", "Team/Gate"])).stdout)
        .to.contain("The gate holds it.")
        .and.contain(file);
      expect((await pullcheck(["causes", "-o", "name"])).stdout).to.match(/\nteam\/gate\n$/);
      const { items } = JSON.parse((await pullcheck(["causes", "-o", "json"])).stdout);
      expect(items.at(-1)).to.include({ id: "team/gate", title: "The gate" });
      expect((await pullcheck(["causes", "team/gat"])).stderr).to.contain("Did you mean team/gate");
    });

    it("are completed", async () => {
      install("gate.yaml", OWN);
      const at = (...words: string[]) =>
        complete({ kind: "complete", words, explains: true }, { env: { XDG_CONFIG_HOME: config } });
      expect(await at("causes", "te")).to.equal("team/gate\tThe gate\n:4\n");
      expect(await at("causes", "li")).to.match(/^lint\t/);
      expect(await at("causes", "lint", "")).to.equal(":0\n");
      expect(await at("--causes", "")).to.equal(":0\n");
      install("gate.yaml", "broken");
      expect(await at("causes", "tag")).to.match(/^tag-not-found\t/);
    });
  });

  describe("are tested by causes lint", () => {
    it("and all is as it should be", async () => {
      const files = WORKED.map((text, index) => put(`worked-${index}.yaml`, text));
      expect(await pullcheck(["causes", "lint", ...files])).to.deep.equal({
        status: 0,
        stdout: `${files[0]}: 1 cause, 2 examples: all is as it should be.\n${files[1]}: 1 piece of advice, 2 examples: all is as it should be.\n`,
        stderr: "",
      });
    });

    it("and every fault has its place", async () => {
      const file = put("gate.yaml", oneCause({ titel: "x", scope: "house" }));
      const { status, stdout } = await pullcheck(["causes", "lint", file]);
      expect(status).to.equal(1);
      expect(stdout.split("\n").map((line) => line.slice(0, file.length + 6))).to.deep.equal([
        `${file}:10:5:`,
        `${file}:11:12`,
        "",
      ]);
    });

    it("and an example that is something else is a fault", async () => {
      const file = put("gate.yaml", oneCause({ examples: JSON.stringify({ is: [HELD] }) }));
      const { status, stdout } = await pullcheck(["causes", "lint", file]);
      expect(status).to.equal(1);
      expect(stdout)
        .to.contain(`${file}:9:`)
        .and.contain("causes[0].examples.is[0]: This is put down to access-denied");
    });

    it("and what cannot be read is status 2", async () => {
      expect((await pullcheck(["causes", "lint", join(root, "none.yaml")])).status).to.equal(2);
      expect((await pullcheck(["causes", "lint"])).stderr).to.match(/^There is no file to test\./);
    });

    it("without what stands in causes.d", async () => {
      const file = install("gate.yaml", OWN);
      expect((await pullcheck(["causes", "lint", file])).status).to.equal(0);
    });
  });

  it("reach no terminal with characters that act", async () => {
    const file = put("gate.yaml", oneCause({ titel: "x" }).replace("titel", '"ti\\e[31mtel\\u202e"'));
    const { stdout } = await pullcheck(["causes", "lint", file]);
    expect(stdout).to.match(/^[ -~\n]*$/);
  });
});
