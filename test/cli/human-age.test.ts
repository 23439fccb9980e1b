import { expect } from "chai";
import { humanAge } from "../../src/cli/human-age.ts";
import { ageOf } from "../tools/api-server/age.ts";

describe("an instant told as an age", () => {
  const now = new Date("2026-11-22T15:00:00Z");
  const ago = (seconds: number) => humanAge(new Date(now.getTime() - seconds * 1000).toISOString(), now);

  it("reads as kubectl writes it", () => {
    expect([0, 25, 119, 120, 200, 660, 10_800, 90_000, 200_000, 70_000_000].map(ago).join(" ")).to.equal(
      "0s 25s 119s 2m 3m20s 11m 3h 25h 2d7h 2y80d",
    );
  });

  it("agrees with the test server at every magnitude", () => {
    for (let seconds = 1; seconds < 1e9; seconds = Math.ceil(seconds * 1.07)) {
      const instant = new Date(now.getTime() - seconds * 1000).toISOString();
      expect(humanAge(instant, now)).to.equal(ageOf(instant, now));
    }
  });

  it("says so where it is still to come, and leaves what is no instant", () => {
    expect(ago(-1)).to.equal("0s");
    expect(ago(-30)).to.equal("<invalid>");
    expect(humanAge("yesterday", now)).to.equal("yesterday");
  });
});
