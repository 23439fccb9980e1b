/**
 * Report → text. Nothing is decided here and nothing is measured but the width of words: what to say comes from the
 * report and, by cause id, from the catalogue. Whatever stands in the report, no format lets a control or direction
 * character through (plain.ts).
 */
import type { PullReport } from "../report.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderName } from "./name.ts";
import type { Format, Renderer, RenderOptions } from "./options.ts";
import { renderQuiet } from "./quiet.ts";
import { renderTable } from "./table.ts";
import { renderYaml } from "./yaml.ts";

export type { Format, RenderOptions } from "./options.ts";

const RENDERERS: Readonly<Record<Format, Renderer>> = {
  table: forPeople,
  wide: forPeople,
  json: renderJson,
  yaml: renderYaml,
  markdown: renderMarkdown,
  name: renderName,
};

export const FORMATS = Object.keys(RENDERERS) as readonly Format[];

export function render(report: PullReport, options: RenderOptions): string {
  return RENDERERS[options.format](report, options);
}

function forPeople(report: PullReport, options: RenderOptions): string {
  return options.quiet ? renderQuiet(report) : renderTable(report, options);
}
