/** Bytes with a name: a file, standard input, or a member of an archive. Read before the next one is asked for. */
export interface Piece {
  /**
   * Where it stands below what was given, cleaned for people: "" for that itself, "!" behind an archive.
   *
   *   namespaces/shop/core/events.yaml
   *   logs.tgz!node-1/kubelet.log
   */
  readonly path: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Its name on disk; null for what is not a file of its own. */
  readonly file: string | null;
  /** Given by name, and so read whatever it looks like. */
  readonly asked: boolean;
}

/** What stands at `path` below `given`, as the report names it. */
export function sourceOf(given: string, path: string): string {
  if (path === "" || path.startsWith("!")) return given + path;
  if (given === "." || given === "./") return path;
  return `${given.replace(/(?<![/\\])[/\\]+$/, "")}/${path}`;
}

/** The place below the innermost archive. */
export function innerPath(path: string): string {
  return path.slice(path.lastIndexOf("!") + 1);
}
