/**
 * One row of `kubectl get pods`: NAME READY STATUS RESTARTS AGE, with NAMESPACE in front (-A) and IP, NODE and more
 * behind (-o wide).
 */
import { PLAIN_AGE } from "./age.ts";

export interface PodRow {
  readonly namespace: string | null;
  readonly name: string;
  readonly status: string;
  readonly node: string | null;
}

const ROW = new RegExp(
  `^[^\\w]{0,12}(?:(?<namespace>[a-z0-9][a-z0-9-]{0,62})\\s+)?(?:pods?/)?(?<name>[a-z0-9][a-z0-9.-]{0,252})\\s+\\d{1,4}/\\d{1,4}\\s+(?<status>[A-Z][\\w:/.-]{2,60})\\s+\\d{1,6}(?: \\(${PLAIN_AGE} ago\\))?\\s+${PLAIN_AGE}(?:\\s+(?:\\d[\\w.:]*|<none>)\\s+(?<node>[\\w.-]{1,253}|<none>))?(?:\\s|$)`,
);

export function parsePodRow(line: string): PodRow | null {
  const groups = ROW.exec(line)?.groups;
  if (groups === undefined) return null;
  const node = groups["node"] ?? null;
  return {
    namespace: groups["namespace"] ?? null,
    name: groups["name"] as string,
    status: groups["status"] as string,
    node: node === "<none>" ? null : node,
  };
}

export function isPodHeader(line: string): boolean {
  return /^[^\w]{0,12}(?:NAMESPACE\s+)?NAME\s+READY\s+STATUS\b/.test(line);
}
