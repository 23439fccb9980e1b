/** A page for each cause, and the list of all. */
import { contentsMarkdown } from "../../src/book/contents.ts";
import { pageMarkdown } from "../../src/book/markdown.ts";
import { pageOf } from "../../src/book/page.ts";
import type { AnyCauseId } from "../../src/catalogue/any-id.ts";
import { CAUSE_IDS } from "../../src/catalogue/ids.ts";
import type { Generated } from "./generated.ts";

const NOTE = (source: string): string => `<!-- Generated from ${source} by npm run gen. Do not edit. -->\n\n`;

export function causePages(folder: string): Generated {
  const pages = CAUSE_IDS.map((id) => [
    `${folder}${id}.md`,
    `${NOTE(`src/catalogue/causes/${id}.ts`)}${pageMarkdown(pageOf(id, "sh"), pageFile)}
[All causes](README.md) · [where this is written](../../src/catalogue/causes/${id}.ts)
`,
  ]);
  return { ...Object.fromEntries(pages), [`${folder}README.md`]: contents() };
}

function pageFile(id: AnyCauseId): string {
  return `${id}.md`;
}

function contents(): string {
  return `${NOTE("src/catalogue/causes")}# Why an image cannot be pulled

${CAUSE_IDS.length} causes, by what they are about. \`kubectl pullcheck causes ID\` prints any of these pages.

An error is a message in a message in a message. Each page tells which part is looked at, and for which words; "…" stands
for anything. The innermost words count first, and names of images, hosts and files are hidden before, so that a name
decides nothing. *Certain* means that these words leave no other cause open, *likely* that they seldom have another,
*possible* that they prove little.

${contentsMarkdown(2, pageFile)}

[How to add one](../adding-a-cause.md)
`;
}
