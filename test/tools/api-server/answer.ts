import { answerAccessReview } from "./access-review.ts";
import { type Cluster, isAllowed, keyOf, present, type Rights } from "./cluster.ts";
import { accessReviewPath, answerDiscovery, findResource } from "./discovery.ts";
import { refusal, subjectOf } from "./faults.ts";
import type { ApiRequest } from "./request.ts";
import { methodNotAllowed, noSuchPath, notFound } from "./status.ts";
import { makeTable, wantsTable } from "./table.ts";
import type { ApiResource, KubeObject, Reply } from "./types.ts";
import { answerWrite } from "./write.ts";

export interface AnswerContext {
  cluster: Cluster;
  rights: Rights;
  /** Of a list that is asked for in pages. */
  mostPerPage: number;
  /** Whether clients may change the cluster. */
  writable: boolean;
  now: Date;
}

/** A reply, or the resource whose changes the client wants to hear of. */
export type Answer = Reply | { watch: ApiResource };

/** Throws a `SelectorError`. `body` is what came with a request that is no question. */
export function answer(request: ApiRequest, body: Buffer, context: AnswerContext): Answer {
  if (request.method === "POST" && request.path === accessReviewPath) {
    return answerAccessReview(body, request.headers["content-type"] ?? "", context.rights);
  }
  if (request.method !== "GET" && !context.writable) return methodNotAllowed();
  if (request.path === "/openapi/v2" && context.writable) return noSchema();
  if (request.resource === null) return answerDiscovery(request.path, request.headers.accept ?? "");
  const resource = findResource(request.group, request.version, request.resource);
  if (resource === null) return noSuchPath();
  if (!isAllowed(context.rights, request.verb ?? "get", request.resource, request.namespace)) return refusal(request);
  if (request.verb === "watch") return { watch: resource };
  if (request.method !== "GET") return answerWrite(request, resource, body, context.cluster);
  return request.verb === "get" ? answerGet(request, resource, context) : answerList(request, resource, context);
}

/** An empty description of the API, in protobuf: kubectl then checks nothing before it sends. */
function noSchema(): Reply {
  return { status: 200, contentType: "application/octet-stream", body: "" };
}

function answerGet(request: ApiRequest, resource: ApiResource, { cluster, now }: AnswerContext): Reply {
  const [found] = cluster.select({ ...request, query: {} }, resource);
  if (!found) return notFound(subjectOf(request));
  const object = present(found, resource, now);
  const listMeta = { resourceVersion: object.metadata.resourceVersion };
  return json(asTable(request, resource, [found], listMeta, now) ?? object);
}

function answerList(request: ApiRequest, resource: ApiResource, { cluster, mostPerPage, now }: AnswerContext): Reply {
  const selected = cluster.select(request, resource);
  const { page, next, remaining } = pageOf(selected, request.query, mostPerPage);
  // The server tells how many are left only where no selector makes that dear to know.
  const counts = remaining > 0 && !request.query["fieldSelector"] && !request.query["labelSelector"];
  const listMeta = {
    resourceVersion: String(cluster.revision()),
    ...(next !== null && { continue: next }),
    ...(counts && { remainingItemCount: remaining }),
  };
  const table = asTable(request, resource, page, listMeta, now);
  if (table !== null) return json(table);
  const { kind, apiVersion } = present({ metadata: { name: "" } }, resource, now);
  // The items of a list do not repeat their kind.
  const items = page.map((object) => ({ ...present(object, resource, now), kind: undefined, apiVersion: undefined }));
  return json({ kind: `${kind}List`, apiVersion, metadata: listMeta, items });
}

/** Null where the client did not ask for a table. */
export function asTable(
  request: ApiRequest,
  resource: ApiResource,
  objects: readonly KubeObject[],
  listMeta: Record<string, unknown>,
  now: Date,
) {
  if (!wantsTable(request.headers.accept ?? "")) return null;
  const includeObject = request.query["includeObject"] ?? "Metadata";
  // Printers read the core names; both groups of events look the same in a table.
  const printable = objects.map((object) => present(object, { ...resource, group: "" }, now));
  return makeTable(printable, { resource: resource.name, includeObject, listMeta, now });
}

/** One page of a list. The token for the next names the last key that was sent, as the real one does. */
function pageOf(objects: readonly KubeObject[], query: Record<string, string>, mostPerPage: number) {
  const asked = Number(query["limit"] ?? 0);
  const limit = asked === 0 ? Infinity : Math.min(asked, mostPerPage);
  const after = query["continue"] ? Buffer.from(query["continue"], "base64url").toString() : "";
  const rest = objects.filter((object) => keyOf(object) > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const remaining = rest.length - page.length;
  const next = remaining > 0 && last ? Buffer.from(keyOf(last)).toString("base64url") : null;
  return { page, next, remaining };
}

function json(value: unknown): Reply {
  return { status: 200, contentType: "application/json", body: JSON.stringify(value) };
}
