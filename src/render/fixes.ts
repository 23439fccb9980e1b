/** What to do, in commands that can be pasted: each on a line of its own, never wrapped and never cut. */
import type { Fix, FixCommand } from "../report.ts";
import { titleOf } from "./own-words.ts";
import { nameOf } from "./phrases.ts";
import type { Member } from "./shown.ts";
import type { Paint } from "./style.ts";
import { atMargin, indent, wrapProse } from "./wrap.ts";

/** Inspection comes before change, whatever order the commands were listed in. */
export function inOrder(commands: readonly FixCommand[]): readonly FixCommand[] {
  return [...commands.filter(isInspection), ...commands.filter((one) => !isInspection(one))];
}

function isInspection({ effect }: FixCommand): boolean {
  return effect === "inspect";
}

/** "reads only" or "makes a change"; null for a fix without commands. */
export function effectOf({ commands }: Fix): string | null {
  if (commands.length === 0) return null;
  if (commands.every(isInspection)) return "reads only";
  return commands.some(isInspection) ? "reads, then makes a change" : "makes a change";
}

export function whatToDo(members: readonly Member[], leader: Member, width: number, paint: Paint): string[] {
  const fixes = leader.failure.fixes;
  const lines = fixes.flatMap((fix, index) => [
    ...(index === 0 ? [] : [""]),
    ...fixLines(fix, `${index + 1}.`, width, paint),
  ]);
  const own = JSON.stringify(fixes.map(({ commands }) => commands));
  const alike = members.every(({ failure }) => JSON.stringify(failure.fixes.map(({ commands }) => commands)) === own);
  if (lines.length === 0 || alike) return lines;
  const note = `The commands are for ${nameOf(leader.failure, true)}; the others take the same with their own names (-o json has them).`;
  return [...wrapProse(note, width).map(paint.aside), "", ...lines];
}

/** `number` stands in front: "1." */
export function fixLines(fix: Fix, number: string, width: number, paint: Paint): string[] {
  const effect = effectOf(fix);
  const by = number.length + 1;
  const mark = effect === null ? "" : `(${effect})`;
  const paintMark = effect === "reads only" ? paint.aside : paint.caution;
  const heading = wrapProse(`${titleOf(fix)} ${mark}`, width - by).map((line) =>
    mark !== "" && line.endsWith(mark)
      ? paint.heading(line.slice(0, -mark.length)) + paintMark(mark)
      : paint.heading(line),
  );
  const mixed = effect === "reads, then makes a change";
  const commands = inOrder(fix.commands).flatMap((command, index, all) => {
    const first = index === 0 || all[index - 1]?.effect !== command.effect;
    const label = isInspection(command) ? "reads only:" : paint.caution("makes a change:");
    return [...(mixed && first ? [label] : []), ...commandLines(command.run, paint)];
  });
  const note = fix.note === null ? [] : wrapProse(fix.note, width - by);
  return [`${number} ${heading[0] ?? ""}`, ...indent([...heading.slice(1), ...commands, ...note], by)];
}

/** A command of several lines stands at the margin: indentation would become a part of a here-document. */
export function commandLines(run: string, paint: Paint): string[] {
  const lines = run.split("\n");
  return lines.length === 1 ? indent(lines.map(paint.command), 2) : lines.map((line) => atMargin(paint.command(line)));
}
