/** Files and standard input → texts. One that cannot be read does not hide the others. */
import { createReadStream } from "node:fs";
import type { Input } from "../diagnose/diagnose.ts";
import { cleanLine } from "../text/clean.ts";
import { decodeText } from "./decode.ts";
import { UserError } from "./user-error.ts";
import type { World } from "./world.ts";

export interface Inputs {
  readonly inputs: readonly Input[];
  readonly unreadable: readonly UserError[];
}

export interface InputOptions {
  readonly stdinIsTerminal: boolean;
  /** Bytes; a longer text is refused. */
  readonly limit?: number;
  /** Milliseconds of silence on standard input after which it is told that text is waited for. */
  readonly patience?: number;
}

// The longest string of the engine has 2^29 characters, and reading takes several copies.
const LIMIT = 256 * 1024 * 1024;

/** `files` are names as given; "-" is standard input. */
export async function readInputs(
  files: readonly string[],
  { stdin, stderr }: Pick<World, "stdin" | "stderr">,
  { stdinIsTerminal, limit = LIMIT, patience = 3000 }: InputOptions,
): Promise<Inputs> {
  const inputs: Input[] = [];
  const unreadable: UserError[] = [];
  for (const source of files) {
    if (source === "-" && stdinIsTerminal) stderr.write(`Paste the text, then ${endOfPaste()}.\n`);
    // A pipe that nobody writes to or closes, as some CI systems give one, would look like a program that hangs.
    const waiting = source === "-" && !stdinIsTerminal ? setTimeout(() => stderr.write(WAITING), patience) : undefined;
    try {
      const bytes = await readAll(source === "-" ? stdin : createReadStream(source), limit, () =>
        clearTimeout(waiting),
      );
      if (bytes.length === 0) unreadable.push(empty(source));
      else inputs.push({ source, text: decodeText(bytes) });
    } catch (error) {
      unreadable.push(explain(source, error, limit));
    } finally {
      clearTimeout(waiting);
    }
  }
  return { inputs, unreadable };
}

const WAITING =
  'Waiting for text on standard input. To look at pods instead, name them or choose them with -A or -l (-l "" takes all of the namespace).\n';

function endOfPaste(): string {
  return process.platform === "win32" ? "press Ctrl-Z and Enter" : "press Ctrl-D on a line of its own";
}

class TooLong extends Error {}

async function readAll(
  stream: AsyncIterable<Uint8Array | string>,
  limit: number,
  onFirst: () => void,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    if (length === 0) onFirst();
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    length += bytes.length;
    if (length > limit) throw new TooLong();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function nameOf(source: string): string {
  return source === "-" ? "Standard input" : `The file "${cleanLine(source)}"`;
}

function empty(source: string): UserError {
  const hint =
    source === "-"
      ? 'Name a pod (kubectl pullcheck POD), choose pods with -A or -l (-l "" takes all of the namespace), or give a text: kubectl pullcheck -f FILE'
      : "Save the output of kubectl describe pod POD in it, and try again.";
  return new UserError(`${nameOf(source)} is empty.`, { hint });
}

function explain(source: string, error: unknown, limit: number): UserError {
  const name = nameOf(source);
  if (error instanceof TooLong) {
    return new UserError(`${name} is longer than ${Math.round(limit / 1024 / 1024)} MiB.`, {
      hint: "Save the part that is about the failing pods, and give that.",
    });
  }
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return new UserError(`${name} does not exist.`, { hint: "Check the name and the folder." });
  if (code === "EISDIR") {
    return new UserError(`${name} is a folder, and folders cannot be read yet.`, {
      hint: "Give its files with -f each.",
    });
  }
  if (code === "EACCES" || code === "EPERM") {
    return new UserError(`${name} may not be read by this user.`, { hint: "Check its permissions: ls -l" });
  }
  // Whatever the system gave as its reason is no fault of ours either: a broken disk, a vanished share.
  return new UserError(`${name} could not be read.`, {
    hint: "Copy it to another place and try again.",
    said: `The system said: ${cleanLine(error instanceof Error ? error.message : String(error))}`,
  });
}
