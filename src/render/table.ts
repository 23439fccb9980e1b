/**
 * The form for people. In this order: what was looked at; for several failures an overview; then for each group what
 * failed, the words that prove it, what they mean, what to do. The answer stands within the first lines of a screen,
 * and every word of it is there without colour too.
 */
import { type Context, explainGroup } from "./block.ts";
import { headline, incomplete, leftOut } from "./headline.ts";
import type { Renderer } from "./options.ts";
import { overview } from "./overview.ts";
import { harmless, oneLine } from "./plain.ts";
import { MOST_GROUPS, shownGroups } from "./shown.ts";
import { paint } from "./style.ts";
import { dropMark, wrapProse } from "./wrap.ts";

export const renderTable: Renderer = (report, options) => {
  const clean = harmless(report);
  const width = usableWidth(options.width);
  const groups = shownGroups(clean, options.diagnoses);
  const context: Context = {
    report: clean,
    width,
    prose: Math.min(width, WIDEST_PROSE),
    paint: paint(options.color),
    verbose: options.verbose,
    sources: new Set(clean.failures.map(({ source }) => source)).size,
  };
  const explained = new Set<string>();
  const parts = [
    [...headline(clean, groups, oneLine(options.looked), context), ...incomplete(clean, context)],
    overview(groups, options.format === "wide", context),
    ...groups.slice(0, MOST_GROUPS).map((shown) => {
      const again = explained.has(shown.group.cause);
      explained.add(shown.group.cause);
      return explainGroup(shown, again, context);
    }),
    wrapProse(leftOut(groups.slice(MOST_GROUPS)), context.prose).map(context.paint.caution),
  ];
  const lines = parts.filter((part) => part.length > 0).flatMap((part, index) => (index === 0 ? part : ["", ...part]));
  return `${lines.map(dropMark).join("\n")}\n`;
};

/** Lines longer than this are hard to follow with the eye, however wide the terminal is. */
const WIDEST_PROSE = 100;
const NARROWEST = 20;
const USUAL = 80;

function usableWidth(width: number): number {
  return Number.isFinite(width) ? Math.max(NARROWEST, Math.floor(width)) : USUAL;
}
