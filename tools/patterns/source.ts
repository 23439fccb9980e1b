/**
 * Where the program's sources make regular expressions: every literal, and every place that builds one from strings.
 * A parser finds them, because no search for slashes can tell a pattern from a division or a path in a comment.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "@babel/parser";

export const SOURCES = fileURLToPath(new URL("../../src/", import.meta.url));

export interface Literal {
  readonly file: string;
  readonly line: number;
  readonly source: string;
  readonly flags: string;
}

/** `new RegExp(…)` or `RegExp(…)`; what it builds is only known once it has run. */
export interface Site {
  readonly file: string;
  readonly line: number;
  readonly lastLine: number;
}

export interface Found {
  readonly literals: readonly Literal[];
  readonly sites: readonly Site[];
}

export function findPatterns(folder = SOURCES): Found {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => name.replaceAll("\\", "/"))
    .sort();
  const found = files.map((file) => findInText(file, readFileSync(`${folder}/${file}`, "utf8")));
  return { literals: found.flatMap((one) => one.literals), sites: found.flatMap((one) => one.sites) };
}

export function findInText(file: string, text: string): Found {
  const literals: Literal[] = [];
  const sites: Site[] = [];
  walk(parse(text, { sourceType: "module", plugins: ["typescript"] }).program, (node) => {
    if (node.type === "RegExpLiteral") {
      literals.push({ file, line: node.loc.start.line, source: String(node["pattern"]), flags: String(node["flags"]) });
    }
    if ((node.type === "NewExpression" || node.type === "CallExpression") && isRegExp(node["callee"])) {
      sites.push({ file, line: node.loc.start.line, lastLine: node.loc.end.line });
    }
  });
  return { literals, sites };
}

interface Node {
  readonly type: string;
  readonly loc: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
  readonly [key: string]: unknown;
}

/** Of any shape: a parser's newer version may know kinds of nodes that nobody listed here. */
function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) walk(one, visit);
  else if (isNode(value)) {
    visit(value);
    for (const [key, child] of Object.entries(value)) if (key !== "loc") walk(child, visit);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** Also `globalThis.RegExp(…)`. */
function isRegExp(callee: unknown): boolean {
  if (!isNode(callee)) return false;
  return callee["name"] === "RegExp" || (isNode(callee["property"]) && callee["property"]["name"] === "RegExp");
}
