/** Saved texts → the report. */
import { examine } from "../diagnose/diagnose.ts";
import { readText } from "../read/read-text.ts";
import { cleanLine } from "../text/clean.ts";
import type { Answer } from "./answer.ts";
import type { Inputs } from "./input.ts";
import { narrowTo } from "./one-container.ts";
import { UserError } from "./user-error.ts";

export function answerFromTexts({ inputs, unreadable }: Inputs, container: string | null): Answer {
  const readings = inputs.map(({ source, text }) => readText(source, text));
  const sources = inputs.map(({ source }) => source);
  const found = narrowTo(container, examine(readings, sources), readings);
  return {
    report: {
      ...found.report,
      complete: found.report.complete && unreadable.length === 0,
      warnings: [...found.report.warnings, ...unreadable.map(({ message }) => message)],
    },
    diagnoses: found.diagnoses,
    looked: listed(sources),
    unanswered: [...unreadable, ...found.unreadable.map(saysNothing)],
  };
}

function saysNothing(source: string): UserError {
  return new UserError(`${capital(nameOf(source))} holds neither kubectl output nor an error of an image pull.`, {
    hint: "Give the output of: kubectl describe pod POD",
  });
}

function listed(sources: readonly string[]): string {
  return sources.length > 3 ? `${sources.length} texts` : sources.map(nameOf).join(", ");
}

function nameOf(source: string): string {
  return source === "-" ? "standard input" : cleanLine(source);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
