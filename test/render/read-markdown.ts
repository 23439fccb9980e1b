/** What two parsers that know nothing of each other make of a Markdown text: GitHub's rules, and those of markdown-it. */
import MarkdownIt from "markdown-it";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

export interface Outline {
  readonly headings: readonly string[];
  readonly fences: readonly { readonly language: string; readonly text: string }[];
  /** Cells of each row of each table, heads included. */
  readonly rows: readonly number[];
  readonly links: readonly string[];
  /** HTML, pictures, boxes to tick, footnotes, quotes: what no report has. */
  readonly foreign: readonly string[];
  /** All words that stand in no code, where a tracker looks for people and issues. */
  readonly words: string;
}

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly lang?: string | null;
  readonly url?: string;
  readonly checked?: boolean | null;
  readonly children?: readonly Node[];
}

const OURS = new Set(
  "root heading paragraph text strong inlineCode code list listItem table tableRow tableCell link".split(" "),
);

export function asGitHub(markdown: string): Outline {
  const root = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) as Node;
  const all = [...nodes(root)];
  const of = (type: string): Node[] => all.filter((one) => one.type === type);
  return {
    headings: of("heading").map(textOf),
    fences: of("code").map(({ lang, value }) => ({ language: lang ?? "", text: value ?? "" })),
    rows: of("tableRow").map(({ children = [] }) => children.length),
    links: of("link").map(({ url }) => url ?? ""),
    foreign: [
      ...all.filter(({ type }) => !OURS.has(type)).map(({ type }) => type),
      ...of("listItem")
        .filter(({ checked }) => typeof checked === "boolean")
        .map(() => "task"),
    ],
    words: of("text")
      .map(({ value }) => value)
      .join("\n"),
  };
}

function* nodes(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children ?? []) yield* nodes(child);
}

function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join("");
}

const MARKDOWN_IT = new MarkdownIt({ html: true, linkify: true });
// Without it "docker.io/library/nginx" is a link, which no tracker makes of it.
MARKDOWN_IT.linkify.set({ fuzzyLink: false });

const PLAIN_TOKENS =
  /^(?:heading|paragraph|strong|link|bullet_list|list_item|table|thead|tbody|tr|t[hd])_(?:open|close)$|^(?:inline|text|text_special|code_inline|fence|softbreak)$/;

export function asMarkdownIt(markdown: string): Outline {
  const blocks = MARKDOWN_IT.parse(markdown, {});
  const all = blocks.flatMap((one) => [one, ...(one.children ?? [])]);
  const inlineAfter = (index: number): string =>
    (blocks[index + 1]?.children ?? []).map(({ content }) => content).join("");
  const rows: number[] = [];
  for (const { type } of blocks) {
    if (type === "tr_open") rows.push(0);
    if (type === "th_open" || type === "td_open") rows.push((rows.pop() ?? 0) + 1);
  }
  return {
    headings: blocks.flatMap(({ type }, index) => (type === "heading_open" ? [inlineAfter(index)] : [])),
    fences: blocks
      .filter(({ type }) => type === "fence")
      .map(({ info, content }) => ({ language: info, text: content.replace(/\n$/, "") })),
    rows,
    links: all.filter(({ type }) => type === "link_open").map((one) => String(one.attrGet("href"))),
    foreign: all.filter(({ type }) => !PLAIN_TOKENS.test(type)).map(({ type }) => type),
    words: all
      .filter(({ type }) => type === "text" || type === "text_special")
      .map(({ content }) => content)
      .join("\n"),
  };
}
