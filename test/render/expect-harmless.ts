import { stripVTControlCharacters } from "node:util";
import { expect } from "chai";

/** Everything that a terminal acts upon, that hides words or that turns them around; only the line break is ours. */
const HARMFUL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\p{Surrogate}\u{e0000}-\u{e007f}]/u;

export function expectHarmless(output: string, where = ""): void {
  expect(HARMFUL.exec(output), where).to.equal(null);
}

/** Colours apart, and of these only the ones that we use. */
export function expectHarmlessColored(output: string): void {
  const colors = ["1;31", "1", "31", "36", "33", "2", "0"].map((code) => `\u001b[${code}m`);
  expectHarmless(colors.reduce((text, color) => text.replaceAll(color, ""), output));
  expect(stripVTControlCharacters(output)).to.not.include("\u001b");
}
