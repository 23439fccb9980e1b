/** The words of a command line that name pods, in the forms that kubectl takes. */
import type { Target } from "./request.ts";
import { UserError } from "./user-error.ts";

/** Those that everybody has; of any other kind kubectl is asked. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  pod: ["pod", "pods", "po"],
  deployment: ["deployment", "deployments", "deploy"],
  statefulset: ["statefulset", "statefulsets", "sts"],
  daemonset: ["daemonset", "daemonsets", "ds"],
  replicaset: ["replicaset", "replicasets", "rs"],
  replicationcontroller: ["replicationcontroller", "replicationcontrollers", "rc"],
  job: ["job", "jobs"],
  cronjob: ["cronjob", "cronjobs", "cj"],
};

export const TARGET_KINDS: readonly string[] = Object.keys(KINDS);

/**
 *   web-0 web-1
 *   pod/web-0 deploy/api
 *   pod web-0           as in `kubectl get pod web-0`
 *   deployment.apps/api
 *   rollout/api, rollouts.argoproj.io/api
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
    const kind = kindOf(typed) ?? otherKind(typed);
    if (kind === null) throw unknownKind(typed, word);
    return target(kind, word.slice(slash + 1));
  });
}

/** Also with the API group behind it, as kubectl prints it: `deployment.apps`. */
export function kindOf(word: string): string | null {
  const plain = word.toLowerCase().replace(/\.(?:apps|batch)$/, "");
  const found = Object.entries(KINDS).find(([, names]) => names.includes(plain));
  return found === undefined ? null : found[0];
}

/** A kind that only the cluster knows, in the words of kubectl: `rollout`, `rollouts.argoproj.io`, `Rollout.v1.argoproj.io`. */
function otherKind(word: string): string | null {
  // Secrets own no pods, and none is read that is not asked for by --check-secrets.
  const isKind = /^(?=.{1,253}$)[A-Za-z][A-Za-z0-9]*(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/.test(word);
  return isKind && !/^secrets?(?:\.|$)/i.test(word) ? word : null;
}

// A name that could be read as a flag or as a path of the API must not reach kubectl.
const NAME = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

export function isName(text: string): boolean {
  return NAME.test(text);
}

function target(kind: string, name: string): Target {
  if (!isName(name)) {
    throw new UserError(`"${name}" cannot be the name of a ${kind}.`, {
      hint: `Names are lower-case letters, digits, "-" and ".". For a saved text write: kubectl pullcheck -f FILE`,
    });
  }
  return { kind, name };
}

function unknownKind(typed: string, word: string): UserError {
  return new UserError(`It is not known which pods belong to "${word}": "${typed}" cannot be a kind that owns pods.`, {
    hint: "Write for example deployment/web. Or name the pods, or choose them by their labels with -l. A saved text is read with -f FILE.",
  });
}
