/** The report as JSON, in the order of its fields. */
import { escapeHidden, pairedEscape } from "./plain.ts";

export function renderJson(report: object): string {
  return [...jsonParts(report)].join("");
}

/** What `JSON.stringify(report, null, 2)` gives, in parts: of thousands of failures it is longer than all else in memory. */
export function* jsonParts(report: object): Generator<string> {
  const fields = Object.entries(report).filter(([, value]) => value !== undefined);
  for (const [index, [name, value]] of fields.entries()) {
    yield `${index === 0 ? "{" : ","}\n  ${JSON.stringify(name)}: `;
    if (Array.isArray(value) && value.length > 0) yield* itemParts(value);
    else yield spelled(value, 1);
  }
  yield "\n}\n";
}

function* itemParts(items: readonly unknown[]): Generator<string> {
  for (const [index, item] of items.entries()) yield `${index === 0 ? "[" : ","}\n    ${spelled(item, 2)}`;
  yield "\n  ]";
}

/** Outside its strings JSON.stringify writes nothing but line breaks and blanks, so every hidden character is in one. */
function spelled(value: unknown, depth: number): string {
  const text = JSON.stringify(value, null, 2).replaceAll("\n", `\n${"  ".repeat(depth)}`);
  return escapeHidden(text, pairedEscape);
}
