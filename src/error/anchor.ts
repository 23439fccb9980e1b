/**
 * Letters of which some stand in whatever a pattern matches. To look for them first is many times quicker than the
 * pattern, and of hundreds of patterns hardly ten have something to say of one message.
 *
 *   `failed to pull image(?: "x")?`    "failed to pull image"
 *   `access denied|unauthorized: x?`   "access denied" or "unauthorized: "
 *   `\w+ denied|5\d\d`                 none: the second has no letters to look for
 */
export type Anchors = readonly string[] | null;

export function anchorsOf(pattern: string): Anchors {
  const anchors: string[] = [];
  let longest = "";
  let run = "";
  let depth = 0;
  const endRun = (): void => {
    if (run.length > longest.length) longest = run;
    run = "";
  };
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] as string;
    const escaped = char === "\\" ? (pattern[++at] ?? "") : null;
    // The digits of \u200b and \x1b are no letters of the text.
    if (escaped === "u" || escaped === "x") at += escaped === "u" ? 4 : 2;
    if (char === "[") at = endOfClass(pattern, at);
    if (char === "(") depth++;
    if (char === ")") depth--;
    if (char === "|" && depth === 0) {
      endRun();
      if (longest.length < SHORTEST) return null;
      anchors.push(longest.toLowerCase());
      longest = "";
    } else if (depth === 0 && (escaped === null ? !SPECIAL.includes(char) : !LETTERS.test(escaped))) {
      run += escaped ?? char;
    } else {
      // What may be missing is no letter to look for.
      if (depth === 0 && (char === "?" || char === "*" || char === "{")) run = run.slice(0, -1);
      endRun();
      if (char === "{") at = pattern.indexOf("}", at);
    }
  }
  endRun();
  return longest.length < SHORTEST ? null : [...anchors, longest.toLowerCase()];
}

/** `text` in lower case. */
export function mayMatch(anchors: Anchors, text: string): boolean {
  return anchors === null || anchors.some((anchor) => text.includes(anchor));
}

/** Shorter ones stand in every message. */
const SHORTEST = 3;
const SPECIAL = "[](){}?*+.^$|";
/** `\d` and `\b` stand for more than themselves. */
const LETTERS = /[A-Za-z0-9]/;

function endOfClass(pattern: string, start: number): number {
  for (let at = start + 1; at < pattern.length; at++) {
    if (pattern[at] === "\\") at++;
    else if (pattern[at] === "]") return at;
  }
  return pattern.length;
}
