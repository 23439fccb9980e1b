/** How a pod that waits is made to try at once: behind fixes after which nothing else makes a new pod. */
import { type Cure, fix, inspect, namesOf } from "../commands.ts";
import type { Facts } from "../define.ts";
import { ownerOfPod } from "../owner.ts";
import { TRIES_AGAIN } from "./reach.ts";

/**
 * The back-off is kept under the pod's UID (kubernetes pkg/kubelet/images/image_manager.go), so a new pod begins without
 * one. To get one means to delete this one, with all that it has: that is said, and no command for it is handed out.
 * Empty where no cure leaves it to the kubelet to try again, where nobody would make a new pod (a Job counts the deleted
 * one as failed), or where the pod is not known by name.
 */
export function retryNow(facts: Facts, cures: readonly Cure[]): Cure[] {
  const { pod, inNamespace } = namesOf(facts);
  const owner = ownerOfPod(facts.failure, pod);
  const isReplaced = !owner.isGuess && (owner.is === "replaces" || owner.is === "keeps");
  if (pod === "POD" || !isReplaced || !cures.some(({ note }) => note?.includes(TRIES_AGAIN))) return [];
  const states = '{range .status.containerStatuses[*]}{.name}: {.state}{"\\n"}{end}';
  const volumes = '{range .spec.volumes[?(@.emptyDir)]}emptyDir {.name}{"\\n"}{end}';
  return [
    fix(
      "Once it is mended, and five minutes are too long",
      [inspect(`kubectl get pod${inNamespace} ${pod} -o jsonpath='${states}${volumes}'`)],
      `Only a new pod tries at once: whoever deletes this one makes ${owner.name} create it. Its other containers end with it and its emptyDir volumes are emptied; the command shows both. Done too early, it only fails again.`,
    ),
  ];
}
