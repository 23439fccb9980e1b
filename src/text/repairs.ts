/** What had to be undone before a text could be read: told, so that nobody wonders at a quote that looks tidier. */
export type Repair = "hidden" | "html" | "escapes" | "defanged" | "cells" | "margin" | "marks" | "joined";

const WORDS: Readonly<Record<Repair, string>> = {
  hidden: "colours or characters that nobody sees",
  html: "HTML",
  escapes: "escaped quotes or line ends",
  defanged: "defanged addresses",
  cells: "cells of a spreadsheet",
  margin: "what stood in front of every line",
  marks: "quote marks, bars or frames",
  joined: "broken lines",
};

/** "broken lines, HTML"; in the order in which they are undone. */
export function tellRepairs(repairs: readonly Repair[]): string {
  return (Object.keys(WORDS) as Repair[])
    .filter((repair) => repairs.includes(repair))
    .map((repair) => WORDS[repair])
    .join(", ");
}
