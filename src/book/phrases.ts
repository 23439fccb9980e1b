/**
 * A regular expression → the phrases that a person would look for; "…" stands for what may be anything.
 *
 *   `no such host|lookup .{1,300} failed`   "no such host", "lookup … failed"
 *   `invalid (?:tag|digest) format`         "invalid tag format", "invalid digest format"
 *
 * It knows what the catalogue's patterns use, and no more. What is optional is left out, so that a phrase is the least
 * that has to stand there.
 */
export function phrasesOf(pattern: string): string[] {
  const { texts } = alternatives(pattern, 0);
  return [...new Set(texts.map(tidy))].slice(0, MOST);
}

/** Combinations of alternatives multiply; more than these nobody reads. */
const MOST = 24;
const ANYTHING = "…";

interface Read {
  readonly texts: readonly string[];
  /** Where the reading ended: at the closing bracket, or behind the pattern. */
  readonly end: number;
}

function alternatives(pattern: string, start: number): Read {
  const done: string[] = [];
  let texts: readonly string[] = [""];
  let at = start;
  while (at < pattern.length && pattern[at] !== ")") {
    if (pattern[at] === "|") {
      done.push(...texts);
      texts = [""];
      at++;
      continue;
    }
    const atom = readAtom(pattern, at);
    const quantifier = /^(?:[*+?]|\{[^}]*\})\??/.exec(pattern.slice(atom.end, atom.end + 12))?.[0] ?? "";
    const next =
      quantifier === ""
        ? atom.texts
        : quantifier.startsWith("?")
          ? atom.texts.map(ifMissing)
          : atom.texts.map(repeat(quantifier));
    texts = texts.flatMap((text) => next.map((one) => text + one)).slice(0, MOST);
    at = atom.end + quantifier.length;
  }
  return { texts: [...done, ...texts], end: at };
}

/** Blanks and signs stay: they are there more often than not, and words run together cannot be read. */
function ifMissing(text: string): string {
  return /^\W$/.test(text) && text !== ANYTHING ? text : "";
}

function repeat(quantifier: string): (text: string) => string {
  const times = Number(/^\{(\d)\}/.exec(quantifier)?.[1] ?? 0);
  // Names and numbers are of any length; blanks and brackets are only put up with.
  return (text) => (times > 0 ? text.repeat(times) : /[\w…]/.test(text) ? ANYTHING : "");
}

function readAtom(pattern: string, at: number): Read {
  const char = pattern[at] as string;
  if (char === "(") return readGroup(pattern, at);
  if (char === "[") return readClass(pattern, at);
  if (char === "\\") return readEscape(pattern, at);
  if (char === "^" || char === "$") return { texts: [""], end: at + 1 };
  return { texts: [char === "." || char === "\uE000" ? ANYTHING : char], end: at + 1 };
}

function readGroup(pattern: string, at: number): Read {
  const head = /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/.exec(pattern.slice(at, at + 40))?.[0] ?? "(";
  const { texts, end } = alternatives(pattern, at + head.length);
  // What stands around the words is not a part of them; what has a name is somebody's name.
  const isAround = /[=!]$/.test(head);
  return { texts: isAround ? [""] : head.endsWith(">") ? [ANYTHING] : texts, end: end + 1 };
}

/** `[ _]` and `[- ]` choose between two ways to write the same; all others stand for many characters. */
function readClass(pattern: string, at: number): Read {
  const end = pattern.slice(at + 1).search(/(?<!\\)\]/) + at + 2;
  const inside = pattern.slice(at + 1, end - 1);
  const isSpelling = /^[ _-]{2}$/.test(inside);
  return { texts: [isSpelling ? (inside.includes(" ") ? " " : "-") : ANYTHING], end };
}

function readEscape(pattern: string, at: number): Read {
  const escaped = pattern[at + 1] ?? "";
  if (escaped === "u" || escaped === "x") return { texts: [ANYTHING], end: at + (escaped === "u" ? 6 : 4) };
  if (escaped === "b" || escaped === "W" || escaped === "B") return { texts: [""], end: at + 2 };
  if (escaped === "s") return { texts: [" "], end: at + 2 };
  if (/[dwDS]/.test(escaped)) return { texts: [ANYTHING], end: at + 2 };
  return { texts: [escaped], end: at + 2 };
}

function tidy(phrase: string): string {
  return phrase
    .replaceAll("...", ANYTHING)
    .replace(/…(?:\W{0,2}…)+/g, ANYTHING)
    .replace(/(\w) ?… ?(?=\w)/g, "$1 … ")
    .replace(/ {2,}/g, " ")
    .replace(/…[^\w…]*$/, ANYTHING)
    .replace(/(?<!:)[:,] ?$/, "")
    .trim();
}
