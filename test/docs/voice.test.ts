import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@babel/parser";
import { expect } from "chai";
import { pageOf } from "../../src/book/page.ts";
import { CAUSE_IDS } from "../../src/catalogue/ids.ts";
import { STATUSES } from "../../src/cli/exit-status.ts";
import { FLAGS } from "../../src/cli/flags.ts";
import { markdownPages, ROOT } from "./pages.ts";

/** Words that blame, hurry or fill. "Just as" compares, and "etc" also begins paths. */
const UNWANTED =
  /\b(?:please|simply|just(?! as\b)|easily|obviously|of course|basically|e\.g\.|i\.e\.|(?<!\/)etc\b(?!\/)|utili[sz]e|leverage|in order to|oops|sorry|unfortunately|invalid input)/i;
/** One reading has to do. Behind a semicolon or a colon one may draw breath. */
const MOST_WORDS = 40;

function expectPlain(text: string, where: string): void {
  expect(text, `${where}: an unwanted word`).to.not.match(UNWANTED);
  expect(text, `${where}: an exclamation mark`).to.not.match(/!(?=\s|$)/);
  expect(text, `${where}: a stray blank`).to.not.match(/^\s|\s$| {2}/);
  expect(text, `${where}: a typographic quotation mark`).to.not.match(/[“”‘’«»]/);
}

function expectSentences(text: string, where: string): void {
  expectPlain(text, where);
  expect(text, `${where}: does not end like a sentence`).to.match(/[.?]$/);
  for (const sentence of text.split(/(?<=[.?;:]) (?=\S)/))
    expect(sentence.split(" ").length, `${where}: too long for one reading: ${sentence}`).to.be.at.most(MOST_WORDS);
}

describe("the house voice", () => {
  for (const id of CAUSE_IDS) {
    const page = pageOf(id, "sh");

    it(`speaks in ${id}`, () => {
      expectPlain(page.title, "title");
      expect(page.title).to.match(/^[A-Z].{5,58}[^.]$/);
      expectSentences(page.what, "what");
      expect(page.what, "what was seen takes one sentence").to.not.match(/[.?] [A-Z]/);
      expect(page.what.split(" ").length, "what").to.be.at.most(26);
      expectSentences(page.why, "why");
      for (const { why, cause } of page.couldBe) {
        expectSentences(why, `could be ${cause}`);
        expect(why).to.not.match(/[.?] [A-Z]/);
      }
      for (const { given } of page.recognised) if (given !== null) expectPlain(given, "given");
    });

    it(`speaks in the advice for ${id}`, () => {
      for (const { title, note } of [...page.fixes, ...page.example.fixes]) {
        expectPlain(title, "title of a fix");
        expect(title).to.match(/^[A-Z].{5,78}[^.]$/);
        if (note !== null) expectSentences(note, title);
      }
    });
  }

  it("speaks in the help", () => {
    for (const { name, about } of FLAGS) expectSentences(about, `--${name}`);
    for (const about of Object.values(STATUSES)) expectPlain(about, "status");
  });

  it("speaks in the pages", () => {
    for (const { path, text } of markdownPages())
      expect(text.replace(/^(`{3,})[\s\S]*?^\1$/gm, "").replace(/`[^`]+`/g, ""), path).to.not.match(UNWANTED);
  });

  it("says of every error what happened, in one sentence, and what to do", () => {
    const errors = sourcesOf("src/cli").flatMap(userErrors);
    expect(errors).to.have.length.of.at.least(40);
    for (const { message, hint, place } of errors) {
      if (message !== null) {
        expectPlain(message, place);
        expect(message, place).to.match(/(?:[.)]|…)$/);
      }
      if (hint !== null) {
        expectPlain(hint, place);
        expect(hint, `${place}: a hint is a sentence, or ends in what to type`).to.match(
          /[.?…]$|: \S.*$|-f FILE$|=2m$/,
        );
      }
    }
  });
});

interface Said {
  /** With "…" for what is put in; null where it is made elsewhere. */
  readonly message: string | null;
  readonly hint: string | null;
  readonly place: string;
}

function sourcesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}

/** The words that stand in `new UserError(…, { hint: … })`. */
function userErrors(path: string): Said[] {
  const { program } = parse(readFileSync(join(ROOT, path), "utf8"), { sourceType: "module", plugins: ["typescript"] });
  const found: Said[] = [];
  visit(program, (node) => {
    if (node["type"] !== "NewExpression" || (node["callee"] as Tree)["name"] !== "UserError") return;
    const [message, options] = node["arguments"] as Tree[];
    const properties = (options?.["properties"] ?? []) as Tree[];
    const hint = properties.find((one) => (one["key"] as Tree | undefined)?.["name"] === "hint")?.["value"] as Tree;
    const { line } = (node["loc"] as { start: { line: number } }).start;
    found.push({ message: wordsOf(message), hint: wordsOf(hint), place: `${path}:${line}` });
  });
  return found;
}

type Tree = { readonly [field: string]: unknown };

function visit(node: unknown, look: (node: Tree) => void): void {
  if (Array.isArray(node)) for (const one of node) visit(one, look);
  else if (typeof node === "object" && node !== null) {
    if ("type" in node) look(node as Tree);
    for (const child of Object.values(node)) visit(child, look);
  }
}

function wordsOf(node: Tree | undefined): string | null {
  if (node?.["type"] === "StringLiteral") return String(node["value"]);
  if (node?.["type"] !== "TemplateLiteral") return null;
  return (node["quasis"] as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join("…");
}
