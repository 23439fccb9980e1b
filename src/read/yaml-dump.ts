/** Lines that are valid YAML → values. What the parser refuses is left to `readLooseYaml`. */
import { parseAllDocuments } from "yaml";

/** The parser builds a tree that is many times as large as the text, so long ones are left too. */
const MAX_PARSED = 1_000_000;

/** Null where the lines are no valid YAML. */
export function parseYaml(lines: readonly string[]): readonly unknown[] | null {
  // Three dots end a document; in a paste they stand where somebody left something out.
  if (lines.some((line) => /^\s*\.{3}\s*$/.test(line))) return null;
  const text = withoutIndent(lines).join("\n");
  if (text.length > MAX_PARSED) return null;
  try {
    const documents = [...parseAllDocuments(text, { logLevel: "silent", prettyErrors: false })];
    if (documents.some(({ errors }) => errors.length > 0)) return null;
    // No dump of the API has aliases; a text that has, may have a million of them.
    return documents.map((document) => document.toJS({ maxAliasCount: 0 }));
  } catch {
    // An alias, or nesting that is deeper than the stack.
    return null;
  }
}

function withoutIndent(lines: readonly string[]): readonly string[] {
  const filled = lines.filter((line) => line.trim() !== "");
  const indent = filled.reduce((least, line) => Math.min(least, line.length - line.trimStart().length), 80);
  return lines.map((line) => line.slice(indent));
}
