/** Rows of other programs' tables → records. A row with an event's reason is an event, one with a state is a pod's. */

import { type Cells, IMAGE_STATE } from "./cells.ts";
import type { Harvest } from "./harvest.ts";
import { NOWHERE } from "./harvest.ts";

export function harvestCells(source: string, rows: readonly Cells[]): Harvest {
  const found: Harvest = { pods: [], events: [], told: [] };
  for (const row of rows) {
    const [kind, name] = objectOf(row);
    const namespace = row.namespace ?? null;
    const container =
      row.container === undefined ? null : (/\{([^{}]{0,253})\}/.exec(row.container)?.[1] ?? row.container);
    if (IMAGE_STATE.test(row.reason ?? "") && row.type === undefined) {
      const place = { namespace, pod: name, container, image: row.image ?? null };
      if (row.message !== undefined)
        found.told.push({ ...NOWHERE, ...place, text: row.message, isState: true, log: false });
      if (name !== null) found.pods.push(podWaiting(source, namespace, name, row));
      continue;
    }
    if (row.message === undefined) continue;
    const [component, node] = (row.source ?? "").split(/,? /);
    found.events.push({
      source,
      namespace,
      object: name === null ? null : `${kind}/${name}`,
      container,
      node: row.node ?? node ?? null,
      type: row.type ?? null,
      reason: row.reason ?? null,
      age: row.last ?? null,
      count: row.count === undefined ? null : Number(row.count.replace("x", "")),
      over: row.first ?? null,
      from: component === undefined || component === "" ? null : component,
      message: row.message,
      table: 0,
    });
  }
  return found;
}

function objectOf({ object, kind, name }: Cells): readonly [string, string | null] {
  const parts = object === undefined ? null : /^([A-Za-z]+)(?:\/|: )(.+)$/.exec(object);
  if (parts !== null) return [(parts[1] as string).toLowerCase().replace(/^pods$/, "pod"), parts[2] as string];
  // Tables of events name the event where they name no object; its name begins with the object's.
  return [kind?.toLowerCase() ?? "pod", (name ?? object)?.replace(/\.[0-9a-f]{4,20}$/, "") ?? null];
}

function podWaiting(source: string, namespace: string | null, name: string, row: Cells): Harvest["pods"][number] {
  return {
    source,
    namespace,
    name,
    node: row.node ?? null,
    owner: null,
    isBare: false,
    marks: {},
    status: row.reason ?? null,
    containers: [],
    events: "absent",
    pullSecrets: null,
    serviceAccount: null,
    shape: "row",
  };
}
