/** How much is read before it is called too much: a bundle can be made to fill memory or to keep a program busy. */
export interface Limits {
  /** Files and members that are read as texts, in all. */
  readonly files: number;
  /** Names that are looked at, of files, folders and members, in all. */
  readonly entries: number;
  /** Characters of one text that is held in memory until its end: JSON and YAML of whatever length; see long-text.ts. */
  readonly text: number;
  /** Bytes of all texts. */
  readonly bytes: number;
  /** Bytes that come out of compression, read or passed over. */
  readonly unpacked: number;
  /** How many times its packed size something may unpack to, once it is past `ratioFrom` bytes. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /** Folders in folders. */
  readonly depth: number;
  /** Bytes of a zip that is not a file of its own: its directory stands at its end, so it is held in memory. */
  readonly heldZip: number;
}

const MIB = 1024 * 1024;

export const LIMITS: Limits = {
  files: 20_000,
  entries: 100_000,
  // The longest string of the engine has 2^29 characters, and reading takes several copies.
  text: 256 * MIB,
  bytes: 2048 * MIB,
  unpacked: 8192 * MIB,
  // Logs and dumps shrink to a tenth, a monotonous one to a hundredth; zeros to a thousandth, as far as gzip goes.
  ratio: 250,
  ratioFrom: 16 * MIB,
  depth: 32,
  heldZip: 64 * MIB,
};
