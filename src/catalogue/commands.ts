/**
 * Commands that can be pasted. Everything that goes into one comes from somebody's text, so a name that is not valid
 * for what it claims to be never becomes an argument: a word in CAPITALS stands in its place, and the note of the fix
 * says where to find it.
 */
import type { Fix, FixCommand } from "../report.ts";
import type { Facts } from "./define.ts";

export function inspect(run: string): FixCommand {
  return { run, effect: "inspect" };
}

export function changes(run: string): FixCommand {
  return { run, effect: "changes" };
}

export function fix(title: string, commands: readonly FixCommand[], note: string | null = null): Fix {
  return { title, commands, note };
}

/** One word of a POSIX shell command; quoted where a shell would see more in it than letters. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) && !word.startsWith("-") ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const DNS_NAME = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
/** A host or an IPv6 address in brackets, with an optional port behind it. No label begins or ends with a dash. */
export const HOST =
  /^(\[[0-9a-fA-F:.]{2,45}\]|(?=.{1,253}(?::|$))[a-zA-Z0-9]+(?:-+[a-zA-Z0-9]+)*(?:\.[a-zA-Z0-9]+(?:-+[a-zA-Z0-9]+)*)*)(?::(\d{1,5}))?$/;

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
    workload: workloadOf(failure.owner, pod),
    secret: valid(failure.missingSecrets[0] ?? failure.pullSecrets?.[0] ?? null, DNS_NAME, "SECRET"),
    host: valid(host, HOST, "HOST"),
  };
}

function valid(name: string | null, pattern: RegExp, placeholder: string): string {
  return name !== null && pattern.test(name) ? name : placeholder;
}

const OWNERS: Readonly<Record<string, string>> = {
  Deployment: "deployment",
  StatefulSet: "statefulset",
  DaemonSet: "daemonset",
  Job: "job",
  CronJob: "cronjob",
  ReplicationController: "replicationcontroller",
};

/** A ReplicaSet's name is its Deployment's and a hash of letters and digits without vowels (apimachinery rand.SafeEncodeString). */
function workloadOf(owner: string | null, pod: string): string {
  const [kind = "", name = ""] = owner?.split("/") ?? [];
  if (!DNS_NAME.test(name)) return `pod/${pod}`;
  if (kind === "ReplicaSet") {
    const deployment = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{5,10}$/.exec(name)?.[1];
    return deployment === undefined ? `replicaset/${name}` : `deployment/${deployment}`;
  }
  const known = OWNERS[kind];
  return known === undefined ? `pod/${pod}` : `${known}/${name}`;
}

/** Shows the newest events of the pod, which hold the kubelet's own words. */
export function showEvents(names: Names): FixCommand {
  return inspect(
    `kubectl get events${names.inNamespace} --field-selector involvedObject.name=${names.pod} --sort-by=.lastTimestamp`,
  );
}

/** Points the container at another image. A bare pod allows that too: `image` is one of its few mutable fields. */
export function setImage(names: Names, image: string): FixCommand {
  return changes(`kubectl set image${names.inNamespace} ${names.workload} ${names.container}=${image}`);
}
