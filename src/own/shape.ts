/**
 * Shapes that a node of a file may have. Each knows how to read it, with an error that names the field, and how to tell
 * it to an editor, as JSON Schema; so the two cannot disagree.
 */
import { isMap, isScalar, isSeq, type Node } from "yaml";
import { cleanLine } from "../text/clean.ts";
import { nearestTo } from "../text/nearest.ts";
import type { Page, Problem } from "./yaml-text.ts";

export interface Shape<T> {
  readonly schema: Readonly<Record<string, unknown>>;
  /** Null where the page has been told what is wrong. */
  readonly read: (node: Node | null, field: string, page: Page) => T | null;
}

/** A text, and where it stands. */
export interface Placed extends Pick<Problem, "line" | "column"> {
  readonly text: string;
  readonly field: string;
}

export interface TextRules {
  readonly longest: number;
  /** A text that stands in for something that people pasted may hold anything; it is never shown. */
  readonly raw?: boolean;
  readonly pattern?: RegExp;
  /** What the pattern asks for, behind "must be": "a name such as team/blocked-by-gate". */
  readonly like?: string;
  /** A sentence that says what is wrong, or null; what no schema can tell. */
  readonly wrong?: (text: string) => string | null;
}

/** A text that is not blank. */
export function text(rules: TextRules): Shape<string> {
  const { longest, pattern = /\S/ } = rules;
  return {
    schema: { type: "string", minLength: 1, maxLength: longest, pattern: pattern.source },
    read(node, field, page) {
      const value = scalarOf(node);
      if (typeof value !== "string") {
        const quoted = typeof value === "number" || typeof value === "boolean" ? `: write "${value}" in quotes` : "";
        return refuse(page, node, field, `must be a text${quoted}.`);
      }
      const lost = page.lostBehind(node);
      const fault =
        lost === null ? faultOf(value, rules) : `"${lost}" would be lost as a comment. Put the text in quotes.`;
      return fault === null ? value : refuse(page, node, field, fault);
    },
  };
}

function faultOf(value: string, { longest, raw = false, pattern, like, wrong }: TextRules): string | null {
  if (value.trim() === "") return "is empty.";
  if ([...value].length > longest) return `is longer than ${longest} characters.`;
  if (pattern !== undefined && !pattern.test(value)) return `must be ${like}.`;
  if (!raw && value.split("\n").some((line) => cleanLine(line) !== line))
    return "holds characters that nobody sees: tabs, other blanks or control characters. Type it again.";
  return wrong?.(value) ?? null;
}

export function oneOf<const T extends string>(choices: readonly T[]): Shape<T> {
  return {
    schema: { enum: choices },
    read(node, field, page) {
      const value = scalarOf(node);
      const found = choices.find((choice) => choice === value);
      if (found !== undefined) return found;
      const near = typeof value === "string" ? nearestTo(value.slice(0, 80), choices) : [];
      const hint =
        choices.length <= 8
          ? `Write one of ${choices.join(", ")}.`
          : near.length > 0
            ? `Did you mean ${near.join(", ")}?`
            : "See which there are: kubectl pullcheck causes";
      return refuse(page, node, field, `${told(value)} is not known here. ${hint}`);
    },
  };
}

export function number(least: number, most: number): Shape<number> {
  return {
    schema: { type: "integer", minimum: least, maximum: most },
    read(node, field, page) {
      const value = scalarOf(node);
      if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
      return refuse(page, node, field, `must be a whole number from ${least} to ${most}.`);
    },
  };
}

/** Either of two shapes, told apart by whether the node is a list, a mapping or a number. */
export function either<A, B>(fits: (node: Node | null) => boolean, first: Shape<A>, second: Shape<B>): Shape<A | B> {
  return {
    schema: { anyOf: [first.schema, second.schema] },
    read: (node, field, page) => (fits(node) ? first : second).read(node, field, page),
  };
}

