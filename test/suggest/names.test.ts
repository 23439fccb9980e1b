import { readFileSync } from "node:fs";
import { expect } from "chai";
import { parseReference } from "../../src/image/reference.ts";
import { repairOf, suggestFor } from "../../src/suggest/suggest.ts";
import { fileOf, type Lists, type SEEDS, textOf } from "./make-names.ts";

/** What the program would say of a name of which nothing else is known. */
function suggestionsFor(raw: string): string[] {
  const parsed = parseReference(raw);
  return (parsed.ok ? suggestFor(parsed.image) : repairOf(raw)).map(({ image }) => image);
}

function canonical(raw: string | undefined): string | null {
  const parsed = parseReference(raw ?? "");
  return parsed.ok ? parsed.image.canonical : null;
}

function linesOf(which: keyof typeof SEEDS, list: keyof Lists): string[] {
  return readFileSync(fileOf(which, list), "utf8").split("\n").slice(1, -1);
}

for (const which of ["development", "measured"] as const) {
  describe(`suggestions for the ${which} list`, () => {
    it("has lists that are those of the process it describes", () => {
      for (const list of ["typos", "strangers"] as const) {
        expect(readFileSync(fileOf(which, list), "utf8")).to.equal(textOf(which, list));
      }
    });

    it("mend at least nine of ten typos with the first name", () => {
      const typos = linesOf(which, "typos").map((line) => line.split("\t"));
      const missed = typos.filter(
        ([written = "", meant]) => canonical(suggestionsFor(written)[0]) !== canonical(meant),
      );
      expect(typos.length).to.be.greaterThanOrEqual(200);
      expect(missed.length / typos.length, missed.map((one) => one.join(" for ")).join(", ")).to.be.at.most(0.1);
    });

    it("leave at least 95 of a hundred strangers alone", () => {
      const strangers = linesOf(which, "strangers");
      const disturbed = strangers.filter((name) => suggestionsFor(name).length > 0);
      expect(strangers.length).to.be.greaterThanOrEqual(200);
      expect(disturbed.length / strangers.length, disturbed.join(", ")).to.be.at.most(0.05);
    });
  });
}
