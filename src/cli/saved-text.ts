/** What was read of saved texts → the report. */
import { type Examination, type ExamineOptions, examine, repairNotes } from "../diagnose/diagnose.ts";
import { cleanLine } from "../text/clean.ts";
import type { Answer } from "./answer.ts";
import type { Asked, Inputs } from "./input.ts";
import { narrowTo } from "./one-container.ts";
import { UserError } from "./user-error.ts";

export function answerFromTexts(
  { asked, unreadable }: Inputs,
  container: string | null,
  options: ExamineOptions = {},
): Answer {
  const sourced = asked.flatMap(({ readings }) => readings);
  const readings = sourced.map(({ reading }) => reading);
  // A file in a folder may be about something else; what was asked for by name must say something.
  const whole = examine(readings, [], options);
  const silent = asked.filter(saysNothing(whole)).map(silence);
  const found = narrowTo(container, whole, readings);
  const unanswered = [...unreadable, ...silent];
  return {
    report: {
      ...found.report,
      complete: found.report.complete && unanswered.length === 0,
      warnings: [
        ...found.report.warnings,
        ...unanswered.map(({ message }) => message),
        ...asked.flatMap(({ notes }) => notes),
        ...repairNotes(
          readings,
          sourced.map(({ source }) => source),
        ),
      ],
    },
    diagnoses: found.diagnoses,
    looked: listed(asked),
    unanswered,
  };
}

/** No pod, no event, and no message that is about a pull. */
function saysNothing({ diagnoses }: Examination): (asked: Asked) => boolean {
  const speaking = new Set(diagnoses.map(({ failure }) => failure.source));
  return ({ readings }) =>
    readings.every(
      ({ source, reading: { pods, events, morePods } }) =>
        pods.length + events.length + morePods === 0 && !speaking.has(source),
    );
}

function silence({ name, texts }: Asked): UserError {
  const what = texts === 1 ? "holds" : `(${texts} texts) holds`;
  return new UserError(`${capital(nameOf(name))} ${what} neither kubectl output nor an error of an image pull.`, {
    hint: "Give the output of: kubectl describe pod POD",
  });
}

function listed(asked: readonly Asked[]): string {
  return asked.length > 3
    ? `${asked.reduce((sum, { texts }) => sum + texts, 0)} texts`
    : asked.map(({ name, texts }) => (texts === 1 ? nameOf(name) : `${nameOf(name)} (${texts} texts)`)).join(", ");
}

function nameOf(source: string): string {
  return source === "-" ? "standard input" : cleanLine(source);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
