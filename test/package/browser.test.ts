import { createContext, runInContext } from "node:vm";
import { expect } from "chai";
import { build } from "esbuild";

/**
 * A table's borders may have colours by a package of Node's, which cli-table3 asks for only where they do. It is an
 * optional dependency of it, and our tables have no borders.
 */
const NEVER_ASKED_FOR = ["@colors/colors"];

describe("the core", () => {
  it("runs where there is nothing but the language: no Node, no browser, no network", async function () {
    this.timeout(60_000);
    const { outputFiles, metafile } = await build({
      entryPoints: [new URL("../../src/index.ts", import.meta.url).pathname],
      bundle: true,
      // For a browser a module of Node's is an error.
      platform: "browser",
      format: "iife",
      globalName: "pullcheck",
      external: NEVER_ASKED_FOR,
      metafile: true,
      write: false,
      logLevel: "silent",
    });
    expect(Object.keys(metafile.inputs).filter((path) => path.startsWith("src/cli/"))).to.deep.equal([]);

    const world = createContext({});
    runInContext(outputFiles[0]?.text ?? "", world);
    const answers: unknown = runInContext(
      `const report = pullcheck.diagnose([
        { source: "-", text: 'Failed to pull image "nginx:lates": docker.io/library/nginx:lates: not found' },
      ]);
      JSON.stringify(["table", "markdown", "yaml", "json"].map((format) =>
        pullcheck.render(report, { format, color: true, width: 80, verbose: true, quiet: false, looked: "the text" })))`,
      world,
    );
    for (const answer of JSON.parse(String(answers)) as string[]) expect(answer).to.contain("tag-not-found");
  });
});
