import { expect } from "chai";
import fc from "fast-check";
import { CAUSE_IDS } from "../../src/catalogue/ids.ts";
import { type Lead, weigh } from "../../src/facts/weigh.ts";
import { aFailure } from "../render/build.ts";

const cause = fc.constantFrom(...CAUSE_IDS);
const confidence = fc.constantFrom("certain" as const, "likely" as const, "possible" as const);
const lead: fc.Arbitrary<Lead> = fc.record({
  failures: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
  cause,
  confidence,
  why: fc.string(),
  against: fc.array(cause, { maxLength: 3 }),
});

describe("weighing what was found out", () => {
  it("keeps the cause, and names each other cause once and never the cause itself", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cause, confidence), { maxLength: 4 }),
        fc.array(lead, { maxLength: 6 }),
        (all, leads) => {
          const failures = all.map(([one, sure]) => aFailure({ cause: one, confidence: sure }));
          const weighed = weigh(failures, leads);
          expect(weighed.map((one) => one.cause)).to.deep.equal(failures.map((one) => one.cause));
          for (const { cause: own, alternatives } of weighed) {
            const others = alternatives.map((one) => one.cause);
            expect(others).not.to.include(own);
            expect(new Set(others).size).to.equal(others.length);
            // Only the words of an error make a cause certain.
            expect(alternatives.every((one) => one.confidence !== "certain")).to.equal(true);
          }
        },
      ),
    );
  });

  it("keeps the command that settles an alternative", () => {
    const known = { cause: "image-removed", confidence: "possible", why: "It may be.", check: "skopeo" } as const;
    const argument = {
      failures: [0],
      cause: "image-removed",
      confidence: "likely",
      why: "It was.",
      against: [],
    } as const;
    expect(weigh([aFailure({ alternatives: [known] })], [argument])[0]?.alternatives).to.deep.equal([
      { cause: "image-removed", confidence: "likely", why: "It was.", check: "skopeo" },
    ]);
  });
});
