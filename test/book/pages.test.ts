import { expect } from "chai";
import { contentsMarkdown, contentsText } from "../../src/book/contents.ts";
import { pageMarkdown } from "../../src/book/markdown.ts";
import { readOrigin } from "../../src/book/origins.ts";
import { chapters, pageOf } from "../../src/book/page.ts";
import { pageText } from "../../src/book/text.ts";
import { CAUSE_IDS } from "../../src/catalogue/ids.ts";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import { asGitHub, asMarkdownIt } from "../render/read-markdown.ts";

const COLORS = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]+m`, "g");

describe("the list of causes", () => {
  it("has every cause once, below the heading of its group", () => {
    const listed = chapters().flatMap(({ ids }) => ids);
    expect(listed)
      .to.have.lengthOf(CAUSE_IDS.length)
      .and.to.have.members([...CAUSE_IDS]);
    const lines = contentsText({ width: 80, color: false, isWide: false }).split("\n");
    expect(lines.indexOf("TLS and certificates")).to.be.lessThan(
      lines.findIndex((one) => one.includes("tls-untrusted-ca")),
    );
  });

  for (const width of [80, 58, 40])
    for (const isWide of [false, true])
      it(`keeps ids and titles whole within ${width} columns${isWide ? ", with what was seen" : ""}`, () => {
        const text = contentsText({ width, color: false, isWide });
        for (const line of text.split("\n")) expect(line.length, line).to.be.at.most(width);
        const said = text.replace(/\s+/g, " ");
        for (const id of CAUSE_IDS) {
          expect(said).to.include(` ${id} ${width < 50 ? CATALOGUE[id].title : ""}`);
          if (width >= 80 && !isWide) expect(text).to.match(new RegExp(`  ${id} +${CATALOGUE[id].title.slice(0, 20)}`));
          if (isWide && width < 50) expect(said).to.include(CATALOGUE[id].what);
        }
      });

  it("says the same with colours", () => {
    const plain = contentsText({ width: 80, color: false, isWide: true });
    expect(contentsText({ width: 80, color: true, isWide: true }).replace(COLORS, "")).to.equal(plain);
  });

  it("is a table for each group in Markdown, with links where there are pages", () => {
    const { headings, rows, links, foreign } = asGitHub(contentsMarkdown(2, (id) => `${id}.md`));
    expect(headings).to.deep.equal(chapters().map(({ title }) => title));
    expect(new Set(rows)).to.deep.equal(new Set([3]));
    expect(links).to.have.members(CAUSE_IDS.map((id) => `${id}.md`));
    expect(foreign).to.deep.equal([]);
    expect(asGitHub(contentsMarkdown(2, () => null)).links).to.deep.equal([]);
  });
});

describe("the page of a cause", () => {
  for (const id of CAUSE_IDS) {
    const page = pageOf(id, "sh");

    it(`${id} is read by two parsers alike, messages and commands verbatim`, () => {
      const markdown = pageMarkdown(page, (other) => `${other}.md`);
      const [github, other] = [asGitHub(markdown), asMarkdownIt(markdown)];
      expect(other.headings).to.deep.equal(github.headings);
      expect(other.fences).to.deep.equal(github.fences);
      expect([...github.foreign, ...other.foreign]).to.deep.equal([]);
      const fenced = github.fences.map(({ text }) => text);
      for (const message of [...page.examples, ...page.lookAlikes.map((one) => one.message)])
        expect(fenced).to.include(message);
      for (const { run } of page.example.fixes.flatMap(({ commands }) => commands))
        expect(fenced.join("\n")).to.include(run);
    });

    it(`${id} keeps its prose within the terminal and its commands whole`, () => {
      const text = pageText(page, { color: false, width: 58 });
      const commands = page.example.fixes.flatMap(({ commands: some }) => some.flatMap(({ run }) => run.split("\n")));
      for (const command of commands)
        expect(text.split("\n").map((line) => line.trimStart())).to.include(command.trimStart());
      const kept = [...commands, ...page.couldBe.flatMap(({ check }) => check?.split("\n") ?? []), ...page.origins];
      for (const line of text.split("\n"))
        if (line.length > 58 && line.trim().includes(" "))
          expect(
            kept.some((one) => line.includes(one)),
            line,
          ).to.equal(true);
    });

    it(`${id} names sources that can be followed`, () => {
      for (const origin of page.origins) expect(readOrigin(origin), origin).to.not.equal(null);
    });
  }

  it("tells each signal: what is looked at, or what has to be true", () => {
    for (const id of CAUSE_IDS)
      for (const [index, { see, given }] of CATALOGUE[id].signals.entries()) {
        const isTold = given !== undefined || (see.sign !== undefined && !see.sign.isConditional);
        expect(isTold, `signal ${index} of ${id} has a condition and no "given"`).to.equal(true);
        if (given !== undefined) expect(given).to.match(/^(?:[a-z]|CRI-O|HTTP).*[^.\s]$/);
      }
  });

  it("advises for the example what a report of it alone would advise", () => {
    const { example } = pageOf("tag-not-found", "sh");
    expect(example.fixes[0]?.title).to.equal("Did you mean nginx:latest?");
    expect(example.fixes[0]?.commands[0]?.run).to.include("docker://nginx:latest");
    expect(pageOf("tag-not-found", "sh").fixes[0]?.commands[0]?.run).to.include("REGISTRY/REPOSITORY");
  });
});

describe("an origin", () => {
  it("is an address or files of a repository, each with a remark", () => {
    expect(readOrigin("https://docs.k3s.io/a#b (event-ttl)")).to.deep.equal({
      url: "https://docs.k3s.io/a#b",
      paths: [],
      remark: "event-ttl",
    });
    expect(readOrigin("golang/go src/io/io.go (EOF, ErrUnexpectedEOF), src/net/http/client.go")).to.deep.equal({
      url: "https://github.com/golang/go",
      paths: [
        { path: "src/io/io.go", remark: "EOF, ErrUnexpectedEOF" },
        { path: "src/net/http/client.go", remark: null },
      ],
      remark: null,
    });
  });

  it("is refused where nobody could follow it", () => {
    for (const broken of [
      "",
      "the kubelet",
      "http://docs.k3s.io",
      "golang/go",
      "golang/go somewhere",
      "see https://a.b",
    ])
      expect(readOrigin(broken), broken).to.equal(null);
  });
});
