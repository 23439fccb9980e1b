/** `pullcheck causes`: the catalogue for whoever wants to read it, one entry whole, or all of it for a program. */
import type { Cause, Facts } from "../catalogue/define.ts";
import { fixFor, type Shell } from "../catalogue/for-shell.ts";
import { CAUSE_IDS, type CauseId } from "../catalogue/ids.ts";
import { CATALOGUE } from "../catalogue/index.ts";
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
  readonly id: CauseId;
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
  readonly origins: readonly string[];
}

export interface Page {
  readonly color: boolean;
  readonly width: number;
  readonly shell: Shell;
}

/** `yaml` is made by whoever calls, so that the parser is loaded only where it is needed. */
export function causesText(id: string | null, format: ShowOptions["format"], page: Page): string {
  const found = id === null ? ids() : [knownId(id)];
  if (format === "json")
    return `${JSON.stringify(id === null ? listOf(found, page.shell) : entryOf(found[0] as CauseId, page.shell), null, 2)}\n`;
  if (format === "name") return `${found.join("\n")}\n`;
  return id === null ? table(found, format, page) : found.map((one) => whole(entryOf(one, page.shell), page)).join("");
}

/** The same as a value, for formats that others write. */
export function causesValue(id: string | null, shell: Shell): unknown {
  return id === null ? listOf(ids(), shell) : entryOf(knownId(id), shell);
}

function listOf(found: readonly CauseId[], shell: Shell): unknown {
  return { apiVersion: "pullcheck/v1", kind: "CauseList", items: found.map((id) => entryOf(id, shell)) };
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

/** By group, in the order in which a pull meets them, then by name. */
function ids(): CauseId[] {
  return [...CAUSE_IDS].sort((a, b) => GROUPS.indexOf(CATALOGUE[a].group) - GROUPS.indexOf(CATALOGUE[b].group));
}

function knownId(id: string): CauseId {
  const known = CAUSE_IDS.find((one) => one === id.toLowerCase());
  if (known !== undefined) return known;
  const near = nearestTo(id, CAUSE_IDS);
  throw new UserError(`There is no cause "${id}".`, {
    hint: near.length > 0 ? `Did you mean ${near.join(", ")}?` : "See which there are: kubectl pullcheck causes",
  });
}

function entryOf(id: CauseId, shell: Shell): CauseEntry {
  const { group, title, what, why, couldBe = [], examples, origins, fixes } = CATALOGUE[id];
  return {
    id,
    group,
    title,
    what,
    why: why.replace(/\s+/g, " "),
    fixes: fixes(NO_FACTS).map((cure) => fixFor(shell, cure)),
    couldBe: couldBe.map(({ cause, why: because }) => ({ cause, why: because })),
    lookAlikes: examples.isNot.map(([message, cause]) => ({ message, cause })),
    origins,
  };
}

const NO_FACTS: Facts = {
  error: parsePullErrors("")[0] as Facts["error"],
  failure: NO_FAILURE,
  image: null,
  scope: "leaf",
};

function table(found: readonly CauseId[], format: ShowOptions["format"], { color, width }: Page): string {
  const rows = found.map((id) => ({ id, ...CATALOGUE[id] }));
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
