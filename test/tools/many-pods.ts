import type { KubeObject } from "./api-server.ts";

export interface ManyPods {
  readonly pods: KubeObject[];
  readonly events: KubeObject[];
  readonly replicasets: KubeObject[];
  readonly deployments: KubeObject[];
}

/**
 * Pods of one Deployment in each of ten namespaces, on twelve nodes. In the first three namespaces every fifth pod meets
 * the rate limit of one registry; all others run, and have the events of that.
 */
export function manyPods(count: number): ManyPods {
  const spaces = Array.from({ length: 10 }, (_, at) => `team-${at}`);
  const made = Array.from({ length: count }, (_, number) => makePod(number, spaces[number % 10] as string));
  return {
    pods: made.map(({ pod }) => pod),
    events: made.flatMap(({ events }) => events),
    replicasets: spaces.map((namespace) => owner(namespace, `web-${namespace}-rs`, "Deployment", `web-${namespace}`)),
    deployments: spaces.map((namespace) => ({
      metadata: { name: "web", namespace, uid: `web-${namespace}` },
      spec: { selector: { matchLabels: { app: "web" } } },
    })),
  };
}

export function isFailing(number: number): boolean {
  return number % 10 < 3 && Math.floor(number / 10) % 5 === 0;
}

const IMAGE = "registry.example/shop/web:1.4.2";

const ERROR = `Failed to pull image "${IMAGE}": failed to pull and unpack image "${IMAGE}": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry.example/v2/shop/web/manifests/sha256:${"7f".repeat(32)}: 429 Too Many Requests - Server message: toomanyrequests: slow down`;

function makePod(number: number, namespace: string): { pod: KubeObject; events: KubeObject[] } {
  const name = `web-${String(number).padStart(5, "0")}`;
  const uid = `uid-${number}`;
  const node = `node-${number % 12}`;
  const failing = isFailing(number);
  const state = failing
    ? { waiting: { reason: "ImagePullBackOff", message: `Back-off pulling image "${IMAGE}"` } }
    : { running: { startedAt: "@-600" } };
  const rows: [type: string, reason: string, message: string][] = failing
    ? [
        ["Normal", "Scheduled", `Successfully assigned ${namespace}/${name} to ${node}`],
        ["Normal", "Pulling", `Pulling image "${IMAGE}"`],
        ["Warning", "Failed", ERROR],
        ["Warning", "Failed", "Error: ErrImagePull"],
        ["Normal", "BackOff", `Back-off pulling image "${IMAGE}"`],
      ]
    : [
        ["Normal", "Scheduled", `Successfully assigned ${namespace}/${name} to ${node}`],
        ["Normal", "Started", "Started container web"],
      ];
  const involvedObject = { kind: "Pod", namespace, name, uid, apiVersion: "v1", fieldPath: "spec.containers{web}" };
  return {
    pod: {
      metadata: {
        ...owner(namespace, name, "ReplicaSet", `web-${namespace}-rs`).metadata,
        uid,
        labels: { app: "web" },
        creationTimestamp: "@-700",
      },
      spec: { nodeName: node, containers: [{ name: "web", image: IMAGE, imagePullPolicy: "IfNotPresent" }] },
      status: {
        phase: failing ? "Pending" : "Running",
        containerStatuses: [{ name: "web", image: IMAGE, imageID: "", ready: !failing, restartCount: 0, state }],
      },
    },
    events: rows.map(([type, reason, message], at) => ({
      metadata: { name: `${name}.${at}`, namespace, uid: `${uid}-${at}`, creationTimestamp: "@-600" },
      involvedObject,
      type,
      reason,
      message,
      source: { component: "kubelet", host: node },
      firstTimestamp: "@-600",
      lastTimestamp: "@-30",
      count: 3,
    })),
  };
}

function owner(namespace: string, name: string, kind: string, uid: string): KubeObject {
  const reference = { apiVersion: "apps/v1", kind, name: uid, uid, controller: true };
  return { metadata: { name, namespace, uid: name, ownerReferences: [reference] } };
}
