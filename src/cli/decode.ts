import { isUtf8 } from "node:buffer";

/**
 * Bytes → text, whatever saved them: PowerShell's `>` writes UTF-16 with a mark, `cmd /u` without one, old mail
 * programs Windows-1252. Never fails; what no encoding explains becomes replacement characters.
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  return encoding === "windows-1252" ? decodeWindows1252(bytes) : new TextDecoder(encoding).decode(bytes);
}

type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

function encodingOf(bytes: Uint8Array): Encoding {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return "utf-8";
  if (startsWith(bytes, 0xff, 0xfe)) return "utf-16le";
  if (startsWith(bytes, 0xfe, 0xff)) return "utf-16be";
  return unmarkedUtf16(bytes) ?? (isMostlyUtf8(bytes) ? "utf-8" : "windows-1252");
}

function startsWith(bytes: Uint8Array, ...mark: number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

const SAMPLE = 4096;

/** Text in Latin letters has a NUL in every second byte; which half they are in tells the order. */
function unmarkedUtf16(bytes: Uint8Array): Encoding | null {
  const sample = bytes.subarray(0, SAMPLE);
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
