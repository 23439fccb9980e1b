import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerDiscovery, findResource } from "./discovery.ts";
import { type ApiRequest, parseRequest } from "./request.ts";
import { parseFieldSelector } from "./selectors.ts";
import { notFound } from "./status.ts";
import { makeTable, wantsTable } from "./table.ts";
import type { KubeObject } from "./types.ts";

export interface LargeClusterOptions {
  readonly pods: number;
  /** Of each pod, three at least. */
  readonly eventsPerPod: number;
  /** One pod in so many fails. */
  readonly oneIn: number;
  readonly namespaces: number;
}

export interface LargeCluster {
  readonly url: string;
  /** What was asked so far: `list pods`, with the path of what is none of these. */
  readonly requests: readonly ApiRequest[];
  /** Bytes sent so far. */
  sent(): number;
  close(): Promise<void>;
}

/**
 * A server of pods and events that are never all in memory: each is made from its number when a page asks for it. It
 * serves what `kubectl get`, `describe` and `--raw` ask of pods and events; for everything else there is `startApiServer`.
 */
export async function startLargeCluster(options: LargeClusterOptions): Promise<LargeCluster> {
  const requests: ApiRequest[] = [];
  let sent = 0;
  const server = createServer((incoming, response) => {
    const request = parseRequest(incoming.method ?? "GET", incoming.url ?? "/", incoming.headers);
    requests.push(request);
    answer(request, response, options, (bytes) => {
      sent += bytes;
    }).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    sent: () => sent,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  request: ApiRequest,
  response: ServerResponse,
  options: LargeClusterOptions,
  count: (bytes: number) => void,
): Promise<void> {
  const { resource, name } = request;
  if (resource !== "pods" && resource !== "events") {
    const reply = answerDiscovery(request.path, request.headers.accept ?? "");
    response.writeHead(reply.status, { "Content-Type": reply.contentType }).end(reply.body);
    return;
  }
  const source = resource === "pods" ? podsOf(options) : eventsOf(options);
  if (name !== null) {
    const number = Number(/\d+$/.exec(name)?.[0] ?? -1);
    const text =
      number < source.size
        ? source.at(number)
        : notFound({ ...request, verb: "get", resource, name, user: "dev" }).body;
    response.writeHead(number < source.size ? 200 : 404, { "Content-Type": "application/json" }).end(text);
    return;
  }
  await sendList(request, response, source, count);
}

/** One kind of objects, by number, as JSON. */
interface Source {
  readonly kind: "Pod" | "Event";
  readonly size: number;
  /** What selectors look at; without it, the object is parsed. */
  head?(number: number): KubeObject;
  at(number: number): string;
}

async function sendList(
  request: ApiRequest,
  response: ServerResponse,
  source: Source,
  count: (bytes: number) => void,
): Promise<void> {
  const { query } = request;
  const limit = Number(query["limit"] ?? 0) || Number.POSITIVE_INFINITY;
  const selects = parseFieldSelector(query["fieldSelector"] ?? "", { name: request.resource ?? "" });
  const isChosen = (number: number) =>
    query["fieldSelector"] === undefined || selects(source.head?.(number) ?? JSON.parse(source.at(number)));
  const chosen: number[] = [];
  let next = Number(query["continue"] ?? 0);
  for (; next < source.size && chosen.length < limit; next++) if (isChosen(next)) chosen.push(next);
  while (next < source.size && !isChosen(next)) next++;
  const metadata = { resourceVersion: "1000000", ...(next < source.size && { continue: String(next) }) };

  response.writeHead(200, { "Content-Type": "application/json" });
  const send = async (text: string): Promise<void> => {
    count(text.length);
    if (!response.write(text)) await new Promise((resolve) => response.once("drain", resolve));
  };
  if (wantsTable(request.headers.accept ?? "")) {
    const objects = chosen.map((number) => ({ ...JSON.parse(source.at(number)), kind: source.kind }) as KubeObject);
    const includeObject = query["includeObject"] ?? "Metadata";
    const table = makeTable(objects, {
      resource: request.resource ?? "",
      includeObject,
      listMeta: metadata,
      now: new Date(),
    });
    await send(JSON.stringify(table));
  } else {
    const { group, version } = request;
    const apiVersion =
      findResource(group, version, request.resource ?? "") && group !== "" ? `${group}/${version}` : version;
    await send(`${JSON.stringify({ kind: `${source.kind}List`, apiVersion, metadata }).slice(0, -1)},"items":[`);
    for (let at = 0; at < chosen.length; at += 100) {
      const texts = chosen.slice(at, at + 100).map((number) => source.at(number));
      await send(`${at === 0 ? "" : ","}${texts.join(",")}`);
    }
    await send("]}");
  }
  response.end();
}

const NODES = 60;

function podsOf({ pods, oneIn, namespaces }: LargeClusterOptions): Source {
  const [healthy, failing] = [templateOf(pod(true)), templateOf(pod(false))];
  return {
    kind: "Pod",
    size: pods,
    at: (number) => (number % oneIn === 0 ? failing : healthy)(number, namespaces),
  };
}

function eventsOf({ pods, eventsPerPod, oneIn, namespaces }: LargeClusterOptions): Source {
  const templates = [true, false].map((isHealthy) =>
    Array.from({ length: eventsPerPod }, (_, index) => {
      const [type, reason, message] = row(isHealthy, index);
      return { type, reason, make: templateOf(event(type, reason, message, index)) };
    }),
  );
  const at = (number: number) => {
    const podNumber = Math.floor(number / eventsPerPod);
    return { podNumber, template: templates[podNumber % oneIn === 0 ? 1 : 0]?.[number % eventsPerPod] };
  };
  return {
    kind: "Event",
    size: pods * eventsPerPod,
    head(number) {
      const { podNumber, template } = at(number);
      const involvedObject = { kind: "Pod", name: `web-${podNumber}`, uid: uidOf(podNumber) };
      return { metadata: { name: "" }, type: template?.type, reason: template?.reason, involvedObject };
    },
    at(number) {
      const { podNumber, template } = at(number);
      return template?.make(podNumber, namespaces) ?? "{}";
    },
  };
}

const IMAGE = "registry.example/shop/web:1.4.2";

function row(isHealthy: boolean, index: number): [type: string, reason: string, message: string] {
  const rows: [string, string, string][] = isHealthy
    ? [
        ["Normal", "Pulled", `Container image "${IMAGE}" already present on machine`],
        ["Normal", "Created", "Created container web"],
        ["Normal", "Started", "Started container web"],
        ["Normal", "Scheduled", "Successfully assigned NAMESPACE/NAME to NODE"],
        ["Warning", "Unhealthy", "Readiness probe failed: connection refused"],
      ]
    : [
        [
          "Warning",
          "Failed",
          `Failed to pull image "${IMAGE}": rpc error: code = Unknown desc = failed to pull and unpack image "${IMAGE}": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry.example/v2/shop/web/manifests/sha256:${"7f".repeat(32)}: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.`,
        ],
        ["Warning", "Failed", "Error: ImagePullBackOff"],
        ["Normal", "BackOff", `Back-off pulling image "${IMAGE}"`],
        ["Normal", "Pulling", `Pulling image "${IMAGE}"`],
        ["Normal", "Scheduled", "Successfully assigned NAMESPACE/NAME to NODE"],
      ];
  return rows[index % rows.length] as [string, string, string];
}

function event(type: string, reason: string, message: string, index: number) {
  const time = "2026-01-01T10:00:00Z";
  return {
    metadata: {
      name: `NAME.${index}`,
      namespace: "NAMESPACE",
      uid: `UID-${index}`,
      resourceVersion: "1000000",
      creationTimestamp: time,
      managedFields: managedFields(12),
    },
    involvedObject: {
      kind: "Pod",
      namespace: "NAMESPACE",
      name: "NAME",
      uid: "UID",
      apiVersion: "v1",
      fieldPath: "spec.containers{web}",
    },
    reason,
    message,
    source: { component: "kubelet", host: "NODE" },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 3,
    type,
    eventTime: null,
    reportingComponent: "kubelet",
    reportingInstance: "NODE",
  };
}

/** As large as pods are in clusters that have sidecars: about 9 kB. */
function pod(isHealthy: boolean) {
  const containers = ["web", "sidecar", "metrics"];
  return {
    metadata: {
      name: "NAME",
      generateName: "web-",
      namespace: "NAMESPACE",
      uid: "UID",
      resourceVersion: "1000000",
      creationTimestamp: "2026-01-01T10:00:00Z",
      labels: { app: "web", "app.kubernetes.io/part-of": "shop", "pod-template-hash": "5d4f8c7b9d" },
      annotations: { "example.com/checksum": "4e".repeat(32), "example.com/scrape": "true" },
      ownerReferences: [
        { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-5d4f8c7b9d", uid: "owner-1", controller: true },
      ],
      managedFields: managedFields(60),
    },
    spec: {
      nodeName: "NODE",
      serviceAccountName: "default",
      restartPolicy: "Always",
      imagePullSecrets: [{ name: "regcred" }],
      tolerations: [{ key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute" }],
      volumes: [
        {
          name: "token",
          projected: { sources: [{ serviceAccountToken: { path: "token", expirationSeconds: 3607 } }] },
        },
      ],
      containers: containers.map((name) => ({
        name,
        image: IMAGE,
        imagePullPolicy: "IfNotPresent",
        env: Array.from({ length: 12 }, (_, at) => ({ name: `SETTING_${at}`, value: `value-${at}.example.com` })),
        resources: { limits: { cpu: "500m", memory: "512Mi" }, requests: { cpu: "100m", memory: "128Mi" } },
        volumeMounts: [{ name: "token", mountPath: "/var/run/secrets/kubernetes.io/serviceaccount", readOnly: true }],
      })),
    },
    status: {
      phase: isHealthy ? "Running" : "Pending",
      podIP: "10.0.0.1",
      startTime: "2026-01-01T10:00:00Z",
      conditions: ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map((type) => ({ type, status: "True" })),
      containerStatuses: containers.map((name) => ({
        name,
        image: IMAGE,
        imageID: isHealthy ? `registry.example/shop/web@sha256:${"7f".repeat(32)}` : "",
        ready: isHealthy,
        restartCount: 0,
        state:
          isHealthy || name !== "web"
            ? { running: { startedAt: "2026-01-01T10:00:05Z" } }
            : { waiting: { reason: "ImagePullBackOff", message: `Back-off pulling image "${IMAGE}"` } },
      })),
    },
  };
}

function managedFields(count: number) {
  const fields = Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`f:field${at}`, { ".": {}, "f:value": {} }]),
  );
  return [
    {
      manager: "kube-controller-manager",
      operation: "Update",
      apiVersion: "v1",
      fieldsType: "FieldsV1",
      fieldsV1: fields,
    },
  ];
}

function templateOf(object: unknown): (number: number, namespaces: number) => string {
  const parts = JSON.stringify(object).split(/(NAMESPACE|NAME|UID|NODE)/);
  return (number, namespaces) => {
    // By namespace and name, as a list comes: pods with near numbers share a namespace.
    const values: Record<string, string> = {
      NAME: `web-${number}`,
      NAMESPACE: `team-${Math.floor(number / 500) % namespaces}`,
      UID: uidOf(number),
      NODE: `node-${number % NODES}`,
    };
    return parts.map((part, at) => (at % 2 === 1 ? values[part] : part)).join("");
  };
}

function uidOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}
