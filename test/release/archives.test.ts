import { statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { badPages } from "../../plugin/release/mach-o.ts";
import { platformOf } from "../../plugin/release/platform-of.ts";
import { TARGETS } from "../../plugin/release/targets.ts";
import { type ArchiveEntry, BUILD, builtSums, builtTargets, entriesOf, sha256 } from "./built.ts";

/** In bytes: what one download may cost. */
const LARGEST = 56e6;

describe("a release", () => {
  const targets = builtTargets();

  before(function () {
    // Without `npm run release` there is nothing to look at.
    if (targets.length === 0) this.skip();
  });

  it("has the sums that it tells", () => {
    for (const [name, sum] of builtSums()) expect(sha256(join(BUILD, name)), name).to.equal(sum);
  });

  for (const { name, archive, executable } of TARGETS) {
    describe(`for ${name}`, () => {
      let entries: ArchiveEntry[];
      before(async function () {
        if (!targets.some((target) => target.name === name)) return this.skip();
        entries = await entriesOf(join(BUILD, archive));
      });

      it("holds the program, LICENSE and THIRD-PARTY-NOTICES, and no more", () => {
        const found = entries.map(({ path, mode }) => `${mode.toString(8)} ${path}`);
        expect(found).to.deep.equal(["644 LICENSE", "644 THIRD-PARTY-NOTICES", `755 ${executable}`]);
      });

      it("holds plain files only, of root and of one date", () => {
        for (const { type, owner } of entries) expect(`${type} ${owner}`).to.equal("File 0:0");
        expect(new Set(entries.map(({ mtime }) => mtime)).size).to.equal(1);
      });

      it("is a program for that machine", () => {
        expect(platformOf(entries.at(-1)?.content as Buffer)).to.equal(name);
      });

      if (name.startsWith("darwin")) {
        it("has a signature that fits every page", () => {
          expect(badPages(entries.at(-1)?.content as Buffer)).to.deep.equal([]);
        });
      }

      it("is no larger than it may be", () => {
        expect(statSync(join(BUILD, archive)).size).to.be.at.most(LARGEST);
      });
    });
  }
});
