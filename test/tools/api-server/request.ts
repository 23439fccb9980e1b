import type { IncomingHttpHeaders } from "node:http";

/** A request as the server understood it; tests read these records. */
export interface ApiRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingHttpHeaders;
  /** Null where the path is not one of a resource: discovery, `/version`. */
  verb: "get" | "list" | "watch" | "create" | "patch" | "update" | null;
  group: string;
  version: string;
  /** The plural name; null where the path is not one of a resource. */
  resource: string | null;
  /** Null for the whole cluster. */
  namespace: string | null;
  /** Null for a list. */
  name: string | null;
  subresource: "ephemeralcontainers" | null;
}

/** Takes an HTTP request apart, whether or not the server has what it asks for. */
export function parseRequest(method: string, address: string, headers: IncomingHttpHeaders): ApiRequest {
  const url = new URL(address, "http://server.invalid");
  const target = parsePath(url.pathname);
  const query = Object.fromEntries(url.searchParams);
  return { method, path: url.pathname, query, headers, verb: verbOf(method, target, query), ...target };
}

/** The user that a request speaks for: kubectl's `--as`, else the kubeconfig's. */
export function userOf(request: ApiRequest): string {
  const impersonated = request.headers["impersonate-user"];
  return typeof impersonated === "string" ? impersonated : "dev";
}

type Target = Pick<ApiRequest, "group" | "version" | "resource" | "namespace" | "name" | "subresource">;

/**
 *   /api/v1/namespaces/team-a/pods/web-0
 *   /apis/apps/v1/deployments
 */
function parsePath(path: string): Target {
  const parts = path
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
  const [group = "", version = "", ...rest] = parts[0] === "api" ? ["", ...parts.slice(1)] : parts.slice(1);
  // "namespaces/x" is the namespace itself, "namespaces/x/pods" is something in it.
  const scoped = rest[0] === "namespaces" && rest.length > 2;
  const [resource = null, name = null, ...more] = scoped ? rest.slice(2) : rest;
  const namespace = scoped ? (rest[1] ?? null) : null;
  const subresource = more[0] === "ephemeralcontainers" ? more[0] : null;
  const isResource = (parts[0] === "api" || parts[0] === "apis") && (more.length === 0 || subresource !== null);
  return isResource
    ? { group, version, resource, namespace, name, subresource }
    : { group: "", version: "", resource: null, namespace: null, name: null, subresource: null };
}

function verbOf(method: string, { resource, name }: Target, query: Record<string, string>): ApiRequest["verb"] {
  if (resource === null) return null;
  if (method === "POST") return "create";
  if (method === "PATCH") return "patch";
  if (method === "PUT") return "update";
  if (method !== "GET") return null;
  if (query["watch"] === "true" || query["watch"] === "1") return "watch";
  return name === null ? "list" : "get";
}
