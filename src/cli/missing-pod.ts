/** A pod that is not there: in which namespace it was looked for, and where it, or one of nearly that name, is. */
import { contextNamespace } from "./context.ts";
import type { Kubectl } from "./kubectl.ts";
import type { ClusterRequest } from "./request.ts";
import { UserError } from "./user-error.ts";

/** `similar` are names of pods of that namespace that begin with the name. */
export async function podMissing(
  name: string,
  similar: readonly string[],
  { connection }: Pick<ClusterRequest, "connection">,
  kubectl: Kubectl,
): Promise<UserError> {
  const [namespace, elsewhere] = await Promise.all([
    connection.namespace ?? contextNamespace(kubectl),
    namespacesWith(name, kubectl),
  ]);
  const near = similar.filter((one) => one !== name && one.startsWith(name)).slice(0, 3);
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(", ")}?`
      : elsewhere.length > 0
        ? `There is one in namespace ${elsewhere.slice(0, 3).join(", ")}: kubectl pullcheck ${name} -n ${elsewhere[0]}`
        : `See which pods there are: kubectl get pods -n ${namespace}`;
  return new UserError(`There is no pod "${name}" in namespace "${namespace}".`, { hint });
}

/** Looking in all namespaces is often not allowed; then this says nothing. */
async function namespacesWith(name: string, kubectl: Kubectl): Promise<string[]> {
  const fields = `--field-selector=metadata.name=${name}`;
  const answer = await kubectl(["get", "pods", "-A", fields, "-o", "jsonpath={.items[*].metadata.namespace}"]);
  return answer.exitCode === 0 ? answer.stdout.split(" ").filter((one) => /^[a-z0-9-]+$/.test(one)) : [];
}
