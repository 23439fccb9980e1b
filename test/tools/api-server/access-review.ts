import { isAllowed, type Rights } from "./cluster.ts";
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
 * The same out of Kubernetes' protobuf: four magic bytes, a runtime.Unknown whose field 2 is the review, whose field 2
 * is the spec, whose field 1 has the resource attributes. All fields on the way are length-delimited.
 *
 * Sources: apimachinery's runtime/generated.proto, api/authorization/v1/generated.proto.
 */
function fromProtobuf(body: Buffer): ReviewedAction | null {
  const magic = Buffer.from("k8s\0");
  if (!body.subarray(0, magic.length).equals(magic)) return null;
  const attributes = [2, 2, 1].reduce<Buffer | undefined>((message, field) => {
    return message && delimitedFields(message).get(field);
  }, body.subarray(magic.length));
  if (!attributes) return null;
  const fields = delimitedFields(attributes);
  const text = (field: number) => fields.get(field)?.toString() ?? "";
  return { namespace: text(1), verb: text(2), group: text(3), resource: text(5), name: text(7) };
}

/** The length-delimited fields at the start of a message; a field of another wire type ends the reading. */
function delimitedFields(message: Buffer): Map<number, Buffer> {
  const fields = new Map<number, Buffer>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    if ((tag & 7) !== 2) break;
    const length = varint();
    fields.set(tag >> 3, message.subarray(at, at + length));
    at += length;
  }
  return fields;
}
