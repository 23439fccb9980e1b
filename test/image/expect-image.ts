import { expect } from "chai";
import type { BrokenRule, ImageReference } from "../../src/image/reference.ts";
import { parseReference } from "../../src/image/reference.ts";

/** The image that a text names; a failed assertion where it names none. */
export function imageOf(text: string): ImageReference {
  const parsed = parseReference(text);
  if (!parsed.ok) {
    return expect.fail(`"${text}" was refused: ${parsed.rule}, ${parsed.why}`);
  }
  return parsed.image;
}

/** Checks the four parts; the tag is null where there is a digest only. */
export function expectParts(
  text: string,
  [registry, repository, tag, digest = null]: readonly [string, string, string | null, (string | null)?],
): void {
  const { raw, ...image } = imageOf(text);
  expect(raw).to.equal(text);
  expect(image).to.include({ registry, repository, tag, digest });
}

export function expectBroken(text: string, rule: BrokenRule, suggestion: string | null = null): void {
  const parsed = parseReference(text);
  if (parsed.ok) {
    expect.fail(`"${text}" was read as ${parsed.image.canonical}`);
  }
  expect({ rule: parsed.rule, suggestion: parsed.suggestion }).to.deep.equal({ rule, suggestion });
  expect(parsed.raw).to.equal(text);
  expect(parsed.why, "one plain sentence")
    .to.match(/^["A-Z0-9].*\.$/)
    .and.to.have.lengthOf.below(200);
}
