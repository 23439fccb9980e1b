import { expect } from "chai";
import { findCursor } from "../../../src/cli/completion/cursor.ts";

/** What is wanted at the end of the line; words in it are parted by single blanks. */
function at(line: string) {
  const { wants, ...rest } = findCursor(line.split(" "));
  return { ...rest, wants: typeof wants === "string" ? wants : `value of --${wants.valueOf.name}` };
}

describe("the end of a command line that is still typed", () => {
  it("is a word", () => {
    expect(at("")).to.deep.equal({ flags: [], words: [], typed: "", wants: "word" });
    expect(at("web-0 we")).to.deep.equal({ flags: [], words: ["web-0"], typed: "we", wants: "word" });
  });

  it("is the value of the flag before it, whatever it looks like", () => {
    for (const line of ["web-0 -n te", "web-0 --namespace te", "web-0 --namespace=te", "web-0 -n=te"]) {
      expect(at(line)).to.deep.equal({ flags: [], words: ["web-0"], typed: "te", wants: "value of --namespace" });
    }
    expect(at("-l -x")).to.include({ typed: "-x", wants: "value of --selector" });
    expect(at("-l -- ")).to.include({ typed: "", wants: "word" });
    expect(at("-An ")).to.deep.equal({
      flags: ["--all-namespaces=true"],
      words: [],
      typed: "",
      wants: "value of --namespace",
    });
  });

  it("is the beginning of a flag", () => {
    expect(at("-")).to.include({ typed: "-", wants: "flag" });
    expect(at("web-0 -o json --na")).to.deep.equal({
      flags: ["--output=json"],
      words: ["web-0"],
      typed: "--na",
      wants: "flag",
    });
  });

  it("is a word behind two dashes", () => {
    expect(at("-- -")).to.deep.equal({ flags: [], words: [], typed: "-", wants: "word" });
  });
});
