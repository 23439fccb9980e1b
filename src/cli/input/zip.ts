/** The members of a zip, in the order of its directory. */
import type { Readable } from "node:stream";
import type * as Yauzl from "yauzl";
import { cutOff, damaged, locked, tooManyEntries, zipTooLong } from "./complaints.ts";
import { explained, withinLimits } from "./gunzip.ts";
import type { Piece } from "./piece.ts";
import type { Session } from "./session.ts";

export interface ZipMember {
  readonly name: string;
  readonly type: "file" | "folder" | "link";
  readonly bytes: AsyncIterable<Uint8Array>;
}

// Names are decoded and judged here: one bad name among them must not hide the others.
const OPTIONS: Yauzl.Options = { lazyEntries: true, decodeStrings: false, autoClose: false, validateEntrySizes: true };

export async function* zipMembers(piece: Piece, source: string, session: Session): AsyncGenerator<ZipMember> {
  // Loading it takes longer than most texts take to be read.
  const yauzl = await import("yauzl");
  const zip = await open(yauzl, piece, source, session);
  try {
    if (zip.entryCount > session.limits.entries) throw tooManyEntries(session.given, session.limits);
    for await (const entry of zip.eachEntry()) {
      const name = yauzl.getFileNameLowLevel(
        entry.generalPurposeBitFlag,
        entry.fileNameRaw,
        yauzl.parseExtraFields(entry.extraFieldRaw),
        true,
      );
      yield { name, type: typeOf(entry, name), bytes: bytesOf(zip, entry, `${source}!${name}`, source, session) };
    }
  } catch (error) {
    // Whatever yauzl finds wrong with a directory is a plain Error.
    throw error instanceof Error && error.constructor === Error ? damaged(source) : error;
  } finally {
    zip.close();
  }
}

async function open(
  yauzl: typeof Yauzl,
  { file, bytes }: Piece,
  source: string,
  session: Session,
): Promise<Yauzl.ZipFile> {
  const whole = file === null ? await held(bytes, source, session) : null;
  try {
    return whole === null
      ? await yauzl.openPromise(file as string, OPTIONS)
      : await yauzl.fromBufferPromise(whole, OPTIONS);
  } catch (error) {
    // The directory stands at the end, so that what is cut off has none.
    if (error instanceof Error && /end of central directory/i.test(error.message)) throw cutOff(source);
    throw error instanceof Error && error.constructor === Error && !("code" in error) ? damaged(source) : error;
  }
}

async function held(bytes: AsyncIterable<Uint8Array>, source: string, { limits }: Session): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > limits.heldZip) throw zipTooLong(source, limits);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const UNIX = 3;
const LINK = 0xa000;

function typeOf({ versionMadeBy, externalFileAttributes }: Yauzl.Entry, name: string): ZipMember["type"] {
  if (versionMadeBy >> 8 === UNIX && ((externalFileAttributes >>> 16) & 0xf000) === LINK) return "link";
  return /[/\\]$/.test(name) ? "folder" : "file";
}

async function* bytesOf(
  zip: Yauzl.ZipFile,
  entry: Yauzl.Entry,
  member: string,
  source: string,
  session: Session,
): AsyncGenerator<Uint8Array> {
  if (entry.isEncrypted()) throw locked(source);
  const { crc32 } = await import("node:zlib");
  let stream: Readable | null = null;
  try {
    stream = await zip.openReadStreamPromise(entry);
    let sum = 0;
    for await (const chunk of withinLimits(stream, () => entry.compressedSize, member, session)) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
    if (sum !== entry.crc32) throw damaged(member);
  } catch (error) {
    throw error instanceof Error && error.constructor === Error ? damaged(member) : explained(error, member);
  } finally {
    stream?.destroy();
  }
}
