/**
 * Commands that can be pasted. Everything that goes into one comes from somebody's text, so a name that is not valid
 * for what it claims to be never becomes an argument: a word in CAPITALS stands in its place, and the note of the fix
 * says where to find it.
 *
 * A command is written in the words of sh, and says where it is to be typed: on the reader's machine, whose shell may be
 * another, or on the node. Which shell it is in the end is chosen where the report is made (for-shell.ts).
 */
import type { FixCommand } from "../report.ts";
import type { Facts } from "./define.ts";
import { DNS_LABEL, DNS_NAME, HOST } from "./names.ts";
import { ownerOfPod } from "./owner.ts";

export { HOST } from "./names.ts";

export interface Command extends FixCommand {
  /** The same with nothing that only Unix has, to be said in another shell; null for a command that belongs on the node. */
  readonly anywhere: string | null;
  /**
   * For a change of what owns the pod: what is set. fixes/owner.ts fits such a command to the kind of the owner, and
   * tells who has the last word there.
   */
  readonly sets?: { readonly image: string } | "template";
}

/** What a cause advises: a fix of the report, before its shell is chosen. */
export interface Cure {
  readonly title: string;
  readonly commands: readonly Command[];
  readonly note: string | null;
  /** The file of a team's own causes that says so; absent for what the catalogue says. */
  readonly own?: string;
}

/** A command that only looks. Where `run` needs more of Unix than powershell.ts can replace, `anywhere` is without it. */
export function inspect(run: string, anywhere: string = run): Command {
  return { run, effect: "inspect", anywhere };
}

/** A command that makes a change; `anywhere` as in `inspect`. */
export function changes(run: string, anywhere: string = run): Command {
  return { run, effect: "changes", anywhere };
}

/** A command that only looks, typed on the node. */
export function inspectNode(run: string): Command {
  return { run, effect: "inspect", anywhere: null };
}

/** A command that makes a change, typed on the node. */
export function changesNode(run: string): Command {
  return { run, effect: "changes", anywhere: null };
}

export function fix(title: string, commands: readonly Command[], note: string | null = null): Cure {
  return { title, commands, note };
}

/** One word of a POSIX shell command; quoted where a shell would see more in it than letters. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) && !word.startsWith("-") ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The names that a fix may use; what the input does not say, or says badly, is a word in CAPITALS. */
export interface Names {
  readonly pod: string;
  readonly container: string;
  readonly node: string;
  /** ` -n NAME`, or nothing where the input names no namespace. */
  readonly inNamespace: string;
  readonly namespace: string;
  /** The reference as the user wrote it. */
  readonly image: string;
  /** registry/repository without tag and digest, the way skopeo and crane take it. */
  readonly repository: string;
  readonly registry: string;
  readonly tag: string;
  /** `deployment/web`, `statefulset/db`, …; `pod/NAME` for a pod that nobody owns. */
  readonly workload: string;
  /** The first pull secret that is known by name. */
  readonly secret: string;
  /** The host that the failing request went to: a mirror, a token server, or the registry itself. */
  readonly host: string;
  readonly serviceAccount: string;
}

export function namesOf({ failure, image, error }: Facts): Names {
  const namespace = failure.namespace !== null && DNS_LABEL.test(failure.namespace) ? failure.namespace : null;
  const pod = valid(failure.pod, DNS_NAME, "POD");
  const host = error.request?.host ?? image?.registry ?? null;
  return {
    pod,
    container: valid(failure.container, DNS_LABEL, "CONTAINER"),
    node: valid(failure.node, DNS_NAME, "NODE"),
    namespace: namespace ?? "NAMESPACE",
    inNamespace: namespace === null ? "" : ` -n ${namespace}`,
    image: image === null ? "IMAGE" : quote(image.raw.trim()),
    repository: image === null ? "REGISTRY/REPOSITORY" : quote(`${image.registry}/${image.repository}`),
    registry: image === null ? "REGISTRY" : quote(image.registry),
    tag: image?.tag === null || image === null ? "TAG" : quote(image.tag),
    workload: workloadOf(failure, pod),
    secret: valid(failure.missingSecrets[0] ?? failure.pullSecrets?.[0] ?? null, DNS_NAME, "SECRET"),
    host: valid(host, HOST, "HOST"),
    serviceAccount: valid(failure.serviceAccount, DNS_NAME, "SERVICEACCOUNT"),
  };
}

function valid(name: string | null, pattern: RegExp, placeholder: string): string {
  return name !== null && pattern.test(name) ? name : placeholder;
}

/** Shows the newest events of the pod, which hold the kubelet's own words. */
export function showEvents(names: Names): Command {
  return inspect(
    `kubectl get events${names.inNamespace} --field-selector involvedObject.name=${names.pod} --sort-by=.lastTimestamp`,
  );
}

/** What `kubectl set image` knows; of other owners it is the pod that stands in their place. */
function workloadOf(failure: Facts["failure"], pod: string): string {
  const { is, name } = ownerOfPod(failure, pod);
  return is === "static" || is === "foreign" ? `pod/${pod}` : name;
}

/** Points the container at another image. What that means for the pod depends on its owner: see fixes/owner.ts. */
export function setImage(names: Names, image: string): Command {
  return { ...changes(setImageOf(names, names.workload, image)), sets: { image } };
}

/** The same for one owner, or for the pod itself: `image` is one of the few fields of a pod that can be changed. */
export function setImageOf(names: Names, target: string, image: string): string {
  // kubectl has no set image for OpenShift's own kind; oc has.
  const program = target.startsWith("deploymentconfig/") ? "oc" : "kubectl";
  return `${program} set image${names.inNamespace} ${target} ${names.container}=${image}`;
}
