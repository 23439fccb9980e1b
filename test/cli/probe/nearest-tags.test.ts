import { expect } from "chai";
import { nearestTags } from "../../../src/cli/probe/nearest-tags.ts";

describe("the tags that were probably meant", () => {
  it("begin with what a slip of the hand makes the one asked for", () => {
    expect(nearestTags("lates", ["lates-v2", "latest"])[0]).to.equal("latest");
    expect(nearestTags("1.27-alpnie", ["1.27", "1.27-alpine", "1.26-alpine"])[0]).to.equal("1.27-alpine");
  });

  it("are near ones where another version is asked for", () => {
    expect(nearestTags("v1.2.4", ["v1.2.3", "latest"])).to.deep.equal(["v1.2.3"]);
  });

  it("are none where nothing is near", () => {
    expect(nearestTags("feature-login", ["1.0", "2.0"])).to.deep.equal([]);
  });
});
