/** The parts of a page that are generated, between two comments that nobody sees. */

/** Puts `content` between `<!-- gen NAME -->` and `<!-- end NAME -->`. */
export function between(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- gen ${name} -->`, `<!-- end ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`No "${start}" with "${end}" behind it.`);
  return `${text.slice(0, from + start.length)}\n\n${content.trim()}\n\n${text.slice(to)}`;
}

/** A table whose cells are Markdown already. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}