export function list<T>(item: Shape<T>, least: number, most: number): Shape<readonly T[]> {
  return {
    schema: { type: "array", items: item.schema, minItems: least, maxItems: most },
    read(node, field, page) {
      if (!isSeq(node)) return refuse(page, node, field, "must be a list.");
      if (node.items.length < least) return refuse(page, node, field, `must have at least ${least} entry.`);
      if (node.items.length > most) return refuse(page, node, field, `must have at most ${most} entries.`);
      const items = node.items.map((one, index) => item.read(one as Node | null, `${field}[${index}]`, page));
      return items.includes(null) ? null : (items as T[]);
    },
  };
}

/** One, or a list of them. */
export function some<T>(item: Shape<T>, most = 50): Shape<readonly T[]> {
  const one: Shape<readonly T[]> = {
    schema: item.schema,
    read(node, field, page) {
      const value = item.read(node, field, page);
      return value === null ? null : [value];
    },
  };
  return either(isSeq, list(item, 1, most), one);
}

type Fields = Readonly<Record<string, Shape<unknown>>>;
type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Shape<infer T> ? T : never };

/** A mapping; what is in neither list is no field. */
export function record<R extends Fields, O extends Fields>(
  required: R,
  optional: O,
  rules: { readonly schema: object; readonly wrong: (names: ReadonlySet<string>) => string | null } | null = null,
): Shape<Values<R> & Partial<Values<O>>> {
  const shapes = new Map([...Object.entries(required), ...Object.entries(optional)]);
  return {
    schema: {
      type: "object",
      properties: Object.fromEntries([...shapes].map(([name, shape]) => [name, shape.schema])),
      required: Object.keys(required),
      additionalProperties: false,
      ...rules?.schema,
    },
    read(node, field, page) {
      if (!isMap(node)) return refuse(page, node, field, `must have fields: ${[...shapes.keys()].join(", ")}.`);
      const before = page.problems.length;
      const values = new Map<string, unknown>();
      for (const { key, value } of node.items) {
        const name = scalarOf(key as Node | null);
        const shape = typeof name === "string" ? shapes.get(name) : undefined;
        const path = field === "" ? String(name) : `${field}.${String(name)}`;
        if (shape === undefined) page.complain(key as Node, field || null, unknown(name, [...shapes.keys()]));
        else if (values.has(name as string)) page.complain(key as Node, path, "stands here twice.");
        else values.set(name as string, shape.read((value ?? key) as Node | null, path, page));
      }
      for (const name of Object.keys(required).filter((one) => !values.has(one)))
        page.complain(node, field || null, `"${name}" is missing.`);
      const fault = rules?.wrong(new Set(values.keys())) ?? null;
      if (fault !== null) page.complain(node, field || null, fault);
      return page.problems.length > before ? null : (Object.fromEntries(values) as Values<R> & Partial<Values<O>>);
    },
  };
}

/** The same, with the place of the text. */
export function placed(shape: Shape<string>): Shape<Placed> {
  return {
    schema: shape.schema,
    read(node, field, page) {
      const value = shape.read(node, field, page);
      return value === null ? null : { text: value, field, ...page.placeOf(node) };
    },
  };
}

/** With a sentence for whoever writes such a file in an editor. */
export function about<S extends Shape<unknown>>(description: string, shape: S): S {
  return { ...shape, schema: { description, ...shape.schema } };
}

function scalarOf(node: Node | null | undefined): unknown {
  return isScalar(node) ? node.value : undefined;
}

function told(value: unknown): string {
  return typeof value === "string" ? `"${value.slice(0, 80)}"` : "This";
}

function unknown(name: unknown, known: readonly string[]): string {
  if (typeof name !== "string") return `A field has a plain name: one of ${known.join(", ")}.`;
  const near = nearestTo(name.slice(0, 80), known);
  const hint = near.length > 0 ? `Did you mean ${near.join(", ")}?` : `There are ${known.join(", ")}.`;
  return `There is no field ${told(name)} here. ${hint}`;
}

function refuse(page: Page, node: Node | null, field: string, message: string): null {
  page.complain(node, field, message);
  return null;
}
