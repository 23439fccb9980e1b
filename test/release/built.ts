/** What `npm run release` left in build/, for the tests that look at it; nothing where it has not run. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { list, type ReadEntry } from "tar";
import { TARGETS, type Target } from "../../plugin/release/targets.ts";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const BUILD = join(ROOT, "build");
export const MANIFEST = join(BUILD, "krew-manifest.yaml");

/** File names in build/ and what SHA256SUMS says of them. */
export function builtSums(): ReadonlyMap<string, string> {
  let text: string;
  try {
    text = readFileSync(join(BUILD, "SHA256SUMS"), "utf8");
  } catch {
    // Not released yet.
    return new Map();
  }
  return new Map(text.split("\n").flatMap((line) => (line ? [line.split("  ").reverse() as [string, string]] : [])));
}

export function builtTargets(): Target[] {
  const sums = builtSums();
  return TARGETS.filter(({ archive }) => sums.has(archive));
}

export function sha256(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

export interface ArchiveEntry {
  readonly path: string;
  readonly type: string;
  readonly mode: number;
  readonly owner: string;
  readonly mtime: number;
  readonly content: Buffer;
}

export async function entriesOf(archive: string): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  const read = (entry: ReadEntry) => {
    const chunks: Buffer[] = [];
    entry.on("data", (chunk: Buffer) => chunks.push(chunk));
    entry.on("end", () => {
      const { path, type, mode = 0, uid, gid, mtime } = entry;
      const owner = `${uid}:${gid}`;
      entries.push({ path, type, mode, owner, mtime: mtime?.getTime() ?? 0, content: Buffer.concat(chunks) });
    });
  };
  await list({ file: archive, onReadEntry: read });
  return entries;
}
