/**
 * Files → a .tar.gz that is the same wherever and whenever it is made: sorted, owned by root, of one date. It is packed
 * by the pinned Bun, since Node's zlib gives other bytes in another version; libdeflate's best is 2 to 3 % smaller than
 * `gzip -9`.
 */
import { execa } from "execa";
import { Header } from "tar";
import { BARE } from "./compile.ts";

export interface Entry {
  readonly path: string;
  readonly mode: 0o644 | 0o755;
  readonly content: Uint8Array;
}

const BLOCK = 512;

/** A ustar archive. */
export function tarOf(entries: readonly Entry[], mtime: Date): Buffer {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const blocks = sorted.flatMap(({ path, mode, content }) => {
    const header = Buffer.alloc(BLOCK);
    new Header({ path, mode, size: content.length, mtime, type: "File", uid: 0, gid: 0 }).encode(header, 0);
    return [header, content, Buffer.alloc(-content.length & (BLOCK - 1))];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

export async function gzip(bun: string, bytes: Uint8Array): Promise<Uint8Array> {
  const script =
    'await Bun.write(Bun.stdout, Bun.gzipSync(await Bun.stdin.bytes(), { library: "libdeflate", level: 12 }))';
  const { stdout } = await execa(bun, ["-e", script], {
    input: bytes,
    encoding: "buffer",
    maxBuffer: 2 ** 30,
    ...BARE,
  });
  return stdout;
}
