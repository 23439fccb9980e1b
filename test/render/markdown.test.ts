import { expect } from "chai";
import type { RenderOptions } from "../../src/render/render.ts";
import { aFailure, aFix, aGroup, aReport, renderPlain, reportOf } from "./build.ts";
import { DEMO_POD, HEALTHY, NOTHING_LEFT, TWO_CAUSES } from "./texts.ts";

const MARKDOWN: Partial<RenderOptions> = { format: "markdown" };

/** The text outside of fences. */
const outside = (markdown: string): string => markdown.replace(/^(`{3,})\w+\n[\s\S]*?\n\1$/gm, "");

describe("-o markdown", () => {
  it("has a sentence, a table, and for each cause a heading, the evidence and the fixes", () => {
    const markdown = renderPlain(reportOf(TWO_CAUSES), MARKDOWN);
    expect(markdown).to.match(/^# .+\n\nLooked at ticket\.txt: 4 image pulls fail/);
    expect(markdown.match(/^\| `/gm)).to.have.length(4);
    expect(markdown.match(/^## /gm)).to.have.length(2);
    expect(markdown).to.match(/```text\n.*docker\.io\/library\/nginx:lates: not found\n```/);
    expect(markdown).to.match(/```sh\n.*kubectl/);
  });

  it("holds every command whole in a fence of its own language", () => {
    const report = reportOf(DEMO_POD);
    const fences = Array.from(
      renderPlain(report, MARKDOWN).matchAll(/```sh\n([\s\S]*?)\n```/g),
      ([, inside]) => inside,
    );
    for (const { commands } of report.failures[0]?.fixes ?? [])
      for (const { run } of commands) expect(fences.join("\n").split("\n")).to.include(run);
  });

  it("gives the evidence a fence that is longer than any run of backticks inside", () => {
    const quote = "```\n</details><script>alert(1)</script>\n`````";
    const markdown = renderPlain(aReport([aFailure({ evidence: [{ event: null, from: "text", quote }] })]), MARKDOWN);
    expect(markdown).to.include(`\n\`\`\`\`\`\`text\n${quote}\n\`\`\`\`\`\`\n`);
    expect(outside(markdown)).to.not.include("script");
  });

  it("lets no name become markup, HTML or another cell of the table", () => {
    for (const evil of ["a|b", "a\\|b", "<img src=x>", "[x](http://y)", "`a`", "a\\", "*b*", "![x](y)", "a`|`b"]) {
      const image = { raw: evil, registry: null, repository: null, tag: null, digest: null };
      const markdown = renderPlain(aReport([aFailure({ pod: evil, container: evil, image })]), MARKDOWN);
      const row = markdown.split("\n").find((line) => line.startsWith("| `default`")) as string;
      expect(row.replace(/\\./g, "").split("|"), evil).to.have.length(8);
      expect(outside(markdown)).to.not.match(/<img|(?<!\\)\[x|(?<!\\)\*b/);
    }
  });

  it("escapes markup in what was looked at, in notes and in warnings", () => {
    const report = aReport([aFailure({ fixes: [aFix({ note: "Use <b>it</b> *now*" })] })], {
      complete: false,
      warnings: ["<script> could not be read"],
    });
    const markdown = renderPlain(report, { ...MARKDOWN, looked: "a_<i>.txt" });
    expect(markdown).to.include("a\\_&lt;i&gt;.txt");
    expect(markdown).to.include("Use &lt;b&gt;it&lt;/b&gt; \\*now\\*");
    expect(markdown).to.include("- &lt;script&gt; could not be read");
  });

  it("says what it leaves out when hundreds of pulls fail", () => {
    const failures = Array.from({ length: 300 }, (_, index) => aFailure({ pod: `web-${index}` }));
    const groups = failures.map((_, index) => aGroup([index]));
    const markdown = renderPlain(aReport(failures, { groups }), MARKDOWN);
    expect(markdown).to.include("and 250 more rows");
    expect(markdown).to.include("290 more causes with 290 image pulls are not explained here.");
  });

  it("is a sentence where nothing fails, and says so where the text does not tell why", () => {
    expect(renderPlain(reportOf(HEALTHY), MARKDOWN)).to.include("No image pull fails in ticket.txt");
    expect(renderPlain(reportOf(NOTHING_LEFT), MARKDOWN)).to.include("The text does not say why");
  });
});
