import { expect } from "chai";
import { anchorsOf, mayMatch } from "../../src/error/anchor.ts";

describe("the letters of a pattern", () => {
  const CASES: readonly (readonly [RegExp, readonly string[] | null])[] = [
    [/failed to pull image(?: "x")?: /, ["failed to pull image"]],
    [/access denied|unauthorized: x?/i, ["access denied", "unauthorized: "]],
    [/\w+ denied|5\d\d/, null],
    [/colou?rs are/, ["rs are"]],
    [/gone{2,3}y/, ["gon"]],
    [/a(?:bcdef)?g/, null],
    [/[a-z|]bcd\]\|efg/, ["bcd]|efg"]],
    [/\u0041bc\bdef/, ["def"]],
    [/Back-off/, ["back-off"]],
  ];
  for (const [pattern, expected] of CASES) {
    it(`of ${pattern} are ${expected?.map((one) => JSON.stringify(one)).join(" or ") ?? "none"}`, () => {
      expect(anchorsOf(pattern.source)).to.deep.equal(expected);
    });
  }

  it("are looked for in lower case", () => {
    expect(mayMatch(anchorsOf("Back-off|ErrImage"), "errimagepull")).to.equal(true);
    expect(mayMatch(anchorsOf("Back-off|ErrImage"), "image pull")).to.equal(false);
  });
});
