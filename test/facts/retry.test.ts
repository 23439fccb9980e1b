import { expect } from "chai";
import { retryOf } from "../../src/facts/retry.ts";

const pull = { state: "ImagePullBackOff", attempts: 3, firstSeen: "66s", lastSeen: "25s" };

describe("the next try of a pull", () => {
  it("comes 10, 20, 40, 80, 160 and from then on 300 seconds after the last failure", () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 1000].map((attempts) => retryOf({ ...pull, attempts, lastSeen: "0s" })?.wait);
    expect(waits).to.deep.equal([10, 20, 40, 80, 160, 300, 300, 300]);
  });

  it("is told from the moment at which the text was taken", () => {
    expect(retryOf(pull)).to.deep.equal({ wait: 40, isLongest: false, earliest: 15, latest: 30 });
    expect(retryOf({ ...pull, lastSeen: "45s" })).to.include({ earliest: 0, latest: 10 });
    expect(retryOf({ ...pull, lastSeen: "10m" })).to.include({ earliest: 0, latest: 0 });
  });

  it("is five minutes later where it has failed for longer than events live", () => {
    expect(retryOf({ ...pull, attempts: 2, firstSeen: "3h", lastSeen: "1m" })).to.include({ wait: 300, earliest: 240 });
  });

  it("is not known without an age, and not waited for where no pull was tried", () => {
    expect(retryOf({ ...pull, lastSeen: null })).to.equal(null);
    expect(retryOf({ ...pull, lastSeen: "<unknown>" })).to.equal(null);
    for (const state of [null, "InvalidImageName", "ErrImageNeverPull", "ImageInspectError"])
      expect(retryOf({ ...pull, state })).to.equal(null);
  });
});
