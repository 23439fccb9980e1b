/**
 * kubectl asks a program of its own for completion: `kubectl_complete-pullcheck`, anywhere on PATH. krew puts one file
 * there, so this writes the other: beside the plugin where that is allowed. A file that somebody else wrote stays as it
 * is, whatever it is called.
 */
import { constants } from "node:fs";
import { access, chmod, lstat, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { UserError } from "../user-error.ts";
import type { World } from "../world.ts";

const SIGNED = "Written by: kubectl pullcheck completion install";

/** The same as `plugin/kubectl_complete-pullcheck`. A program that is gone says nothing while somebody types. */
export const SCRIPT = `#!/bin/sh
# kubectl runs this to complete "kubectl pullcheck ...", with the words behind it; what could come next is printed.
# ${SIGNED}
# Removed by: kubectl pullcheck completion uninstall
exec kubectl-pullcheck __complete "$@" 2>/dev/null
`;

const WINDOWS_SCRIPT = `@rem kubectl runs this to complete "kubectl pullcheck ...".\r
@rem ${SIGNED}\r
@kubectl-pullcheck __complete %* 2>nul\r
`;

const IS_WINDOWS = process.platform === "win32";
const NAME = IS_WINDOWS ? "kubectl_complete-pullcheck.cmd" : "kubectl_complete-pullcheck";
const TEXT = IS_WINDOWS ? WINDOWS_SCRIPT : SCRIPT;
const PLUGIN_NAMES = IS_WINDOWS ? ["kubectl-pullcheck.exe", "kubectl-pullcheck.cmd"] : ["kubectl-pullcheck"];

type Env = World["env"];

/** What was done, as a sentence; throws a `UserError` where it cannot be done. */
export async function installCompletion(env: Env): Promise<string> {
  const found = await findOwn(env);
  const file = found[0] ?? join(await chooseFolder(env), NAME);
  // The path may have become somebody else's since it was looked at; then this fails.
  await change(file, () => writeFile(file, TEXT, { flag: found.length > 0 ? "w" : "wx" }));
  await change(file, () => chmod(file, 0o755));
  return `Wrote ${file}. kubectl 1.26 or newer runs it when you press Tab, if its own completion is set up: kubectl completion --help\n`;
}

export async function uninstallCompletion(env: Env): Promise<string> {
  const found = await findOwn(env);
  for (const file of found) await change(file, () => rm(file));
  return found.length > 0
    ? `Removed ${found.join(", ")}.\n`
    : `There is no ${NAME} on PATH, so there is nothing to remove.\n`;
}

/** Those on PATH that we wrote. One that we did not write is the end of it. */
async function findOwn(env: Env): Promise<string[]> {
  const found: string[] = [];
  for (const folder of foldersOnPath(env)) {
    const file = join(folder, NAME);
    const author = await authorOf(file);
    if (author === "somebody") {
      throw new UserError(`${file} was not written by kubectl pullcheck, so it stays as it is.`, {
        hint: "Move it away if you do not need it, and run this again.",
      });
    }
    if (author === "us") found.push(file);
  }
  return found;
}

async function authorOf(file: string): Promise<"us" | "somebody" | null> {
  try {
    // A link was made by hand, wherever it leads.
    if (!(await lstat(file)).isFile()) return "somebody";
    return (await readFile(file, "utf8")).includes(SIGNED) ? "us" : "somebody";
  } catch (error) {
    // A folder on PATH that is not there, or not ours to look into, has nothing that kubectl could run for us.
    return ["ENOENT", "ENOTDIR", "EACCES"].includes(codeOf(error)) ? null : "somebody";
  }
}

/** Beside the plugin, else where krew or the user keeps programs; always on PATH, where kubectl looks. */
async function chooseFolder(env: Env): Promise<string> {
  const onPath = foldersOnPath(env);
  const beside = await pluginFolders(onPath);
  if (beside.length === 0) {
    throw new UserError("kubectl-pullcheck is not on PATH, so kubectl does not find it, and has nothing to complete.", {
      hint: "Put it into a folder on PATH, and run this again.",
    });
  }
  const home = env["HOME"] || env["USERPROFILE"] || "";
  const own = [join(env["KREW_ROOT"] || join(home, ".krew"), "bin"), join(home, ".local", "bin")];
  for (const folder of [...beside, ...own.filter((one) => onPath.includes(one))]) {
    if (await allows(folder, constants.W_OK)) return folder;
  }
  throw new UserError(`You may not write to ${beside[0]}, where kubectl-pullcheck is.`, {
    hint: `Make the folder ${own[1]}, put it on PATH, and run this again.`,
  });
}

async function pluginFolders(onPath: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of onPath) {
    for (const name of PLUGIN_NAMES) if (await allows(join(folder, name), constants.X_OK)) found.push(folder);
  }
  return found;
}

/** What npm and npx put in front of PATH is gone when they are done. */
function foldersOnPath(env: Env): string[] {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  return [...new Set(folders.map((folder) => resolve(folder)))].filter(
    (folder) => !/node_modules[\\/]\.bin$/.test(folder),
  );
}

async function allows(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

async function change(file: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    throw new UserError(`${file} could not be changed. (${codeOf(error)})`, {
      hint: "Check that you may write to its folder.",
    });
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "";
}
