/** Rows as a table without borders, the way kubectl prints one. */
import Table from "cli-table3";
import { oneLine } from "./plain.ts";
import type { Paint } from "./style.ts";
import { cutMiddle, displayWidth } from "./wrap.ts";

export interface Column<Row> {
  readonly head: string;
  /** Null where the input does not say. */
  readonly cell: (row: Row) => string | null;
  /** Columns below which a cut cell tells nothing; null for cells that are never cut. */
  readonly least: number | null;
}

const GAP = 2;
const UNKNOWN = "-";

/** The table's lines; null where it does not fit the width even with its cells cut. Columns without any value are left out. */
export function layOut<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
  paint: Paint,
): string[] | null {
  const shown = columns
    .map(({ head, cell, least }) => ({ head, least, cells: rows.map((row) => cell(row)) }))
    .filter(({ cells }) => cells.some((cell) => cell !== null))
    .map(({ head, least, cells }) => ({ head, least, cells: cells.map((cell) => oneLine(cell ?? "") || UNKNOWN) }));
  const widths = fit(
    shown.map(({ head, cells, least }) => {
      const natural = cells.reduce((most, cell) => Math.max(most, displayWidth(cell)), head.length);
      return { natural, least: least === null ? natural : Math.min(natural, Math.max(least, head.length)) };
    }),
    width,
  );
  if (widths === null) return null;
  const cut = rows.map((_, row) =>
    shown.map(({ cells }, index) => cutMiddle(cells[row] as string, widths[index] as number)),
  );
  return draw(
    [shown.map(({ head }) => head), ...cut],
    widths.map((one) => one + GAP),
  ).map((line, index) => (index === 0 ? paint.heading(line) : line));
}

/** Takes from the widest column first, so that short cells stay whole. */
function fit(
  columns: readonly { readonly natural: number; readonly least: number }[],
  width: number,
): readonly number[] | null {
  const widths = columns.map(({ natural }) => natural);
  let excess = widths.reduce((sum, one) => sum + one, GAP * (columns.length - 1)) - width;
  while (excess > 0) {
    let widest = -1;
    for (const [index, { least }] of columns.entries()) {
      const room = (widths[index] as number) > least;
      if (room && (widest < 0 || (widths[index] as number) > (widths[widest] as number))) widest = index;
    }
    if (widest < 0) return null;
    widths[widest] = (widths[widest] as number) - 1;
    excess -= 1;
  }
  return widths;
}

const NO_BORDERS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "",
} as const;

/** cli-table3 compares each row with all before it; in slices ten thousand rows take no longer than they must. */
const SLICE = 50;

function draw(rows: readonly (readonly string[])[], widths: readonly number[]): string[] {
  const lines: string[] = [];
  for (let from = 0; from < rows.length; from += SLICE) {
    const slice = rows.slice(from, from + SLICE);
    const table = new Table({
      chars: NO_BORDERS,
      style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
      colWidths: [...widths],
    });
    table.push(...slice.map((row) => row.map(standIn)));
    lines.push(...putBack(table.toString().split("\n"), slice));
  }
  return lines;
}

/**
 * cli-table3 brings a string-width of 2019, to which joined emoji and some scripts are wider than terminals show
 * them. It lays out runs of a private character as wide as the cell; the cell takes the run's place afterwards.
 */
const FILLER = "\ue000";

function standIn(cell: string): string {
  return FILLER.repeat(displayWidth(cell));
}

function putBack(lines: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return lines.map((line, index) => {
    const cells = (rows[index] ?? []).filter((cell) => displayWidth(cell) > 0).values();
    return line.replace(new RegExp(`${FILLER}+`, "g"), () => cells.next().value ?? "").trimEnd();
  });
}
