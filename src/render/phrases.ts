/** The small phrases that every form for people is made of. */
import type { Confidence, Evidence, FailureGroup, ReportedEvent, ReportedFailure } from "../report.ts";

/** "1 pod", "3 pods". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

export const CONFIDENCE: Readonly<Record<Confidence, string>> = {
  certain: "certain",
  likely: "likely",
  possible: "possible: the text leaves it open",
};

const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|[ywdhms]))+$/;

/** kubectl's tables tell an age ("25s"), object dumps an instant. Null where it is neither, as in "<unknown>". */
function moment(age: string | null): string | null {
  if (age === null) return null;
  if (DURATION.test(age)) return `${age} ago`;
  return /^\d{4}-\d\d-\d\dT/.test(age) ? `at ${age}` : null;
}

/** "pod demo-pod in namespace default", "container nginx", "on node n1"; nothing of what the input does not name. */
export function placeOf({ pod, namespace, container, node }: ReportedFailure): string[] {
  const inNamespace = namespace === null ? null : `namespace ${namespace}`;
  return known([
    pod === null ? inNamespace : ["pod", pod, inNamespace && `in ${inNamespace}`].filter(Boolean).join(" "),
    container && `container ${container}`,
    node && `on node ${node}`,
  ]);
}

/**
 * "image nginx:lates", "ImagePullBackOff", "3 attempts", "last 25s ago". What the event tells that is shown as proof
 * is not told twice.
 */
export function historyOf(failure: ReportedFailure, proof: ReportedEvent | undefined): string[] {
  const { state, attempts, firstSeen, lastSeen } = failure;
  const image = imageName(failure);
  const first = firstSeen === lastSeen || firstSeen === proof?.over ? null : moment(firstSeen);
  const last = lastSeen === proof?.age ? null : moment(lastSeen);
  return known([
    image && `image ${image}`,
    state,
    attempts === null || attempts === (proof?.count ?? 1) ? null : count(attempts, "attempt"),
    first && `first ${first}`,
    last && `last ${last}`,
    nextTry(failure),
  ]);
}

/**
 * "next try in about 2m10s, then every 5m"; the moment is the kubelet's earliest. Null where it is not known, and for a
 * saved text, whose next try has long been made.
 */
export function nextTry({ source, retry }: Pick<ReportedFailure, "source" | "retry">): string | null {
  if (retry === null || source !== "cluster") return null;
  const { earliest, latest, wait, isLongest } = retry;
  const after = isLongest ? `, then every ${duration(wait)}` : "";
  if (latest === 0) return `next try due${after}`;
  return `next try ${earliest === 0 ? `within ${duration(latest)}` : `in about ${duration(earliest)}`}${after}`;
}

function duration(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (seconds < 120) return `${seconds}s`;
  return rest === 0 ? `${minutes}m` : `${minutes}m${rest}s`;
}

/** "event Failed, 25s ago, 3 times over 66s" */
export function standsIn(from: Evidence["from"], event: ReportedEvent | undefined): string[] {
  if (from === "status") return ["in the container's status"];
  if (from === "probe") return ["asked from here"];
  if (event === undefined) return [];
  const over = event.over === null || !DURATION.test(event.over) ? "" : ` over ${event.over}`;
  return known([
    event.reason === null ? "event" : `event ${event.reason}`,
    moment(event.age),
    event.count !== null && event.count > 1 ? `${event.count} times${over}` : null,
  ]);
}

/** What the members of a group have in common: "registry docker.io", "image nginx:lates". */
export function commonPlace({ scope, key }: FailureGroup): string {
  return `${scope} ${key}`;
}

/** "212 pods in 31 namespaces on 40 of 60 nodes that pull it"; pulls are counted where the input names no pod. */
export function extentOf({ pods, namespaces, nodes, nodesPulling, failures }: FailureGroup): string {
  const many = pods > 0 ? count(pods, "pod") : count(failures.length, "image pull");
  const where = nodesOf({ nodes, nodesPulling });
  return many + (namespaces > 1 ? ` in ${namespaces} namespaces` : "") + (where === null ? "" : ` on ${where}`);
}

/** "40 of 60 nodes that pull it", "2 nodes"; null where there is but one. */
function nodesOf({ nodes, nodesPulling }: Pick<FailureGroup, "nodes" | "nodesPulling">): string | null {
  if (nodes > 0 && nodesPulling !== null && nodesPulling > nodes)
    return `${nodes} of ${nodesPulling} nodes that pull it`;
  return nodes > 1 ? `${nodes} nodes` : null;
}

const MOST_WORKLOADS = 3;

/** "deployment/web and deployment/api", "40 workloads", "first seen 2h ago" */
export function reachOf({ workloads, since, namespaces }: FailureGroup): string[] {
  const short = workloads.map((one) => (namespaces > 1 ? one : one.replace(/^[^/]*\/(?=[^/]*\/)/, "")));
  const first = moment(since);
  return known([
    short.length > MOST_WORKLOADS ? count(short.length, "workload") : short.length === 0 ? null : listed(short),
    first && `first seen ${first}`,
  ]);
}

/** "3 pods, one cause: image nginx:lates"; pulls that nothing explains need not have the same cause. */
export function shareOf(group: FailureGroup): string {
  return `${extentOf(group)}${group.cause === "unrecognized" ? "" : ", one cause"}: ${commonPlace(group)}`;
}

/** An image as the text names it; quotes make an empty one visible. */
export function imageName({ image }: ReportedFailure): string | null {
  return image === null ? null : image.raw.trim() === "" ? '""' : image.raw;
}

/** The shortest name of a failure. */
export function nameOf(failure: ReportedFailure, withNamespace: boolean): string {
  const { namespace, pod, container } = failure;
  if (pod === null)
    return imageName(failure) ?? (container === null ? "a pull without a name" : `container ${container}`);
  return withNamespace && namespace !== null ? `${namespace}/${pod}` : pod;
}

/** The names of the first members, so that one can look at an example. */
export function someNames(
  { namespaces }: FailureGroup,
  members: readonly { readonly failure: ReportedFailure }[],
): string {
  const names = [...new Set(members.map(({ failure }) => nameOf(failure, namespaces > 1)))];
  // "and 1 more" takes no less room than the name.
  const shown = names.length <= MOST_NAMES + 1 ? names : names.slice(0, MOST_NAMES);
  const rest = names.length - shown.length;
  return listed([...shown, ...(rest > 0 ? [`${rest} more`] : [])]);
}

const MOST_NAMES = 3;

function known(parts: readonly (string | null | false | undefined)[]): string[] {
  return parts.filter((part) => typeof part === "string" && part !== "") as string[];
}
