/**
 * Bytes → text, whatever saved them: PowerShell's `>` writes UTF-16 with a mark, `cmd /u` without one, old mail
 * programs Windows-1252. Never fails; what no encoding explains becomes replacement characters.
 */
import { isUtf8 } from "node:buffer";

export function decodeText(bytes: Uint8Array): string {
  return decodeAs(encodingOf(bytes), bytes);
}

/** How much is decoded together. */
const BLOCK = 32 * 1024;
const NEWLINE = 0x0a;

/**
 * The texts of which the bytes are made; every one but the last ends where a line does. Where the bytes end in an
 * error, it is thrown behind what came before it.
 */
export async function* decodeStream(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new BlockDecoder();
  let failure: { readonly error: unknown } | null = null;
  try {
    for await (const chunk of bytes) {
      const text = decoder.write(chunk);
      if (text !== "") yield text;
    }
  } catch (error) {
    failure = { error };
  }
  const rest = decoder.end();
  if (rest !== "") yield rest;
  if (failure !== null) throw failure.error;
}

class BlockDecoder {
  private chunks: Uint8Array[] = [];
  private length = 0;
  private utf16: InstanceType<typeof TextDecoder> | null = null;

  write(chunk: Uint8Array): string {
    this.chunks.push(chunk);
    this.length += chunk.length;
    if (this.length < BLOCK) return "";
    const block = this.take();
    const wide = this.utf16 === null ? wideEncodingOf(block) : null;
    if (wide !== null) this.utf16 = new TextDecoder(wide);
    if (this.utf16 !== null) return this.utf16.decode(block, { stream: true });
    // No character goes over the end of a line; one that goes over the end of a block without lines is left whole.
    const end = block.lastIndexOf(NEWLINE) + 1 || endOfCharacters(block);
    this.chunks = [block.subarray(end)];
    this.length = block.length - end;
    return decodeText(block.subarray(0, end));
  }

  end(): string {
    const rest = this.take();
    return this.utf16 === null ? decodeText(rest) : this.utf16.decode(rest);
  }

  private take(): Buffer {
    const block = Buffer.concat(this.chunks);
    this.chunks = [];
    this.length = 0;
    return block;
  }
}

/** The end of the last whole character of UTF-8; a continuation byte begins with the bits 10. */
function endOfCharacters(bytes: Uint8Array): number {
  for (let at = bytes.length - 1; at >= bytes.length - 4; at--) {
    const byte = bytes[at] as number;
    if (byte < 0x80) return at + 1;
    if (byte >= 0xc0) return at;
  }
  return bytes.length;
}

function decodeAs(encoding: Encoding, bytes: Uint8Array): string {
  return encoding === "windows-1252" ? decodeWindows1252(bytes) : new TextDecoder(encoding).decode(bytes);
}

type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

function encodingOf(bytes: Uint8Array): Encoding {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return "utf-8";
  return wideEncodingOf(bytes) ?? (isMostlyUtf8(bytes) ? "utf-8" : "windows-1252");
}

/** Null for one in which a byte is a character, or a part of one. */
function wideEncodingOf(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (startsWith(bytes, 0xff, 0xfe)) return "utf-16le";
  if (startsWith(bytes, 0xfe, 0xff)) return "utf-16be";
  return unmarkedUtf16(bytes);
}

function startsWith(bytes: Uint8Array, ...mark: number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

const SAMPLE = 4096;

/** Text in Latin letters has a NUL in every second byte; which half they are in tells the order. */
function unmarkedUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const sample = bytes.subarray(0, SAMPLE);
  if (!sample.includes(0)) return null;
  const nuls = [0, 0];
  for (const [index, byte] of sample.entries()) if (byte === 0) nuls[index % 2] = (nuls[index % 2] as number) + 1;
  const [even = 0, odd = 0] = nuls;
  const half = sample.length / 2;
  if (odd > half * 0.4 && even < half * 0.1) return "utf-16le";
  return even > half * 0.4 && odd < half * 0.1 ? "utf-16be" : null;
}

/** A text cut in the middle of a character, or with one odd byte in it, is still UTF-8. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  if (isUtf8(bytes)) return true;
  // Does more of it speak for UTF-8 than against?
  const text = new TextDecoder("utf-8").decode(bytes);
  let broken = 0;
  let whole = 0;
  for (const character of text) {
    if (character === "\ufffd") broken++;
    else if (character > "\u007f") whole++;
  }
  return whole > broken;
}

const FROM_80_TO_9F = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** Node 20 takes Windows-1252 for Latin-1, which has control characters in these places. */
function decodeWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  return latin1.replace(/[\u0080-\u009f]/g, (character) => FROM_80_TO_9F[character.charCodeAt(0) - 0x80] as string);
}
