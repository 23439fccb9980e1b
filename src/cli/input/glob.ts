/** A pattern that the shell did not expand, because it was quoted or because the shell is that of Windows. */
import picomatch from "picomatch";
import type { Wanted } from "./walk.ts";

export interface Glob {
  /** The folder in which everything that fits is. */
  readonly base: string;
  readonly wanted: Wanted;
}

/** Null for a plain name. */
export function parseGlob(given: string): Glob | null {
  if (!/[*?[]/.test(given)) return null;
  const pattern = process.platform === "win32" ? given.replaceAll("\\", "/") : given;
  const { base, glob } = picomatch.scan(pattern, OPTIONS);
  if (glob === "") return null;
  const fits = picomatch(glob, OPTIONS);
  const levels = glob.includes("**") ? Number.POSITIVE_INFINITY : glob.split("/").length;
  // A folder that fits stands for all that is in it, as it does when the shell expands the pattern.
  const isInside = (path: string): boolean => prefixes(path).some((prefix) => fits(prefix));
  return {
    base: base === "" ? "." : base,
    wanted: {
      file: isInside,
      folder: (path) => prefixes(path).length < levels || isInside(path),
    },
  };
}

/** Only `*`, `**`, `?` and `[]`, which every shell has. */
const OPTIONS = { nobrace: true, noextglob: true, nonegate: true } as const;

/** `a/b/c` → `a`, `a/b`, `a/b/c` */
function prefixes(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
