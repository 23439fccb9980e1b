/** How a pod that waits is made to try at once: behind fixes after which nothing else makes a new pod. */
import { type Cure, changes, fix, namesOf, ownerOf } from "../commands.ts";
import type { Facts } from "../define.ts";
import { TRIES_AGAIN } from "./reach.ts";

/** Owners that make a new pod for one that is deleted. A Job counts the deleted one as failed, so it is not among them. */
const REPLACES = new Set(["deployment", "replicaset", "statefulset", "daemonset", "replicationcontroller"]);

/**
 * The back-off is kept under the pod's UID (kubernetes pkg/kubelet/images/image_manager.go), so a new pod begins without
 * one. Null where no cure leaves it to the kubelet to try again, where nobody would make a new pod, or where the pod is
 * not known by name.
 */
export function retryNow(facts: Facts, cures: readonly Cure[]): Cure | null {
  const { pod, inNamespace } = namesOf(facts);
  const owner = ownerOf(facts.failure.owner);
  const [kind = ""] = owner?.split("/") ?? [];
  if (pod === "POD" || !REPLACES.has(kind) || !cures.some(({ note }) => note?.includes(TRIES_AGAIN))) return null;
  return fix(
    "Once it is mended, do not wait for the next try",
    [changes(`kubectl delete pod${inNamespace} ${pod}`)],
    `This deletes the pod, with its other containers and what it keeps in emptyDir volumes; ${owner} makes a new one, which tries at once. Done too early, it only fails again.`,
  );
}
