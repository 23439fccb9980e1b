/** What to do, in Markdown: commands in a fence of their own, so that a tracker offers to copy them. */
import type { Fix } from "../report.ts";
import { effectOf, inOrder } from "./fixes.ts";
import { fence, prose } from "./markdown-text.ts";
import { titleOf } from "./own-words.ts";

/** The paragraphs of the fix that stands at `index`, counted from 0. */
export function fixParts(fix: Fix, index: number): string[] {
  const effect = effectOf(fix);
  const commands = inOrder(fix.commands).map(({ run }) => run);
  return [
    `**${index + 1}.** ${prose(titleOf(fix))}${effect === null ? "" : ` (${effect})`}`,
    ...(commands.length === 0 ? [] : [fence(commands.join("\n"), "sh")]),
    ...(fix.note === null ? [] : [prose(fix.note)]),
  ];
}
