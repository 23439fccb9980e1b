/**
 * Files, folders, patterns, archives and standard input → records. One that cannot be read does not hide the others;
 * texts are read one after the other, and only what was found in them is kept.
 */
import { stat } from "node:fs/promises";
import { joinBundles, type SourcedReading } from "./input/bundles.ts";
import { noMatch, nothingInside, unreadable } from "./input/complaints.ts";
import { fileBytes } from "./input/file-bytes.ts";
import { LIMITS, type Limits } from "./input/limits.ts";
import { onlyCounted, passedOver } from "./input/passed-over.ts";
import type { Piece } from "./input/piece.ts";
import { type ReadPiece, readPiece } from "./input/read-piece.ts";
import { Budget, Session } from "./input/session.ts";
import { textsIn } from "./input/unpack.ts";
import { filesIn } from "./input/walk.ts";
import type { UserError } from "./user-error.ts";
import type { World } from "./world.ts";

export interface Inputs {
  /** What could be read, in the order in which it was asked for. */
  readonly asked: readonly Asked[];
  readonly unreadable: readonly UserError[];
}

/** What one `-f` led to. */
export interface Asked {
  /** As given; "-" is standard input. */
  readonly name: string;
  /** How many texts were read. */
  readonly texts: number;
  readonly readings: readonly SourcedReading[];
  /** What was passed over, and why that does not matter. */
  readonly notes: readonly string[];
}

export interface InputOptions {
  readonly stdinIsTerminal: boolean;
  readonly limits?: Partial<Limits>;
  /** Milliseconds of silence on standard input after which it is told that text is waited for. */
  readonly patience?: number;
}

/** `files` are names as given. */
export async function readInputs(
  files: readonly string[],
  world: Pick<World, "stdin" | "stderr">,
  options: InputOptions,
): Promise<Inputs> {
  const budget = new Budget({ ...LIMITS, ...options.limits });
  const asked: Asked[] = [];
  const complaints: UserError[] = [];
  for (const given of files) {
    const session = new Session(given, budget);
    const found = await lookInto(given, session, world, options);
    if (found !== null) asked.push(found);
    complaints.push(...session.complaints);
  }
  return { asked, unreadable: complaints };
}

/** Null where nothing could be read. */
async function lookInto(
  given: string,
  session: Session,
  world: Pick<World, "stdin" | "stderr">,
  options: InputOptions,
): Promise<Asked | null> {
  const pieces = new Map<string, ReadPiece>();
  let place: Place | null = null;
  try {
    place = given === "-" ? standardInput(world, options) : await placeOf(given, session);
    for await (const piece of place.pieces) {
      for await (const text of textsIn(piece, session)) {
        const read = await readPiece(text, session);
        // In an archive that was added to, the later of two members of one name is the one that counts.
        if (pieces.has(text.path)) session.pass("twice");
        if (read !== null) pieces.set(text.path, read);
      }
    }
  } catch (error) {
    session.complaints.push(unreadable(given, error, { found: false }));
  }
  if (place !== null && pieces.size === 0 && session.complaints.length === 0) {
    session.complaints.push(
      place.isPattern ? noMatch(given) : nothingInside(given, place.isFolder ? "folder" : "archive"),
    );
  }
  if (pieces.size === 0) return null;
  const readings = joinBundles(place?.base ?? given, [...pieces.values()]);
  const isLong = readings.some(({ reading }) => reading.morePods > 0);
  const notes = [passedOver(given, session.passed), isLong ? onlyCounted(given) : null].filter((one) => one !== null);
  return { name: given, texts: pieces.size, readings, notes };
}

interface Place {
  readonly pieces: AsyncIterable<Piece> | Iterable<Piece>;
  /** What the paths of the pieces are below. */
  readonly base: string;
  readonly isFolder: boolean;
  readonly isPattern: boolean;
}

/** Throws what the system says where nothing is there. */
async function placeOf(given: string, session: Session): Promise<Place> {
  try {
    if ((await stat(given)).isDirectory()) {
      return { pieces: filesIn(given, session), base: given, isFolder: true, isPattern: false };
    }
    const piece = { path: "", bytes: fileBytes(given), file: given, asked: true };
    return { pieces: [piece], base: given, isFolder: false, isPattern: false };
  } catch (error) {
    // A name that is there wins over what it would mean as a pattern.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const { parseGlob } = await import("./input/glob.ts");
    const glob = parseGlob(given);
    if (glob === null) throw error;
    return { pieces: filesIn(glob.base, session, glob.wanted), base: glob.base, isFolder: true, isPattern: true };
  }
}

function standardInput(
  { stdin, stderr }: Pick<World, "stdin" | "stderr">,
  { stdinIsTerminal, patience = 3000 }: InputOptions,
): Place {
  if (stdinIsTerminal) stderr.write(`Paste the text, then ${endOfPaste()}.\n`);
  const bytes = awaited(stdin, () => stderr.write(WAITING), stdinIsTerminal ? null : patience);
  const piece = { path: "", bytes, file: null, asked: true };
  return { pieces: [piece], base: "-", isFolder: false, isPattern: false };
}

/** A pipe that nobody writes to or closes, as some CI systems give one, would look like a program that hangs. */
async function* awaited(
  stream: AsyncIterable<Uint8Array | string>,
  tell: () => void,
  patience: number | null,
): AsyncGenerator<Uint8Array> {
  const waiting = patience === null ? undefined : setTimeout(tell, patience);
  try {
    for await (const chunk of stream) {
      clearTimeout(waiting);
      yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    }
  } finally {
    clearTimeout(waiting);
  }
}

const WAITING =
  'Waiting for text on standard input. To look at pods instead, name them or choose them with -A or -l (-l "" takes all of the namespace).\n';

function endOfPaste(): string {
  return process.platform === "win32" ? "press Ctrl-Z and Enter" : "press Ctrl-D on a line of its own";
}
