import { ageOf } from "./age.ts";
import { eventPrinter } from "./print-event.ts";
import { podPrinter } from "./print-pod.ts";
import type { KubeObject } from "./types.ts";

export interface Column {
  name: string;
  type: string;
  format?: string;
  /** 0 is always shown, 1 only with `-o wide`. */
  priority: number;
}

/** Makes the columns and rows of one kind. */
export interface Printer {
  columns: readonly Column[];
  cells(object: KubeObject, now: Date): (string | number)[];
}

export interface TableOptions {
  resource: string;
  /** How much of each object goes with its row; the query's `includeObject`. */
  includeObject: string;
  listMeta: Record<string, unknown>;
  now: Date;
}

/** True where the client takes rows and columns; kubectl asks for v1 first, then v1beta1, then plain JSON. */
export function wantsTable(accept: string): boolean {
  return /as=Table;v=v1;g=meta\.k8s\.io/.test(accept);
}

/** The objects as meta.k8s.io Table: kubectl prints these cells as they are. */
export function makeTable(objects: readonly KubeObject[], { resource, includeObject, listMeta, now }: TableOptions) {
  const printer = printers[resource] ?? defaultPrinter;
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: listMeta,
    columnDefinitions: printer.columns.map((column) => ({ format: "", description: "", ...column })),
    rows: objects.map((object) => ({ cells: printer.cells(object, now), object: attached(object, includeObject) })),
  };
}

const printers: Record<string, Printer> = { events: eventPrinter, pods: podPrinter };

// Kinds without a printer here look like custom resources that name no columns.
const defaultPrinter: Printer = {
  columns: [
    { name: "Name", type: "string", format: "name", priority: 0 },
    { name: "Age", type: "string", priority: 0 },
  ],
  cells: ({ metadata }, now) => [metadata.name, ageOf(metadata.creationTimestamp, now)],
};

function attached(object: KubeObject, includeObject: string): KubeObject | null {
  if (includeObject === "None") return null;
  if (includeObject === "Object") return object;
  return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata };
}
