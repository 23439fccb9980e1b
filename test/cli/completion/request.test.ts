import { expect } from "chai";
import { parseArgs } from "../../../src/cli/args.ts";
import { UserError } from "../../../src/cli/user-error.ts";

const parse = (...argv: string[]) => parseArgs(argv, { stdinIsTerminal: true });

describe("a command line about completion", () => {
  it("asks for a script, or to install", () => {
    expect(parse("completion", "zsh")).to.deep.equal({ kind: "completion", what: "zsh" });
    expect(parse("completion", "install")).to.deep.equal({ kind: "completion", what: "install" });
  });

  it("says what there is where the word is missing or another", () => {
    for (const words of [[], ["tcsh"], ["bash", "zsh"]]) {
      expect(() => parse("completion", ...words)).to.throw(
        UserError,
        /bash, zsh, fish, powershell, install, uninstall/,
      );
    }
  });

  it("has a help of its own", () => {
    expect(parse("completion", "--help")).to.deep.equal({ kind: "help", topic: "completion" });
    expect(parse("causes", "-h")).to.deep.equal({ kind: "help", topic: "causes" });
  });

  it("by a shell is taken as it is, however little sense it makes yet", () => {
    const words = ["--nosuch", "-n", ""];
    expect(parse("__complete", ...words)).to.deep.equal({ kind: "complete", words, explains: true });
    expect(parse("__completeNoDesc", ...words)).to.deep.equal({ kind: "complete", words, explains: false });
  });

  it("leaves a pod of that name to be named with its kind", () => {
    expect(parse("pod/completion")).to.include({ kind: "cluster" });
  });
});
