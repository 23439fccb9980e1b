/**
 * A command line as kubectl users type it → the one spelling that any parser understands: `--name=value`, then `--`,
 * then the words that are no flags.
 *
 *   -nteam-a -Aq --context lab web-0   →   --namespace=team-a --all-namespaces=true --quiet=true --context=lab -- web-0
 *
 * The rules are those of spf13/pflag, with which kubectl is built: a flag that needs a value takes the next word
 * whatever it is, a switch takes a value only behind "=", and short ones may be run together.
 */
import { FLAGS, type Flag } from "./flags.ts";
import { UserError } from "./user-error.ts";

export function spellOut(argv: readonly string[]): string[] {
  const flags: string[] = [];
  const words: string[] = [];
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") words.push(...rest.splice(0));
    else if (word.startsWith("--")) flags.push(spellLong(word, rest));
    else if (word.startsWith("-") && word !== "-") flags.push(...spellShort(word, rest));
    else words.push(word);
  }
  return [...flags, "--", ...words];
}

/**
 *   --namespace=team-a
 *   --namespace team-a
 */
function spellLong(word: string, rest: string[]): string {
  const equals = word.indexOf("=");
  const typed = equals === -1 ? word : word.slice(0, equals);
  const flag = FLAGS.find(({ name }) => name === typed.slice(2));
  if (flag === undefined) throw unknown(typed);
  if (equals !== -1) return spelled(flag, word.slice(equals + 1), typed);
  return spelled(flag, flag.value === null ? "true" : (flag.usual ?? rest.shift()), typed);
}

/**
 *   -n=team-a
 *   -nteam-a
 *   -Aqn team-a
 */
function spellShort(word: string, rest: string[]): string[] {
  const found: string[] = [];
  for (let at = 1; at < word.length; at++) {
    const typed = `-${word[at]}`;
    const flag = FLAGS.find(({ short }) => short === word[at]);
    if (flag === undefined) throw unknown(typed === word ? word : `${typed} in ${word}`);
    const behind = word.slice(at + 1);
    if (behind.startsWith("=")) return [...found, spelled(flag, behind.slice(1), typed)];
    if (flag.value !== null) return [...found, spelled(flag, behind === "" ? rest.shift() : behind, typed)];
    found.push(spelled(flag, "true", typed));
  }
  return found;
}

function spelled(flag: Flag, value: string | undefined, typed: string): string {
  if (value === undefined) {
    throw new UserError(`The flag ${typed} needs a value.`, { hint: `Write: ${typed} ${flag.value}` });
  }
  return `--${flag.name}=${flag.value === null ? switched(flag, value, typed) : value}`;
}

// What Go's strconv.ParseBool takes.
const ON = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const OFF = new Set(["0", "f", "F", "FALSE", "false", "False"]);

function switched(flag: Flag, value: string, typed: string): boolean {
  // kubectl's own -v counts: -v=6 is a lot, -v=0 is nothing.
  if (flag.name === "verbose" && /^\d$/.test(value)) return value !== "0";
  if (!ON.has(value) && !OFF.has(value)) {
    throw new UserError(`The flag ${typed} is a switch and cannot be "${value}".`, {
      hint: `Write ${typed}, or ${typed}=false.`,
    });
  }
  return ON.has(value);
}

function unknown(typed: string): UserError {
  return new UserError(`There is no flag ${typed}.`, { hint: "See which there are: kubectl pullcheck --help" });
}
