import { expect } from "chai";
import fc from "fast-check";
import { type Envelope, ListSplitter } from "../../src/cli/list-splitter.ts";

/** What comes of a text that comes in pieces of these lengths. */
function split(text: string, lengths: readonly number[] = [text.length]): { items: unknown[]; end: Envelope | null } {
  const items: unknown[] = [];
  const splitter = new ListSplitter((item) => items.push(item));
  let rest = Buffer.from(text);
  for (const length of lengths) {
    splitter.eat(rest.subarray(0, length));
    rest = rest.subarray(length);
  }
  splitter.eat(rest);
  return { items, end: splitter.end() };
}

describe("a list that comes in pieces", () => {
  it("has the same items however it is cut", () => {
    const list = fc.record({
      items: fc.array(
        fc.dictionary(fc.string({ unit: "binary" }), fc.json().map(JSON.parse as (text: string) => unknown)),
      ),
    });
    fc.assert(
      fc.property(
        list,
        fc.array(fc.integer({ min: 1, max: 40 })),
        fc.constantFrom(undefined, 4),
        ({ items }, lengths, indent) => {
          const text = JSON.stringify({ kind: "PodList", metadata: { continue: "n" }, items }, null, indent);
          const found = split(text, lengths);
          expect(found.items).to.deep.equal(JSON.parse(JSON.stringify(items)));
          expect(found.end).to.deep.equal({ kind: "PodList", token: "n" });
        },
      ),
    );
  });

  it("may have its metadata last, or no items at all", () => {
    expect(split('{"kind":"PodList","items":[{"a":1}],"metadata":{"continue":"x"}}').end?.token).to.equal("x");
    expect(split('{"kind":"PodList","metadata":{},"items":null}')).to.deep.equal({
      items: [],
      end: { kind: "PodList", token: null },
    });
  });

  it("does not take a string for its items", () => {
    const text = JSON.stringify({ kind: "PodList", note: '"items":[{"a":1}]', metadata: {}, items: [{ b: "}],[" }] });
    expect(split(text).items).to.deep.equal([{ b: "}],[" }]);
  });

  for (const text of [
    "",
    "{}",
    '{"kind":"Status"}',
    '[{"kind":"PodList"}]',
    '{"kind":"PodList","items":[{"a":1}',
    '{"kind":"PodList","items":[{"a":1}]',
    '{"kind":"PodList","items":[{"a":}]}',
    '{"kind":"PodList","items":["a",{"b":1}]}',
    '{"kind":"PodList","items":[{"b":1}}]',
    'hello {"kind":"PodList","items":[]}',
    '{"kind":"PodList","items":[]} bye',
    "]]]]",
    "x".repeat(1_000_000),
    `{"kind":"PodList","items":[{"a":"${"x".repeat(20_000_000)}"}]}`,
  ]) {
    it(`is not ${text.length > 60 ? `${text.slice(0, 30)}… (${text.length})` : text || "nothing"}`, () => {
      expect(split(text, [10, 10]).end).to.equal(null);
    });
  }
});
