import { expect } from "chai";
import fc from "fast-check";
import { parseReference } from "../../src/image/reference.ts";
import { SeenImages } from "../../src/suggest/seen-images.ts";
import { slipCost } from "../../src/suggest/slip.ts";
import { suggestFor } from "../../src/suggest/suggest.ts";

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(?:[-_.][a-z0-9]{1,6})?$/);
const host = fc.constantFrom("", "docker.io/", "gcr.oi/", "registry.corp.example:5000/", "acme.azurcr.io/", "quay.io/");
const tag = fc.stringMatching(/^(?::[a-zA-Z0-9_][\w.-]{0,20})?$/);
const reference = fc
  .tuple(host, fc.array(word, { minLength: 1, maxLength: 3 }), tag)
  .map(([a, b, c]) => a + b.join("/") + c);

describe("any name", () => {
  it("gets a few other valid names, each with a sentence, or none", () => {
    fc.assert(
      fc.property(reference, fc.array(reference, { maxLength: 20 }), (raw, others) => {
        const parsed = parseReference(raw);
        fc.pre(parsed.ok);
        const known = new SeenImages();
        for (const other of others) known.add(other, "shop");
        const suggestions = suggestFor(parsed.image, known);
        expect(suggestions.length).to.be.at.most(3);
        for (const { image, why } of suggestions) {
          const meant = parseReference(image);
          expect(meant.ok && meant.image.canonical, image).not.to.equal(parsed.image.canonical);
          expect(meant.ok, image).to.equal(true);
          expect(why).to.match(/^\S.*\.$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("that works is not corrected", () => {
    fc.assert(
      fc.property(reference, fc.array(reference, { maxLength: 20 }), (raw, others) => {
        const parsed = parseReference(raw);
        fc.pre(parsed.ok);
        const known = new SeenImages();
        for (const other of [raw, ...others]) known.add(other, null);
        expect(suggestFor(parsed.image, known, ["host", "repository"])).to.deep.equal([]);
      }),
    );
  });
});

describe("a slip", () => {
  it("costs nothing where there is none, and never touches a digit", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{4,12}$/), fc.stringMatching(/^[a-z0-9]{4,12}$/), (a, b) => {
        expect(slipCost(a, a)).to.equal(0);
        const digits = (text: string): string => text.replaceAll(/[^0-9]/g, "");
        if (digits(a) !== digits(b)) expect(slipCost(a, b)).to.equal(null);
      }),
    );
  });

  const order = [
    ["a letter doubled before a letter missing", "ngginx", "ngnx"],
    ["two letters exchanged before a wrong one", "ngnix", "nzinx"],
    ["a neighbour's key before any other", "nginz", "nginp"],
    ["a separator before a letter", "mongoexpress", "mongo-expres"],
  ] as const;
  for (const [what, likelier, rarer] of order) {
    it(`is likelier: ${what}`, () => {
      const meant = likelier.startsWith("mongo") ? "mongo-express" : "nginx";
      expect(slipCost(likelier, meant)).to.be.lessThan(slipCost(rarer, meant) ?? 0);
    });
  }
});
