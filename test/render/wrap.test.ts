import { expect } from "chai";
import fc from "fast-check";
import stringWidth from "string-width";
import { cutMiddle, wrap, wrapList, wrapProse, wrapVerbatim } from "../../src/render/wrap.ts";

describe("wrapping", () => {
  it("breaks at blanks, by the width that a terminal shows", () => {
    expect(wrap("one two three", 7)).to.deep.equal(["one two", "three"]);
    expect(wrap("日本 日本 日本", 9)).to.deep.equal(["日本 日本", "日本"]);
  });

  it("keeps a long word whole", () => {
    expect(wrap("see registry.example/a/very/long/name now", 10)).to.deep.equal([
      "see",
      "registry.example/a/very/long/name",
      "now",
    ]);
  });

  it("of prose ignores the line breaks of the source", () => {
    expect(wrapProse(" one\n   two\n", 20)).to.deep.equal(["one two"]);
  });

  it("of somebody's words keeps their blanks and line breaks", () => {
    expect(wrapVerbatim("a  b\n  c", 20, 9)).to.deep.equal(["a  b", "  c"]);
  });

  it("of somebody's words keeps first and last lines, and says that some are left out", () => {
    expect(wrapVerbatim("1\n2\n3\n4\n5\n6", 20, 4)).to.deep.equal(["1", "2", "…", "6"]);
  });

  it("of phrases breaks behind a comma", () => {
    expect(wrapList(["pod web", "container app", "on node n1"], 24)).to.deep.equal([
      "pod web, container app,",
      "  on node n1",
    ]);
  });

  it("of anything loses no character but blanks", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 40 }), (text, width) => {
        expect(wrap(text, width).join("").replace(/\s/g, "")).to.equal(text.replace(/\s/g, ""));
      }),
    );
  });
});

describe("cutting in the middle", () => {
  it("keeps head and tail", () => {
    expect(cutMiddle("registry.example/app:v2", 11)).to.equal("regis…pp:v2");
  });

  it("breaks no emoji apart", () => {
    expect(cutMiddle("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 5)).to.equal("👩‍👩‍👧…👩‍👩‍👧");
  });

  it("never exceeds the width", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 40 }), (text, width) => {
        expect(stringWidth(cutMiddle(text, width))).to.be.at.most(width);
      }),
    );
  });
});
