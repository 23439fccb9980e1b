import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { execa } from "execa";
import { extract, list } from "tar";
import { fetchKubectl } from "../../tools/kubectl.ts";
import { pack } from "../../tools/pack.ts";
import { buildPlugin } from "../e2e/plugin.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const saved = join(root, "fixtures/kubectl/1.36/a-describe-pod.txt");
const { version, dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  version: string;
  dependencies: Record<string, string>;
};

describe("the npm package", () => {
  let folder: string;
  let tarball: string;

  before(async function () {
    this.timeout(120_000);
    await buildPlugin();
    folder = realpathSync(mkdtempSync(join(tmpdir(), "pullcheck-package-")));
    tarball = await pack(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("holds the program, the core's types, the schema, and nothing else", () => {
    const paths: string[] = [];
    list({ file: tarball, sync: true, onReadEntry: ({ path }) => paths.push(path.replace(/^package\//, "")) });
    expect(paths.filter((path) => !path.startsWith("dist/"))).to.have.members([
      "LICENSE",
      "README.md",
      "package.json",
      "plugin/kubectl-pullcheck",
      "plugin/package.json",
      "src/change.schema.json",
      "src/own-causes.schema.json",
      "src/probe-report.schema.json",
      "src/report.schema.json",
    ]);
    expect(paths).to.include.members(["dist/index.js", "dist/index.d.ts", "dist/cli/main.js"]);
    // The program's own types are for nobody.
    const needed = /\.js$|^dist\/(?!cli\/).*\.d\.ts$/;
    expect(paths.filter((path) => path.startsWith("dist/") && !needed.test(path))).to.deep.equal([]);
  });

  describe("in another program", () => {
    let program: string;

    /** As npm lays it out, offline: the package, and beside it what its package.json asks for. */
    before(async () => {
      program = join(folder, "program");
      const modules = join(program, "node_modules");
      mkdirSync(join(modules, "kubectl-pullcheck"), { recursive: true });
      await extract({ file: tarball, cwd: join(modules, "kubectl-pullcheck"), strip: 1 });
      for (const name of Object.keys(dependencies)) symlinkSync(join(root, "node_modules", name), join(modules, name));
      cpSync(join(root, "examples"), join(program, "examples"), { recursive: true });
      writeFileSync(join(program, "package.json"), '{ "type": "module", "private": true }');
    });

    it("runs the example", async () => {
      const { stdout } = await execa(process.execPath, ["examples/explain-text.mjs"], {
        cwd: program,
        inputFile: saved,
      });
      expect(stdout.split("\n").slice(0, 2)).to.deep.equal([
        "nginx:lates: The tag or digest does not exist (tag-not-found, certain)",
        "  it says: docker.io/library/nginx:lates: not found",
      ]);
    });

    for (const [module, moduleResolution] of [
      ["NodeNext", "NodeNext"],
      ["ESNext", "Bundler"],
    ] as const) {
      it(`has types for ${moduleResolution} resolution`, async () => {
        writeFileSync(
          join(program, "typed.ts"),
          `import { type AnyCauseId, diagnose, type PullReport } from "kubectl-pullcheck";
          const report: PullReport = diagnose([{ source: "-", text: "" }]);
          const ids: AnyCauseId[] = report.failures.map(({ cause }) => cause);
          // @ts-expect-error What is no input is refused.
          diagnose("text");
          export { ids };`,
        );
        const compilerOptions = {
          strict: true,
          noEmit: true,
          checkJs: true,
          target: "ES2023",
          module,
          moduleResolution,
          types: ["node"],
          typeRoots: [join(root, "node_modules/@types")],
        };
        writeFileSync(
          join(program, "tsconfig.json"),
          JSON.stringify({ compilerOptions, files: ["typed.ts", "examples/explain-text.mjs"] }),
        );
        const tsc = join(root, "node_modules/.bin/tsc");
        const { all, exitCode } = await execa(tsc, [], { cwd: program, all: true, reject: false });
        expect(all).to.equal("");
        expect(exitCode).to.equal(0);
      });
    }

    it("gives away its schema, and nothing of its insides", async () => {
      const run = (code: string) =>
        execa(process.execPath, ["--input-type=module", "-e", code], { cwd: program, reject: false });
      const schema = await run(
        'import s from "kubectl-pullcheck/report.schema.json" with { type: "json" }; console.log(s.title ?? s.$id)',
      );
      expect(schema.stdout).not.to.equal("");
      expect((await run('import "kubectl-pullcheck/dist/cli/main.js"')).stderr).to.contain(
        "ERR_PACKAGE_PATH_NOT_EXPORTED",
      );
    });
  });

  it("installed globally, is found by kubectl", async function () {
    this.timeout(120_000);
    const kubectl = await fetchKubectl(36);
    const prefix = join(folder, "prefix");
    const npm = await execa(
      "npm",
      ["install", "--global", "--prefix", prefix, "--prefer-offline", "--ignore-scripts", "--fetch-retries=0", tarball],
      { reject: false, all: true, timeout: 100_000 },
    );
    if (kubectl === null || npm.exitCode !== 0) {
      console.error(`    npm install is not tried: ${kubectl === null ? "there is no kubectl" : npm.shortMessage}`);
      return this.skip();
    }
    const bin = join(folder, "bin");
    mkdirSync(bin);
    symlinkSync(kubectl, join(bin, "kubectl"));
    const path = [join(prefix, "bin"), bin, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter);
    const run = (...args: string[]) =>
      execa("kubectl", args, { env: { PATH: path, HOME: folder }, extendEnv: false, reject: false });
    expect((await run("pullcheck", "--version")).stdout).to.match(new RegExp(`^kubectl-pullcheck v?${version}\\b`));
    expect((await run("pullcheck", "-q", "-f", saved)).stdout).to.contain("tag-not-found");
    const { stdout, stderr } = await run("plugin", "list");
    expect(stdout).to.contain(join(prefix, "bin", "kubectl-pullcheck"));
    expect(stderr).not.to.contain("pullcheck");
  });
});
