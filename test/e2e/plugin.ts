/** `kubectl pullcheck …`, as a user has it: a real kubectl finds the built plugin on PATH, through a link as krew makes one. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa, type Options } from "execa";

const root = fileURLToPath(new URL("../../", import.meta.url));
export const LAUNCHER = join(root, "plugin", "kubectl-pullcheck");

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
  const path = [bin, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter);
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

/** The plugin by itself, without a kubectl around it. */
export async function runAlone(args: readonly string[], env: NodeJS.ProcessEnv, options: Options = {}): Promise<Ran> {
  return ranOf(await execa(process.execPath, [LAUNCHER, ...args], { ...COMMON, env, ...options }));
}

const COMMON = { extendEnv: false, reject: false, stripFinalNewline: false, stdin: "ignore" } as const;

function ranOf({ exitCode, stdout, stderr }: { exitCode?: number; stdout?: unknown; stderr?: unknown }): Ran {
  const text = (output: unknown) => (typeof output === "string" ? output : "");
  return { exitCode: exitCode ?? -1, stdout: text(stdout), stderr: text(stderr) };
}

/** Builds what is to be run where a source is newer than it, so that a test never tells about yesterday's program. */
export async function buildPlugin(): Promise<void> {
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
