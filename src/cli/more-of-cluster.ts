/** An answer with all that the cluster can add to it once the failures are known: facts, and who made the workloads. */
import type { Shell } from "../catalogue/for-shell.ts";
import type { PodRecord } from "../read/records.ts";
import type { Answer } from "./answer.ts";
import { type FactOptions, withClusterFacts } from "./cluster-facts.ts";
import type { Kubectl } from "./kubectl.ts";
import { askForOwners, withOwners } from "./owners.ts";

/** `pods` are those that were looked at. */
export async function withMoreOfCluster(
  answer: Answer,
  pods: readonly PodRecord[],
  kubectl: Kubectl,
  { shell, ...facts }: FactOptions & { readonly shell: Shell },
): Promise<Answer> {
  const failures = answer.diagnoses.map(({ failure }) => failure);
  const [known, owners] = await Promise.all([
    withClusterFacts(answer, pods, kubectl, facts),
    askForOwners(failures, kubectl),
  ]);
  return withOwners(known, owners, shell);
}
