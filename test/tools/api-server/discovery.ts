import { noSuchPath } from "./status.ts";
import type { ApiResource, Reply } from "./types.ts";

/** The resources that the server offers, in the order in which discovery lists them. */
export const apiResources: readonly ApiResource[] = [
  resource("v1", "configmaps", "ConfigMap", ["cm"]),
  resource("v1", "events", "Event", ["ev"]),
  { ...resource("v1", "namespaces", "Namespace", ["ns"]), namespaced: false },
  { ...resource("v1", "nodes", "Node", ["no"]), namespaced: false },
  resource("v1", "pods", "Pod", ["po"], ["all"]),
  resource("v1", "secrets", "Secret", []),
  resource("v1", "serviceaccounts", "ServiceAccount", ["sa"]),
  resource("apps/v1", "daemonsets", "DaemonSet", ["ds"], ["all"]),
  resource("apps/v1", "deployments", "Deployment", ["deploy"], ["all"]),
  resource("apps/v1", "replicasets", "ReplicaSet", ["rs"], ["all"]),
  resource("apps/v1", "statefulsets", "StatefulSet", ["sts"], ["all"]),
  resource("batch/v1", "cronjobs", "CronJob", ["cj"], ["all"]),
  resource("batch/v1", "jobs", "Job", [], ["all"]),
  resource("v1", "services", "Service", ["svc"]),
  resource("v1", "persistentvolumeclaims", "PersistentVolumeClaim", ["pvc"]),
  resource("discovery.k8s.io/v1", "endpointslices", "EndpointSlice", []),
  resource("networking.k8s.io/v1", "ingresses", "Ingress", ["ing"]),
  resource("rbac.authorization.k8s.io/v1", "rolebindings", "RoleBinding", []),
  // Kinds that only some clusters have.
  resource("argoproj.io/v1", "applications", "Application", []),
  resource("argoproj.io/v1", "workflows", "Workflow", []),
  resource("cert-manager.io/v1", "certificates", "Certificate", []),
  { ...resource("config.openshift.io/v1", "images", "Image", []), namespaced: false },
  { ...resource("config.openshift.io/v1", "imagedigestmirrorsets", "ImageDigestMirrorSet", []), namespaced: false },
  { ...resource("config.openshift.io/v1", "imagetagmirrorsets", "ImageTagMirrorSet", []), namespaced: false },
  { ...resource("config.openshift.io/v1", "proxies", "Proxy", []), namespaced: false },
  resource("helm.toolkit.fluxcd.io/v1", "helmreleases", "HelmRelease", []),
  resource("image.openshift.io/v1", "imagestreams", "ImageStream", []),
  resource("k3s.cattle.io/v1", "addons", "Addon", []),
  resource("kustomize.toolkit.fluxcd.io/v1", "kustomizations", "Kustomization", []),
  resource("monitoring.coreos.com/v1", "prometheuses", "Prometheus", []),
  resource("operators.coreos.com/v1", "clusterserviceversions", "ClusterServiceVersion", []),
  resource("serving.knative.dev/v1", "services", "Service", []),
  resource("argoproj.io/v1", "rollouts", "Rollout", ["ro"]),
  resource("events.k8s.io/v1", "events", "Event", ["ev"]),
];

// Asked with POST only, so it has no place among the readable ones; kubectl does not look it up.
export const accessReviewPath = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

export function findResource(group: string, version: string, name: string): ApiResource | null {
  return apiResources.find((r) => r.group === group && r.version === version && r.name === name) ?? null;
}

/** Answers `/version`, `/api`, `/apis` and the resource lists below them; anything else is not found. */
export function answerDiscovery(path: string, accept: string): Reply {
  if (path === "/version") return json(serverVersion);
  if (path === "/api" || path === "/apis") return answerRoot(path, accept);
  const core = /^\/api\/(v1)$/.exec(path);
  const named = /^\/apis\/([^/]+)\/([^/]+)$/.exec(path);
  const group = named?.[1] ?? "";
  const version = named?.[2] ?? core?.[1];
  const listed = apiResources.filter((r) => r.group === group && r.version === version);
  if (listed.length === 0) return noSuchPath();
  const groupVersion = group === "" ? version : `${group}/${version}`;
  return json({ kind: "APIResourceList", apiVersion: "v1", groupVersion, resources: listed.map(listEntry) });
}

const serverVersion = {
  major: "1",
  minor: "32",
  gitVersion: "v1.32.0",
  gitCommit: "70d3cc986aa8221cd1dfb1121852688902d3bf53",
  gitTreeState: "clean",
  buildDate: "2024-12-11T17:59:15Z",
  goVersion: "go1.23.3",
  compiler: "gc",
  platform: "linux/amd64",
};

const verbs = ["get", "list", "watch"];

function resource(
  groupVersion: string,
  name: string,
  kind: string,
  shortNames: readonly string[],
  categories: readonly string[] = [],
): ApiResource {
  const [version = "", group = ""] = groupVersion.split("/").reverse();
  return { group, version, name, singular: kind.toLowerCase(), kind, namespaced: true, shortNames, categories };
}

/**
 * The root of a half of discovery. kubectl 1.26 and later ask for everything at once (aggregated discovery: v2beta1
 * up to 1.29, v2 after), older ones for the groups only.
 */
function answerRoot(path: "/api" | "/apis", accept: string): Reply {
  const [, aggregated] = /g=apidiscovery\.k8s\.io;v=(v2(?:beta1)?);as=APIGroupDiscoveryList/.exec(accept) ?? [];
  const groups = groupsBelow(path);
  if (aggregated !== undefined) {
    const contentType = `application/json;g=apidiscovery.k8s.io;v=${aggregated};as=APIGroupDiscoveryList`;
    const apiVersion = `apidiscovery.k8s.io/${aggregated}`;
    const list = { kind: "APIGroupDiscoveryList", apiVersion, metadata: {}, items: groups.map(aggregate) };
    return { ...json(list), contentType };
  }
  if (path === "/api") return json({ kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] });
  return json({ kind: "APIGroupList", apiVersion: "v1", groups: groups.map(groupEntry) });
}

function groupsBelow(path: "/api" | "/apis"): string[] {
  const groups = new Set(apiResources.map((r) => r.group));
  return [...groups].filter((group) => (group === "") === (path === "/api"));
}

function groupEntry(group: string) {
  const version = { groupVersion: `${group}/v1`, version: "v1" };
  return { name: group, versions: [version], preferredVersion: version };
}

function listEntry(r: ApiResource) {
  const { name, singular, kind, namespaced, shortNames, categories } = r;
  return { name, singularName: singular, namespaced, kind, verbs, ...named({ shortNames, categories }) };
}

function aggregate(group: string) {
  const resources = apiResources
    .filter((r) => r.group === group)
    .map(({ name, singular, kind, version, namespaced, shortNames, categories }) => ({
      resource: name,
      responseKind: { group, version, kind },
      scope: namespaced ? "Namespaced" : "Cluster",
      singularResource: singular,
      verbs,
      ...named({ shortNames, categories }),
    }));
  const metadata = group === "" ? { creationTimestamp: null } : { name: group, creationTimestamp: null };
  return { metadata, versions: [{ version: "v1", resources, freshness: "Current" }] };
}

/** Without the lists that are empty, as Go's omitempty has it. */
function named(lists: Record<string, readonly string[]>): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

function json(value: unknown): Reply {
  return { status: 200, contentType: "application/json", body: JSON.stringify(value) };
}
