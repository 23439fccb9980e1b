/** Failures that one act would mend, put together, and how far the trouble reaches. */
import type { AnyCauseId } from "../catalogue/any-id.ts";
import { ImageUse } from "../facts/image-use.ts";
import { otherNodesFact } from "../facts/other-nodes.ts";
import { workloadOf } from "../facts/workload.ts";
import { probeFacts } from "../probe/facts.ts";
import { recency } from "../read/age.ts";
import type { FailureGroup } from "../report.ts";
import type { Diagnosis } from "./judge.ts";

/** `use` tells which nodes have an image; without it only the failures themselves are known. */
export function groupFailures(diagnoses: readonly Diagnosis[], use: ImageUse = new ImageUse()): FailureGroup[] {
  const groups = new Map<string, { scope: FailureGroup["scope"]; key: string; cause: AnyCauseId; members: number[] }>();
  for (const [index, diagnosis] of diagnoses.entries()) {
    const [scope, key] = placeOf(diagnosis);
    const id = `${diagnosis.cause}\u0000${scope}\u0000${key}`;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { scope, key, cause: diagnosis.cause, members: [index] });
    else group.members.push(index);
  }
  return [...groups.values()].map(({ scope, key, cause, members }) => {
    const own = members.map((index) => diagnoses[index] as Diagnosis);
    const names = (name: (failure: Diagnosis["failure"]) => string | null): string[] => [
      ...new Set(own.flatMap(({ failure }) => name(failure) ?? [])),
    ];
    const nodes = names(({ node }) => node);
    const inUse = nodesInUse(scope, own, use);
    return {
      scope,
      key,
      cause,
      failures: members,
      pods: names(({ pod, namespace }) => (pod === null ? null : `${namespace ?? ""}/${pod}`)).length,
      namespaces: names(({ namespace }) => namespace).length,
      nodes: nodes.length,
      nodesPulling: inUse === null ? null : new Set([...inUse, ...nodes]).size,
      workloads: names(workloadOf).sort(),
      since: earliest(names(({ firstSeen }) => firstSeen)),
      newest: newestOf(members, diagnoses),
      facts: [
        otherNodesFact({
          cause,
          group: (own[0] as Diagnosis).entry.group,
          images: names(({ image }) => image),
          failing: nodes,
          fine: nodesElsewhere(own, use).filter((node) => !nodes.includes(node)),
        }) ?? [],
        probeFacts(own.map(({ failure, probed }) => ({ image: failure.image, probed }))),
      ].flat(),
    };
  });
}

function placeOf({ cause, entry: { scope }, failure, image }: Diagnosis): readonly [FailureGroup["scope"], string] {
  const name = image?.canonical ?? failure.image ?? failure.pod ?? "unknown";
  if (scope === "registry" && image !== null) return ["registry", image.registry];
  if (cause === "pull-secret-not-found" && failure.missingSecrets.length > 0)
    return ["secret", `${failure.namespace ?? "NAMESPACE"}/${failure.missingSecrets.join(",")}`];
  if (scope === "namespace" && image !== null)
    return ["namespace", `${failure.namespace ?? "NAMESPACE"} at ${image.registry}`];
  if (scope === "node" && failure.node !== null) return ["node", failure.node];
  return ["image", name];
}

/** Null where no node is known, or where the scope is not something that a node pulls. */
function nodesInUse(
  scope: FailureGroup["scope"],
  members: readonly Diagnosis[],
  use: ImageUse,
): ReadonlySet<string> | null {
  const [first] = members;
  if (first === undefined || members.every(({ failure }) => failure.node === null)) return null;
  const { source, image } = first.failure;
  if (scope === "image" && image !== null) return use.nodesUsing(source, image);
  return scope === "registry" && first.image !== null ? use.nodesUsingRegistry(source, first.image.registry) : null;
}

function nodesElsewhere(members: readonly Diagnosis[], use: ImageUse): string[] {
  const images = new Map(members.map(({ failure }) => [`${failure.source}\u0000${failure.image}`, failure]));
  const nodes = [...images.values()].flatMap(({ source, image }) =>
    image === null ? [] : [...use.nodesRunning(source, image)],
  );
  return [...new Set(nodes)].sort();
}

/** Ages and instants alike; null where none of them tells a time. */
function earliest(times: readonly string[]): string | null {
  const known = times.flatMap((time) => {
    const ago = recency(time);
    return ago === null ? [] : [{ time, ago }];
  });
  return (
    known.reduce<(typeof known)[number] | null>((a, b) => (a === null || b.ago > a.ago ? b : a), null)?.time ?? null
  );
}

const MOST_EXAMPLES = 3;

function newestOf(members: readonly number[], diagnoses: readonly Diagnosis[]): number[] {
  const ago = (index: number): number =>
    recency(diagnoses[index]?.failure.lastSeen ?? null) ?? Number.POSITIVE_INFINITY;
  const aged = members.map((index) => ({ index, ago: ago(index) }));
  // Infinity less Infinity is no number.
  return aged
    .sort((a, b) => (a.ago === b.ago ? a.index - b.index : a.ago - b.ago))
    .slice(0, MOST_EXAMPLES)
    .map(({ index }) => index);
}
