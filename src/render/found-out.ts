/** What was found out beside the error, one sentence or two a line. */
import type { FailureGroup } from "../report.ts";
import type { Paint } from "./style.ts";
import { indent, wrapProse } from "./wrap.ts";

export const FOUND_OUT = "What else was found out";

export function factLines({ facts }: FailureGroup, width: number, paint: Paint): string[] {
  return facts.flatMap(({ text, isKnown }) => {
    const lines = wrapProse(text, width - 2).map((line) => (isKnown ? line : paint.caution(line)));
    return [`- ${lines[0] ?? ""}`, ...indent(lines.slice(1), 2)];
  });
}
