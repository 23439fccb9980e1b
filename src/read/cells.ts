/**
 * Tables that are not kubectl's own: custom columns, jsonpath with tabs, a dashboard's rows, a console's cells one below
 * the other. A header says which column is what; where there is none, a cell tells it by what stands in it, and the
 * words about the pull are the cell that the others are about.
 *
 *   web-0   ErrImagePull   rpc error: code = NotFound desc = …      pod, state, message
 *   Failed   Failed to pull image "nginx:lates": …                  reason, message
 */
import { PLAIN_AGE } from "./age.ts";
import { speaksOfPull } from "./bare.ts";
import { endsWithType, parseEventRow } from "./event-row.ts";

export type Column =
  | "type"
  | "reason"
  | "message"
  | "namespace"
  | "name"
  | "kind"
  | "object"
  | "container"
  | "image"
  | "source"
  | "node"
  | "count"
  | "first"
  | "last"
  | "other";

export type Cells = Readonly<Partial<Record<Column, string>>>;

export interface CellTable {
  readonly rows: readonly Cells[];
  /** Index behind the last line. */
  readonly end: number;
}

/** Null where no such table begins at this line. */
export function readCellTable(lines: readonly string[], at: number): CellTable | null {
  const line = lines[at] as string;
  if (line.length < 4) return null;
  const header = columnsOf(line);
  if (header !== null) return rowsBelow(lines, at + 1, header);
  if (TYPE_ALONE.test(line)) return stackedRows(lines, at, at);
  if (HEADER_WORD.test(line.trim())) return stackedTable(lines, at);
  const row = looseRow(line);
  return row === null || isSecondHalf(lines, at) ? null : { rows: [row], end: at + 1 };
}

/** A row of kubectl's that a terminal broke: its second half can look like two cells of another table. */
function isSecondHalf(lines: readonly string[], at: number): boolean {
  return lines.slice(Math.max(0, at - 3), at).some((line) => parseEventRow(line) !== null || endsWithType(line));
}

const NAMES: readonly (readonly [Column | "age", RegExp])[] = [
  ["type", /^(?:event )?type$/],
  ["reason", /^(?:reason|state|waiting(?: reason)?)$/],
  ["message", /^(?:message|msg|error)$/],
  ["namespace", /^(?:namespace|ns|project)$/],
  ["kind", /^kind$/],
  ["object", /^(?:object|involved object|resource)$/],
  ["name", /^(?:name|pod|pod name)$/],
  ["container", /^(?:container|sub-?object)$/],
  ["image", /^image$/],
  ["source", /^(?:source|from|component)$/],
  ["node", /^(?:node|host)$/],
  ["count", /^(?:count|times)$/],
  ["first", /^first ?(?:seen|timestamp|time)$/],
  ["last", /^(?:last ?(?:seen|timestamp|time)|time|timestamp|when)$/],
  ["age", /^age$/],
];

function columnNamed(cell: string): Column | "age" | null {
  const name = cell.trim().toLowerCase().replaceAll("_", " ");
  return NAMES.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
}

/** Null for what is no header, and for kubectl's own, whose rows are known better elsewhere. */
function columnsOf(line: string): readonly Column[] | null {
  if (line.length > 300 || !/\b(?:message|msg|error)\b/i.test(line)) return null;
  const cells = split(line);
  // Before the others are looked at: most lines that speak of an error are no header.
  if (cells.length < 2 || columnNamed(cells[0] as string) === null) return null;
  const named = cells.map(columnNamed);
  // Beside the time of the last one, the age is that of the first.
  const columns = named.map((one) => (one === "age" ? (named.includes("last") ? "first" : "last") : one));
  const known = columns.filter((one) => one !== null);
  if (known.length < columns.length || new Set(known).size < known.length) return null;
  const kubectls = known.includes("type") && known.includes("reason") && known.includes("last");
  // What a row is about must be told by a column; the right half of kubectl's header has none that does.
  const about = known.some((one) => /^(?:type|reason|name|object)$/.test(one));
  return !about || !known.includes("message") || (kubectls && (known.includes("object") || known.includes("source")))
    ? null
    : known;
}

