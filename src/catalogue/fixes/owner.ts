/**
 * Cures that change a workload, fitted to the one that there is: whose template it is, what becomes of the pods that
 * are there, and who has the last word on it. A step after a cause has said what it advises, so that no cause has to
 * know of it.
 */
import {
  type Command,
  type Cure,
  changes,
  fix,
  inspect,
  inspectNode,
  type Names,
  namesOf,
  setImageOf,
} from "../commands.ts";
import type { Facts } from "../define.ts";
import { type Manager, managerOf } from "../managers.ts";
import { type Owner, ownerOfPod } from "../owner.ts";
import { onTheNode } from "./node-shell.ts";
import { staticPodNote } from "./workload.ts";

export function fitToOwner(facts: Facts, cures: readonly Cure[]): Cure[] {
  const names = namesOf(facts);
  const owner = ownerOfPod(facts.failure, names.pod);
  const manager = owner.is === "none" || owner.is === "static" ? null : managerOf(facts.failure);
  const first = cures.findIndex(changesOwner);
  return cures.flatMap((cure, index) => {
    if (!changesOwner(cure)) return [cure];
    const fitted = cure.commands.map((command) => fit(facts, owner, command));
    const notes = fitted.map(({ note }) => note);
    const changed = fix(
      cure.title,
      fitted.flatMap(({ commands }) => commands),
      sentences(cure.note ?? "", ...new Set(notes), lastWord(owner, manager)),
    );
    const before = index === first ? lookFirst(facts, owner, manager, cures.slice(0, index + 1)) : null;
    if (before === null) return [changed];
    // What can be looked at without a cluster is not kept waiting for a question to it.
    const looksItself = owner.is === "unknown" && index === 0 && cure.commands[0]?.effect === "inspect";
    return looksItself ? [changed, before] : [before, changed];
  });
}

function changesOwner({ commands }: Cure): boolean {
  return commands.some(({ sets }) => sets !== undefined);
}

/** What is to be looked at before the first change, as a fix of its own: notes count the commands of theirs. */
function lookFirst(facts: Facts, { is, name }: Owner, manager: Manager | null, cures: readonly Cure[]): Cure | null {
  const names = namesOf(facts);
  if (is === "static")
    return fix(
      "Find the file that the pod is made from",
      [inspectNode("grep -rn image: /etc/kubernetes/manifests")],
      sentences(staticPodNote(names, "The change is made"), onTheNode(facts)),
    );
  const whole = inspect(`kubectl get${names.inNamespace} ${name} -o yaml`);
  if (manager !== null)
    return fix(
      "See where the change has to be made",
      [manager.look ?? [], is === "foreign" ? whole : []].flat(),
      manager.note,
    );
  if (is === "foreign")
    return fix(
      "See where the change has to be made",
      [whole],
      `${name} owns this pod, and its own controller makes the pod of what is written there. Changed in the pod alone, it would be lost with the pod.`,
    );
  if (is === "unknown")
    return fix(
      "See who owns the pod",
      [showOwner(names)],
      `The input does not say. Where an owner is printed, it stands in place of pod/${names.pod} in the commands that make a change: deployment/web for ReplicaSet/web-7d9f5c6b8d, and cronjob/web for Job/web-29012345.`,
    );
  const isLookedAt = cures.some(({ commands }) => commands[0]?.effect === "inspect");
  return isLookedAt
    ? null
    : fix(`See what ${name} has now`, [inspect(`kubectl get${names.inNamespace} ${name} -o wide`)]);
}

function showOwner({ inNamespace, pod }: Names): Command {
  return inspect(
    `kubectl get pod${inNamespace} ${pod} -o jsonpath='{range .metadata.ownerReferences[*]}{.kind}/{.name}{"\\n"}{end}'`,
  );
}

function lastWord({ is }: Owner, manager: Manager | null): string {
  if (manager !== null) return `Make the change there too: ${manager.name} has the last word.`;
  return is === "none" || is === "static"
    ? ""
    : "Where Helm, Argo CD or Flux manages the workload, make the change there.";
}

interface Fitted {
  readonly commands: readonly Command[];
  readonly note: string;
}

function fit(facts: Facts, owner: Owner, command: Command): Fitted {
  const { sets } = command;
  const asItIs = { commands: [command], note: owner.isGuess ? `By its name the pod belongs to ${owner.name}.` : "" };
  if (sets === undefined) return { commands: [command], note: "" };
  if (sets === "template") return asItIs;
  const names = namesOf(facts);
  if (facts.failure.containerKind === "ephemeral") return anotherEphemeral(names, sets.image);
  switch (owner.is) {
    case "replaces":
      return asItIs;
    case "keeps":
      return {
        commands: [command, setOnPod(names, sets.image)],
        note: owner.name.startsWith("statefulset/")
          ? "A StatefulSet waits for a pod that is not ready instead of replacing it, so the last command changes the pod that is there."
          : `${owner.name} makes new pods of its template and leaves those alone that are there, so the last command changes this one.`,
      };
    case "schedules":
      return {
        commands: [command, setOnPod(names, sets.image)],
        note: `${owner.name} has the new image from its next Job on; the last command changes the pod that waits now.`,
      };
    case "fixed":
      return {
        commands: [setOnPod(names, sets.image)],
        note: `The template of a Job cannot be changed: this mends the pod that is there. Further pods of ${owner.name} would get the old image, so create the Job anew when it is to run again.`,
      };
    case "static":
      return { commands: [], note: `Put ${sets.image} in place of the image of ${names.container} in that file.` };
    case "foreign":
      return inOwnTemplate(names, owner.name, sets.image);
    case "none":
      return {
        commands: [command],
        note: "Nobody owns the pod, and its image is one of the few fields of a pod that can be changed. Change its manifest as well, for the next time it is created.",
      };
    case "unknown":
      return asItIs;
    default:
      return owner.is satisfies never;
  }
}

function setOnPod(names: Names, image: string): Command {
  return changes(setImageOf(names, `pod/${names.pod}`, image));
}

/** kubernetes.io, "Ephemeral Containers": they are neither changed nor removed. */
function anotherEphemeral(names: Names, image: string): Fitted {
  return {
    commands: [changes(`kubectl debug${names.inNamespace} ${names.pod} --image=${image}`)],
    note: `${names.container} is an ephemeral container, which cannot be changed: this starts another one beside it. Add -it, --target and the command as they were with the first.`,
  };
}

/** Kinds whose template is one of a pod: argo-rollouts.readthedocs.io, openkruise.io (CloneSet). */
const WITH_TEMPLATE: ReadonlySet<string> = new Set(["rollout", "cloneset"]);

function inOwnTemplate(names: Names, owner: string, image: string): Fitted {
  return WITH_TEMPLATE.has(owner.split("/", 1)[0] ?? "")
    ? {
        commands: [changes(`kubectl edit${names.inNamespace} ${owner}`)],
        note: `kubectl set image does not know this kind: in the editor, put ${image} in place of the image of ${names.container} under spec.template.`,
      }
    : {
        commands: [],
        note: `Put ${image} into the field that the image of ${names.container} comes from; only the controller of ${owner} knows which it is.`,
      };
}

export function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}
