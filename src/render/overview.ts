/** Several failures at one glance, before any of them is explained. */
import type { ReportedFailure } from "../report.ts";
import type { Context } from "./block.ts";
import { type Column, layOut } from "./columns.ts";
import { commonPlace, count, extentOf, imageName, nameOf } from "./phrases.ts";
import type { ShownGroup } from "./shown.ts";
import { indent, wrap } from "./wrap.ts";

/** More rows than fit beside an answer on one screen are told by cause. */
const MOST_ROWS = 12;
const MOST_GROUP_ROWS = 30;

/** Nothing for a single failure, unless the wide form is asked for. */
export function overview(groups: readonly ShownGroup[], wide: boolean, context: Context): string[] {
  const failures = groups.flatMap(({ members }) => members.map(({ failure }) => failure));
  if (failures.length === 0 || (failures.length === 1 && !wide)) return [];
  if (wide) return firstThatFits([WIDE], failures, context) ?? failures.flatMap((one) => tell(one, factsOf, context));
  if (failures.length > MOST_ROWS) return overviewOfGroups(groups, context);
  return overviewOfFailures(failures, context);
}

export function overviewOfFailures(failures: readonly ReportedFailure[], context: Context): string[] {
  const namespaces = new Set(failures.map(({ namespace }) => namespace)).size;
  const head = [...(context.sources > 1 ? [SOURCE] : []), ...(namespaces > 1 ? [NAMESPACE] : [])];
  const forms = [
    [...head, POD, CONTAINER, IMAGE, CAUSE],
    [...head, POD, IMAGE, CAUSE],
    [NAME, IMAGE, CAUSE],
    // What is left out is told where the failure is explained.
    [NAME, CAUSE],
  ];
  return firstThatFits(forms, failures, context) ?? failures.flatMap((one) => tell(one, () => [], context));
}

const SOURCE: Column<ReportedFailure> = { head: "SOURCE", cell: ({ source }) => source, least: 10 };
const NAMESPACE: Column<ReportedFailure> = { head: "NAMESPACE", cell: ({ namespace }) => namespace, least: 10 };
const POD: Column<ReportedFailure> = { head: "POD", cell: ({ pod }) => pod, least: 12 };
const NAME: Column<ReportedFailure> = { head: "POD", cell: (failure) => nameOf(failure, true), least: 20 };
const CONTAINER: Column<ReportedFailure> = { head: "CONTAINER", cell: ({ container }) => container, least: 10 };
const IMAGE: Column<ReportedFailure> = { head: "IMAGE", cell: imageName, least: 16 };
const CAUSE: Column<ReportedFailure> = { head: "CAUSE", cell: ({ cause }) => cause, least: null };
const WIDE: readonly Column<ReportedFailure>[] = [
  SOURCE,
  NAMESPACE,
  POD,
  CONTAINER,
  IMAGE,
  CAUSE,
  { head: "NODE", cell: ({ node }) => node, least: 12 },
  { head: "STATE", cell: ({ state }) => state, least: null },
  { head: "RUNTIME", cell: ({ runtime }) => (runtime === "unknown" ? null : runtime), least: null },
  { head: "ATTEMPTS", cell: ({ attempts }) => (attempts === null ? null : `${attempts}`), least: null },
  { head: "SINCE", cell: ({ firstSeen }) => firstSeen, least: null },
];

function firstThatFits(
  forms: readonly (readonly Column<ReportedFailure>[])[],
  failures: readonly ReportedFailure[],
  { width, paint, sources }: Context,
): string[] | null {
  for (const form of forms) {
    const columns = sources > 1 ? form : form.filter((column) => column !== SOURCE);
    const lines = layOut(columns, failures, width, paint);
    if (lines !== null) return lines;
  }
  return null;
}

/** A row as a few lines, for a terminal that is too narrow for the table. */
function tell(
  failure: ReportedFailure,
  facts: (failure: ReportedFailure, context: Context) => readonly string[],
  context: Context,
): string[] {
  const { width, paint } = context;
  return [
    ...wrap(nameOf(failure, true), width).map(paint.heading),
    ...indent(wrap(failure.cause, width - 2), 2),
    ...indent(wrap(facts(failure, context).join(", "), width - 2), 2),
  ];
}

function factsOf(failure: ReportedFailure, { sources }: Context): string[] {
  const { source, pod, container, node, state, runtime, attempts, firstSeen } = failure;
  return [
    container === null ? null : `container ${container}`,
    pod === null ? null : imageName(failure),
    node === null ? null : `node ${node}`,
    state,
    runtime === "unknown" ? null : runtime,
    attempts === null ? null : count(attempts, "attempt"),
    firstSeen === null ? null : `since ${firstSeen}`,
    sources > 1 ? `in ${source}` : null,
  ].filter((fact) => fact !== null);
}

export function overviewOfGroups(
  groups: readonly ShownGroup[],
  { width, paint }: Pick<Context, "width" | "paint">,
): string[] {
  const shown = groups.slice(0, MOST_GROUP_ROWS);
  const podsOnly = groups.every(({ group, members }) => group.pods === members.length);
  const number =
    (field: "pods" | "namespaces" | "nodes") =>
    ({ group }: Pick<ShownGroup, "group">): string | null =>
      group[field] === 0 ? null : `${group[field]}`;
  const nodes = ({ group }: ShownGroup): string | null =>
    group.nodesPulling !== null && group.nodesPulling > group.nodes
      ? `${group.nodes} of ${group.nodesPulling}`
      : number("nodes")({ group });
  const columns: readonly Column<ShownGroup>[] = [
    { head: "CAUSE", cell: ({ group }) => group.cause, least: null },
    { head: "WHERE", cell: ({ group }) => commonPlace(group), least: 24 },
    { head: "PULLS", cell: ({ members }) => (podsOnly ? null : `${members.length}`), least: null },
    { head: "PODS", cell: number("pods"), least: null },
    { head: "NAMESPACES", cell: number("namespaces"), least: null },
    { head: "NODES", cell: nodes, least: null },
    { head: "SINCE", cell: ({ group }) => group.since, least: null },
    { head: "WORKLOADS", cell: ({ group: { workloads } }) => `${workloads.length || ""}` || null, least: null },
  ];
  // The narrower the terminal, the fewer columns; what is left out stands where the group is explained.
  const forms = [8, 7, 6, 5, 4].map((most) => columns.slice(0, most));
  const lines =
    forms.reduce<string[] | null>((fitting, form) => fitting ?? layOut(form, shown, width, paint), null) ??
    shown.flatMap(({ group }) => [
      group.cause,
      ...indent(wrap(`${commonPlace(group)}: ${extentOf(group)}`, width - 2), 2),
    ]);
  const more = groups.length - shown.length;
  return more === 0 ? lines : [...lines, paint.aside(`and ${count(more, "more row")} like these`)];
}
