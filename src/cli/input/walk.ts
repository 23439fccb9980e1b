/** A folder → its files, sorted, folder by folder. */
import type { Dirent } from "node:fs";
import { opendir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { cleanLine } from "../../text/clean.ts";
import { tooDeep, unreadable } from "./complaints.ts";
import { fileBytes } from "./file-bytes.ts";
import { isHidden } from "./member-name.ts";
import type { Piece } from "./piece.ts";
import type { Session } from "./session.ts";
import { relevance } from "./worth-reading.ts";

/** What of a folder is wanted; paths are below it, with "/" between their parts. */
export interface Wanted {
  file(path: string): boolean;
  folder(path: string): boolean;
}

export const EVERYTHING: Wanted = { file: () => true, folder: () => true };

/** The files below a folder that is there. */
export async function* filesIn(folder: string, session: Session, wanted: Wanted = EVERYTHING): AsyncGenerator<Piece> {
  let root: string;
  try {
    root = await realpath(folder);
  } catch (error) {
    session.complain(unreadable(folder, error, { found: true }));
    return;
  }
  yield* new Walk(folder, root, session, wanted).visit("", 0);
}

class Walk {
  private readonly folder: string;
  private readonly root: string;
  private readonly session: Session;
  private readonly wanted: Wanted;
  /** Real paths, so that a link to what is read anyway, or to a folder around it, leads nowhere. */
  private readonly visited = new Set<string>();
  private readonly linked: string[] = [];

  constructor(folder: string, root: string, session: Session, wanted: Wanted) {
    this.folder = folder;
    this.root = root;
    this.session = session;
    this.wanted = wanted;
  }

  async *visit(path: string, depth: number): AsyncGenerator<Piece> {
    if (depth > this.session.limits.depth)
      return this.session.complain(tooDeep(this.session.given, this.session.limits));
    for (const entry of await this.list(path)) {
      const below = path === "" ? entry.name : `${path}/${entry.name}`;
      if (isHidden(entry.name)) continue;
      if (entry.isSymbolicLink()) yield* this.follow(below, depth);
      else if (entry.isDirectory()) {
        if (this.wanted.folder(below)) yield* this.visit(below, depth + 1);
      } else if (entry.isFile()) yield* this.file(below);
      else this.session.pass("special");
    }
  }

  private async list(path: string): Promise<Dirent[]> {
    const entries: Dirent[] = [];
    try {
      for await (const entry of await opendir(this.onDisk(path))) {
        this.session.budget.takeEntry(this.session.given);
        entries.push(entry);
      }
    } catch (error) {
      this.session.complain(unreadable(this.session.sourceOf(path), error, { found: true }));
    }
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * Kubernetes mounts a ConfigMap's files as links into a hidden folder beside them, so links are followed as long as
   * they stay inside.
   */
  private async *follow(path: string, depth: number): AsyncGenerator<Piece> {
    try {
      const real = await realpath(this.onDisk(path));
      if (!real.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep)) return this.session.pass("link");
      const target = await stat(real);
      if (target.isFile()) yield* this.file(path);
      // A folder inside is visited by its own name; only one in a hidden folder is not.
      else if (target.isDirectory() && isHidden(real.slice(this.root.length + 1)) && this.wanted.folder(path)) {
        if (this.linked.includes(real)) return;
        this.linked.push(real);
        yield* this.visit(path, depth + 1);
      }
    } catch (error) {
      if (error instanceof Error && "code" in error) this.session.pass("link");
      else throw error;
    }
  }

  private async *file(path: string): AsyncGenerator<Piece> {
    if (!this.wanted.file(path)) return;
    const { skip } = relevance(path);
    if (skip !== null) return this.session.pass(skip);
    const file = this.onDisk(path);
    let real: string;
    try {
      real = await realpath(file);
    } catch (error) {
      return this.session.complain(unreadable(this.session.sourceOf(path), error, { found: true }));
    }
    if (this.visited.has(real)) return;
    this.visited.add(real);
    yield { path: cleanLine(path).replaceAll("!", "_"), bytes: fileBytes(file), file, asked: false };
  }

  private onDisk(path: string): string {
    return join(this.folder, path);
  }
}
