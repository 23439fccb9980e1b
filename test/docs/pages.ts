/** The Markdown pages of this repository, taken apart. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import GithubSlugger from "github-slugger";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface Block {
  readonly language: string;
  readonly text: string;
  /** From 1, of the opening fence. */
  readonly line: number;
}

export interface MarkdownPage {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly links: readonly string[];
  /** What may stand behind a "#", as GitHub makes it of headings. */
  readonly anchors: ReadonlySet<string>;
}

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly lang?: string | null;
  readonly url?: string;
  readonly children?: readonly Node[];
  readonly position?: { readonly start: { readonly line: number } };
}

/** Every page that a reader of the project is led to; fixtures are other people's. */
export function markdownPages(): MarkdownPage[] {
  const inside = ["docs", "plugin", "src", "test", "tools", "examples"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  );
  return ["README.md", ...inside.filter((path) => path.endsWith(".md") && !path.includes("node_modules"))].map(
    readPage,
  );
}

function readPage(path: string): MarkdownPage {
  const text = readFileSync(join(ROOT, path), "utf8");
  const root = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) as Node;
  const all = [...nodes(root)];
  const slugger = new GithubSlugger();
  return {
    path,
    text,
    blocks: all
      .filter(({ type }) => type === "code")
      .map(({ lang, value = "", position }) => ({
        language: lang ?? "",
        text: value,
        line: position?.start.line ?? 0,
      })),
    links: all.flatMap(({ type, url }) =>
      url !== undefined && ["link", "image", "definition"].includes(type) ? [url] : [],
    ),
    anchors: new Set(all.filter(({ type }) => type === "heading").map((one) => slugger.slug(textOf(one)))),
  };
}

function* nodes(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children ?? []) yield* nodes(child);
}

function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join("");
}
