import type { Reply } from "./types.ts";

/** What a refusal is about; `name` is null for a whole list, `namespace` is null for the whole cluster. */
export interface Subject {
  verb: string;
  group: string;
  resource: string;
  namespace: string | null;
  name: string | null;
  user: string;
}

interface StatusFields {
  code: number;
  reason: string;
  message: string;
  details?: Record<string, unknown>;
}

// The wordings below are those of staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go.

export function unauthorized(message = "Unauthorized"): Reply {
  return statusReply({ code: 401, reason: "Unauthorized", message });
}

/** Source of the reason's text: endpoints/handlers/responsewriters/errors.go in apiserver. */
export function forbidden(subject: Subject): Reply {
  const { name, resource, group } = subject;
  const where = subject.namespace === null ? "at the cluster scope" : `in the namespace "${subject.namespace}"`;
  const what = name === null ? resource : `${resource} "${name}"`;
  const who = `User "${subject.user}" cannot ${subject.verb} resource "${resource}" in API group "${group}" ${where}`;
  const message = `${what} is forbidden: ${who}`;
  return statusReply({ code: 403, reason: "Forbidden", message, details: detailsOf(subject) });
}

export function forbiddenPath(path: string, user: string): Reply {
  const message = `forbidden: User "${user}" cannot get path "${path}"`;
  return statusReply({ code: 403, reason: "Forbidden", message, details: {} });
}

export function notFound(subject: Subject): Reply {
  const message = `${subject.resource} "${subject.name}" not found`;
  return statusReply({ code: 404, reason: "NotFound", message, details: detailsOf(subject) });
}

/** An address that no part of the server answers for: plain text, not a Status. */
export function noSuchPath(): Reply {
  return { status: 404, contentType: "text/plain; charset=utf-8", body: "404 page not found\n" };
}

export function badRequest(message: string): Reply {
  return statusReply({ code: 400, reason: "BadRequest", message });
}

/** A JSON patch that leads to nothing; what is missing is not said. Source: applyJSPatch in apiserver's endpoints/handlers/patch.go. */
export function inapplicablePatch(): Reply {
  const message = "the server rejected our request due to an error in our request";
  return statusReply({ code: 422, reason: "Invalid", message, details: {} });
}

export function methodNotAllowed(): Reply {
  const message = "the server does not allow this method on the requested resource";
  return statusReply({ code: 405, reason: "MethodNotAllowed", message, details: {} });
}

/** Priority and fairness turns a request away. Source: apiserver's server/filters/priority-and-fairness.go. */
export function tooManyRequests(retryAfterSeconds: number): Reply {
  return {
    status: 429,
    contentType: "text/plain; charset=utf-8",
    headers: { "Retry-After": String(retryAfterSeconds) },
    body: "Too many requests, please try again later.\n",
  };
}

export function internalError(cause: string): Reply {
  const message = `Internal error occurred: ${cause}`;
  return statusReply({ code: 500, reason: "InternalError", message, details: { causes: [{ message: cause }] } });
}

export function statusReply({ code, reason, message, details }: StatusFields): Reply {
  const status = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, details, code };
  return { status: code, contentType: "application/json", body: JSON.stringify(status) };
}

function detailsOf({ name, group, resource }: Subject): Record<string, unknown> {
  return { ...(name !== null && { name }), ...(group !== "" && { group }), kind: resource };
}
