/**
 * `pullcheck causes lint FILE`: is it a file of own causes, and is each example what it says? Status 0: all is as it should
 * be; 1: something is not, and standard output says where; 2: a file could not be read.
 */
import { compose } from "../own/compose.ts";
import { failingExamples } from "../own/lint.ts";
import { type OwnFile, readOwnFile } from "../own/own-file.ts";
import { cleanLine } from "../text/clean.ts";
import type { ExitStatus } from "./exit-status.ts";
import { filesNamed, ownText, problemLine } from "./own-causes.ts";
import type { World } from "./world.ts";

/** Throws a `UserError` where a file cannot be read. The files are tested together, so that one may outrank another's causes. */
export async function lintCauses(names: readonly string[], { stdout }: Pick<World, "stdout">): Promise<ExitStatus> {
  const named = await filesNamed(names);
  const files = await Promise.all(named.map(async (name) => readOwnFile(name, await ownText(name))));
  const { catalogue, refused } = compose(files);
  let status: ExitStatus = 0;
  for (const file of files) {
    const problems = refused.find((one) => one.file === file)?.problems ?? failingExamples(file, catalogue);
    if (problems.length > 0) status = 1;
    const lines = problems.length > 0 ? problems.map((one) => problemLine(file.name, one)) : [praise(file)];
    for (const line of lines) stdout.write(`${cleanLine(line)}\n`);
  }
  return status;
}

/** "gate.yaml: 2 causes, 1 piece of advice, 7 examples: all is as it should be." */
function praise({ name, causes, advice }: OwnFile): string {
  const examples = [...causes, ...advice].reduce(
    (sum, one) => sum + one.examples.is.length + one.examples.isNot.length,
    0,
  );
  const parts = [
    ...(causes.length === 0 ? [] : [count(causes.length, "cause", "causes")]),
    ...(advice.length === 0 ? [] : [count(advice.length, "piece of advice", "pieces of advice")]),
    count(examples, "example", "examples"),
  ];
  return `${name}: ${parts.join(", ")}: all is as it should be.`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