function split(line: string): string[] {
  return line.trim().split(/\s{2,}/);
}

function rowsBelow(lines: readonly string[], start: number, columns: readonly Column[]): CellTable | null {
  const rows: Cells[] = [];
  let end = start;
  for (; end < lines.length; end++) {
    const line = lines[end] as string;
    if (/^[\s-]*$/.test(line) && /-/.test(line)) continue;
    const cells = aligned(split(line), columns);
    if (line.trim() === "" || cells === null) break;
    rows.push(cells);
  }
  return rows.some(({ message, reason }) => isTold(message ?? "", reason ?? "")) ? { rows, end } : null;
}

/** The message may hold wide blanks itself, so the columns left of it are counted from the left and the others from the right. */
function aligned(cells: readonly string[], columns: readonly Column[]): Cells | null {
  const extra = cells.length - columns.length;
  if (extra < 0) return null;
  const at = columns.indexOf("message");
  const whole = [...cells.slice(0, at), cells.slice(at, at + extra + 1).join("  "), ...cells.slice(at + extra + 1)];
  const row: Partial<Record<Column, string>> = {};
  for (const [index, column] of columns.entries()) {
    const cell = whole[index] ?? "";
    if (cell !== "" && cell !== "<none>" && cell !== "-") row[column] = cell;
  }
  return row;
}

const TYPE_ALONE = /^\s{0,8}(?:Normal|Warning)\s*$/;
const HEADER_WORD =
  /^(?:Type|Reason|Message|Namespace|Name|Object|Involved Object|Source|Count|Age|Last Seen|First Seen|From)$/;

/** A header whose words stand one below the other. */
function stackedTable(lines: readonly string[], at: number): CellTable | null {
  let end = at;
  while (end < lines.length && (HEADER_WORD.test((lines[end] as string).trim()) || lines[end] === "")) end++;
  return end - at < 3 || !TYPE_ALONE.test(lines[end] ?? "") ? null : stackedRows(lines, end, at);
}

/** Most cells that a row of such a table has. */
const MAX_CELLS = 12;

/** Rows whose cells stand one below the other; each begins with its type. */
function stackedRows(lines: readonly string[], start: number, from: number): CellTable | null {
  const rows: Cells[] = [];
  let at = start;
  while (TYPE_ALONE.test(lines[at] ?? "")) {
    const cells: string[] = [(lines[at] as string).trim()];
    let next = at + 1;
    while (next < lines.length && cells.length < MAX_CELLS && !TYPE_ALONE.test(lines[next] as string)) {
      const cell = (lines[next] as string).trim();
      if (cell !== "" && classify(cell) === null && !isMessage(cell)) break;
      if (cell !== "") cells.push(cell);
      next++;
    }
    const row = rowOf(cells);
    if (row === null) break;
    rows.push(row);
    at = next;
  }
  return rows.length === 0 ? null : { rows, end: Math.max(at, from + 1) };
}

/** A row without a header: every cell but the message must be known for what it is. */
function looseRow(line: string): Cells | null {
  if (!/\S(?:\s{2,}|\t)\S/.test(line) && !GLUED.test(line)) return null;
  const cells = split(line.replace(GLUED, "$1  $2  $3  "));
  const last = cells.at(-1) as string;
  if (cells.length < 2 || cells.length > MAX_CELLS || (!isMessage(last) && !IMAGE_STATE.test(last))) return null;
  return parseEventRow(line) === null ? rowOf(cells) : null;
}

/** The OpenShift 3 console, copied: `4:04:31 PMWarningFailed`. */
const GLUED = /^\s*(\d{1,2}:\d\d:\d\d [AP]M)(Normal|Warning)([A-Z][a-z]\w{2,30})\s/;

