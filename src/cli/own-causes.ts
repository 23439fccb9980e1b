/**
 * Where a team's own causes are read from: files and folders named by `--causes`, and `causes.d` of the configuration.
 * Looking into a folder that is not there is all that it costs whoever has none.
 */
import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { BUILT_IN, type Catalogue } from "../catalogue/own.ts";
import type { OwnFile } from "../own/own-file.ts";
import type { Problem } from "../own/yaml-text.ts";
import type { WithOwnCauses } from "./request.ts";
import { UserError } from "./user-error.ts";
import type { World } from "./world.ts";

export interface OwnCatalogue {
  readonly catalogue: Catalogue;
  /** What of `causes.d` was left out; the answer is whole without it, as far as the built-in causes go. */
  readonly warnings: readonly string[];
}

type Asked = Pick<WithOwnCauses, "causes"> & { readonly show?: WithOwnCauses["show"] };

/**
 * Throws a `UserError` where a file that was named cannot be used. One that was merely found is left out with a
 * warning: whoever looks into a failing pull at night has not written it.
 */
export async function catalogueFor(
  { causes = [], show }: Asked,
  world: Pick<World, "env" | "platform">,
): Promise<OwnCatalogue> {
  const folder = configuredFolder(world);
  const found = folder === null ? [] : await filesFound(folder);
  // What a team writes to itself cannot be cleaned of names; a report to share does without.
  if (show?.redact === true) return { catalogue: BUILT_IN, warnings: found.length === 0 ? [] : [LEFT_OUT] };
  const named = await filesNamed(causes);
  if (found.length + named.length === 0) return { catalogue: BUILT_IN, warnings: [] };
  const [{ readOwnFile }, { compose }] = await Promise.all([import("../own/own-file.ts"), import("../own/compose.ts")]);
  const known = new Set(named.map((file) => resolve(file)));
  const others = found.filter((file) => !known.has(resolve(file))).slice(0, MOST_FILES);
  const texts = await Promise.all(named.map(async (file) => readOwnFile(file, await ownText(file))));
  const readable = await Promise.all(others.map((file) => ownText(file).catch((error: unknown) => userError(error))));
  const warnings = readable.flatMap((text) => (typeof text === "string" ? [] : [`${text.message} ${text.hint}`]));
  const more = readable.flatMap((text, index) =>
    typeof text === "string" ? [readOwnFile(others[index] as string, text)] : [],
  );
  const { catalogue, refused } = compose(texts, more);
  const [broken] = refused.filter(({ file }) => texts.includes(file));
  if (broken !== undefined) throw refusal(broken.file, broken.problems);
  return {
    catalogue,
    warnings: [
      ...(found.length > MOST_FILES ? [`Of the files of own causes only the first ${MOST_FILES} are used.`] : []),
      ...warnings,
      ...refused.map(({ file, problems }) => {
        const { message, hint } = refusal(file, problems);
        return `${message} Nothing in it is used. ${hint}`;
      }),
    ],
  };
}

const MOST_FILES = 50;
const LEFT_OUT = "Own causes and advice are left out of a report that is made with --redact.";

/** Null where the surroundings name no place for configuration. */
function configuredFolder({ env, platform }: Pick<World, "env" | "platform">): string | null {
  const home = env["HOME"] ? join(env["HOME"], ".config") : undefined;
  const base = platform === "win32" ? env["APPDATA"] : env["XDG_CONFIG_HOME"] || home;
  return base ? join(base, "kubectl-pullcheck", "causes.d") : null;
}

async function filesFound(folder: string): Promise<string[]> {
  try {
    return ownFilesIn(folder, await readdir(folder, { withFileTypes: true }));
  } catch {
    // Most people have none, and of one that may not be read there is nothing that could be lost.
    return [];
  }
}

/** Throws a `UserError` for a name that leads nowhere, and for a folder without such files. */
export async function filesNamed(names: readonly string[]): Promise<string[]> {
  const files = await Promise.all(
    names.map(async (name) => {
      const isFolder = await stat(name).then(
        (stats) => stats.isDirectory(),
        () => false,
      );
      if (!isFolder) return [name];
      const inside = ownFilesIn(name, await readdir(name, { withFileTypes: true }).catch(() => []));
      if (inside.length > 0) return inside;
      throw new UserError(`The folder "${name}" holds no file whose name ends in .yaml.`, {
        hint: "Name the folder in which your own causes are.",
      });
    }),
  );
  const all = [...new Set(files.flat())];
  if (all.length <= MOST_FILES) return all;
  throw new UserError(`These are ${all.length} files of own causes, and ${MOST_FILES} is the most.`, {
    hint: "Put several causes into one file.",
  });
}

function ownFilesIn(folder: string, entries: readonly Dirent[]): string[] {
  return entries
    .filter((entry) => !entry.isDirectory() && /^[^.].*\.ya?ml$/.test(entry.name))
    .map(({ name }) => join(folder, name))
    .sort();
}

/** Bytes; the letters are counted when they are read. */
const LARGEST = 512 * 1024;

/** Throws a `UserError` where the file cannot be read. */
export async function ownText(file: string): Promise<string> {
  try {
    const stats = await stat(file);
    // A pipe or a device would keep everybody waiting.
    if (!stats.isFile()) throw unreadable(file, "is no file");
    if (stats.size > LARGEST) throw unreadable(file, `has more than ${LARGEST / 1024} kB`);
    const { decodeText } = await import("./decode.ts");
    return decodeText(await readFile(file));
  } catch (error) {
    throw userError(error, file);
  }
}

function userError(error: unknown, file = ""): UserError {
  if (error instanceof UserError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return unreadable(file, "does not exist");
  if (code === "EACCES" || code === "EPERM") return unreadable(file, "may not be read");
  return unreadable(file, `could not be read (${code ?? "no reason is known"})`);
}

function unreadable(file: string, why: string): UserError {
  return new UserError(`The file of own causes "${file}" ${why}.`, { hint: "Check the name and the folder." });
}

/** The first of the problems; `causes lint` tells all. */
function refusal({ name }: OwnFile, problems: readonly Problem[]): UserError {
  const [first] = problems as readonly [Problem];
  const more = problems.length === 1 ? "" : ` (${problems.length - 1} more)`;
  return new UserError(`Own causes: ${problemLine(name, first)}${more}`, {
    hint: `See all of it: kubectl pullcheck causes lint ${/\s/.test(name) ? `"${name}"` : name}`,
  });
}

/** `gate.yaml:12:5: causes[0].title: is empty.` */
export function problemLine(name: string, { line, column, field, message }: Problem): string {
  return `${name}:${line}:${column}: ${field === null ? "" : `${field}: `}${message}`;
}
