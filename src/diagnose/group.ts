/** Failures that one act would mend, put together. */
import type { CauseId } from "../catalogue/ids.ts";
import { CATALOGUE } from "../catalogue/index.ts";
import type { FailureGroup } from "../report.ts";
import type { Diagnosis } from "./judge.ts";

export function groupFailures(diagnoses: readonly Diagnosis[]): FailureGroup[] {
  const groups = new Map<string, { scope: FailureGroup["scope"]; key: string; cause: CauseId; members: number[] }>();
  for (const [index, diagnosis] of diagnoses.entries()) {
    const [scope, key] = placeOf(diagnosis);
    const id = `${diagnosis.cause}\u0000${scope}\u0000${key}`;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { scope, key, cause: diagnosis.cause, members: [index] });
    else group.members.push(index);
  }
  return [...groups.values()].map(({ scope, key, cause, members }) => {
    const count = (name: (failure: Diagnosis["failure"]) => string | null): number =>
      new Set(members.flatMap((index) => name((diagnoses[index] as Diagnosis).failure) ?? [])).size;
    return {
      scope,
      key,
      cause,
      failures: members,
      pods: count(({ pod, namespace }) => (pod === null ? null : `${namespace ?? ""}/${pod}`)),
      namespaces: count(({ namespace }) => namespace),
      nodes: count(({ node }) => node),
    };
  });
}

function placeOf({ cause, failure, image }: Diagnosis): readonly [FailureGroup["scope"], string] {
  const { scope } = CATALOGUE[cause];
  const name = image?.canonical ?? failure.image ?? failure.pod ?? "unknown";
  if (scope === "registry" && image !== null) return ["registry", image.registry];
  if (cause === "pull-secret-not-found" && failure.missingSecrets.length > 0)
    return ["secret", `${failure.namespace ?? "NAMESPACE"}/${failure.missingSecrets.join(",")}`];
  if (scope === "namespace" && image !== null)
    return ["namespace", `${failure.namespace ?? "NAMESPACE"} at ${image.registry}`];
  if (scope === "node" && failure.node !== null) return ["node", failure.node];
  return ["image", name];
}
