/** The screen of `--watch`: how things stand, and what changed last. Never more lines or columns than the terminal has. */
import type { PullChange, PullReport } from "../report.ts";
import type { Context } from "./block.ts";
import { shortChange } from "./change.ts";
import { summarySentence } from "./headline.ts";
import { overviewOfFailures, overviewOfGroups } from "./overview.ts";
import { count } from "./phrases.ts";
import { harmless, oneLine } from "./plain.ts";
import { shownGroups } from "./shown.ts";
import { paint, type Role } from "./style.ts";
import { cutMiddle, wrapProse } from "./wrap.ts";

export interface LiveView {
  readonly report: PullReport;
  /** What is looked at, as a phrase. */
  readonly looked: string;
  /** The newest last. */
  readonly changes: readonly PullChange[];
  /** What is to be known of what is shown; null where it is true. */
  readonly warning: string | null;
  /** The last word, in place of the headline; null while it goes on. */
  readonly closing: string | null;
}

export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly color: boolean;
}

interface Line {
  readonly text: string;
  readonly role?: Role;
}

export function liveLines(
  { report, looked, changes, warning, closing }: LiveView,
  { width, height, color }: Screen,
): string[] {
  const clean = harmless(report);
  const groups = shownGroups(clean);
  const head: Line[] = [
    ...wrapProse(closing ?? summarySentence(clean, groups, oneLine(looked)), width).map(
      (text): Line => ({ text, role: "heading" }),
    ),
    ...(warning === null ? [] : wrapProse(oneLine(warning), width).map((text): Line => ({ text, role: "caution" }))),
  ];
  const told = changes.slice(-Math.min(MOST_CHANGES, Math.max(0, Math.floor((height - head.length) / 3))));
  const tail: Line[] = [
    ...(told.length === 0 ? [] : [EMPTY, { text: "Last changes", role: "heading" as const }]),
    ...told.map((change): Line => ({ text: `${clock(change.time)} ${shortChange(change)}` })),
    ...(closing === null ? [EMPTY, FOOT] : []),
  ];
  const room = height - head.length - tail.length - 1;
  const rows = room > 1 ? rowsOf(clean, groups, width, room) : [];
  const lines = [...head, ...(rows.length === 0 ? [] : [EMPTY, ...rows]), ...tail];
  const brush = paint(color);
  return lines.slice(0, height).map(({ text, role }) => {
    const cut = cutMiddle(text, width);
    return role === undefined ? cut : brush[role](cut);
  });
}

const MOST_CHANGES = 10;
const EMPTY: Line = { text: "" };
const FOOT: Line = { text: "Ctrl-C ends it and sums up.", role: "aside" };

/** Pod by pod where that fits, else cause by cause. */
function rowsOf(report: PullReport, groups: ReturnType<typeof shownGroups>, width: number, room: number): Line[] {
  const { failures } = report;
  if (failures.length === 0) return [];
  const context: Context = { report, width, prose: width, paint: paint(false), verbose: false, sources: 1 };
  const pods = failures.length < room ? overviewOfFailures(failures, context) : [];
  const lines = pods.length > 0 && pods.length <= room ? pods : overviewOfGroups(groups, context);
  const kept =
    lines.length <= room ? lines : [...lines.slice(0, room - 1), `and ${count(lines.length - room + 1, "more line")}`];
  return kept.map((text, index): Line => (index === 0 ? { text, role: "heading" } : { text }));
}

/** "10:00:07", in the reader's time zone. */
function clock(time: string): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}
