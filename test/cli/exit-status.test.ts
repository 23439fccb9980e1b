import { expect } from "chai";
import { exitStatus } from "../../src/cli/exit-status.ts";

describe("the exit status", () => {
  it("is 0 where no pull fails", () => expect(exitStatus({ failures: 0, unanswered: 0 })).to.equal(0));
  it("is 1 where one fails", () => expect(exitStatus({ failures: 3, unanswered: 0 })).to.equal(1));
  it("is 2 where a part of the question has no answer, whatever was found", () => {
    expect(exitStatus({ failures: 0, unanswered: 1 })).to.equal(2);
    expect(exitStatus({ failures: 3, unanswered: 1 })).to.equal(2);
  });
});
