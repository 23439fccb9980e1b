/** A page of the book as Markdown: for the documentation, and for `pullcheck causes ID -o markdown`. */

import { type AnyCauseId, isOwn } from "../catalogue/any-id.ts";
import { CATALOGUE } from "../catalogue/index.ts";
import { fixParts } from "../render/markdown-fixes.ts";
import { code, fence, prose, span } from "../render/markdown-text.ts";
import { readOrigin } from "./origins.ts";
import type { CausePage } from "./page.ts";
import { BY_NOTHING, type Recognition } from "./recognition.ts";

/** `linkTo` says where another cause's page is, null where there is none. */
export function pageMarkdown(page: CausePage, linkTo: (id: AnyCauseId) => string | null): string {
  const link = (id: AnyCauseId): string => {
    const target = linkTo(id);
    return target === null ? code(id) : `[${code(id)}](${target})`;
  };
  const section = (title: string, parts: readonly string[]): string[] =>
    parts.length === 0 ? [] : [`## ${title}`, ...parts];
  const { example } = page;
  return `${[
    `# ${prose(page.title)}`,
    `${code(page.id)}: ${prose(page.what)}`,
    ...section("How it comes about", [prose(page.why)]),
    ...section("How it is recognised", recognition(page, link)),
    ...section(
      "What it could be instead",
      page.couldBe.flatMap(({ cause, why, check }) => [
        `**${prose(CATALOGUE[cause].title)}** (${link(cause)}). ${prose(why)}${check === null ? "" : " This settles it:"}`,
        ...(check === null ? [] : [fence(check, "sh")]),
      ]),
    ),
    ...section("What to do", [
      "For this message; words in CAPITALS stand for what it does not say:",
      fence(example.message, "text"),
      ...example.fixes.flatMap(fixParts),
    ]),
    ...section(
      "Messages that have this cause",
      page.examples.slice(1).map((message) => fence(message, "text")),
    ),
    ...section(
      "Messages that look like it",
      page.lookAlikes.flatMap(({ message, cause }) => [
        `The cause here is ${link(cause)} (${prose(CATALOGUE[cause].title)}):`,
        fence(message, "text"),
      ]),
    ),
    ...section("Where the wording comes from", [page.origins.map((origin) => `- ${originLine(origin)}`).join("\n")]),
  ].join("\n\n")}\n`;
}

function recognition({ id, recognised, outranks }: CausePage, link: (id: AnyCauseId) => string): string[] {
  if (isOwn(id)) return ["By what its file says."];
  if (recognised.length === 0) return [BY_NOTHING];
  return [
    recognised.map((one) => `- ${tell(one)}`).join("\n"),
    ...(outranks.length === 0
      ? []
      : [`Where both are recognised it counts more than ${outranks.map(link).join(", ")}.`]),
  ];
}

function tell({ means, where, phrases, given }: Recognition): string {
  if (where === null) return `**${means}**: ${prose(given ?? "")}.`;
  const said = `**${means}**: ${prose(where)}: ${phrases.map(span).join(", ")}`;
  return given === null ? said : `${said}; where ${prose(given)}.`;
}

function originLine(origin: string): string {
  const read = readOrigin(origin);
  if (read === null) return prose(origin);
  const remarked = (text: string, remark: string | null): string =>
    remark === null ? text : `${text} (${prose(remark)})`;
  if (read.paths.length === 0) return remarked(`<${read.url}>`, read.remark);
  const name = read.url.replace("https://github.com/", "");
  return `[${name}](${read.url}): ${read.paths.map(({ path, remark }) => remarked(code(path), remark)).join(", ")}`;
}
