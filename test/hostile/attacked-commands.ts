/** Every command that the catalogue can suggest when names are attacks. */
import { readFileSync } from "node:fs";
import type { Command } from "../../src/catalogue/commands.ts";
import type { Facts } from "../../src/catalogue/define.ts";
import { curesOf } from "../../src/catalogue/fixes/finish.ts";
import { CAUSE_IDS, type CauseId } from "../../src/catalogue/ids.ts";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import { type PullError, parsePullErrors } from "../../src/error/pull-error.ts";
import { type ImageReference, parseReference } from "../../src/image/reference.ts";
import type { PullFailure } from "../../src/pull/failure.ts";
import type { Runtime } from "../../src/report.ts";

export interface Attack {
  readonly name: string;
  readonly text: string;
}

export const ATTACKS: readonly Attack[] = JSON.parse(
  readFileSync(new URL("../../fixtures/hostile/attacks.json", import.meta.url), "utf8"),
);

const HARMLESS: PullFailure = {
  source: "-",
  namespace: "shop",
  pod: "web-7d9f5c6b8d-x2x9z",
  container: "app",
  node: "node-1",
  image: null,
  state: "ImagePullBackOff",
  runtime: "containerd",
  sightings: [],
  missingSecrets: [],
  missingSecretsEvent: null,
  pulledBefore: false,
  pullPolicy: null,
  pullSecrets: ["regcred"],
  owner: "ReplicaSet/web-7d9f5c6b8d",
  isBare: false,
  marks: {},
  maker: null,
  containerKind: "main",
  serviceAccount: "default",
  attempts: 3,
  firstSeen: null,
  lastSeen: null,
  evidenceGone: false,
};

/** Labels and annotations whose values go into commands and notes. */
const MARKS: readonly string[] = [
  "argocd.argoproj.io/tracking-id",
  "argocd.argoproj.io/instance",
  "kustomize.toolkit.fluxcd.io/name",
  "kustomize.toolkit.fluxcd.io/namespace",
  "helm.toolkit.fluxcd.io/name",
  "helm.toolkit.fluxcd.io/namespace",
  "meta.helm.sh/release-name",
  "meta.helm.sh/release-namespace",
  "app.kubernetes.io/instance",
  "app.kubernetes.io/managed-by",
  "olm.owner",
  "olm.owner.namespace",
  "objectset.rio.cattle.io/owner-name",
  "serving.knative.dev/service",
  "openshift.io/deployment-config.name",
];
/** What makes the value beside it count. */
const TOOLS = { "helm.sh/chart": "web-1", "objectset.rio.cattle.io/owner-gvk": "k3s.cattle.io/v1, Kind=Addon" };

/** One of each kind of registry that the commands tell apart. */
const REGISTRIES = [
  "docker.io/acme",
  "123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme",
  "public.ecr.aws/acme",
  "acme.azurecr.io/team",
  "europe-docker.pkg.dev/acme/apps",
  "eu.gcr.io/acme",
  "harbor.corp.example/acme",
  "quay.io/acme",
  "ghcr.io/acme",
  "registry.gitlab.com/acme",
  "registry.tools.svc:5000/acme",
  "image-registry.openshift-image-registry.svc:5000/acme",
  "10.0.0.7:5000/acme",
  "localhost:5000/acme",
  "acme.jfrog.io/docker",
  "registry.corp.example/acme",
  "registry.digitalocean.com/acme",
  "fra.ocir.io/acme",
  "de.icr.io/acme",
  "registry.cn-hangzhou.aliyuncs.com/acme",
  "registry.redhat.io/ubi9",
  "nvcr.io/acme",
  "nexus.corp.example:8082/acme",
];
/** One of each platform that the commands tell apart. */
const NODES = [
  "gke-prod-pool-1a2b3c4d-x1y2",
  "gk3-prod-pool-2-1a2b3c4d-x1y2",
  "aks-agentpool-12345678-vmss000001",
  "ip-10-0-0-4.eu-west-1.compute.internal",
  "fargate-ip-10-0-0-4.ec2.internal",
  "kind-control-plane",
  "k3d-dev-server-0",
  "minikube",
  "docker-desktop",
  "lima-rancher-desktop",
  "colima",
  "talos-abc-def",
  "microk8s-vm",
];
const RUNTIMES: readonly Runtime[] = ["containerd", "docker", "cri-o", "unknown"];

/** Distinct commands of a cause, as sh takes them. */
export function attackedCommands(cause: CauseId, attacks: readonly Attack[] = ATTACKS): Set<string> {
  return new Set(attacked(cause, attacks).map(({ run }) => run));
}

/** Distinct commands of a cause, before their shell is chosen. */
export function attacked(cause: CauseId, attacks: readonly Attack[] = ATTACKS): readonly Command[] {
  const commands = new Map<string, Command>();
  for (const { text } of attacks)
    for (const facts of attackedFacts(cause, text))
      for (const command of commandsOf(cause, facts)) commands.set(JSON.stringify(command), command);
  return [...commands.values()];
}

/** What is suggested when nothing is an attack. */
export function harmlessCommands(): Set<string> {
  return new Set(harmless().map(({ run }) => run));
}

