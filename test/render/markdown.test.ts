import { expect } from "chai";
import fc from "fast-check";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import type { RenderOptions } from "../../src/render/render.ts";
import { aFailure, aFix, aGroup, aReport, renderPlain, reportOf } from "./build.ts";
import { asGitHub, asMarkdownIt, type Outline } from "./read-markdown.ts";
import { DEMO_POD, HEALTHY, NOTHING_LEFT, TWO_CAUSES } from "./texts.ts";

const MARKDOWN: Partial<RenderOptions> = { format: "markdown" };
const PARSERS = { GitHub: asGitHub, "markdown-it": asMarkdownIt };

/** What both parsers see; they may only differ in how they cut words. */
function outlineOf(markdown: string): Outline {
  const [github, other] = [asGitHub(markdown), asMarkdownIt(markdown)];
  for (const part of ["headings", "fences", "rows"] as const) expect(other[part], part).to.deep.equal(github[part]);
  return github;
}

const TITLE = "Why images cannot be pulled";
const TAG = `${CATALOGUE["tag-not-found"].title} (tag-not-found)`;

/** A failure whose every name and word is somebody's. */
function evilReport(evil: string) {
  const image = { raw: evil, registry: null, repository: null, tag: null, digest: null };
  const failure = aFailure({
    namespace: evil,
    pod: evil,
    container: evil,
    node: evil,
    state: evil,
    image,
    alternatives: [{ cause: "image-removed", confidence: "possible", why: evil, check: evil }],
    evidence: [{ event: null, from: "text", quote: evil }],
    fixes: [aFix({ commands: [{ run: evil, effect: "inspect" }] })],
  });
  const fact = { about: "nodes", text: evil, isKnown: true, names: [] } as const;
  const groups = [aGroup([0, 1], { key: evil, workloads: [evil], facts: [fact] }), aGroup([2], { key: evil })];
  return aReport([failure, failure, failure], { groups, complete: false, warnings: [evil] });
}

const EVIL = [
  "`",
  "``",
  "```\n</details><script>alert(1)</script>\n`````",
  "~~~\n# Heading\n~~~",
  "a|b",
  "a\\|b",
  "a`|`b",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<!-- hidden -->",
  "&lt;b&gt; &#60;i&#62;",
  "[click](https://evil.example)",
  "![picture](https://evil.example/x.png)",
  "[ref]: https://evil.example",
  "[ ] a task",
  "- [x] done",
  "[^1]",
  "@everyone please look",
  "mail a@evil.example",
  "(@here)",
  "@@twice@thrice",
  "see #1234 and GH-12",
  "https://evil.example/x",
  "http://www.evil.example",
  "www.evil.example/x",
  "<https://evil.example>",
  "# Heading",
  "Heading\n===",
  "- item\n- item",
  "1. item",
  "> quoted",
  "---",
  "***bold*** _em_ ~~gone~~",
  "a\\",
  "{code}x{code} {noformat} {{mono}}",
  "!picture.png!",
  "$x$ $$y$$",
  "    indented",
];

