/** What a client changes: objects are created, patched and replaced, with the rules that a fix can run into. */
import { isDeepStrictEqual } from "node:util";
import { type Cluster, present } from "./cluster.ts";
import { subjectOf } from "./faults.ts";
import { isMap, jsonMerge, jsonPatch, strategicMerge } from "./merge.ts";
import { objectOf } from "./protobuf.ts";
import type { ApiRequest } from "./request.ts";
import { badRequest, inapplicablePatch, methodNotAllowed, notFound, statusReply } from "./status.ts";
import type { ApiResource, KubeObject, Reply } from "./types.ts";

/** Answers POST, PATCH and PUT of one object. Nothing is ever deleted here. */
export function answerWrite(request: ApiRequest, resource: ApiResource, body: Buffer, cluster: Cluster): Reply {
  const type = request.headers["content-type"] ?? "";
  const sent = parsed(body, type);
  if (request.method === "POST") return isMap(sent) ? create(request, resource, sent, cluster) : noObject();
  const [stored] = cluster.select({ ...request, query: {} }, resource);
  if (stored === undefined) return notFound(subjectOf(request));
  const before = present(stored, resource, new Date());
  if (request.method === "PATCH" && type === "application/json-patch+json" && Array.isArray(sent)) {
    const after = jsonPatch({ ...before }, sent);
    return after === null
      ? inapplicablePatch()
      : store(request, resource, before, after as unknown as KubeObject, cluster);
  }
  if (!isMap(sent)) return noObject();
  if (request.method === "PUT") {
    const after = sent as unknown as KubeObject;
    const { resourceVersion } = after.metadata;
    if (resourceVersion !== undefined && resourceVersion !== before.metadata.resourceVersion)
      return failure(
        request,
        409,
        "Conflict",
        "the object has been modified; please apply your changes to the latest version",
      );
    return store(request, resource, before, after, cluster);
  }
  if (request.method !== "PATCH") return methodNotAllowed();
  const isKnown = !resource.group.includes(".") || resource.group.endsWith(".k8s.io");
  if (type === "application/strategic-merge-patch+json") {
    if (!isKnown) return failure(request, 415, "UnsupportedMediaType", "a custom resource takes no strategic merge");
    return store(request, resource, before, strategicMerge(before, sent, resource.kind) as KubeObject, cluster);
  }
  if (type === "application/merge-patch+json")
    return store(request, resource, before, jsonMerge(before, sent) as KubeObject, cluster);
  return failure(request, 415, "UnsupportedMediaType", `the patch is of type ${type}`);
}

function noObject(): Reply {
  return badRequest("the body is no object");
}

function parsed(body: Buffer, contentType: string): unknown {
  return contentType.includes("protobuf") ? objectOf(body) : JSON.parse(body.toString());
}

function create(request: ApiRequest, resource: ApiResource, sent: Record<string, unknown>, cluster: Cluster): Reply {
  const object = sent as unknown as KubeObject;
  const named = { ...request, name: object.metadata.name };
  if (cluster.select({ ...named, query: {} }, resource).length > 0) {
    const message = `${resource.name} "${object.metadata.name}" already exists`;
    return statusReply({ code: 409, reason: "AlreadyExists", message });
  }
  const namespace = request.namespace === null ? {} : { namespace: request.namespace };
  const stored = cluster.change("ADDED", resource.name, {
    ...object,
    metadata: { ...object.metadata, ...namespace, uid: `uid-${object.metadata.name}` },
  });
  return { ...json(present(stored, resource, new Date())), status: 201 };
}

function store(
  request: ApiRequest,
  resource: ApiResource,
  before: KubeObject,
  after: KubeObject,
  cluster: Cluster,
): Reply {
  const why = refusalOf(resource.kind, before, after, request.subresource);
  if (why !== null) return failure(request, 422, "Invalid", why);
  return json(present(cluster.change("MODIFIED", resource.name, after), resource, new Date()));
}

/** Source: kubernetes pkg/apis/core/validation (ValidatePodUpdate, ValidatePodEphemeralContainersUpdate), pkg/apis/batch/validation. */
function refusalOf(kind: string, before: KubeObject, after: KubeObject, subresource: string | null): string | null {
  for (const container of containersOf(after)) {
    if (typeof container["name"] !== "string" || !/^[a-z0-9-]{1,63}$/.test(container["name"]))
      return "a container has no valid name";
    if (
      typeof container["image"] !== "string" ||
      container["image"].trim() !== container["image"] ||
      container["image"] === ""
    )
      return "a container has no image";
  }
  if (kind === "Job" && !isDeepStrictEqual(at(before, "spec", "template"), at(after, "spec", "template")))
    return "spec.template: field is immutable";
  if (kind !== "Pod") return null;
  const spec = (object: KubeObject) => (isMap(object["spec"]) ? object["spec"] : {});
  if (subresource === "ephemeralcontainers") return null;
  const [old, fresh] = [withoutImages(spec(before)), withoutImages(spec(after))];
  return isDeepStrictEqual(old, fresh)
    ? null
    : "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`, `spec.initContainers[*].image`";
}

/** Of the pod, or of the template that it is made of. */
export function podSpecOf(object: KubeObject): Record<string, unknown> {
  const template =
    at(object, "spec", "jobTemplate", "spec", "template", "spec") ?? at(object, "spec", "template", "spec");
  const spec = template ?? object["spec"];
  return isMap(spec) ? spec : {};
}

function containersOf(object: KubeObject): Record<string, unknown>[] {
  const spec = podSpecOf(object);
  return [spec["containers"], spec["initContainers"]].flatMap((list) =>
    Array.isArray(list) ? list.filter(isMap) : [],
  );
}

function withoutImages(spec: Record<string, unknown>): unknown {
  const bare = (list: unknown) =>
    Array.isArray(list) ? list.map((one) => ({ ...(isMap(one) ? one : {}), image: "" })) : list;
  return JSON.parse(
    JSON.stringify({ ...spec, containers: bare(spec["containers"]), initContainers: bare(spec["initContainers"]) }),
  );
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isMap(inner) ? inner[key] : undefined), value);
}

function failure(request: ApiRequest, code: number, reason: string, why: string): Reply {
  return statusReply({ code, reason, message: `${request.resource} "${request.name}" is refused: ${why}` });
}

function json(value: unknown): Reply {
  return { status: 200, contentType: "application/json", body: JSON.stringify(value) };
}
