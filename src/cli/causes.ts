/** `pullcheck causes`: the catalogue for whoever wants to read it, one entry whole, or all of it for a program. */
import { contentsMarkdown, contentsText } from "../book/contents.ts";
import { pageMarkdown } from "../book/markdown.ts";
import { chapters, pageOf } from "../book/page.ts";
import { pageText } from "../book/text.ts";
import type { AnyCauseId } from "../catalogue/any-id.ts";
import type { Shell } from "../catalogue/for-shell.ts";
import { CAUSE_IDS } from "../catalogue/ids.ts";
import { BUILT_IN, type Catalogue } from "../catalogue/own.ts";
import { nearestTo } from "../text/nearest.ts";
import type { ShowOptions } from "./request.ts";
import { UserError } from "./user-error.ts";

export interface Page {
  readonly color: boolean;
  readonly width: number;
  readonly shell: Shell;
}

/** One cause, or all where `id` is null. YAML is made of `causesValue`, so that its parser is loaded only where it is needed. */
export function causesText(
  id: string | null,
  format: Exclude<ShowOptions["format"], "yaml">,
  page: Page,
  catalogue: Catalogue = BUILT_IN,
): string {
  const one = id === null ? null : knownId(id, catalogue);
  const whole = one === null ? null : pageOf(one, page.shell, catalogue);
  switch (format) {
    case "json":
      return `${JSON.stringify(causesValue(id, page.shell, catalogue), null, 2)}\n`;
    case "name":
      return `${(one === null ? everyId(catalogue) : [one]).join("\n")}\n`;
    case "markdown":
      return whole === null ? `${contentsMarkdown(2, nowhere, catalogue)}\n` : pageMarkdown(whole, nowhere);
    case "table":
    case "wide":
      return whole === null ? contentsText({ ...page, isWide: format === "wide" }, catalogue) : pageText(whole, page);
    default:
      return format satisfies never;
  }
}

/** The same as a value. */
export function causesValue(id: string | null, shell: Shell, catalogue: Catalogue = BUILT_IN): unknown {
  if (id !== null) return pageOf(knownId(id, catalogue), shell, catalogue);
  const items = everyId(catalogue).map((one) => pageOf(one, shell, catalogue));
  return { apiVersion: "pullcheck/v1", kind: "CauseList", items };
}

function everyId(catalogue: Catalogue): AnyCauseId[] {
  return chapters(catalogue).flatMap(({ ids }) => ids);
}

/** What is printed stands beside no other page. */
function nowhere(): null {
  return null;
}

function knownId(id: string, { own }: Catalogue): AnyCauseId {
  const all = [...CAUSE_IDS, ...own.keys()];
  const known = all.find((one) => one === id.toLowerCase());
  if (known !== undefined) return known;
  const near = nearestTo(id, all);
  throw new UserError(`There is no cause "${id}".`, {
    hint: near.length > 0 ? `Did you mean ${near.join(", ")}?` : "See which there are: kubectl pullcheck causes",
  });
}
