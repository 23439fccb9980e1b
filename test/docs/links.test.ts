import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { markdownPages, ROOT } from "./pages.ts";

const pages = markdownPages();

/** Without asking the network: whether it is an address at all, written out and safe. */
function expectAddress(url: string): void {
  expect(URL.canParse(url), url).to.equal(true);
  const { protocol, hostname, username } = new URL(url);
  expect([protocol, username], url).to.deep.equal(["https:", ""]);
  expect(hostname, url).to.match(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/);
  expect(url, "a blank, a bracket or a mark of the sentence around it").to.not.match(/[\s<>()]|[.,;:]$/);
}

describe("the links", () => {
  for (const { path, links, anchors } of pages)
    if (links.length > 0)
      it(`of ${path} lead somewhere`, () => {
        for (const link of links) {
          if (/^\w+:/.test(link)) {
            expectAddress(link);
            continue;
          }
          const [file = "", anchor] = decodeURI(link).split("#");
          const target = file === "" ? path : join(dirname(path), file);
          expect(target, `${link} leads out of the repository`).to.not.match(/^\.\.|^\//);
          expect(existsSync(join(ROOT, target)), `${link}: there is no ${target}`).to.equal(true);
          if (anchor === undefined) continue;
          const known = file === "" ? anchors : pages.find((one) => one.path === target)?.anchors;
          expect(known?.has(anchor), `${link}: no heading of ${target} makes #${anchor}`).to.equal(true);
        }
      });

  it("from page to page reach every page of docs", () => {
    const reached = new Set(["README.md"]);
    for (const path of reached)
      for (const link of pages.find((one) => one.path === path)?.links ?? []) {
        const target = join(dirname(path), link.split("#")[0] ?? "");
        if (pages.some((one) => one.path === target)) reached.add(target);
      }
    expect([...reached]).to.include.members(pages.map(({ path }) => path).filter((path) => path.startsWith("docs/")));
  });

  it("of package.json lead to files and addresses", () => {
    const { homepage, bin, exports: entries } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expectAddress(homepage);
    const files = [
      ...Object.values<string>(bin),
      ...Object.values<string | { types: string; default: string }>(entries),
    ]
      .flatMap((one) => (typeof one === "string" ? one : [one.types, one.default]))
      // What is built comes from a source of the same name.
      .map((one) => one.replace(/^\.\/dist\/(.+?)(?:\.d\.ts|\.js)$/, "src/$1.ts"));
    for (const file of files) expect(existsSync(join(ROOT, file)), file).to.equal(true);
  });

  it("of the manifest for krew are addresses, and its homepage is the project's", () => {
    const { spec } = parse(readFileSync(join(ROOT, "krew-manifest.yaml"), "utf8"));
    const { homepage } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(spec.homepage).to.equal(homepage);
    for (const { uri } of spec.platforms) expectAddress(uri);
  });

  it("between files that the pages name in monospace exist", () => {
    for (const { path, text } of pages.filter(({ path: one }) => !one.startsWith("docs/causes/")))
      for (const [, name = ""] of text.matchAll(/`((?:src|test|tools|plugin|fixtures|docs)\/[\w./-]+)`/g)) {
        const file = join(ROOT, name);
        expect(existsSync(file) && statSync(file).size >= 0, `${path} names ${name}`).to.equal(true);
      }
  });
});
