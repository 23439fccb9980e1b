import { expect } from "chai";
import { phrasesOf } from "../../src/book/phrases.ts";
import { CATALOGUE } from "../../src/catalogue/index.ts";

describe("the phrases of a pattern", () => {
  const cases: readonly (readonly [pattern: RegExp, phrases: readonly string[]])[] = [
    [/no such host|server misbehaving/, ["no such host", "server misbehaving"]],
    [/invalid (?:tag|digest) format/, ["invalid tag format", "invalid digest format"]],
    [/tag [\uE000\w.-]{1,130} not found/, ["tag … not found"]],
    [/\bx509: /, ["x509"]],
    [/i\/o timeout/, ["i/o timeout"]],
    [/context cancell?ed/, ["context canceled"]],
    [/(?<!may have )invalid credentials(?! to)/, ["invalid credentials"]],
    [/billing (?:account )?(?:is )?disabled/, ["billing disabled"]],
    [/thin pool .{0,100}(?:full|free space)/, ["thin pool … full", "thin pool … free space"]],
    [/self[- ]signed/, ["self signed"]],
    [/lookup (?<subject>"[^"]{0,99}"|x)(?: on (?<server>\S+?))?: /, ["lookup …"]],
  ];
  for (const [pattern, phrases] of cases)
    it(`of ${pattern.source}`, () => expect(phrasesOf(pattern.source)).to.deep.equal(phrases));

  it("are found by the pattern that they come from, for every pattern of the catalogue", () => {
    const patterns = Object.values(CATALOGUE)
      .flatMap(({ signals }) => signals)
      .flatMap(({ see }) => (see.sign !== undefined && "pattern" in see.sign ? [see.sign.pattern ?? "."] : []));
    expect(patterns).to.have.length.greaterThan(50);
    for (const source of new Set(patterns))
      for (const phrase of phrasesOf(source)) {
        const said = phrase.replaceAll("…", "x1");
        const shown = [
          phrase,
          said,
          `${said}: x`,
          `${said} x`,
          `${said} (x`,
          said.replaceAll("x1 ", "\uE000 "),
          said.replaceAll("x1", "12"),
        ];
        expect(
          shown.some((one) => new RegExp(source, "i").test(one)),
          `"${phrase}" of ${source}`,
        ).to.equal(true);
      }
  });
});
