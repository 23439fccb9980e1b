/** Maps and lists that a tolerant reader fills while it reads. */

/** Maps have no prototype, so that a key can be called `__proto__`. */
export type LooseMap = Record<string, unknown>;

/** Where parts are gathered whose key the text does not hold. */
export const KEYLESS = "";

export interface Frame {
  readonly node: LooseMap | unknown[];
  /** The key that waits for its value. */
  key: string | null;
}

export function emptyMap(): LooseMap {
  return Object.create(null) as LooseMap;
}

/** The first value of a key stays; what else comes is kept without one. */
export function add({ node, key }: Frame, value: unknown): void {
  if (Array.isArray(node)) node.push(value);
  else if (key !== null && node[key] === undefined) node[key] = value;
  else if (Array.isArray(node[KEYLESS])) node[KEYLESS].push(value);
  else node[KEYLESS] = [value];
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "", f: "\n" };

/** `\"`, `\\`, `\n`, `\u003c`; what is no escape stays as it is. */
export function unescaped(raw: string): string {
  if (!raw.includes("\\")) return raw;
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, code: string | undefined, char: string | undefined) =>
    code !== undefined ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPES[char ?? ""] ?? char ?? ""),
  );
}
