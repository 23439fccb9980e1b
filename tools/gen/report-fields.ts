/** The fields of the JSON report as tables, from its schema. */
import { code, prose } from "../../src/render/markdown-text.ts";
import { table } from "./markers.ts";

/** As much of JSON Schema as the report's uses. */
interface Shape {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly $ref?: string;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
}

interface Schema extends Shape {
  readonly definitions: Readonly<Record<string, Shape>>;
}

/** A table of the report's fields, and one of each object's inside of it. */
export function fieldTables(schema: Schema): string {
  return [["PullReport", schema] as const, ...Object.entries(schema.definitions)]
    .map(([name, shape]) => section(name, shape, schema))
    .join("\n\n");
}

function section(title: string, shape: Shape, schema: Schema): string {
  const rows = Object.entries(shape.properties ?? {}).flatMap(([name, field]) => rowsOf(name, field, schema));
  const fields = rows.length === 0 ? `One of ${typeOf(shape)}.` : table(["field", "type", "what it tells"], rows);
  return [`### ${title}`, prose(shape.description ?? ""), fields].join("\n\n");
}

/** An object without a name of its own stands in the table of what it is in. */
function rowsOf(name: string, field: Shape, schema: Schema): string[][] {
  const inner = [field, field.items].flatMap((one) => Object.entries(one?.properties ?? {}));
  const row = [`\`${name}\``, typeOf(field), prose(field.description ?? referred(field, schema)?.description ?? "")];
  return [
    row,
    ...inner.flatMap(([one, shape]) => rowsOf(`${name}${field.items === undefined ? "" : "[]"}.${one}`, shape, schema)),
  ];
}

function typeOf(field: Shape): string {
  if (field.const !== undefined) return code(`"${field.const}"`);
  if (field.enum !== undefined) return field.enum.map(code).join(", ");
  if (field.anyOf !== undefined) return field.anyOf.map(typeOf).join(" or ");
  if (field.items !== undefined) return `list of ${typeOf(field.items)}`;
  if (field.$ref !== undefined) {
    const name = field.$ref.replace("#/definitions/", "");
    return `[${name}](#${name.toLowerCase()})`;
  }
  return [field.type ?? []].flat().join(" or ");
}

function referred({ $ref, anyOf = [] }: Shape, schema: Schema): Shape | undefined {
  const target = $ref ?? anyOf.find((one) => one.$ref !== undefined)?.$ref;
  return target === undefined ? undefined : schema.definitions[target.replace("#/definitions/", "")];
}
