/**
 * Nothing from a report may move a cursor, hide or turn words around. People get the text without such characters;
 * JSON and YAML keep them, as escapes.
 */
import { cleanLine } from "../text/clean.ts";

/** Fields in which line breaks belong to the words. In every other field one would only forge a line of ours. */
const SEVERAL_LINES: ReadonlySet<string> = new Set(["quote", "leaf", "message", "run"]);

/** The same report, or part of one, harmless to print. */
export function harmless<Part extends object>(part: Part): Part {
  return cleanValue(part, "") as Part;
}

function cleanValue(value: unknown, field: string): unknown {
  if (typeof value === "string")
    return SEVERAL_LINES.has(field) ? value.split("\n").map(oneLine).join("\n") : oneLine(value);
  if (Array.isArray(value)) return value.map((one) => cleanValue(one, field));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleanValue(one, key)]));
}

/** All of it on one line. Tag characters spell invisible words; a lone surrogate is no character. */
export function oneLine(text: string): string {
  return cleanLine(text.replace(/[\n\r\f\v\u0085\u2028\u2029]+/g, " "))
    .replace(/[\u{e0000}-\u{e007f}]/gu, "")
    .replace(/\p{Surrogate}/gu, "\ufffd");
}

const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\p{Surrogate}\u{e0000}-\u{e007f}]/gu;

/** True where a text holds characters that a terminal acts upon or that nobody sees. Line breaks are not meant. */
export function hasHidden(text: string): boolean {
  return text.search(HIDDEN) >= 0;
}

/** Hidden characters as the escapes of a double-quoted string; `spell` writes one code point. */
export function escapeHidden(text: string, spell: (codePoint: number) => string): string {
  return text.replace(HIDDEN, (character) => spell(character.codePointAt(0) as number));
}

/** `\u200b`; a code point beyond the first plane has eight digits, as in YAML. */
export function longEscape(codePoint: number): string {
  const digits = codePoint.toString(16);
  return codePoint > 0xffff ? `\\U${digits.padStart(8, "0")}` : `\\u${digits.padStart(4, "0")}`;
}

/** `\u200b`; a code point beyond the first plane is two escapes, as in JSON. */
export function pairedEscape(codePoint: number): string {
  const units = String.fromCodePoint(codePoint).split("");
  return units.map((unit) => longEscape(unit.charCodeAt(0))).join("");
}
