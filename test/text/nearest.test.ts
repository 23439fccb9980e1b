import { expect } from "chai";
import { CAUSE_IDS } from "../../src/catalogue/ids.ts";
import { nearestTo } from "../../src/text/nearest.ts";

describe("the nearest cause", () => {
  const cases: Record<string, string> = {
    "dns-falure": "dns-failure",
    "rate-limited": "registry-rate-limited",
    "Tag-Not-Found": "tag-not-found",
    "proxy-eror": "proxy-error",
  };
  for (const [typed, id] of Object.entries(cases)) {
    it(`to ${typed} is ${id}`, () => expect(nearestTo(typed, CAUSE_IDS)[0]).to.equal(id));
  }
  it("to something else altogether is none", () => expect(nearestTo("kubernetes", CAUSE_IDS)).to.deep.equal([]));
});