export function harmless(): readonly Command[] {
  return CAUSE_IDS.flatMap((cause) => [
    ...REGISTRIES.flatMap((registry) =>
      errorsOf(cause).flatMap((error) => commandsOf(cause, factsOf(error, HARMLESS, `${registry}/app:1`))),
    ),
    ...NODES.flatMap((node) =>
      errorsOf(cause).flatMap((error) =>
        commandsOf(cause, factsOf(error, { ...HARMLESS, node }, "registry.corp.example:5000/app:1")),
      ),
    ),
  ]);
}

function commandsOf(cause: CauseId, facts: Facts): Command[] {
  const { couldBe = [] } = CATALOGUE[cause];
  return [
    ...curesOf(CATALOGUE[cause], facts).flatMap(({ commands }) => commands),
    ...couldBe.flatMap(({ check }) => check?.(facts) ?? []),
  ];
}

function* attackedFacts(cause: CauseId, attack: string): Generator<Facts> {
  const [error = NO_ERROR] = errorsOf(cause);
  const everywhere: PullFailure = {
    ...HARMLESS,
    source: attack,
    namespace: attack,
    pod: attack,
    container: attack,
    node: attack,
    missingSecrets: [attack],
    pullSecrets: [attack],
    owner: `ReplicaSet/${attack}`,
    serviceAccount: attack,
    maker: `Prometheus/${attack}`,
    marks: Object.fromEntries(MARKS.map((key) => [key, attack])),
  };
  // Every name at once, in front of every kind of registry.
  for (const [index, registry] of REGISTRIES.entries()) {
    const runtime = RUNTIMES[index % RUNTIMES.length] as Runtime;
    yield factsOf(error, { ...everywhere, runtime }, `${registry}/app:1`);
  }
  yield factsOf(error, { ...everywhere, owner: `${attack}/web`, missingSecrets: [] }, null);
  // One at a time: the others being in order may open another way.
  for (const name of ["namespace", "pod", "container", "node", "owner"] as const)
    yield factsOf(error, { ...HARMLESS, [name]: name === "owner" ? `StatefulSet/${attack}` : attack }, "nginx:1");
  yield factsOf(error, { ...HARMLESS, missingSecrets: [attack] }, "nginx:1");
  yield factsOf(error, { ...HARMLESS, maker: `${attack}/k8s`, serviceAccount: attack }, "nginx:1");
  for (const owner of [`Rollout/${attack}`, `Job/${attack}-29012345`, `ReplicationController/${attack}`])
    yield factsOf(error, { ...HARMLESS, owner, marks: { [MARKS[0] as string]: `${attack}:x` } }, "nginx:1");
  for (const key of MARKS) yield factsOf(error, { ...HARMLESS, marks: { ...TOOLS, [key]: attack } }, "nginx:1");
  yield factsOf(error, { ...HARMLESS, pullSecrets: [attack] }, "nginx:1");
  // The attack as image, and as each part of it; over all causes each part meets each registry.
  for (const [index, registry] of REGISTRIES.entries()) {
    const failure = { ...HARMLESS, runtime: RUNTIMES[index % RUNTIMES.length] as Runtime };
    const parts = [`${registry}/${attack}:1`, `${registry}/app:${attack}`, `${registry}/app@sha256:${attack}`];
    yield factsOf(error, failure, parts[(index + CAUSE_IDS.indexOf(cause)) % parts.length] as string);
  }
  const hosts = [
    attack,
    `${attack}/app:1`,
    `${attack}:5000/app:1`,
    `${attack}.azurecr.io/app:1`,
    `${attack}.svc/app:1`,
  ];
  for (const [index, image] of hosts.entries())
    yield factsOf(error, { ...HARMLESS, runtime: RUNTIMES[index % RUNTIMES.length] as Runtime }, image);
  for (const [index, node] of NODES.entries())
    yield factsOf(error, { ...HARMLESS, node }, hosts[index % hosts.length] as string);
  // The attack inside the message: as host, as address, as quoted name.
  for (const message of CATALOGUE[cause].examples.is.slice(0, 2))
    for (const pattern of NAMES_IN_MESSAGES)
      for (const one of parsePullErrors(message.replaceAll(pattern, () => attack)))
        for (const image of [null, "registry.corp.example/app:1"]) yield factsOf(one, HARMLESS, image);
}

const NAMES_IN_MESSAGES = [
  /(?:[a-z0-9-]+\.)+(?:example|com|io|dev|net|org|svc|local|internal)\b/g,
  /\d+\.\d+\.\d+\.\d+|(?<=lookup |plugin |helper |docker-credential-)[\w.-]+/g,
  /(?<=")[^"\s]+(?=")|(?<=\()[a-z0-9-]+(?=\))/g,
];

function errorsOf(cause: CauseId): PullError[] {
  const errors = CATALOGUE[cause].examples.is.flatMap((message) => parsePullErrors(message).slice(0, 1));
  return errors.length > 0 ? errors : [NO_ERROR];
}

const NO_ERROR = parsePullErrors("")[0] as PullError;

function factsOf(error: PullError, failure: PullFailure, raw: string | null): Facts {
  return { error, failure: { ...failure, image: raw }, image: imageOf(raw), scope: "leaf" };
}

const images = new Map<string | null, ImageReference | null>();

function imageOf(raw: string | null): ImageReference | null {
  let image = images.get(raw);
  if (image === undefined) {
    const parsed = raw === null ? null : parseReference(raw);
    image = parsed?.ok === true ? parsed.image : null;
    images.set(raw, image);
  }
  return image;
}
