/** A file of own causes, tried on its own examples: each is read as any pasted text is, and diagnosed. */
import { isOwn } from "../catalogue/any-id.ts";
import type { Catalogue } from "../catalogue/own.ts";
import { examine } from "../diagnose/diagnose.ts";
import { readText } from "../read/read-text.ts";
import type { ReportedFailure } from "../report.ts";
import type { OwnFile } from "./own-file.ts";
import type { Placed } from "./shape.ts";
import type { Problem } from "./yaml-text.ts";

/** Examples that are not what the file says they are; none where it is as it should be. */
export function failingExamples({ causes, advice }: OwnFile, catalogue: Catalogue): Problem[] {
  return [
    ...causes.flatMap(({ id, examples }) => [
      ...examples.is.flatMap((one) => complaint(one, mustBe(id, failuresIn(one, catalogue)))),
      ...examples.isNot.flatMap((one) =>
        complaint(
          one,
          failuresIn(one, catalogue).some(({ cause }) => cause === id) ? `This is recognised as ${id}.` : null,
        ),
      ),
    ]),
    ...advice.flatMap((piece) => {
      // Of several pieces each is tried by itself, so that no other is taken for it.
      const alone = { ...catalogue, advice: [piece] };
      const isGiven = (one: Placed): boolean =>
        failuresIn(one, alone).some(({ fixes }) => fixes.some(({ own }) => own !== undefined));
      return [
        ...piece.examples.is.flatMap((one) => complaint(one, isGiven(one) ? null : notGiven(one, alone))),
        ...piece.examples.isNot.flatMap((one) => complaint(one, isGiven(one) ? "This gets the advice." : null)),
      ];
    }),
  ];
}

function failuresIn({ text }: Placed, catalogue: Catalogue): readonly ReportedFailure[] {
  return examine([readText("example", text)], [], { catalogue }).report.failures;
}

function mustBe(id: string, failures: readonly ReportedFailure[]): string | null {
  const [first] = failures;
  if (failures.some(({ cause }) => cause === id)) return null;
  if (first === undefined) return `No failing pull can be read in this, so it cannot be ${id}.`;
  const isSecond = first.alternatives.some(({ cause }) => cause === id);
  const answer = `This is put down to ${first.cause}`;
  return isSecond
    ? `${answer}, and ${id} is only what else it could be. To be the answer it must outrank ${first.cause}.`
    : `${answer}: "when" does not hold for it. Names of images, hosts and files are hidden from words.`;
}

function notGiven({ text }: Placed, catalogue: Catalogue): string {
  const [first] = examine([readText("example", text)], [], { catalogue }).report.failures;
  if (first === undefined) return "No failing pull can be read in this, so there is nothing to advise.";
  const isOwnCause = isOwn(first.cause) ? " of your own" : "";
  return `This does not get the advice: it is put down to ${first.cause}${isOwnCause}, or "when" does not hold for it.`;
}

function complaint({ line, column, field }: Placed, message: string | null): Problem[] {
  return message === null ? [] : [{ line, column, field, message }];
}
