/** JSON that somebody else wrote, where nothing but an object is of use. */

/** Null for what is no JSON, or no object. An error of the parser would quote what it read, so none is handed on. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? fieldsOf(value) : null;
  } catch {
    // What it is instead makes no difference.
    return null;
  }
}

/** The own fields of a value; none where it has none. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? { ...value } : {};
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
