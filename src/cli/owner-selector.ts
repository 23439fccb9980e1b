/** The `.spec.selector` of an owner of pods, as `-l` takes it. */
import { isObject, type KubeObject, valueAt } from "./kubectl-json.ts";

/**
 * Null where there is none.
 *
 *   { matchLabels: { app: "web" }, matchExpressions: [{ key: "tier", operator: "In", values: ["a", "b"] }] }
 *   → app=web,tier in (a,b)
 */
export function selectorOf(owner: KubeObject): string | null {
  const selector = valueAt(owner, "spec", "selector");
  if (!isObject(selector)) return null;
  const { matchLabels, matchExpressions } = selector;
  // A ReplicationController's selector is the labels themselves.
  const labels = matchLabels ?? (matchExpressions === undefined ? selector : {});
  const parts = [
    ...Object.entries(isObject(labels) ? labels : {}).map(([key, value]) => `${key}=${String(value)}`),
    ...(Array.isArray(matchExpressions) ? matchExpressions.filter(isObject).flatMap(expressed) : []),
  ];
  return parts.length === 0 ? null : parts.join(",");
}

function expressed(expression: KubeObject): string[] {
  const key = String(expression["key"]);
  const list = `(${(Array.isArray(expression["values"]) ? expression["values"] : []).map(String).join(",")})`;
  switch (expression["operator"]) {
    case "In":
      return [`${key} in ${list}`];
    case "NotIn":
      return [`${key} notin ${list}`];
    case "Exists":
      return [key];
    case "DoesNotExist":
      return [`!${key}`];
    default:
      return [];
  }
}
