/** A page of the book for a terminal. */
import { fixLines } from "../render/fixes.ts";
import { listed } from "../render/phrases.ts";
import { paint } from "../render/style.ts";
import { dropMark, indent, wrapProse, wrapVerbatim } from "../render/wrap.ts";
import type { CausePage } from "./page.ts";
import { BY_NOTHING, type Recognition } from "./recognition.ts";

/** Longer lines are hard to follow. */
const MOST = 100;

export function pageText(
  page: CausePage,
  { color, width }: { readonly color: boolean; readonly width: number },
): string {
  const brush = paint(color);
  const prose = Math.min(width, MOST) - 2;
  const items = (texts: readonly string[]): string[] => texts.flatMap((text) => item(wrapProse(text, prose - 2)));
  const verbatim = (message: string): string[] => item(wrapVerbatim(message, prose - 2, LINES).map(brush.words));
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["", brush.heading(title), ...indent(lines, 2)];
  return `${[
    ...wrapProse(`${page.title} (${page.id})`, prose).map(brush.cause),
    ...section("What was seen", wrapProse(page.what, prose)),
    ...section("How it comes about", wrapProse(page.why, prose)),
    ...section(
      "How it is recognised",
      page.recognised.length === 0 ? wrapProse(BY_NOTHING, prose) : items(page.recognised.map(tell)),
    ),
    ...section("It counts more than", wrapProse(listed(page.outranks), prose)),
    ...section(
      "What it could be instead",
      page.couldBe.flatMap(({ cause, why, check }) => [
        ...items([`${cause}: ${why}${check === null ? "" : " This settles it:"}`]),
        ...(check === null ? [] : indent(check.split("\n").map(brush.command), 4)),
      ]),
    ),
    ...section("What to do", [
      ...wrapProse("For this message; words in CAPITALS stand for what it does not say:", prose),
      ...verbatim(page.example.message),
      ...page.example.fixes.flatMap((fix, index) => ["", ...fixLines(fix, `${index + 1}.`, prose, brush)]),
    ]),
    ...section("Messages that have this cause", page.examples.slice(1).flatMap(verbatim)),
    ...section(
      "Messages that look like it",
      page.lookAlikes.flatMap(({ message, cause }) => [...verbatim(message), `  The cause here is ${cause}.`]),
    ),
    ...section(
      "Where the wording comes from",
      page.origins.map((origin) => `- ${origin}`),
    ),
  ]
    .map(dropMark)
    .join("\n")}\n`;
}

/** Of a message. */
const LINES = 8;

function item(lines: readonly string[]): string[] {
  return lines.map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
}

/** "certain: the innermost words of the error are “no such host”, where …" */
function tell({ means, where, phrases, given }: Recognition): string {
  if (where === null) return `${means}: ${given}.`;
  const said = `${means}: ${where}: ${phrases.map((phrase) => `"${phrase}"`).join(", ")}`;
  return given === null ? said : `${said}; where ${given}.`;
}
