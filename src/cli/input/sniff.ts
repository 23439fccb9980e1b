/** What bytes are, told by how they begin; names are not asked, since tickets rename what they carry. */

export type Packing =
  | { readonly kind: "plain" }
  | { readonly kind: "gzip" | "zip" | "tar" }
  | { readonly kind: "other"; readonly name: string };

/** As many bytes of the beginning as `packingOf` and `isBinary` look at. */
export const HEAD = 4096;

const OTHERS: readonly (readonly [string, readonly number[]])[] = [
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ["bzip2", [0x42, 0x5a, 0x68]],
  ["7-Zip", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ["RAR", [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["lz4", [0x04, 0x22, 0x4d, 0x18]],
  ["lzip", [0x4c, 0x5a, 0x49, 0x50, 0x01]],
  ["compress", [0x1f, 0x9d]],
];

export function packingOf(head: Uint8Array): Packing {
  if (begins(head, [0x1f, 0x8b, 0x08])) return { kind: "gzip" };
  if (begins(head, [0x50, 0x4b, 0x03, 0x04]) || begins(head, [0x50, 0x4b, 0x05, 0x06])) return { kind: "zip" };
  if (isTar(head)) return { kind: "tar" };
  const other = OTHERS.find(([, mark]) => begins(head, mark));
  // "BZh" begins a word in no language, but a digit must follow it.
  if (other === undefined || (other[0] === "bzip2" && !/[1-9]/.test(String.fromCharCode(head[3] ?? 0)))) {
    return { kind: "plain" };
  }
  return { kind: "other", name: other[0] };
}

function begins(head: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => head[index] === byte);
}

/** The checksum of the first header: older tars have no mark, and a text that talks of "ustar" has no checksum. */
function isTar(head: Uint8Array): boolean {
  if (head.length < 512) return false;
  const field = String.fromCharCode(...head.subarray(148, 156));
  const given = /^ *([0-7]{1,7})[ \0]/.exec(field)?.[1];
  if (given === undefined) return false;
  let sum = 8 * 32;
  for (let at = 0; at < 512; at++) if (at < 148 || at >= 156) sum += head[at] as number;
  return sum === Number.parseInt(given, 8);
}

// A few stray control characters are no proof; in pictures and programs every tenth byte is one.
const CONTROLS = 0.05;

/** True for what no person wrote and no program printed: pictures, programs, databases, certificates in DER. */
export function isBinary(head: Uint8Array): boolean {
  if (head.length === 0 || isUtf16(head)) return false;
  let controls = 0;
  for (let at = 0; at < head.length; at++) {
    const byte = head[at] as number;
    if (byte < 0x20 && !(byte >= 0x08 && byte <= 0x0d) && byte !== 0x1b) controls++;
  }
  return controls > head.length * CONTROLS;
}

/** Latin letters in UTF-16 have a NUL in every second byte, all on the same side. */
function isUtf16(head: Uint8Array): boolean {
  if (begins(head, [0xff, 0xfe]) || begins(head, [0xfe, 0xff])) return true;
  if (!head.includes(0)) return false;
  const nuls = [0, 0];
  for (const [index, byte] of head.entries()) if (byte === 0) nuls[index % 2] = (nuls[index % 2] as number) + 1;
  const [even = 0, odd = 0] = nuls;
  const half = head.length / 2;
  return (odd > half * 0.4 && even < half * 0.1) || (even > half * 0.4 && odd < half * 0.1);
}
