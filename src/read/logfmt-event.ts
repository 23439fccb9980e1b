/**
 * An event as an entry of a log with keys and values, as the controller manager and event collectors write it:
 *
 *   "Event occurred" object="shop/web-0" kind="Pod" type="Warning" reason="Failed" message="Failed to pull …"
 *   name=web-0 kind=Pod type=Warning count=3 reason=Failed sourcecomponent=kubelet msg="Failed to pull …"
 */
import { unescaped } from "./loose-map.ts";
import { toEvent } from "./objects.ts";
import type { EventRecord } from "./records.ts";

const PAIR = /\b([A-Za-z][\w.]{0,40})=(?:"((?:[^"\\]|\\.){0,65536})"|([^\s"]{1,400}))/g;

/** Null where the line is no event. */
export function parseLogfmtEvent(source: string, line: string): EventRecord | null {
  if (!line.includes("reason=") || !line.includes("kind=")) return null;
  const pairs = new Map<string, string>();
  for (const [, key = "", quoted, plain = ""] of line.matchAll(PAIR)) {
    if (!pairs.has(key)) pairs.set(key, quoted === undefined ? plain : unescaped(quoted));
  }
  const message = pairs.get("message") ?? pairs.get("msg");
  const type = pairs.get("type");
  const [first, second] = (pairs.get("object") ?? pairs.get("name") ?? "").split("/");
  const name = second ?? first;
  if (message === undefined || type === undefined || name === undefined || name === "") return null;
  return toEvent(source, {
    type,
    reason: pairs.get("reason"),
    message,
    count: Number(pairs.get("count") ?? 0),
    involvedObject: {
      kind: pairs.get("kind"),
      namespace: pairs.get("namespace") ?? (second === undefined ? undefined : first),
      name,
      fieldPath: pairs.get("fieldPath"),
    },
    source: { component: pairs.get("sourcecomponent"), host: pairs.get("sourcehost") },
  });
}
