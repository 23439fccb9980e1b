/** The same object as JSON gives, in YAML that a 1.1 parser (kubectl's, PyYAML's) reads the same way. */
import { Document, type Scalar, visit } from "yaml";
import { escapeHidden, hasHidden, longEscape } from "./plain.ts";

export function renderYaml(report: object): string {
  const document = new Document(report, { aliasDuplicateObjects: false, compat: "yaml-1.1" });
  // Only a double-quoted string has escapes.
  visit(document, {
    Scalar: (_key, scalar: Scalar) => {
      if (typeof scalar.value === "string" && hasHidden(scalar.value)) scalar.type = "QUOTE_DOUBLE";
    },
  });
  return escapeHidden(document.toString({ lineWidth: 0 }), longEscape);
}
