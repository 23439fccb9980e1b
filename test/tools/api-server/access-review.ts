import { isAllowed, type Rights } from "./cluster.ts";
import { inner, objectFields, textOf } from "./protobuf.ts";
import { badRequest } from "./status.ts";
import type { Reply } from "./types.ts";

/** What a SelfSubjectAccessReview asks about; empty strings where it does not say. */
interface ReviewedAction {
  namespace: string;
  verb: string;
  group: string;
  resource: string;
  name: string;
}

/** Answers `kubectl auth can-i` from the rights; older kubectls ask in JSON, newer ones in protobuf. */
export function answerAccessReview(body: Buffer, contentType: string, rights: Rights): Reply {
  const action = contentType.includes("protobuf") ? fromProtobuf(body) : fromJson(body);
  if (action === null) return badRequest("the access review has no resource attributes");
  const { namespace, verb, resource } = action;
  const allowed = isAllowed(rights, verb, resource, namespace || null);
  const head = { kind: "SelfSubjectAccessReview", apiVersion: "authorization.k8s.io/v1", metadata: {} };
  const review = { ...head, spec: { resourceAttributes: action }, status: { allowed } };
  return { status: 201, contentType: "application/json", body: JSON.stringify(review) };
}

function fromJson(body: Buffer): ReviewedAction | null {
  const review = JSON.parse(body.toString()) as { spec?: { resourceAttributes?: Partial<ReviewedAction> } };
  const attributes = review.spec?.resourceAttributes;
  return attributes ? { namespace: "", verb: "", group: "", resource: "", name: "", ...attributes } : null;
}

/**
 * The same out of protobuf: field 2 of the review is the spec, whose field 1 has the resource attributes.
 *
 * Source: api/authorization/v1/generated.proto.
 */
function fromProtobuf(body: Buffer): ReviewedAction | null {
  const review = objectFields(body)?.fields;
  if (!review) return null;
  const attributes = inner(inner(review, 2), 1);
  if (attributes.size === 0) return null;
  const text = (field: number) => textOf(attributes, field);
  return { namespace: text(1), verb: text(2), group: text(3), resource: text(5), name: text(7) };
}
