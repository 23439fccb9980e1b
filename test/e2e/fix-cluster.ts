/** A small cluster for commands to be run in: the workloads of test/catalogue/situations.ts, and what stands around them. */
import { type ApiServer, type KubeObject, startApiServer } from "../tools/api-server.ts";

export const OLD_IMAGE = "ghcr.io/acme/app:old";
export const OLD_SECRET = "regcred";

const spec = {
  serviceAccountName: "builder",
  securityContext: {},
  nodeName: "node-1",
  nodeSelector: { disk: "ssd" },
  imagePullSecrets: [{ name: OLD_SECRET }],
  initContainers: [{ name: "setup", image: "ghcr.io/acme/setup:1" }],
  containers: [
    { name: "app", image: OLD_IMAGE, imagePullPolicy: "Never" },
    { name: "proxy", image: "ghcr.io/acme/proxy:7" },
    { name: "web", image: "ghcr.io/acme/web:7" },
  ],
};

const POD_NAMES = [
  "web-7d9f5c6b8d-x2x9z",
  "web-x2x9z",
  "db-0",
  "agent-x2x9z",
  "pool-x2x9z",
  "backup-29012345-x2x9z",
  "load-x2x9z",
  "canary-7d9f5c6b8d-x2x9z",
  "flow-1234",
  "etcd-node-1",
  "lonely",
];

const IMAGE_SOURCES = { insecureRegistries: ["old.example"], blockedRegistries: ["bad.example"] };

/** The same in each of these namespaces. */
export const NAMESPACES = ["default", "kube-system", "shop"];

export function startFixCluster(): Promise<ApiServer> {
  const everywhere = NAMESPACES.map(objectsIn);
  const lists = Object.keys(everywhere[0] ?? {}) as (keyof ReturnType<typeof objectsIn>)[];
  const more = (name: string, namespace: string): KubeObject => ({ metadata: { name, namespace, uid: name } });
  return startApiServer({
    ...Object.fromEntries(lists.map((list) => [list, everywhere.flatMap((one) => one[list])])),
    writable: true,
    pods: everywhere.flatMap(({ pods }) => pods),
    secrets: [
      ...everywhere.flatMap(({ secrets }) => secrets),
      secretIn("source"),
      secretIn("source", "registry-login"),
    ],
    events: [],
    namespaces: [...NAMESPACES, "acme", "source", "tools", "kube-public", "openshift-config"].map((name) => ({
      metadata: { name },
    })),
    nodes: [
      {
        metadata: { name: "node-1", labels: {} },
        spec: {},
        status: { nodeInfo: { kubeletVersion: "v1.34.0" }, images: [] },
      },
    ],
    more: {
      workflows: NAMESPACES.map((namespace) => more("flow", namespace)),
      services: [more("registry", "tools")],
      endpointslices: [more("registry-abc", "tools")],
      images: [{ metadata: { name: "cluster" }, spec: { registrySources: IMAGE_SOURCES } }],
      proxies: [{ metadata: { name: "cluster" }, spec: { httpsProxy: "http://proxy.corp.example:3128" } }],
      configmaps: [
        {
          ...more("local-registry-hosting", "kube-public"),
          data: { "localRegistryHosting.v1": 'host: "localhost:5001"\n' },
        },
      ],
    },
  });
}

function secretIn(namespace: string, name = OLD_SECRET): KubeObject {
  return {
    metadata: { name, namespace, uid: `${namespace}-${name}`, resourceVersion: "7" },
    type: "kubernetes.io/dockerconfigjson",
    data: {
      ".dockerconfigjson": base64({ auths: { "old.example": { auth: base64Text("old:login"), username: "old" } } }),
    },
  };
}

function objectsIn(namespace: string) {
  const named = (name: string, more: object = {}): KubeObject => ({
    metadata: { name, namespace, uid: name, creationTimestamp: "@-700" },
    ...more,
  });
  const template = { metadata: { labels: { app: "web" } }, spec };
  const workload = (name: string) => named(name, { spec: { selector: { matchLabels: { app: "web" } }, template } });
  return {
    pods: POD_NAMES.map((name) =>
      named(name, {
        spec: { ...spec, ephemeralContainers: [{ name: "debugger", image: "busybox:1" }] },
        status: {
          phase: "Pending",
          containerStatuses: [
            { name: "app", image: OLD_IMAGE, state: { waiting: { reason: "ImagePullBackOff", message: "Back-off" } } },
          ],
        },
      }),
    ),
    deployments: [workload("web")],
    statefulsets: [workload("db")],
    daemonsets: [workload("agent")],
    replicasets: [workload("pool")],
    cronjobs: [named("backup", { spec: { schedule: "0 3 * * *", jobTemplate: { spec: { template } } } })],
    jobs: [workload("load"), workload("backup-29012345")],
    rollouts: [workload("canary")],
    secrets: [secretIn(namespace)],
    serviceaccounts: [named("builder", { imagePullSecrets: [{ name: OLD_SECRET }] }), named("default")],
  };
}

export function base64(value: unknown): string {
  return base64Text(JSON.stringify(value));
}

function base64Text(text: string): string {
  return Buffer.from(text).toString("base64");
}
