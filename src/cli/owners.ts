/**
 * Who made the workloads whose pods fail: what GitOps tools, Helm and operators write on the owner does not stand on its
 * pods. Asked for by name, a few whatever the number of pods; where that is not allowed, nothing is said of it.
 */

import type { Shell } from "../catalogue/for-shell.ts";
import { ownerOfPod } from "../catalogue/owner.ts";
import { fixesOf } from "../diagnose/judge.ts";
import { maskReport } from "../diagnose/mask-secrets.ts";
import type { PullFailure } from "../pull/failure.ts";
import { type Marks, marksOf } from "../read/marks.ts";
import { list, object, text } from "../read/objects.ts";
import type { Answer } from "./answer.ts";
import type { Kubectl } from "./kubectl.ts";
import { type KubeObject, objectsOf, textAt, valueAt } from "./kubectl-json.ts";
import { UserError } from "./user-error.ts";

/** More than one looks at; each is a request of its own. */
const MOST_OWNERS = 10;

export interface KnownOwner {
  readonly marks: Marks;
  /** The controller of the owner: "Prometheus/k8s"; null where it has none. */
  readonly maker: string | null;
}

/** The owners of the failing pods, by "namespace/kind/name". One run of kubectl for each namespace. */
export async function askForOwners(
  failures: readonly PullFailure[],
  kubectl: Kubectl,
): Promise<ReadonlyMap<string, KnownOwner>> {
  const keys = [...new Set(failures.flatMap((failure) => keyOf(failure) ?? []))].slice(0, MOST_OWNERS);
  const namespaces = [...new Set(keys.map((key) => key.slice(0, key.indexOf("/"))))];
  const answers = namespaces.map(async (namespace) => {
    const names = keys.filter((key) => key.startsWith(`${namespace}/`)).map((key) => key.slice(namespace.length + 1));
    const objects = await asked(["get", `--namespace=${namespace}`, "-o", "json", "--", ...names], kubectl);
    return objects.map((one): [string, KnownOwner] => [
      `${namespace}/${textAt(one, "kind").toLowerCase()}/${textAt(one, "metadata", "name")}`,
      knownOwner(one),
    ]);
  });
  return new Map((await Promise.all(answers)).flat());
}

/** The answer with fixes that know who has the last word. */
export function withOwners(answer: Answer, owners: ReadonlyMap<string, KnownOwner>, shell: Shell): Answer {
  if (owners.size === 0) return answer;
  const { report, diagnoses } = answer;
  const failures = report.failures.map((reported, index) => {
    const diagnosis = diagnoses[index];
    const owner = diagnosis === undefined ? undefined : owners.get(keyOf(diagnosis.failure) ?? "");
    if (diagnosis === undefined || owner === undefined) return reported;
    const { facts } = diagnosis;
    const failure = { ...facts.failure, maker: owner.maker, marks: { ...facts.failure.marks, ...owner.marks } };
    return { ...reported, fixes: fixesOf({ ...diagnosis, facts: { ...facts, failure } }, shell) };
  });
  return { ...answer, report: maskReport({ ...report, failures }) };
}

/** Null for a pod whose owner kubectl is not asked for: it has none, or one of a kind that may not be there. */
function keyOf(failure: PullFailure): string | null {
  if (failure.namespace === null || failure.pod === null) return null;
  const { is, name } = ownerOfPod(failure, failure.pod);
  const isKnown = is === "replaces" || is === "keeps" || is === "schedules" || is === "fixed";
  return isKnown && !name.startsWith("deploymentconfig/") ? `${failure.namespace}/${name}` : null;
}

function knownOwner(owner: KubeObject): KnownOwner {
  const metadata = object(valueAt(owner, "metadata"));
  const maker = list(metadata["ownerReferences"]).find((one) => one["controller"] === true);
  return {
    marks: marksOf(object(metadata["labels"]), object(metadata["annotations"])),
    maker: maker === undefined ? null : `${text(maker["kind"])}/${text(maker["name"])}`,
  };
}

/** Some of them may be there where others are not. */
async function asked(args: readonly string[], kubectl: Kubectl): Promise<readonly KubeObject[]> {
  try {
    const answer = await kubectl(args);
    return answer.stdout.trim() === "" ? [] : objectsOf(answer);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [];
  }
}
