/**
 * Bun for a target, from its npm package, as npm is set up on this machine. The archive stays in `.cache/bun`; it is
 * checked against its pin and unpacked anew at each release, so that nothing can change in between.
 */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { extract } from "tar";
import { BUN_VERSION, hostTarget, type Target } from "./targets.ts";

const CACHE = fileURLToPath(new URL("../../.cache/bun/", import.meta.url));

/** The path of Bun's executable for the target. */
export async function fetchRuntime(target: Target): Promise<string> {
  const archive = join(CACHE, `${target.bun}-${BUN_VERSION}.tgz`);
  await download(target, archive);
  const integrity = `sha512-${createHash("sha512")
    .update(await readFile(archive))
    .digest("base64")}`;
  if (integrity !== target.integrity) {
    await rm(archive);
    throw new Error(`Bun ${BUN_VERSION} for ${target.bun} is not the pinned one: its integrity is ${integrity}.`);
  }
  const folder = join(CACHE, `${target.bun}-${BUN_VERSION}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await extract({ file: archive, cwd: folder, strip: 1 });
  return join(folder, "bin", target.os === "windows" ? "bun.exe" : "bun");
}

/** The Bun that runs here. */
export async function fetchHostRuntime(): Promise<string> {
  const host = hostTarget();
  if (!host)
    throw new Error(`There is no Bun for ${process.platform} on ${process.arch}. Release from another machine.`);
  return fetchRuntime(host);
}

async function download({ bun }: Target, archive: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  // Beside the target, so that the last step is one rename: an interrupted download leaves nothing half done.
  const folder = await mkdtemp(join(CACHE, "fetch-"));
  try {
    if ((await readFile(archive).catch(() => null)) !== null) return;
    const name = `@oven/bun-${bun}@${BUN_VERSION}`;
    const { stdout } = await execa("npm", ["pack", name, "--json", "--pack-destination", folder], { cwd: folder });
    const [packed] = JSON.parse(stdout) as { filename: string }[];
    if (!packed) throw new Error(`npm packed nothing for ${name}.`);
    await rename(join(folder, packed.filename), archive);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
