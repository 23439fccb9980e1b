/** `pullcheck causes`: the catalogue for whoever wants to read it, one entry whole, or all of it for a program. */
import type { Cause, Facts } from "../catalogue/define.ts";
import { fixFor, type Shell } from "../catalogue/for-shell.ts";
import { CAUSE_IDS, type CauseId } from "../catalogue/ids.ts";
import { CATALOGUE } from "../catalogue/index.ts";
import { type AnyCauseId, BUILT_IN, type Catalogue, causeOf, isOwn, type OwnCause } from "../catalogue/own.ts";
import { parsePullErrors } from "../error/pull-error.ts";
import { NO_FAILURE } from "../pull/failure.ts";
import { layOut } from "../render/columns.ts";
import { paint } from "../render/style.ts";
import { indent, wrapProse } from "../render/wrap.ts";
import type { Fix } from "../report.ts";
import { nearestTo } from "../text/nearest.ts";
import type { ShowOptions } from "./request.ts";
import { UserError } from "./user-error.ts";

export interface CauseEntry {
  readonly id: AnyCauseId;
  readonly group: Cause["group"];
  readonly title: string;
  readonly what: string;
  readonly why: string;
  /** With words in CAPITALS where a report would have names. */
  readonly fixes: readonly Fix[];
  /** Causes that the same words can hide. */
  readonly couldBe: readonly { readonly cause: CauseId; readonly why: string }[];
  /** Messages that look like it, and the cause that they really have. */
  readonly lookAlikes: readonly { readonly message: string; readonly cause: CauseId }[];
  /** Of an own cause: its file and its links. */
  readonly origins: readonly string[];
}

export interface Page {
  readonly color: boolean;
  readonly width: number;
  readonly shell: Shell;
}

/** `yaml` is made by whoever calls, so that the parser is loaded only where it is needed. */
export function causesText(
  id: string | null,
  format: ShowOptions["format"],
  page: Page,
  catalogue: Catalogue = BUILT_IN,
): string {
  const found = id === null ? ids(catalogue) : [knownId(id, catalogue)];
  if (format === "json")
    return `${JSON.stringify(id === null ? listOf(found, page.shell, catalogue) : entryOf(found[0] as AnyCauseId, page.shell, catalogue), null, 2)}\n`;
  if (format === "name") return `${found.join("\n")}\n`;
  return id === null
    ? table(found, format, page, catalogue)
    : found.map((one) => whole(entryOf(one, page.shell, catalogue), page)).join("");
}

/** The same as a value, for formats that others write. */
export function causesValue(id: string | null, shell: Shell, catalogue: Catalogue = BUILT_IN): unknown {
  return id === null ? listOf(ids(catalogue), shell, catalogue) : entryOf(knownId(id, catalogue), shell, catalogue);
}

function listOf(found: readonly AnyCauseId[], shell: Shell, catalogue: Catalogue): unknown {
  return { apiVersion: "pullcheck/v1", kind: "CauseList", items: found.map((id) => entryOf(id, shell, catalogue)) };
}

const GROUPS = [
  "reference",
  "auth",
  "limits",
  "network",
  "tls",
  "content",
  "node",
  "other",
] as const satisfies readonly Cause["group"][];

/** By group, in the order in which a pull meets them, then by name; a team's own behind the built-in ones. */
function ids({ own }: Catalogue): AnyCauseId[] {
  const builtIn = [...CAUSE_IDS].sort(
    (a, b) => GROUPS.indexOf(CATALOGUE[a].group) - GROUPS.indexOf(CATALOGUE[b].group),
  );
  return [...builtIn, ...own.keys()];
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

function entryOf(id: AnyCauseId, shell: Shell, catalogue: Catalogue): CauseEntry {
  const { group, title, what, why, couldBe = [], fixes } = causeOf(catalogue, id);
  const { lookAlikes, origins } = isOwn(id) ? originsOfOwn(catalogue.own.get(id)) : sourcesOf(CATALOGUE[id]);
  return {
    id,
    group,
    title,
    what,
    why: why.replace(/\s+/g, " "),
    fixes: fixes(NO_FACTS).map((cure) => fixFor(shell, cure)),
    couldBe: couldBe.map(({ cause, why: because }) => ({ cause, why: because })),
    lookAlikes,
    origins,
  };
}

type Sources = Pick<CauseEntry, "lookAlikes" | "origins">;

function sourcesOf({ examples, origins }: Cause): Sources {
  return { lookAlikes: examples.isNot.map(([message, cause]) => ({ message, cause })), origins };
}

function originsOfOwn(cause: OwnCause | undefined): Sources {
  return { lookAlikes: [], origins: cause === undefined ? [] : [`your team's own ${cause.path}`, ...cause.links] };
}

const NO_FACTS: Facts = {
  error: parsePullErrors("")[0] as Facts["error"],
  failure: NO_FAILURE,
  image: null,
  scope: "leaf",
};

function table(
  found: readonly AnyCauseId[],
  format: ShowOptions["format"],
  { color, width }: Page,
  catalogue: Catalogue,
): string {
  const rows = found.map((id) => ({ id, ...causeOf(catalogue, id) }));
  if (format === "markdown") {
    const lines = rows.map(({ id, group, title, what }) => `| \`${id}\` | ${group} | ${title} | ${what} |`);
    return `${["| id | group | title | it means |", "| --- | --- | --- | --- |", ...lines].join("\n")}\n`;
  }
  const columns = [
    { head: "ID", cell: (row: (typeof rows)[number]) => row.id, least: null },
    { head: "GROUP", cell: (row: (typeof rows)[number]) => row.group, least: null },
    { head: "TITLE", cell: (row: (typeof rows)[number]) => row.title, least: 20 },
    ...(format === "wide" ? [{ head: "IT MEANS", cell: (row: (typeof rows)[number]) => row.what, least: 30 }] : []),
  ];
  // A terminal too narrow for the table gets the ids and titles below each other.
  const lines = layOut(columns, rows, width, paint(color)) ?? rows.flatMap(({ id, title }) => [id, `  ${title}`]);
  return `${lines.join("\n")}\n`;
}

function whole(entry: CauseEntry, { color, width }: Page): string {
  const brush = paint(color);
  const prose = Math.min(width, 100);
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["", brush.heading(title), ...indent(lines, 2)];
  const fixes = entry.fixes.flatMap(({ title, commands, note }) => [
    ...wrapProse(`- ${title}`, prose - 2),
    // A command is never broken: it is there to be copied.
    ...commands.flatMap(({ run }) => run.split("\n").map((line) => `    ${brush.command(line)}`)),
    ...indent(wrapProse(note ?? "", prose - 4), 2),
  ]);
  return `${[
    `${brush.cause(entry.id)} (${entry.group}): ${entry.title}`,
    ...section("What it means", wrapProse(`${entry.what} ${entry.why}`, prose - 2)),
    ...section("What to do", fixes),
    ...section(
      "What it could be instead",
      entry.couldBe.flatMap(({ cause, why }) => wrapProse(`- ${cause}: ${why}`, prose - 2)),
    ),
    ...section(
      "What looks like it and is not",
      entry.lookAlikes.flatMap(({ message, cause }) => [
        ...wrapProse(`- ${cause}:`, prose - 2),
        ...indent(wrapProse(message, prose - 4), 2),
      ]),
    ),
    ...section(
      "Where the wording comes from",
      entry.origins.map((origin) => `- ${origin}`),
    ),
  ].join("\n")}\n`;
}
