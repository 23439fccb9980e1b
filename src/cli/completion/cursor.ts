/**
 * A command line that somebody is still typing → what stands before the cursor, and what is wanted at it. Pure.
 *
 *   demo-pod -n te         the beginning of a value of --namespace, behind the word demo-pod
 *   --namespace=te         the same, in one word
 *   -A --no                the beginning of a flag
 */
import { FLAGS, type Flag } from "../flags.ts";
import { spellOut } from "../spell-out.ts";

export interface Cursor {
  /** Flags before the cursor, spelled `--name=value`. */
  readonly flags: readonly string[];
  /** Words before the cursor that are neither flags nor their values. */
  readonly words: readonly string[];
  readonly wants: "word" | "flag" | { readonly valueOf: Flag };
  /** What is there of it already. */
  readonly typed: string;
}

// No argument of a process can hold it, so it is found again whatever the line says.
const HERE = "\0";

/** Throws a `UserError` where what stands before the cursor makes no sense. */
export function findCursor(argv: readonly string[]): Cursor {
  const before = argv.slice(0, -1);
  const last = argv.at(-1) ?? "";
  const cursor = cursorAt(before, HERE, last);
  const isFlag = cursor.wants === "word" && last.startsWith("-") && !before.includes("--");
  if (!isFlag) return cursor;
  const equals = last.indexOf("=") + 1;
  return equals === 0
    ? { ...cursor, wants: "flag" }
    : cursorAt(before, last.slice(0, equals) + HERE, last.slice(equals));
}

/** The parser itself tells whether the last word is a value: it is put there as a mark, and found again. */
function cursorAt(before: readonly string[], mark: string, typed: string): Cursor {
  const spelled = spellOut([...before, mark]);
  const end = spelled.indexOf("--");
  const flags = spelled.slice(0, end).filter((flag) => !flag.endsWith(`=${HERE}`));
  const words = spelled.slice(end + 1).filter((word) => word !== HERE);
  const flag = FLAGS.find(({ name }) => spelled.includes(`--${name}=${HERE}`));
  return { flags, words, typed, wants: flag === undefined ? "word" : { valueOf: flag } };
}
