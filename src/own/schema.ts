/** The form of a file of own causes as JSON Schema, for editors. Made of the same shapes that read it. */
import { CAUSE_IDS } from "../catalogue/ids.ts";
import { FILE } from "./own-file.ts";

export function ownCausesSchema(): object {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Own causes of kubectl pullcheck",
    description: "Causes and advice that a team adds to the catalogue. See docs/own-causes.md.",
    ...(onceOnly(FILE.schema) as object),
    definitions: { cause: { enum: CAUSE_IDS } },
  };
}

/** The long list of causes is told in one place. */
function onceOnly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(onceOnly);
  if (typeof value !== "object" || value === null) return value;
  if ("enum" in value && value.enum === CAUSE_IDS) return { $ref: "#/definitions/cause" };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, onceOnly(one)]));
}
