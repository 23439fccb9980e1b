/**
 * The program → one executable, by the measured way: bytecode so that nothing is parsed at start, split so that `--version`
 * loads only the entry, and a JIT that holds back, since most runs are over before it would pay.
 */
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { execa } from "execa";
import { type SourceStamp, stampText } from "./source-stamp.ts";
import type { Target } from "./targets.ts";

export interface Compilation {
  /** The folder that `src` and `node_modules` are in. */
  readonly root: string;
  readonly target: Target;
  /** The Bun that builds. */
  readonly bun: string;
  /** The Bun that the program is put into. */
  readonly runtime: string;
  readonly stamp: SourceStamp;
  readonly outfile: string;
}

export async function compile({ root, target, bun, runtime, stamp, outfile }: Compilation): Promise<void> {
  await mkdir(dirname(outfile), { recursive: true });
  const flags = [
    "--minify",
    "--bytecode",
    // Bytecode of CommonJS, the default, fails on import.meta.
    "--format=esm",
    "--splitting",
    "--compile-jit-policy=100",
    // Else the program would read .env and bunfig.toml of whatever folder a user stands in.
    "--no-compile-autoload-dotenv",
    "--no-compile-autoload-bunfig",
    "--reject-unresolved",
    `--define=PULLCHECK_SOURCE=${JSON.stringify(stampText(stamp))}`,
    `--target=bun-${target.bun}`,
    `--compile-executable-path=${runtime}`,
  ];
  const { all } = await execa(bun, ["build", "--compile", ...flags, "src/cli/main.ts", "--outfile", outfile], {
    cwd: root,
    all: true,
    ...BARE,
  });
  // Where bytecode cannot be made, Bun says so, leaves a file that does not run, and ends with status 0.
  if (/^error\b/im.test(all)) throw new Error(`Bun could not compile for ${target.name}:\n${all}`);
}

/** Without the caller's settings: BUN_OPTIONS, or a bunfig.toml at home, could change what is built. */
export const BARE = { env: { HOME: tmpdir() }, extendEnv: false } as const;