function rowOf(cells: readonly string[]): Cells | null {
  const row: Partial<Record<Column, string>> = {};
  const names: { readonly name: string; readonly index: number }[] = [];
  for (const [index, cell] of cells.entries()) {
    if (cell === "<none>" || cell === "-") continue;
    const column = isMessage(cell) ? "message" : classify(cell);
    if (column === null) return null;
    if (column === "name") names.push({ name: cell, index });
    // Of two ages the later one is the newer; of everything else the first counts.
    else if (column === "last" && row.last !== undefined) [row.first, row.last] = [row.last, cell];
    else if (row[column] === undefined) row[column] = cell;
    else if (column !== "count") return null;
  }
  placeNames(row, names);
  const told = row.message !== undefined || IMAGE_STATE.test(row.reason ?? "");
  // A single word before a sentence is a pod only when it looks like one: it may be the end of a column that was cut.
  const named = row.reason !== undefined ? row.name : names.find(({ name }) => POD_NAME.test(name))?.name;
  const about = row.reason !== undefined || named !== undefined || row.object !== undefined || row.type !== undefined;
  return told && about ? row : null;
}

/** Of two names the one that a controller made is the pod's; before it stands the namespace, behind it the container. */
function placeNames(row: Partial<Record<Column, string>>, names: readonly { name: string; index: number }[]): void {
  if (row.object !== undefined) {
    if (names[0] !== undefined) row.namespace ??= names[0].name;
    return;
  }
  const made = names.filter(({ name }) => POD_NAME.test(name));
  const pod = names.length === 1 ? names[0] : made.length === 1 ? made[0] : undefined;
  if (pod === undefined) return;
  // The NAME of an event is its object's, a dot and a stamp.
  row.name = pod.name.replace(/\.[0-9a-f]{8,20}$/, "");
  const other = names.find((one) => one !== pod);
  if (other !== undefined) row[other.index < pod.index ? "namespace" : "container"] ??= other.name;
}

/** A number, or letters of Kubernetes' own choice: it leaves out vowels, so that no word comes of them. */
const POD_NAME = /-(?:\d{1,3}|[bcdfghjklmnpqrstvwxz2456789]{5,10})(?:\.[0-9a-f]{8,20})?$/;
export const IMAGE_STATE =
  /^(?:ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName|ImageInspectError|RegistryUnavailable|SignatureValidationFailed)$/;

const SHAPES: readonly (readonly [Column, RegExp])[] = [
  ["type", /^(?:Normal|Warning)$/],
  ["count", /^x?\d{1,9}$/],
  [
    "last",
    new RegExp(
      `^(?:${PLAIN_AGE}|\\d{4}-\\d\\d-\\d\\dT[\\d:.]{8,18}Z|\\d{1,2}:\\d\\d:\\d\\d(?: [AP]M)?|(?:\\d{1,4}|an?) \\w{3,8} ago)$`,
    ),
  ],
  ["object", /^(?:Pod|pod|pods|Job|ReplicaSet|Deployment|StatefulSet|DaemonSet)(?:\/|: )[a-z0-9][\w.-]{0,252}$/],
  ["kind", /^(?:Pod|Job|ReplicaSet|Deployment|StatefulSet|DaemonSet)$/],
  ["source", /^(?:kubelet|default-scheduler)(?:,? [\w.-]{1,253})?$/],
  ["container", /^spec\.\w{1,30}\{[^}]{0,253}\}$/],
  [
    "reason",
    /^(?:Failed(?:[A-Z][a-zA-Z]{2,40})?|BackOff|Pull(?:ing|ed)|InspectFailed|Scheduled|Created|Started|SandboxChanged|ErrImage[A-Z]\w{1,20}|ImagePullBackOff|InvalidImageName|ImageInspectError|RegistryUnavailable|SignatureValidationFailed)$/,
  ],
  ["name", /^[a-z0-9][a-z0-9.-]{0,252}$/],
  ["image", /^(?=[^\s]*[/:])[a-z0-9][\w./:@-]{2,400}$/],
];

function classify(cell: string): Column | null {
  return SHAPES.find(([, pattern]) => pattern.test(cell))?.[0] ?? null;
}

/** What the kubelet and the scheduler say of a pod that waits for an image. */
const SAID =
  /^(?:Pulling image "|Successfully pulled image "|Container image "|Successfully assigned \S+ to |Created container|Started container)/;

function isMessage(cell: string): boolean {
  return cell.includes(" ") && (speaksOfPull(cell) || SAID.test(cell));
}

function isTold(message: string, reason: string): boolean {
  return speaksOfPull(message) || IMAGE_STATE.test(reason);
}
