/**
 * `kubectl pullcheck …`, as a user has it: a real kubectl finds the built plugin on PATH, through a link as krew makes one.
 * PULLCHECK names an executable to be tested in place of the checkout's own launcher: that is how a release is tested.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { execa, type Options } from "execa";
import { fetchKubectl } from "../../tools/kubectl.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const executable = process.env["PULLCHECK"];
export const isCompiled = executable !== undefined;
export const LAUNCHER = resolve(root, executable ?? "plugin/kubectl-pullcheck");
/** What starts it by itself, where PATH may lead nowhere. */
export const COMMAND: readonly [string, ...string[]] = isCompiled ? [LAUNCHER] : [process.execPath, LAUNCHER];

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Plugin {
  /** Folders for PATH: kubectl and the plugin, and Node behind them. */
  readonly path: string;
  run(args: readonly string[], env: NodeJS.ProcessEnv, options?: Options): Promise<Ran>;
  remove(): void;
}

/** `kubectl` is the path of a real one. */
export function installPlugin(kubectl: string): Plugin {
  const folder = mkdtempSync(join(tmpdir(), "pullcheck-plugin-"));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  symlinkSync(kubectl, join(bin, "kubectl"));
  symlinkSync(LAUNCHER, join(bin, "kubectl-pullcheck"));
  const node = isCompiled ? [] : [dirname(process.execPath)];
  const path = [bin, ...node, "/usr/bin", "/bin"].join(delimiter);
  return {
    path,
    async run(args, env, options = {}) {
      return ranOf(
        await execa("kubectl", ["pullcheck", ...args], { ...COMMON, env: { ...env, PATH: path }, ...options }),
      );
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The plugin under each of these minor versions of kubectl; of one that is not to be had it is said why, and it is left out. */
export async function installPlugins(minors: readonly number[]): Promise<Map<number, Plugin>> {
  await buildPlugin();
  const plugins = new Map<number, Plugin>();
  for (const minor of minors) {
    const kubectl = await fetchKubectl(minor);
    if (kubectl !== null) plugins.set(minor, installPlugin(kubectl));
  }
  return plugins;
}

/** The plugin by itself, without a kubectl around it. */
export async function runAlone(args: readonly string[], env: NodeJS.ProcessEnv, options: Options = {}): Promise<Ran> {
  const [file, ...first] = COMMAND;
  return ranOf(await execa(file, [...first, ...args], { ...COMMON, env, ...options }));
}

const COMMON = { extendEnv: false, reject: false, stripFinalNewline: false, stdin: "ignore" } as const;

function ranOf({ exitCode, stdout, stderr }: { exitCode?: number; stdout?: unknown; stderr?: unknown }): Ran {
  const text = (output: unknown) => (typeof output === "string" ? output : "");
  return { exitCode: exitCode ?? -1, stdout: text(stdout), stderr: text(stderr) };
}

/** Builds what is to be run where a source is newer than it, so that a test never tells about yesterday's program. */
export async function buildPlugin(): Promise<void> {
  if (isCompiled) return;
  const source = newest(join(root, "src"));
  let built = 0;
  try {
    built = statSync(join(root, "dist", "cli", "main.js")).mtimeMs;
  } catch {
    // Not built yet.
  }
  if (built > source) return;
  await execa(join(root, "node_modules", ".bin", "tsc"), ["-p", "tsconfig.build.json"], { cwd: root, reject: false });
}

function newest(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
}
