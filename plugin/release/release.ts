/**
 * `npm run release`: all six executables and everything around them. `-- linux-amd64 …` builds only those; `-- --check`
 * builds once more in another folder and compares the sums.
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, type Release } from "./build.ts";
import { sourceStamp } from "./source-stamp.ts";
import { TARGETS, type Target } from "./targets.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** What an executable is made of. */
const SOURCES = ["src", "node_modules", "package.json", "package-lock.json", "tsconfig.json", "LICENSE"];

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: "boolean" }, only: { type: "string", multiple: true, default: [] } },
  });
  await release([...positionals, ...values.only], values.check === true);
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function release(names: readonly string[], isChecked: boolean): Promise<void> {
  const targets = chosen(names);
  const stamp = await sourceStamp(ROOT);
  if (stamp === null) throw new Error("A release names the commit that it is of. Build it in a git repository.");

  const sums = await build({ root: ROOT, targets, stamp });
  process.stdout.write(sums);
  if (!isChecked) return;
  const again = await buildElsewhere({ root: ROOT, targets, stamp });
  if (again !== sums) throw new Error(`Built in another folder, the same source gives other bytes:\n${again}`);
  console.log("Built in another folder, the same source gives the same bytes.");
}

/** All of them where none is named. */
function chosen(names: readonly string[]): readonly Target[] {
  const known = TARGETS.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no target ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
  return names.length === 0 ? TARGETS : TARGETS.filter(({ name }) => names.includes(name));
}

async function buildElsewhere(release: Release): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "pullcheck-release-"));
  try {
    for (const name of SOURCES)
      await cp(join(release.root, name), join(root, name), { recursive: true, verbatimSymlinks: true });
    return await build({ ...release, root });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
