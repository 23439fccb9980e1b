/** The words of a command line that name pods, in the forms that kubectl takes. */
import type { OwnerKind, Target } from "./request.ts";
import { UserError } from "./user-error.ts";

const KINDS: Readonly<Record<Target["kind"], readonly string[]>> = {
  pod: ["pod", "pods", "po"],
  deployment: ["deployment", "deployments", "deploy"],
  statefulset: ["statefulset", "statefulsets", "sts"],
  daemonset: ["daemonset", "daemonsets", "ds"],
  replicaset: ["replicaset", "replicasets", "rs"],
  replicationcontroller: ["replicationcontroller", "replicationcontrollers", "rc"],
  job: ["job", "jobs"],
} satisfies Record<OwnerKind | "pod", readonly string[]>;

export const TARGET_KINDS = Object.keys(KINDS) as readonly Target["kind"][];

/**
 *   web-0 web-1
 *   pod/web-0 deploy/api
 *   pod web-0           as in `kubectl get pod web-0`
 *   deployment.apps/api
 */
export function parseTargets(words: readonly string[]): Target[] {
  const [first = "", ...others] = words;
  const leading = kindOf(first);
  if (leading !== null && (others.length > 0 || leading === "pod") && others.every((word) => !word.includes("/"))) {
    return others.map((name) => target(leading, name));
  }
  return words.map((word) => {
    const slash = word.indexOf("/");
    if (slash === -1) return target("pod", word);
    const typed = word.slice(0, slash);
    const kind = kindOf(typed);
    if (kind === null) throw unknownKind(typed, word);
    return target(kind, word.slice(slash + 1));
  });
}

/** Also with the API group behind it, as kubectl prints it: `deployment.apps`. */
export function kindOf(word: string): Target["kind"] | null {
  const plain = word.toLowerCase().replace(/\.(?:apps|batch)$/, "");
  const found = Object.entries(KINDS).find(([, names]) => names.includes(plain));
  return found === undefined ? null : (found[0] as Target["kind"]);
}

// A name that could be read as a flag or as a path of the API must not reach kubectl.
const NAME = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

export function isName(text: string): boolean {
  return NAME.test(text);
}

function target(kind: Target["kind"], name: string): Target {
  if (!isName(name)) {
    throw new UserError(`"${name}" cannot be the name of a ${kind}.`, {
      hint: `Names are lower-case letters, digits, "-" and ".". For a saved text write: kubectl pullcheck -f FILE`,
    });
  }
  return { kind, name };
}

function unknownKind(typed: string, word: string): UserError {
  const kinds = Object.keys(KINDS).filter((kind) => kind !== "replicationcontroller");
  return new UserError(`It is not known which pods belong to "${word}": "${typed}" is none of ${kinds.join(", ")}.`, {
    hint: "Name its pods, or choose them by their labels with -l. A saved text is read with -f FILE.",
  });
}
