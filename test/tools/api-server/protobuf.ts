/** Kubernetes' protobuf, as newer kubectls send it: of all that it can hold the tests need names and texts. */
import type { KubeObject } from "./types.ts";

/** The fields of a message that hold their length, by number. */
export type Fields = ReadonlyMap<number, readonly Buffer[]>;

/**
 * The object that was sent: four magic bytes, and a runtime.Unknown whose field 2 it is. Null where it is something else.
 * Source: apimachinery's runtime/generated.proto.
 */
export function objectFields(body: Buffer): { readonly kind: string; readonly fields: Fields } | null {
  const magic = Buffer.from("k8s\0");
  if (!body.subarray(0, magic.length).equals(magic)) return null;
  const unknown = fieldsOf(body.subarray(magic.length));
  const [type, object] = [unknown.get(1)?.[0], unknown.get(2)?.[0]];
  return type === undefined || object === undefined
    ? null
    : { kind: textOf(fieldsOf(type), 2), fields: fieldsOf(object) };
}

/** A secret, a config map or a role binding. Sources: api core/v1/generated.proto, api/rbac/v1/generated.proto. */
export function objectOf(body: Buffer): KubeObject | null {
  const sent = objectFields(body);
  if (sent === null) return null;
  const { kind, fields } = sent;
  const meta = inner(fields, 1);
  const namespace = textOf(meta, 3);
  const metadata = { name: textOf(meta, 1), ...(namespace !== "" && { namespace }) };
  if (kind === "Secret") {
    const data = (fields.get(2) ?? [])
      .map(fieldsOf)
      .map((entry) => [textOf(entry, 1), entry.get(2)?.[0]?.toString("base64")]);
    return { kind, metadata, data: Object.fromEntries(data), type: textOf(fields, 3) };
  }
  if (kind === "ConfigMap") {
    const data = (fields.get(2) ?? []).map(fieldsOf).map((entry) => [textOf(entry, 1), textOf(entry, 2)]);
    return { kind, metadata, data: Object.fromEntries(data) };
  }
  if (kind !== "RoleBinding") return null;
  const subjects = (fields.get(2) ?? []).map(fieldsOf);
  const role = inner(fields, 3);
  return {
    kind,
    metadata,
    subjects: subjects.map((one) => ({ kind: textOf(one, 1), name: textOf(one, 3), namespace: textOf(one, 4) })),
    roleRef: { apiGroup: textOf(role, 1), kind: textOf(role, 2), name: textOf(role, 3) },
  };
}

export function inner(fields: Fields, field: number): Fields {
  return fieldsOf(fields.get(field)?.[0] ?? Buffer.alloc(0));
}

export function textOf(fields: Fields, field: number): string {
  return fields.get(field)?.at(-1)?.toString() ?? "";
}

/** The length-delimited fields at the start of a message; a field of another wire type ends the reading. */
function fieldsOf(message: Buffer): Fields {
  const fields = new Map<number, Buffer[]>();
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
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), message.subarray(at, at + length)]);
    at += length;
  }
  return fields;
}
