/** Checks the npm package with the linters that know how Node, TypeScript and the bundlers read one. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { pack } from "./pack.ts";

const folder = mkdtempSync(join(tmpdir(), "pullcheck-pack-"));
try {
  const tarball = await pack(folder);
  const run = execa({ preferLocal: true, stdio: "inherit", reject: false });
  const linted = [
    await run`publint run --strict ${tarball}`,
    // The package is ESM, as its dependencies are; Node 20.19 and newer give it to require() too.
    await run`attw --profile esm-only --no-summary ${tarball}`,
  ];
  if (linted.some(({ exitCode }) => exitCode !== 0)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
