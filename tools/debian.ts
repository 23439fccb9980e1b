import { constants } from "node:fs";
import { access, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

/** A program of Debian's, and what it has to be run with. */
export interface DebianProgram {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Where each program is in its package, and the packages that it cannot do without on a bare machine. */
const PROGRAMS = {
  "docker-registry": { path: "usr/bin/docker-registry", packages: ["docker-registry"] },
  skopeo: { path: "usr/bin/skopeo", packages: ["skopeo", "libgpgme11", "libassuan0", "libdevmapper1.02.1"] },
  nginx: { path: "usr/sbin/nginx", packages: ["nginx"] },
  tinyproxy: { path: "usr/bin/tinyproxy", packages: ["tinyproxy-bin"] },
} as const;

export type ProgramName = keyof typeof PROGRAMS;

const cacheFolder = fileURLToPath(new URL("../.cache/debian/", import.meta.url));

/**
 * A program from Debian's archive, as apt is set up on this machine (which checks its signature), unpacked into
 * `.cache/debian/` once and installed nowhere, so that no root is needed. Null, with the reason told, where that cannot be.
 */
export async function fetchProgram(
  name: ProgramName,
  explain: (reason: string) => void = (reason) => console.error(reason),
): Promise<DebianProgram | null> {
  const { path, packages } = PROGRAMS[name];
  const target = join(cacheFolder, name);
  const program = { path: join(target, path), env: { LD_LIBRARY_PATH: await libraries(target) } };
  if (await isThere(program.path)) return program;
  if (process.platform !== "linux") {
    explain(`${name} is fetched on Linux only.`);
    return null;
  }
  await mkdir(cacheFolder, { recursive: true });
  // Beside the target, so that the last step is one rename.
  const folder = await mkdtemp(join(cacheFolder, "fetch-"));
  try {
    if (!(await download(packages, folder, explain))) return null;
    const root = join(folder, "root");
    for (const file of await readdir(folder)) {
      if (file.endsWith(".deb")) await execa("dpkg-deb", ["-x", join(folder, file), root]);
    }
    await rename(root, target).catch(async (error: unknown) => {
      // Another run was faster.
      if (!(await isThere(program.path))) throw error;
    });
    return { ...program, env: { LD_LIBRARY_PATH: await libraries(target) } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** With the machine's own lists of packages; where these are missing or old, with lists that are fetched here. */
async function download(
  packages: readonly string[],
  folder: string,
  explain: (reason: string) => void,
): Promise<boolean> {
  const own = join(cacheFolder, "apt");
  const apart = [`Dir::State::lists=${join(own, "lists")}`, `Dir::Cache=${join(own, "cache")}`, "Debug::NoLocking=1"];
  await mkdir(join(own, "lists", "partial"), { recursive: true });
  await mkdir(join(own, "cache", "archives", "partial"), { recursive: true });
  const options = { cwd: folder, reject: false, timeout: 180_000 } as const;
  // apt's own user may not write here; the archive's signature is checked all the same.
  const flags = ["-o", "APT::Sandbox::User=root"];
  const first = await execa("apt-get", [...flags, "download", ...packages], options);
  if (first.exitCode === 0) return true;
  const ownFlags = [...flags, ...apart.flatMap((one) => ["-o", one])];
  await execa("apt-get", [...ownFlags, "update"], options);
  const second = await execa("apt-get", [...ownFlags, "download", ...packages], options);
  if (second.exitCode !== 0) explain(`apt-get could not fetch ${packages.join(" ")}. ${second.shortMessage ?? ""}`);
  return second.exitCode === 0;
}

/** "usr/lib/x86_64-linux-gnu", whatever the machine. */
async function libraries(root: string): Promise<string> {
  const found = await readdir(join(root, "usr", "lib")).catch(() => []);
  return found
    .filter((one) => one.endsWith("-linux-gnu"))
    .map((one) => join(root, "usr", "lib", one))
    .join(":");
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    // Not fetched yet.
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = Object.keys(PROGRAMS) as ProgramName[];
  for (const name of names) console.log((await fetchProgram(name))?.path ?? `${name}: not to be had`);
}
