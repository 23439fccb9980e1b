/** What a release says of what is in it. */
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { tarOf } from "../../plugin/release/archive.ts";
import { billOfMaterials, type Product } from "../../plugin/release/bill-of-materials.ts";
import { thirdPartyNotices } from "../../plugin/release/notices.ts";
import { runtimePackages } from "../../plugin/release/packages.ts";
import { stampText } from "../../plugin/release/source-stamp.ts";
import { TARGETS } from "../../plugin/release/targets.ts";
import { ROOT } from "./built.ts";

const product = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as Product & {
  dependencies: Record<string, string>;
};
const packages = runtimePackages(ROOT);
const date = new Date("2026-11-22T17:59:24Z");

describe("the packages of a release", () => {
  it("are the dependencies and what they need", () => {
    expect(packages.map(({ name }) => name)).to.include.members([...Object.keys(product.dependencies), "cross-spawn"]);
  });

  it("are none that only development needs", () => {
    expect(packages.map(({ name }) => name)).not.to.include.members(["mocha"]);
  });
});

describe("THIRD-PARTY-NOTICES", () => {
  const notices = thirdPartyNotices(packages);

  it("names every package, its licence and the words of it", () => {
    for (const { name, version, license, licenseText } of packages)
      expect(notices).to.contain(`${name} ${version} (${license})`).and.contain(licenseText);
  });

  it("names the runtime, and tells whole the licence that lets it be exchanged", () => {
    expect(notices)
      .to.match(/^Bun \d/m)
      .and.contain("JavaScriptCore")
      .and.contain("GNU LESSER GENERAL PUBLIC LICENSE");
  });
});

describe("the bill of materials", () => {
  const bill = JSON.parse(billOfMaterials(product, packages, date));

  it("has every package and every runtime once, with its hash and licence", () => {
    expect(bill.components).to.have.length(packages.length + TARGETS.length);
    expect(new Set(bill.components.map((one: { purl: string }) => one.purl)).size).to.equal(bill.components.length);
    for (const { name, hashes, licenses } of bill.components) {
      expect(hashes[0].content, name).to.match(/^[0-9a-f]{128}$/);
      expect(licenses, name).to.have.length(1);
    }
  });

  it("is the same for the same source", () => {
    expect(billOfMaterials(product, packages, date)).to.equal(billOfMaterials(product, packages, date));
    expect(bill.metadata.timestamp).to.equal("2026-11-22T17:59:24.000Z");
    expect(bill.serialNumber).to.match(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe("an archive", () => {
  const a = { path: "a", mode: 0o644, content: Buffer.from("first") } as const;
  const b = { path: "b", mode: 0o755, content: Buffer.alloc(512) } as const;

  it("is the same in whatever order its files come", () => {
    expect(tarOf([a, b], date).equals(tarOf([b, a], date))).to.equal(true);
  });

  it("is made of whole blocks", () => {
    expect(tarOf([a, b], date).length).to.equal(512 * 6);
  });
});

describe("the source of a build", () => {
  it("is told by its commit and that commit's date", () => {
    expect(stampText({ commit: "95d8cef1ba67", date })).to.equal("commit 95d8cef1ba67, 2026-11-22T17:59:24Z");
  });
});
