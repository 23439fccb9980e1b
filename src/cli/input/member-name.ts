/** The names of an archive's members are somebody else's words: they are cleaned before anything else sees them. */
import { cleanLine } from "../../text/clean.ts";

/**
 * The name with "/" between its parts and nothing that moves a cursor; null where it leads out of the archive. Nothing
 * is written to disk, so such a name could do no harm here; but who made it meant harm, and the member is not trusted.
 */
export function memberName(raw: string): string | null {
  const name = raw.replaceAll("\\", "/");
  if (name.includes("\0") || /^(?:\/|[A-Za-z]:)/.test(name)) return null;
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.length === 0 || parts.includes("..")) return null;
  // "!" stands between an archive and its members.
  return cleanLine(parts.join("/")).replaceAll("!", "_");
}

/** `.git`, `._notes.txt` and `__MACOSX` are nobody's tickets. */
export function isHidden(path: string): boolean {
  return /(?:^|\/)(?:\.[^/]|__MACOSX(?:\/|$))/.test(path);
}
