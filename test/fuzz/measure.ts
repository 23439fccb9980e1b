/** How much of what the clean texts say survives a transformation. */
import { readdirSync, readFileSync } from "node:fs";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { sameImage } from "../../src/image/reference.ts";
import type { PullReport } from "../../src/report.ts";
import { cleanLines } from "../../src/text/clean.ts";
import { withoutMargin } from "../../src/text/margin.ts";
import { type Mangle, randomFrom, TRANSFORMATIONS } from "./mangle.ts";

const FIXTURES = new URL("../../fixtures/kubectl/", import.meta.url).pathname;

export interface CleanText {
  readonly name: string;
  readonly text: string;
  readonly report: PullReport;
}

/** Texts of real kubectls with failing pulls in them. Scenario d is odd by itself and left out. */
export function cleanTexts(versions: readonly string[]): CleanText[] {
  return versions.flatMap((version) =>
    readdirSync(`${FIXTURES}${version}`)
      .filter((file) =>
        /^[abcgikln]-(?:describe-pod|describe-pods|get-events|get-events-wide|get-events-A|events|events-A)\.txt$/.test(
          file,
        ),
      )
      .map((file) => {
        const text = readFileSync(`${FIXTURES}${version}/${file}`, "utf8");
        return { name: `${version}/${file}`, text, report: diagnose([{ source: "-", text }]) };
      })
      .filter(({ report }) => report.failures.length > 0),
  );
}

export interface Survival {
  readonly failures: number;
  readonly same: number;
  /** Became `unrecognized`, or were not found. */
  readonly lost: readonly string[];
  /** Got another cause: never allowed. */
  readonly changed: readonly string[];
  /** Reports that broke a promise: an exception, a control character, a quote that the text does not hold. */
  readonly broken: readonly string[];
}

export function survive(texts: readonly CleanText[], mangles: readonly Mangle[], seed: number): Survival {
  let failures = 0;
  let same = 0;
  const lost: string[] = [];
  const changed: string[] = [];
  const broken: string[] = [];
  for (const { name, text, report } of texts) {
    const random = randomFrom(seed);
    const mangled = mangles.reduce((current, mangle) => mangle(current, random), text);
    let got: PullReport;
    try {
      got = diagnose([{ source: "-", text: mangled }]);
    } catch (error) {
      broken.push(`${name}: ${String(error)}`);
      continue;
    }
    broken.push(...brokenPromises(got, mangled).map((what) => `${name}: ${what}`));
    for (const failure of report.failures) {
      failures++;
      const raw = failure.image?.raw ?? "";
      const found = got.failures.find(
        (one) =>
          one.image !== null &&
          sameImage(one.image.raw, raw) &&
          (one.pod === failure.pod || one.pod === null || failure.pod === null),
      );
      if (found?.cause === failure.cause) same++;
      else if (found === undefined || found.cause === "unrecognized") lost.push(`${name}: ${raw} ${failure.cause}`);
      else changed.push(`${name}: ${raw} ${failure.cause} became ${found.cause}`);
    }
  }
  return { failures, same, lost, changed, broken };
}

const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, "");

function brokenPromises(report: PullReport, text: string): string[] {
  const promises: string[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(JSON.stringify(report)))
    promises.push("a control character");
  // What no text shows is read as if it were not there, also where JSON spells it out.
  const shown = text.replace(/\\+u0000/g, "");
  const given = letters(withoutMargin(cleanLines(shown)).join("\n"));
  for (const { evidence } of report.failures) {
    for (const { quote } of evidence)
      if (!given.includes(letters(quote)) && !letters(text).includes(letters(quote)))
        promises.push(`a quote that is none: ${quote}`);
  }
  return promises;
}

export function everySingle(): [string, readonly Mangle[]][] {
  return Object.entries(TRANSFORMATIONS).map(([name, mangle]) => [name, [mangle]]);
}

/** Each transformation after each other one. */
export function everyPair(): [string, readonly Mangle[]][] {
  const all = Object.entries(TRANSFORMATIONS);
  return all.flatMap(([first, one]) =>
    all.flatMap(([second, two]): [string, readonly Mangle[]][] =>
      first === second ? [] : [[`${first} + ${second}`, [one, two]]],
    ),
  );
}
