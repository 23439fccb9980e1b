import { expect } from "chai";
import { completionText, NONE, oneOf } from "../../../src/cli/completion/candidates.ts";

describe("candidates, as a shell hears of them", () => {
  const web = { text: "web-0", about: "ImagePullBackOff" };

  it("have their meaning behind a tab where the shell can show it", () => {
    expect(completionText(oneOf([web, { text: "web-1" }]), true)).to.equal("web-0\tImagePullBackOff\nweb-1\n:4\n");
    expect(completionText(oneOf([web]), false)).to.equal("web-0\n:4\n");
  });

  it("have no space behind them where each is the first half of a word", () => {
    expect(completionText(oneOf([{ text: "pod/" }]), false)).to.equal("pod/\n:6\n");
    expect(completionText(oneOf([web, { text: "pod/" }]), false)).to.equal("web-0\npod/\n:4\n");
  });

  it("are the shell's own files or folders where those are wanted, and else nothing", () => {
    expect(completionText({ ...NONE, elsewhere: "files" }, true)).to.equal(":0\n");
    expect(completionText({ ...NONE, elsewhere: "folders" }, true)).to.equal(":16\n");
    expect(completionText(NONE, true)).to.equal(":4\n");
  });
});
