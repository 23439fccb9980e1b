import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { installCompletion, SCRIPT, uninstallCompletion } from "../../../src/cli/completion/install.ts";
import { UserError } from "../../../src/cli/user-error.ts";

const NAME = "kubectl_complete-pullcheck";

describe("completion install", () => {
  let home: string;
  const at = (...names: string[]) => join(home, ...names);
  const env = (...folders: string[]) => ({ HOME: home, PATH: folders.map((one) => at(one)).join(delimiter) });
  const folder = (name: string) => mkdirSync(at(name), { recursive: true });
  const program = (file: string, text = "#!/bin/sh\n") => writeFileSync(file, text, { mode: 0o755 });
  const refusal = async (act: Promise<unknown>): Promise<string> => {
    const error: unknown = await act.catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(UserError);
    return `${(error as UserError).message} ${(error as UserError).hint}`;
  };

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "pullcheck-install-"));
    for (const name of ["first", "bin", ".krew/bin", ".local/bin"]) folder(name);
    program(at("bin", "kubectl-pullcheck"));
  });
  afterEach(() => {
    chmodSync(at("bin"), 0o755);
    rmSync(home, { recursive: true });
  });

  it("writes the program of plugin/ beside the plugin, and says where", async () => {
    const said = await installCompletion(env("first", "bin", ".local/bin"));
    const file = at("bin", NAME);
    expect(said).to.match(new RegExp(`^Wrote ${file}\\. `));
    expect(readFileSync(file, "utf8")).to.equal(SCRIPT);
    expect(statSync(file).mode & 0o777).to.equal(0o755);
    const shipped = new URL(`../../../plugin/${NAME}`, import.meta.url);
    expect(readFileSync(shipped, "utf8")).to.equal(SCRIPT);
    expect(statSync(shipped).mode & 0o111).to.equal(0o111);
  });

  it("makes its own file new again", async () => {
    await installCompletion(env("bin"));
    writeFileSync(at("bin", NAME), `${SCRIPT}# of an older version\n`, { mode: 0o600 });
    await installCompletion(env("bin"));
    expect(readFileSync(at("bin", NAME), "utf8")).to.equal(SCRIPT);
    expect(statSync(at("bin", NAME)).mode & 0o777).to.equal(0o755);
  });

  it("leaves alone what somebody else wrote, anywhere on PATH", async () => {
    program(at("first", NAME), "#!/bin/sh\necho mine\n");
    for (const act of [installCompletion, uninstallCompletion]) {
      expect(await refusal(act(env("first", "bin")))).to.contain(`${at("first", NAME)} was not written by kubectl`);
    }
    expect(readFileSync(at("first", NAME), "utf8")).to.equal("#!/bin/sh\necho mine\n");
    expect(() => statSync(at("bin", NAME))).to.throw();
  });

  it("follows no link, not even to its own file", async () => {
    program(at("own"), SCRIPT);
    symlinkSync(at("own"), at("bin", NAME));
    expect(await refusal(installCompletion(env("bin")))).to.contain("was not written by");
    rmSync(at("bin", NAME));
    symlinkSync(at("nowhere"), at("bin", NAME));
    expect(await refusal(installCompletion(env("bin")))).to.contain("was not written by");
    expect(() => statSync(at("nowhere"))).to.throw();
  });

  it("says so where kubectl itself cannot find the plugin", async () => {
    expect(await refusal(installCompletion(env("first", ".local/bin")))).to.match(/^kubectl-pullcheck is not on PATH/);
    // npx puts its own folder on PATH for as long as it runs.
    folder("x/node_modules/.bin");
    program(at("x/node_modules/.bin", "kubectl-pullcheck"));
    expect(await refusal(installCompletion(env("x/node_modules/.bin")))).to.match(/is not on PATH/);
  });

  describe("where the plugin's folder is not to be written to", () => {
    beforeEach(function () {
      // To root every folder is.
      if (process.getuid?.() === 0) return this.skip();
      chmodSync(at("bin"), 0o555);
    });

    it("takes krew's, or ~/.local/bin, where they are on PATH", async () => {
      expect(await installCompletion(env("bin", ".local/bin", ".krew/bin"))).to.contain(at(".krew/bin", NAME));
      expect(await uninstallCompletion(env("bin", ".local/bin", ".krew/bin"))).to.contain(at(".krew/bin", NAME));
      expect(await installCompletion(env("bin", ".local/bin"))).to.contain(at(".local/bin", NAME));
    });

    it("and else says in one sentence what to do", async () => {
      expect(await refusal(installCompletion(env("bin")))).to.equal(
        `You may not write to ${at("bin")}, where kubectl-pullcheck is. Make the folder ${at(".local/bin")}, put it on PATH, and run this again.`,
      );
    });
  });

  it("is undone by completion uninstall", async () => {
    await installCompletion(env("bin"));
    expect(await uninstallCompletion(env("bin"))).to.equal(`Removed ${at("bin", NAME)}.\n`);
    expect(() => statSync(at("bin", NAME))).to.throw();
    expect(await uninstallCompletion(env("bin"))).to.match(/^There is no kubectl_complete-pullcheck on PATH/);
  });
});