function expectTame(markdown: string, where: string): Outline {
  const outline = outlineOf(markdown);
  for (const [name, parse] of Object.entries(PARSERS)) {
    const { foreign, links, words } = parse(markdown);
    expect(foreign, `${name}: ${where}`).to.deep.equal([]);
    expect(links, `${name}: ${where}`).to.deep.equal([]);
    expect(words, `${name}: ${where}`).to.not.match(/(?:^|[^\w`])@\w|#\d|\bGH-\d|:\/\/|\bwww\./im);
  }
  expect(outline.headings, where).to.deep.equal([TITLE, TAG, TAG]);
  return outline;
}

describe("-o markdown", () => {
  it("has a sentence, a table of causes, and for each a heading, the evidence and the fixes", () => {
    const markdown = renderPlain(reportOf(TWO_CAUSES), MARKDOWN);
    const { headings, fences, rows } = outlineOf(markdown);
    expect(markdown).to.match(/^# .+\n\nLooked at ticket\.txt: 4 image pulls fail/);
    expect(headings).to.have.length(3);
    expect(rows.slice(0, 3), "causes").to.deep.equal([4, 4, 4]);
    expect(fences.filter(({ language }) => language === "text").map(({ text }) => text)).to.include(
      "docker.io/library/nginx:lates: not found",
    );
    expect(fences.some(({ language, text }) => language === "sh" && text.includes("kubectl"))).to.equal(true);
  });

  it("holds every command whole in a fence of its own language", () => {
    const report = reportOf(DEMO_POD);
    const { fences } = outlineOf(renderPlain(report, MARKDOWN));
    const commands = fences.filter(({ language }) => language === "sh").flatMap(({ text }) => text.split("\n"));
    for (const { commands: wanted } of report.failures[0]?.fixes ?? [])
      for (const { run } of wanted) expect(commands).to.include(run);
  });

  it("leaves a link to documentation in a note alive", () => {
    const report = aReport([aFailure({ fixes: [aFix({ note: "See https://docs.docker.com/a_b#c." })] })]);
    const markdown = renderPlain(report, MARKDOWN);
    for (const parse of Object.values(PARSERS))
      expect(parse(markdown).links).to.deep.equal(["https://docs.docker.com/a_b#c"]);
  });

  for (const evil of EVIL)
    it(`shows ${JSON.stringify(evil)} as it is, and nothing of it becomes markup`, () => {
      const { fences } = expectTame(renderPlain(evilReport(evil), { ...MARKDOWN, looked: evil }), evil);

      const shown = fences.filter(({ text }) => text === evil);
      expect(shown, "evidence, check and command").to.have.length.of.at.least(3);
    });

  it("shows any mixture of them as it is", () => {
    const part = fc.oneof(fc.constantFrom(...EVIL), fc.constantFrom(..."`|*_[]()<>#@!~$&\\{}:/.-=+1a \n".split("")));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const evil = parts.join("");
        expectTame(renderPlain(evilReport(evil), { ...MARKDOWN, looked: evil }), JSON.stringify(evil));
      }),
      { numRuns: 60 },
    );
  });

  it("leaves no brace to a tracker for which {code} is a macro", () => {
    const markdown = renderPlain(evilReport("{code}"), MARKDOWN);
    const outside = markdown.replace(/^(`{3,})\w+\n[\s\S]*?\n\1$/gm, "");
    expect(outside)
      .to.include("\\{code\\}")
      .and.not.match(/(?<!\\)\{code/);
  });

  it("names at most five pods of a cause, the newest first, and counts the others", () => {
    const failures = Array.from({ length: 212 }, (_, index) => aFailure({ pod: `web-${index}` }));
    const groups = [aGroup([...failures.keys()], { newest: [200, 100] })];
    const markdown = renderPlain(aReport(failures, { groups }), MARKDOWN);
    expect(outlineOf(markdown).rows).to.deep.equal([5, 5, 5, 5, 5, 5]);
    expect(Array.from(markdown.matchAll(/`(web-\d+)`/g), ([, name]) => name)).to.deep.equal(
      [200, 100, 0, 1, 2].map((one) => `web-${one}`),
    );
    expect(markdown).to.include("\n\nand 207 more rows\n\n");
  });

  it("says what it leaves out when hundreds of pulls fail for hundreds of causes", () => {
    const failures = Array.from({ length: 300 }, (_, index) => aFailure({ pod: `web-${index}` }));
    const groups = failures.map((_, index) => aGroup([index]));
    const markdown = renderPlain(aReport(failures, { groups }), MARKDOWN);
    expect(outlineOf(markdown).rows).to.have.length(51);
    expect(markdown).to.include("and 250 more rows");
    expect(markdown).to.include("290 more causes with 290 image pulls are not explained here.");
  });

  it("is a sentence where nothing fails, and says so where the text does not tell why", () => {
    expect(renderPlain(reportOf(HEALTHY), MARKDOWN)).to.include("No image pull fails in ticket.txt");
    expect(renderPlain(reportOf(NOTHING_LEFT), MARKDOWN)).to.include("The text does not say why");
  });
});
