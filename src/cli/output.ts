/** An answer → what is written where: the report on standard output, everything else on standard error. */
import { jsonParts } from "../render/json.ts";
import { type RenderOptions, render } from "../render/render.ts";
import type { PullReport } from "../report.ts";
import { cleanLine } from "../text/clean.ts";
import type { Answer } from "./answer.ts";
import type { ShowOptions } from "./request.ts";
import type { UserError } from "./user-error.ts";
import type { World } from "./world.ts";
import { writeError } from "./write-error.ts";

const USUAL_WIDTH = 80;

export function writeAnswer(answer: Answer, show: ShowOptions, world: Pick<World, "stdout" | "stderr" | "env">): void {
  const { report, diagnoses, looked, unanswered } = answer;
  const isForPrograms = show.format === "json" || show.format === "yaml";
  // Where nothing at all could be read, a person is not told that nothing was found.
  const isBlind =
    unanswered.length > 0 && report.summary.podsSeen + report.events.length + report.failures.length === 0;
  if (!isBlind || isForPrograms) {
    const options = {
      format: show.format,
      color: usesColor(show.color, world),
      width: widthOf(world),
      verbose: show.verbose,
      quiet: show.quiet,
      looked,
      diagnoses,
    };
    for (const part of inParts(report, options)) world.stdout.write(part);
  }
  // In JSON and YAML the warnings are part of the report, and what was not answered is said below.
  if (!show.quiet && !isForPrograms) {
    for (const warning of report.warnings.filter((one) => !isSaidBelow(one, unanswered))) {
      world.stderr.write(`warning: ${cleanLine(warning)}\n`);
    }
  }
  for (const error of unanswered) writeError(error, world);
}

function inParts(report: PullReport, options: RenderOptions): Iterable<string> {
  return options.format === "json" ? bundled(jsonParts(report)) : [render(report, options)];
}

/** A write costs more than a few words are worth. */
function* bundled(parts: Iterable<string>): Generator<string> {
  let held = "";
  for (const part of parts) {
    held += part;
    if (held.length < WRITE) continue;
    yield held;
    held = "";
  }
  yield held;
}

const WRITE = 64 * 1024;

/** The core warns of a text in which nothing could be read; here that is an error, with what to do about it. */
function isSaidBelow(warning: string, unanswered: readonly UserError[]): boolean {
  return (
    unanswered.length > 0 &&
    (/^Nothing in .* could be read as /.test(warning) || unanswered.some(({ message }) => warning === message))
  );
}

/** Columns; where the report goes to a pipe, COLUMNS may say for whom it is. */
export function widthOf({ stdout, env }: Pick<World, "stdout" | "env">): number {
  return stdout.columns || Number(env["COLUMNS"]) || USUAL_WIDTH;
}

/** A colour that is asked for on the command line counts more than NO_COLOR (https://no-color.org). */
export function usesColor(color: ShowOptions["color"], { stdout, env }: Pick<World, "stdout" | "env">): boolean {
  if (color !== "auto") return color === "always";
  return stdout.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}
