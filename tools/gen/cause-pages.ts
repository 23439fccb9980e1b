/** A page for each cause, and the list of all. */
import { contentsMarkdown } from "../../src/book/contents.ts";
import { pageMarkdown } from "../../src/book/markdown.ts";
import { pageOf } from "../../src/book/page.ts";
import { CAUSE_IDS, type CauseId } from "../../src/catalogue/own.ts";
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

${contentsMarkdown(2, pageFile)}

[How to add one](../adding-a-cause.md)
`;
}
