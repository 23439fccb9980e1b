/** Somebody's text inside Markdown: it is shown as it is, and never becomes markup. */

/** One line of text; what would be markup or HTML is escaped. */
export function prose(text: string): string {
  return (
    text
      .replace(/\s+/g, " ")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/[\\`*[\]|~#!]/g, "\\$&")
      // Between letters an underscore is no emphasis, and in a link the escape would become a part of the address.
      .replace(/(?<!\w)_|_(?!\w)/g, "\\_")
      .replace(/^([-+=]|\d+(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`))
  );
}

/** A name in monospace; one that could leave its code span, or its cell of a table, is escaped text instead. */
export function code(name: string): string {
  return /^[\w.:/@+=%,()-]+(?: [\w.:/@+=%,()-]+)*$/.test(name) ? `\`${name}\`` : prose(name);
}

/** A block in which nothing is markup: its fence is longer than any run of backticks inside. */
export function fence(text: string, language: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const marks = "`".repeat(Math.max(3, longest + 1));
  return `${marks}${language}\n${text}\n${marks}`;
}
