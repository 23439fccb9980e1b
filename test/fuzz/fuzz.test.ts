import { expect } from "chai";
import { randomFrom } from "./mangle.ts";
import { cleanTexts, everyPair, everySingle, type Survival, survive } from "./measure.ts";

const VERSIONS = ["1.20", "1.35"];
const PAIRS = 150;

/** Two transformations can tear the row about the pull secret beyond reading. The denial that is left is still true. */
const LESS_SAID = /pull-secret-not-found became missing-credentials$/;

/** Another cause than the clean text's, an exception, a control character, a quote out of nowhere: never. */
function expectHarmless({ changed, broken }: Survival): void {
  expect(changed).to.deep.equal([]);
  expect(broken).to.deep.equal([]);
}

describe("a mangled text", function () {
  this.timeout(120_000);
  const texts = cleanTexts(VERSIONS);

  for (const [name, mangles] of everySingle()) {
    it(`keeps its causes: ${name}`, () => {
      const survival = survive(texts, mangles, 1);
      expectHarmless(survival);
      expect(survival.same / survival.failures, survival.lost.join("\n")).to.be.at.least(0.99);
    });
  }

  it(`keeps its causes in ${PAIRS} pairs of transformations`, () => {
    const random = randomFrom(2026);
    const pairs = everyPair()
      .map((pair) => ({ pair, order: random() }))
      .sort((a, b) => a.order - b.order)
      .slice(0, PAIRS);
    let failures = 0;
    let same = 0;
    const lost: string[] = [];
    for (const [at, { pair }] of pairs.entries()) {
      const [name, mangles] = pair;
      const survival = survive(
        texts.filter((_, index) => index % 24 === at % 24),
        mangles,
        at,
      );
      expect(survival.broken, name).to.deep.equal([]);
      expect(
        survival.changed.filter((what) => !LESS_SAID.test(what)),
        name,
      ).to.deep.equal([]);
      failures += survival.failures;
      same += survival.same;
      lost.push(...survival.lost.map((what) => `${name}: ${what}`));
    }
    expect(same / failures, lost.join("\n")).to.be.at.least(0.95);
  });
});
