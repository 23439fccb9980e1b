import { type ApiRequest, userOf } from "./request.ts";
import {
  forbidden,
  forbiddenPath,
  internalError,
  noSuchPath,
  notFound,
  type Subject,
  statusReply,
  tooManyRequests,
  unauthorized,
} from "./status.ts";
import type { Reply } from "./types.ts";

/** Which requests a fault strikes: fields that must be equal, a pattern for `path?query`, or any other question. */
export type RequestMatcher =
  | Partial<Pick<ApiRequest, "method" | "path" | "verb" | "group" | "resource" | "namespace" | "name">>
  | RegExp
  | ((request: ApiRequest) => boolean);

/** What goes wrong. Without a status or a drop the request is answered as ever, only later. */
export interface Fault {
  /** Answer with this instead; 401, 403, 404, 429 and 500 have the real server's words. */
  status?: number;
  /** Other words; for 500 the cause that follows "Internal error occurred: ". */
  message?: string;
  /** Seconds, for 429; 1 without it. */
  retryAfter?: number;
  /** Milliseconds before anything is sent. */
  delay?: number;
  /**
   * Cut the connection before the headers, or when half of the body is sent. kubectl tries the former again ten times,
   * a second apart, so give it `times: 1` unless that is the point.
   */
  drop?: "before-headers" | "mid-body";
  /** How many requests it strikes; all without it. */
  times?: number;
}

export function matches(matcher: RequestMatcher, request: ApiRequest): boolean {
  if (typeof matcher === "function") return matcher(request);
  if (matcher instanceof RegExp)
    return matcher.test(`${request.path}?${new URLSearchParams(request.query).toString()}`);
  return Object.entries(matcher).every(([field, value]) => request[field as keyof ApiRequest] === value);
}

/** The answer that a fault puts in place of the real one; null where it leaves that alone. */
export function faultReply(fault: Fault, request: ApiRequest): Reply | null {
  const { status, message } = fault;
  if (status === undefined) return null;
  if (status === 429) return tooManyRequests(fault.retryAfter ?? 1);
  if (status === 500) return internalError(message ?? "etcdserver: request timed out");
  const reason = reasons[status] ?? "Unknown";
  if (message !== undefined) return statusReply({ code: status, reason, message });
  if (status === 401) return unauthorized();
  if (status === 403) return refusal(request);
  if (status === 404) return request.name === null ? noSuchPath() : notFound(subjectOf(request));
  if (status === 503) return statusReply({ code: 503, reason, message: unavailable });
  return statusReply({ code: status, reason, message: `the server answered ${status}` });
}

/** "You may not", about whatever the request asks for. */
export function refusal(request: ApiRequest): Reply {
  return request.resource === null ? forbiddenPath(request.path, userOf(request)) : forbidden(subjectOf(request));
}

export function subjectOf(request: ApiRequest): Subject {
  const { verb, group, resource, namespace, name } = request;
  return { verb: verb ?? "get", group, resource: resource ?? "", namespace, name, user: userOf(request) };
}

const unavailable = "the server is currently unable to handle the request";

const reasons: Record<number, string> = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
  410: "Expired",
  503: "ServiceUnavailable",
  504: "Timeout",
};
