import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { answer } from "./api-server/answer.ts";
import { type ChangeType, makeCluster, type Rights } from "./api-server/cluster.ts";
import { apiResources } from "./api-server/discovery.ts";
import { type Fault, faultReply, matches, type RequestMatcher } from "./api-server/faults.ts";
import { makeKubectlHome } from "./api-server/kubeconfig.ts";
import { type ApiRequest, parseRequest } from "./api-server/request.ts";
import { SelectorError } from "./api-server/selectors.ts";
import { badRequest, internalError } from "./api-server/status.ts";
import type { KubeObject, Reply } from "./api-server/types.ts";
import { makeWatches } from "./api-server/watch.ts";

export { loadScenario, type Scenario } from "./api-server/scenario.ts";
export type { ApiRequest, Fault, KubeObject, RequestMatcher, Rights };

/** The cluster to serve; a `Scenario` fits. Times may be tokens such as `@-67`. */
export interface ClusterOptions {
  pods: readonly KubeObject[];
  events: readonly KubeObject[];
  deployments?: readonly KubeObject[];
  replicasets?: readonly KubeObject[];
  statefulsets?: readonly KubeObject[];
  daemonsets?: readonly KubeObject[];
  jobs?: readonly KubeObject[];
  cronjobs?: readonly KubeObject[];
  rollouts?: readonly KubeObject[];
  secrets?: readonly KubeObject[];
  serviceaccounts?: readonly KubeObject[];
  nodes?: readonly KubeObject[];
  /** Objects of any other resource that discovery knows, by its plural name. */
  more?: Readonly<Record<string, readonly KubeObject[]>>;
  /** Without it: default, kube-system, team-a and whatever the objects are in. */
  namespaces?: readonly KubeObject[];
  /** `{ "list events": false }`; holds for the requests and for `auth can-i`. What is absent is allowed. */
  rights?: Rights;
  /** Pages are no longer than this, whatever the client allows. */
  mostPerPage?: number;
  /** Clients may create, patch and replace objects; without it that is recorded and refused. */
  writable?: boolean;
  /** What the server's address has behind the host, as `/k8s/clusters/c-1`. Whatever is not below it is not found. */
  basePath?: string;
  /** Pods are gone at the read after the one that showed them, as when they are deleted under kubectl's hands. */
  ghost?: boolean;
}

export interface ApiServer {
  url: string;
  /** Every request so far, in order of arrival, refused ones too. */
  requests: ApiRequest[];
  /** Lets matching requests go wrong; the first fault that matches strikes. Returns the cure. */
  fail(matcher: RequestMatcher, fault: Fault): () => void;
  /** Changes the cluster and tells the watches. */
  /** The objects of a resource as they are now. */
  objects(resource: string): readonly KubeObject[];
  push(type: ChangeType, resource: string, object: KubeObject): void;
  /** Ends the watches; `expired` with the 410 of a server that has forgotten what they ask for. */
  endWatches(options?: { expired?: boolean }): void;
  /** Nobody listens at its address any more, and all connections break, until it is up again. */
  goDown(): Promise<void>;
  comeUp(): Promise<void>;
  /** A kubeconfig file with the contexts `default` (current) and `team-a`. */
  kubeconfig(): string;
  /** An environment for kubectl in which it knows only this server and leaves the real home alone. */
  env(): NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/**
 * A Kubernetes API server on 127.0.0.1, plain HTTP, that real kubectl binaries (1.22 to 1.36) can read from.
 * It serves discovery, lists, single objects, tables, pages, watches and SelfSubjectAccessReviews. It changes nothing
 * on a client's behalf unless it is `writable`: whatever else comes is recorded and answered with 405.
 */
export async function startApiServer(options: ClusterOptions): Promise<ApiServer> {
  const { rights = {}, ghost = false, mostPerPage = Infinity, writable = false, basePath = "" } = options;
  const requests: ApiRequest[] = [];
  const faults: { matcher: RequestMatcher; fault: Fault; left: number }[] = [];
  const cluster = makeCluster(objectsOf(options));
  const watches = makeWatches(cluster);
  let isShown = false;

  const takeFault = (request: ApiRequest): Fault => {
    const struck = faults.find(({ matcher, left }) => left > 0 && matches(matcher, request));
    if (struck) struck.left--;
    return struck?.fault ?? {};
  };

  const hasVanished = ({ resource, verb }: ApiRequest): boolean => {
    if (!ghost || resource !== "pods") return false;
    const hasGone = verb === "get" && isShown;
    isShown = !hasGone;
    return hasGone;
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isBelow = incoming.url?.startsWith(`${basePath}/`) ?? false;
    const address = (isBelow && incoming.url?.slice(basePath.length)) || "/nothing";
    const request = parseRequest(incoming.method ?? "GET", address, incoming.headers);
    requests.push(request);
    const body = await bodyOf(incoming);
    const fault = takeFault(request);
    if (fault.delay) await wait(fault.delay);
    if (fault.drop === "before-headers") return void response.destroy();

    const failed = faultReply(fault, request) ?? (hasVanished(request) ? faultReply({ status: 404 }, request) : null);
    if (failed) return send(response, failed, fault);
    const given = answer(request, body, { cluster, rights, mostPerPage, writable, now: new Date() });
    if ("watch" in given) return watches.open(request, given.watch, response);
    send(response, given, fault);
  };

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy();
      // Anything but a selector is a fault of this server, not of the test: say so where the client shows it.
      const reply = error instanceof SelectorError ? badRequest(error.message) : internalError(String(error));
      return send(response, reply, {});
    });
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const goDown = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}${basePath}`;
  const home = makeKubectlHome(url);

  return {
    url,
    requests,
    fail(matcher, fault) {
      const entry = { matcher, fault, left: fault.times ?? Infinity };
      faults.push(entry);
      return () => {
        entry.left = 0;
      };
    },
    objects: (resource) => cluster.all(resource),
    push(type, resource, object) {
      watches.tell(type, resource, cluster.change(type, resource, object));
    },
    kubeconfig: () => home.kubeconfig,
    env: () => ({ ...home.env }),
    endWatches: ({ expired = false } = {}) => watches.end(expired),
    goDown,
    comeUp: () => listen(port),
    async close() {
      await goDown();
      home.remove();
    },
  };
}

function objectsOf(options: ClusterOptions): Record<string, readonly KubeObject[]> {
  // A scenario has other lists too.
  const names = new Set(apiResources.map((resource) => resource.name));
  const lists = Object.entries({ ...options, ...options.more }).filter(([name]) => names.has(name));
  return Object.fromEntries(lists) as Record<string, readonly KubeObject[]>;
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, reply: Reply, { drop }: Fault): void {
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, {
    "Content-Type": reply.contentType,
    "Content-Length": body.length,
    ...reply.headers,
  });
  if (drop !== "mid-body") return void response.end(body);
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
}
