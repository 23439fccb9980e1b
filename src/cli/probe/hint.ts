/** Says which failures a probe would settle, where none was asked for. */
import { registryKind } from "../../image/registry.ts";
import { wouldSettle } from "../../probe/would-settle.ts";
import type { Fact, FailureGroup, PullReport } from "../../report.ts";
import type { Answer } from "../answer.ts";

export function withProbeHints(answer: Answer): Answer {
  const { report } = answer;
  return { ...answer, report: { ...report, groups: report.groups.map((group) => withHint(group, report)) } };
}

function withHint(group: FailureGroup, { failures }: PullReport): FailureGroup {
  const isOpen = group.failures.some((index) => {
    const failure = failures[index];
    const registry = failure?.image?.registry ?? null;
    return failure !== undefined && registry !== null && isReachable(registry) && wouldSettle(failure);
  });
  return isOpen ? { ...group, facts: [...group.facts, HINT] } : group;
}

const HINT: Fact = {
  about: "probe",
  text: "The registry was not asked from here; --probe does that, and pulls nothing.",
  isKnown: false,
  names: [],
};

/** Whether it may be reached from anywhere but the node or the cluster. */
function isReachable(registry: string): boolean {
  return !["local", "in-cluster", "private-address"].includes(registryKind(registry));
}
