/**
 * The code signature of a macOS executable, without macOS. macOS kills a program whose pages do not hash to what its
 * signature says; Bun leaves its own, outdated signature in the files that it makes for darwin-amd64. Such a file gets
 * an ad-hoc signature here, the kind that Apple's linker writes: no identity, just the hash of every page.
 *
 * Layouts: Apple's <mach-o/loader.h> (little endian) and the kernel's cs_blobs.h (big endian).
 */
import { createHash } from "node:crypto";

const PAGE = 4096;
const HASH = 32;

const LC_SEGMENT_64 = 0x19;
const LC_CODE_SIGNATURE = 0x1d;
const EMBEDDED_SIGNATURE = 0xfade_0cc0;
const CODE_DIRECTORY = 0xfade_0c02;
/** Since this version the directory says where the executable segment is. */
const DIRECTORY_VERSION = 0x2_0400;
const DIRECTORY_SIZE = 88;
const ADHOC_AND_LINKER_SIGNED = 0x2_0002;
const SHA256 = 2;

/** The pages that do not hash to what the signature says; null where there is no signature to be read. */
export function badPages(file: Buffer): number[] | null {
  const { signature } = loadCommands(file);
  const blob = file.readUInt32LE(signature + 8);
  if (file.readUInt32BE(blob) !== EMBEDDED_SIGNATURE) return null;
  const directory = blob + file.readUInt32BE(blob + 16);
  if (file.readUInt32BE(directory) !== CODE_DIRECTORY || file.readUInt8(directory + 37) !== SHA256) return null;
  const hashes = directory + file.readUInt32BE(directory + 16);
  const limit = file.readUInt32BE(directory + 32);
  const pageSize = 2 ** file.readUInt8(directory + 39);
  // What stands behind the last page is the signature; were it something else, nobody would have signed it.
  if (limit > blob || blob - limit >= 16) return null;
  return pagesOf(file, limit, pageSize).flatMap((page, index) => {
    const at = hashes + index * HASH;
    return hash(page).equals(file.subarray(at, at + HASH)) ? [] : [index];
  });
}

/** The file with an ad-hoc signature in place of the one it has. */
export function signAdHoc(file: Buffer, identifier: string): Buffer {
  const { signature, linkedit, text } = loadCommands(file);
  const code = file.subarray(0, file.readUInt32LE(signature + 8));
  const limit = upTo(16, code.length);
  const name = Buffer.from(`${identifier}\0`);
  const directorySize = DIRECTORY_SIZE + name.length + Math.ceil(limit / PAGE) * HASH;
  const blobSize = 20 + directorySize;
  const size = upTo(16, blobSize);

  const signed = Buffer.alloc(limit + size);
  code.copy(signed);
  signed.writeUInt32LE(limit, signature + 8);
  signed.writeUInt32LE(size, signature + 12);
  const segmentSize = signed.length - Number(signed.readBigUInt64LE(linkedit + 40));
  signed.writeBigUInt64LE(BigInt(upTo(0x4000, segmentSize)), linkedit + 32);
  signed.writeBigUInt64LE(BigInt(segmentSize), linkedit + 48);

  // The header is part of the first page, so the hashes come last.
  const directory = codeDirectory(directorySize, name, limit, signed.subarray(text + 40, text + 56));
  const hashes = pagesOf(signed, limit, PAGE).map(hash);
  Buffer.concat([bigEndian(EMBEDDED_SIGNATURE, blobSize, 1, 0, 20), directory, name, ...hashes]).copy(signed, limit);
  return signed;
}

/** Without the identifier and the hashes that follow it. `text` is the __TEXT segment's offset and size in the file. */
function codeDirectory(size: number, name: Buffer, limit: number, text: Buffer): Buffer {
  const head = bigEndian(
    CODE_DIRECTORY,
    size,
    DIRECTORY_VERSION,
    ADHOC_AND_LINKER_SIGNED,
    DIRECTORY_SIZE + name.length,
    DIRECTORY_SIZE,
    0,
    Math.ceil(limit / PAGE),
    limit,
  );
  const kinds = Buffer.from([HASH, SHA256, 0, Math.log2(PAGE)]);
  const [offset, length] = [text.readBigUInt64LE(0), text.readBigUInt64LE(8)];
  const segment = Buffer.alloc(24);
  segment.writeBigUInt64BE(offset, 0);
  segment.writeBigUInt64BE(length, 8);
  // It is a main executable.
  segment.writeBigUInt64BE(1n, 16);
  return Buffer.concat([head, kinds, Buffer.alloc(24), segment]);
}

interface LoadCommands {
  readonly signature: number;
  readonly linkedit: number;
  readonly text: number;
}

/** Where the load commands begin that say where things are. */
function loadCommands(file: Buffer): LoadCommands {
  if (file.readUInt32LE(0) !== 0xfeed_facf) throw new Error("This is no Mach-O file of 64 bits.");
  const found: { [name: string]: number } = {};
  let at = 32;
  for (let left = file.readUInt32LE(16); left > 0; left--) {
    const command = file.readUInt32LE(at);
    if (command === LC_CODE_SIGNATURE) found["signature"] = at;
    if (command === LC_SEGMENT_64) found[file.toString("latin1", at + 8, at + 24).replace(/\0+$/, "")] = at;
    at += file.readUInt32LE(at + 4);
  }
  const { signature, __LINKEDIT: linkedit, __TEXT: text } = found;
  if (signature === undefined || linkedit === undefined || text === undefined)
    throw new Error("This Mach-O file has no signature to replace.");
  return { signature, linkedit, text };
}

function pagesOf(file: Buffer, limit: number, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(limit / size) }, (_, index) =>
    file.subarray(index * size, Math.min((index + 1) * size, limit)),
  );
}

function hash(page: Buffer): Buffer {
  return createHash("sha256").update(page).digest();
}

function bigEndian(...words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * words.length);
  for (const [index, word] of words.entries()) bytes.writeUInt32BE(word, 4 * index);
  return bytes;
}

function upTo(multiple: number, size: number): number {
  return Math.ceil(size / multiple) * multiple;
}
