/** The list of all causes, as a table for a terminal and as Markdown. */
import type { AnyCauseId } from "../catalogue/any-id.ts";
import { BUILT_IN, type Catalogue, causeOf } from "../catalogue/own.ts";
import { code, prose } from "../render/markdown-text.ts";
import { paint } from "../render/style.ts";
import { indent, wrapProse } from "../render/wrap.ts";
import { chapters } from "./page.ts";

const GAP = 2;
/** A column of words narrower than that is hard to read; the words then stand below the id. */
const NARROW = 20;

export interface ContentsOptions {
  readonly width: number;
  readonly color: boolean;
  /** Whether to say of each what was seen. */
  readonly isWide: boolean;
}

export function contentsText({ width, color, isWide }: ContentsOptions, catalogue: Catalogue = BUILT_IN): string {
  const brush = paint(color);
  const found = chapters(catalogue);
  const longest = Math.max(...found.flatMap(({ ids }) => ids.map((id) => id.length)));
  const left = GAP + longest + GAP;
  const isNarrow = width - left < NARROW;
  const lines = found.flatMap(({ title, ids }) => [
    brush.heading(title),
    ...ids.flatMap((id) => {
      const { title: name, what } = causeOf(catalogue, id);
      const room = isNarrow ? width - 2 * GAP : width - left;
      const words = [...wrapProse(name, room), ...(isWide ? wrapProse(what, room) : [])];
      if (isNarrow) return [...indent([brush.cause(id)], GAP), ...indent(words, 2 * GAP)];
      const [first = "", ...more] = words;
      return [
        `${" ".repeat(GAP)}${brush.cause(id)}${" ".repeat(left - GAP - id.length)}${first}`,
        ...indent(more, left),
      ];
    }),
    "",
  ]);
  return `${[...lines, ...wrapProse("All about one of them: kubectl pullcheck causes ID", width)].join("\n")}\n`;
}

/** A heading and a table for each group; `linkTo` says where a cause's page is, null where there is none. */
export function contentsMarkdown(
  level: number,
  linkTo: (id: AnyCauseId) => string | null,
  catalogue: Catalogue = BUILT_IN,
): string {
  const heading = "#".repeat(level);
  return chapters(catalogue)
    .map(({ title, ids }) => {
      const rows = ids.map((id) => {
        const page = linkTo(id);
        const name = page === null ? code(id) : `[${code(id)}](${page})`;
        const { title: called, what } = causeOf(catalogue, id);
        return `| ${name} | ${prose(called)} | ${prose(what)} |`;
      });
      return [`${heading} ${title}`, "", "| id | title | what was seen |", "| --- | --- | --- |", ...rows].join("\n");
    })
    .join("\n\n");
}
