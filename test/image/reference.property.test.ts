import { expect } from "chai";
import fc from "fast-check";
import { parseReference, sameImage } from "../../src/image/reference.ts";

const hex = fc.constantFrom("0", "9", "a", "f");
const word = fc.string({ unit: fc.constantFrom(..."az09"), minLength: 1, maxLength: 6 });
const component = fc
  .array(fc.tuple(word, fc.constantFrom(".", "_", "__", "-", "---")), { maxLength: 2 })
  .chain((words) => word.map((last) => words.map(([text, separator]) => text + separator).join("") + last));
const host = fc.constantFrom("", "docker.io/", "index.docker.io/", "localhost/", "Team/", "[::1]:5000/", "r_r.local/");
const tag = fc.constantFrom("", ":1", ":latest", ":_", ":V1.2-rc_3");
const digest = fc.option(fc.string({ unit: hex, minLength: 64, maxLength: 64 }), { nil: null });

const valid = fc
  .tuple(host, fc.array(component, { minLength: 1, maxLength: 3 }), tag, digest)
  .map(([at, path, colon, sum]) => at + path.join("/") + colon + (sum === null ? "" : `@sha256:${sum}`));

/** Pieces that references are made of, put together as nobody would. */
const pieces = ["a", "A", "nginx", "docker.io", "localhost", "/", "/", ":", "@", ".", "-", "_", "[", "]", "5000", "é"];
const slips = ["sha256:", "0".repeat(64), "://", "${T}", "<", " ", "\n", "\\", "%", '"', "\u200b"];
const jumbled = fc.array(fc.constantFrom(...pieces, ...slips), { maxLength: 10 }).map((parts) => parts.join(""));
const anything = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), jumbled, valid);

const runs = { numRuns: 2000 };

describe("any text", () => {
  it("is read or refused, and never throws", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const parsed = parseReference(text);
        expect(parsed.ok ? parsed.image.raw : parsed.raw).to.equal(text);
      }),
      runs,
    );
  });

  it("that is read has the same parts when its full and its brief spelling are read", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const parsed = parseReference(text);
        if (parsed.ok) {
          const { canonical, familiar } = parsed.image;
          for (const raw of [canonical, familiar]) {
            expect(parseReference(raw)).to.deep.equal({ ok: true, image: { ...parsed.image, raw } });
          }
          expect(familiar.length).to.be.at.most(canonical.length);
        }
      }),
      runs,
    );
  });

  it("that is refused gets a suggestion that is read, or none", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const parsed = parseReference(text);
        if (!parsed.ok && parsed.suggestion !== null) {
          expect(parseReference(parsed.suggestion).ok).to.equal(true);
        }
      }),
      runs,
    );
  });

  it("names the same image as itself", () => {
    fc.assert(
      fc.property(anything, (text) => sameImage(text, text)),
      runs,
    );
  });

  it("that follows the grammar is read", () => {
    fc.assert(
      fc.property(valid, (text) => parseReference(text).ok),
      runs,
    );
  });

  it("of great length is refused at once", () => {
    const started = performance.now();
    for (const unit of ["a", "-", "/", "a-", ":", "@", "$", "{", "<", " ", "%a", "[:", "a.", "://"]) {
      expect(parseReference(unit.repeat(1_000_000)).ok).to.equal(false);
      expect(parseReference(unit.repeat(4096 / unit.length)).ok).to.equal(false);
    }
    expect(performance.now() - started).to.be.below(1000);
  });
});
