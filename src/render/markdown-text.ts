/**
 * Text inside Markdown: it is shown as it is, and never becomes markup. GitHub and GitLab look for names of people,
 * issues and addresses in the finished page, where no backslash helps; in a code span they leave them alone. Braces are
 * escaped for trackers such as Jira, to which {code} is a macro.
 */

/** One line of our own words: what would be markup or HTML is escaped, an address on the web stays a link. */
export function prose(text: string): string {
  return inProse(text, (word) => /^\(?https:\/\/[\w./?#=&%-]+\)?[.,;:]?\)?$/.test(word));
}

/** One line of words in which somebody else's may stand: nothing in it is a link. */
export function theirs(text: string): string {
  return inProse(text, () => false);
}

/** What people, issues and addresses are recognised by; the outer brackets keep it when words are split at it. */
const LIVE = /((?:@(?=\S)|#(?=\d)|GH-(?=\d)|:\/\/|www\.)+)/i;

function inProse(text: string, isOurs: (word: string) => boolean): string {
  const words = text.replace(/\s+/g, " ").split(" ");
  return words
    .map((word) => {
      if (isOurs(word)) return word.replace(/&/g, "&amp;");
      return word
        .split(LIVE)
        .map((part, index) => (index % 2 === 1 ? `\`${part}\`` : escaped(part)))
        .join("");
    })
    .join(" ")
    .replace(/^([-+=]|\d+(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

function escaped(text: string): string {
  return (
    text
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/[\\`*[\]{}|~#!$]/g, "\\$&")
      // Between letters an underscore is no emphasis.
      .replace(/(?<!\w)_|_(?!\w)/g, "\\_")
  );
}

/** A name in monospace; one that could leave its code span, or its cell of a table, is escaped text instead. */
export function code(name: string): string {
  return /^[\w.:/@+=%,()-]+(?: [\w.:/@+=%,()-]+)*$/.test(name) ? `\`${name}\`` : theirs(name);
}

/** Words in monospace, whatever they are; not for a cell of a table. */
export function span(words: string): string {
  const marks = "`".repeat(longestRun(words) + 1);
  // One blank at either end is taken away again.
  const edge = /^[` ]|[` ]$/.test(words) ? " " : "";
  return `${marks}${edge}${words}${edge}${marks}`;
}

/** A block in which nothing is markup: its fence is longer than any run of backticks inside. */
export function fence(text: string, language: string): string {
  const marks = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${marks}${language}\n${text}\n${marks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}
