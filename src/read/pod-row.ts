/**
 * One row of `kubectl get pods`: NAME READY STATUS RESTARTS AGE, with NAMESPACE in front (-A) and IP, NODE and more
 * behind (-o wide). What somebody put in place of the name, or around the row in a sentence or in source code, does
 * not hide it.
 */
import { PLAIN_AGE } from "./age.ts";

export interface PodRow {
  readonly namespace: string | null;
  readonly name: string;
  readonly status: string;
  readonly node: string | null;
}

/** A name, or what stands for one: `<my-pod>`, `[REDACTED]-6c7f9`, `my_pod`, `web-XXXX`. */
const NAME = "(?:[a-z0-9]|[<\\[](?=[^\\s]{0,250}[a-zA-Z]))[\\w.<>\\[\\]*-]{0,252}";
/** Marks of emphasis, a quotation mark and whatever closes the list that the row stands in. */
const END = "[\\s_*`\"',|)\\]}]|$";

const MARKS = "[*_]{0,8}";

const ROW = new RegExp(
  `^[^\\w]{0,12}?(?:(?<namespace>[a-z0-9][a-z0-9-]{0,62})\\s+)?(?:pods?/)?(?<name>${NAME})[\`"']?\\s+\\d{1,4}/\\d{1,4}\\s+${MARKS}(?<status>[A-Z][\\w:/.-]{1,59}[a-zA-Z])${MARKS}\\s+\\d{1,6}(?: \\(${PLAIN_AGE} ago\\))?\\s+${PLAIN_AGE}(?:\\s+(?:\\d[\\w.:]*|<none>)\\s+(?<node>[\\w.-]{1,253}|<none>))?(?=${END})`,
);

export function parsePodRow(line: string): PodRow | null {
  const groups = ROW.exec(line)?.groups;
  if (groups === undefined) return null;
  const node = groups["node"] ?? null;
  return {
    namespace: groups["namespace"] ?? null,
    // Where the name is emphasised, the marks are none of it.
    name: (groups["name"] as string).replace(/(?<!\*)\*{1,2}$/, ""),
    status: groups["status"] as string,
    node: node === "<none>" ? null : node,
  };
}

export function isPodHeader(line: string): boolean {
  return /^[^\w]{0,12}(?:NAMESPACE\s+)?NAME\s+READY\s+STATUS\b/.test(line);
}
