import { expect } from "chai";
import { attacksOn } from "../tools/patterns/attack.ts";
import { collectPatterns } from "../tools/patterns/collect.ts";
import { slowPatterns, worstOf } from "../tools/patterns/dynamic.ts";
import { findInText } from "../tools/patterns/source.ts";
import { prove } from "../tools/patterns/static.ts";

const pattern = (source: string, flags = "") => ({ where: "here", source, flags });

/** A quick look; `npm run patterns` takes the time to be thorough. */
describe("the regular expressions of the program", function () {
  // Times are measured; what is slow is slow three times.
  this.retries(2);

  it("are all known, also those built from strings", async () => {
    const { patterns, unseen } = await collectPatterns();
    expect(unseen).to.deep.equal([]);
    expect(patterns.length).to.be.greaterThan(400);
    expect(patterns.filter(({ where }) => where.startsWith("src/error/layers.ts")).length).to.be.greaterThan(80);
  });

  it("take linear time", async () => {
    const { patterns } = await collectPatterns();
    const slow = slowPatterns(patterns, 6);
    expect(slow.map(({ pattern: { where }, worst }) => `${where}: ${worst.attack}`)).to.deep.equal([]);
  }).timeout(60_000);
});

describe("the judge of regular expressions", function () {
  this.retries(2);

  it("finds literals and constructions, and no division or comment", () => {
    const found = findInText(
      "x.ts",
      "const a = /b+/gi; // /c/\nconst d = 1 / 2 / 3;\nconst e = new RegExp(`f`);\nconst g = 'h/i/';\ntype J = `/k/`;",
    );
    expect(found.literals).to.deep.equal([{ file: "x.ts", line: 1, source: "b+", flags: "gi" }]);
    expect(found.sites).to.deep.equal([{ file: "x.ts", line: 3, lastLine: 3 }]);
  });

  const slow = [
    "[A-Za-z0-9-]+$",
    "pull (?:--?[\\w=-]+ )*!",
    "read tcp \\S+?(?: ?->\\S+?)?: ",
    "(?:: (?:unknown|aborted))+$",
    "^(?:a|a){0,400}$",
  ];
  for (const source of slow) {
    it(`finds that /${source}/ is slow`, () => {
      expect(worstOf(pattern(source), 300)).to.not.equal(null);
    }).timeout(10_000);
  }

  for (const source of ["^a+b$", "(?<! ) +$", '"[^"]{0,4096}"', "a[^ ]{0,60}: ", "\\b(?:foo|bar) \\S+"]) {
    it(`finds that /${source}/ is not`, () => {
      expect(worstOf(pattern(source), 1000)).to.equal(null);
    });
  }

  it("proves what is exponential behind a bound", () => {
    expect(prove(pattern("^x(?:--?[\\w=-]+ ){0,400}y"))?.complexity).to.match(/exponential/);
    expect(prove(pattern("^a{0,4096}b"))).to.equal(null);
  });

  it("attacks with what a pattern names", () => {
    const texts = attacksOn("read tcp \\S+?(?:->\\S+?)?: ", "").map(({ make }) => make(100));
    expect(texts.some((text) => /read tcp.(?:->){20}/.test(text))).to.equal(true);
  });
});
