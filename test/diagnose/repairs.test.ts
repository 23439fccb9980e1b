import { readFileSync } from "node:fs";
import { expect } from "chai";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { TRANSFORMATIONS } from "../fuzz/mangle.ts";

const clean = readFileSync(new URL("../../fixtures/kubectl/1.36/a-describe-pod.txt", import.meta.url), "utf8");

describe("what was undone in a text", () => {
  const CASES: Readonly<Record<string, string>> = {
    "wrapped at 80": "broken lines",
    HTML: "HTML",
    "quoted >": "what stood in front of every line",
    colours: "colours or characters that nobody sees",
    "columns as CSV": "cells of a spreadsheet",
    defanged: "defanged addresses",
  };
  for (const [name, words] of Object.entries(CASES)) {
    it(`is told: ${name}`, () => {
      const text = TRANSFORMATIONS[name]?.(clean, () => 0.5) ?? "";
      const { complete, warnings } = diagnose([{ source: "-", text }]);
      expect(warnings).to.deep.equal([`In the text this was undone first: ${words}.`]);
      expect(complete, "what was undone is missing nowhere").to.equal(true);
    });
  }

  it("is nothing in what kubectl printed", () => {
    expect(diagnose([{ source: "-", text: clean }]).warnings).to.deep.equal([]);
  });

  it("is not told of a text in which nothing could be read", () => {
    const { warnings } = diagnose([{ source: "-", text: "\u001b[31mhello\u001b[0m" }]);
    expect(warnings).to.have.lengthOf(1);
    expect(warnings[0]).to.match(/^Nothing in/);
  });
});
