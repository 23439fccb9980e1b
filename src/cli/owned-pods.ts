/**
 * The pods of an owner. Most owners have a selector. A CronJob, or a custom owner of any kind, has none, or none that is
 * about pods: then the owner references of the namespace's pods are followed upwards, each kind on the way listed once.
 */
import { type Owner, PodGatherer, sumOf } from "./gather-pods.ts";
import { explainKubectl } from "./kubectl-errors.ts";
import { objectsOf, textAt, uidOf } from "./kubectl-json.ts";
import { type Cluster, readList } from "./list-pages.ts";
import type { ChosenPods } from "./listed-pods.ts";
import type { PodWitness } from "./live.ts";
import { selectorOf } from "./owner-selector.ts";
import type { Target } from "./request.ts";
import type { UserError } from "./user-error.ts";

/** CronJob, Job, pod are three; a service mesh of operators has five. */
const MOST_STEPS = 5;
/** Of all steps together; anybody can write owner references to kinds without end. */
const MOST_KINDS = 12;

export async function podsOfOwner(
  { kind, name }: Target,
  namespace: string,
  cluster: Cluster,
  witness: PodWitness | undefined,
): Promise<ChosenPods> {
  const answer = await cluster.kubectl(["get", kind, "-o", "json", "--", name]);
  if (answer.exitCode !== 0) throw explainKubectl(answer, { what: `${kind} "${name}"` });
  const owner = objectsOf(answer)[0] ?? {};
  const selector = selectorOf(owner);
  const choose = (chosen: string | null) =>
    readList({ resource: "pods", namespace, selector: chosen }, () => new PodGatherer({ witness }), cluster);
  if (selector !== null) {
    const { gathered, broken } = await choose(selector);
    if (gathered.owners.size > 0 || gathered.kept.length > 0 || gathered.others.size > 0 || broken !== null) {
      return wholeOf(gathered, broken);
    }
    if (KNOWN_BY_SELECTOR.has(kind)) return wholeOf(gathered, broken);
  }
  const { gathered, broken } = await choose(null);
  const isBetween = (between: Owner) =>
    kind === "cronjob" ? between.kind === "Job" : between.kind !== textAt(owner, "kind");
  const { belongs, unanswered } = await climb(uidOf(owner), isBetween, gathered, cluster);
  return {
    kept: gathered.kept.filter(({ owners }) => owners.some(({ uid }) => belongs.has(uid))),
    others: sumOf(gathered.others, belongs),
    unscheduled: sumOf(gathered.unscheduled, belongs),
    containers: gathered.containers,
    unanswered: [...gathered.unread, ...(broken === null ? [] : [broken]), ...unanswered],
  };
}

/** Where these have no pod by their selector, they have none. */
const KNOWN_BY_SELECTOR: ReadonlySet<string> = new Set([
  "deployment",
  "statefulset",
  "daemonset",
  "replicaset",
  "replicationcontroller",
  "job",
  "service",
]);

function wholeOf(gathered: PodGatherer, broken: UserError | null): ChosenPods {
  return {
    kept: gathered.kept,
    others: sumOf(gathered.others),
    unscheduled: sumOf(gathered.unscheduled),
    containers: gathered.containers,
    unanswered: [...gathered.unread, ...(broken === null ? [] : [broken])],
  };
}

interface Climbed {
  /** UIDs of what belongs to the owner, itself among them. */
  readonly belongs: ReadonlySet<string>;
  readonly unanswered: readonly UserError[];
}

/** From the pods' owners to theirs, until all that lead to `top` are known. `isBetween` tells what may stand below it. */
async function climb(
  top: string,
  isBetween: (owner: Owner) => boolean,
  { owners }: PodGatherer,
  { kubectl }: Cluster,
): Promise<Climbed> {
  const parents = new Map<string, readonly string[]>();
  const unanswered: UserError[] = [];
  const asked = new Set<string>();
  let unknown = [...owners.values()].filter(({ uid }) => uid !== top);
  for (let step = 0; step < MOST_STEPS && unknown.length > 0; step++) {
    const types = new Set(unknown.filter(isBetween).flatMap(typeOf));
    const kinds = [...types].filter((type) => !asked.has(type)).slice(0, MOST_KINDS - asked.size);
    const found: Owner[] = [];
    for (const type of kinds) {
      asked.add(type);
      const answer = await kubectl(["get", type, "--chunk-size=5000", "-o", PARENTS]);
      if (answer.exitCode !== 0) unanswered.push(explainKubectl(answer, { what: `the ${type}` }));
      else for (const line of answer.stdout.split("\n")) found.push(...toParents(line, parents));
    }
    unknown = found.filter(({ uid }) => uid !== top && !parents.has(uid));
  }
  const belongs = new Set([top]);
  for (let step = 0; step <= MOST_STEPS; step++) {
    for (const [uid, above] of parents) if (above.some((one) => belongs.has(one))) belongs.add(uid);
  }
  return { belongs, unanswered };
}

const PARENTS =
  'jsonpath={range .items[*]}{.metadata.uid}{range .metadata.ownerReferences[*]} {.uid} {.apiVersion} {.kind}{end}{"\\n"}{end}';

/** `7f3… 91c… apps/v1 Deployment`: an object's UID, and three words for each of its owners. */
function toParents(line: string, parents: Map<string, readonly string[]>): Owner[] {
  const [uid = "", ...words] = line.split(" ");
  if (uid === "") return [];
  const above: Owner[] = [];
  for (let at = 0; at + 2 < words.length; at += 3) {
    above.push({ uid: words[at] ?? "", apiVersion: words[at + 1] ?? "", kind: words[at + 2] ?? "" });
  }
  parents.set(
    uid,
    above.map((one) => one.uid),
  );
  return above;
}

/** `ReplicaSet.v1.apps`, as kubectl takes a kind. Anybody can write an owner reference, so its words are looked at. */
function typeOf({ kind, apiVersion }: Owner): string[] {
  const [, group = "", version = ""] = /^(?:([a-z0-9.-]+)\/)?(v[a-z0-9]+)$/.exec(apiVersion) ?? [];
  // Of a static pod the node is the owner.
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(kind) || version === "" || kind === "Node") return [];
  return [group === "" ? kind : `${kind}.${version}.${group}`];
}
