/**
 * What the author of a broken reference forgot: to fill in a template, to remove a scheme, to take out a space.
 *
 * Only texts that are no reference come here, so a sign that would be allowed somewhere (brackets around an IPv6
 * address, a tag "__TAG__") cannot mislead. The first mistake of the list wins: "${{ x }}" has spaces, but the
 * variable explains them.
 */

import type { Broken, BrokenRule } from "./broken.ts";
import { broken } from "./broken.ts";
import { quote, withoutInvisible } from "./characters.ts";

/** Null where the text shows no such mistake; then the grammar has the word. */
export function findMistake(text: string): Broken | null {
  for (const look of looks) {
    const found = look(text);
    if (found !== null) {
      return found;
    }
  }
  return null;
}

type Look = (text: string) => Broken | null;

const looks: readonly Look[] = [
  missingValue,
  printedObject,
  unexpandedVariable,
  placeholder,
  quotes,
  scheme,
  webPage,
  whitespace,
  invisibleCharacter,
];

/** Words that a program prints for a value it does not have: Go's templates and fmt, and "docker images". */
const emptyValues = ["<no value>", "<nil>", "<none>", "%!"];

function missingValue(text: string): Broken | null {
  const word = emptyValues.find((value) => text.includes(value));
  return word === undefined
    ? null
    : broken("missing-value", `${quote(word)} is what a template prints when a value is not set.`);
}

/** Helm prints a whole map where one of its values was meant; so do other template languages. */
function printedObject(text: string): Broken | null {
  const isObject = text.includes("map[") || text.includes("[object ") || text.startsWith('{"') || text.startsWith("{'");
  return isObject
    ? broken("printed-object", "A template printed a whole object where the image's name was meant.")
    : null;
}

/** Kubernetes expands variables in commands and arguments, never in an image's name. */
function unexpandedVariable(text: string): Broken | null {
  const start = text.search(/\$[A-Za-z_([{]|#?\{|\}|%[A-Za-z_]\w*%/);
  if (start < 0) {
    return null;
  }
  const close = text.lastIndexOf("}");
  const variable = close > start ? text.slice(start, close + 1) : beforeSeparator(text.slice(start));
  return broken(
    "unexpanded-variable",
    `The variable ${quote(variable)} was not replaced before the manifest was applied.`,
  );
}

const brackets = /[<>[\]…]|\.\.\./;
const ipv6 = /^\[[0-9a-fA-F]*:/;

/** TODO and its like, YOUR-TEAM, XXX anywhere; words LIKE_THIS in a name, since a tag may well be called RC_1. */
const shouted = /(?<=^|[/:@])(?:TODO|FIXME|CHANGE-?ME|REPLACE-?ME|YOUR-|__[A-Z]|[xX]{3,}(?:$|[/:@.]))/;
const snake = /(?<=^|\/)[A-Z][A-Z0-9]*_[A-Z]/;

function placeholder(text: string): Broken | null {
  const bracket = ipv6.test(text) ? -1 : text.search(brackets);
  const start = [bracket, text.search(shouted), text.search(snake)].find((index) => index >= 0);
  if (start === undefined) {
    return null;
  }
  const close = text.slice(start).search(/[>\]]/);
  const word =
    start === bracket && close >= 0 ? text.slice(start, start + close + 1) : beforeSeparator(text.slice(start));
  return broken("placeholder", `${quote(word)} is a placeholder that nobody filled in.`);
}

function beforeSeparator(text: string): string {
  return text.split(/[/:@]/, 1)[0] ?? text;
}

const quotationMarks = /["'`´“”„‘’«»]/g;

function quotes(text: string): Broken | null {
  return replaced("quotes", text, text.replace(quotationMarks, ""), "There are quotation marks in the name itself.");
}

function scheme(text: string): Broken | null {
  const end = text.indexOf("://") + 3;
  if (end < 3) {
    return null;
  }
  const why = `An image's name has no scheme; ${quote(text.slice(0, end))} does not belong to it.`;
  return broken("scheme", why, fromWebPage(text.slice(end)));
}

/** Addresses of pages about an image, as people copy them from a browser, and the name that the page is about. */
function fromWebPage(address: string): string {
  return address.replace(/^hub\.docker\.com\/(?:_|r)\//, "").replace(/^quay\.io\/repository\//, "quay.io/");
}

function webPage(text: string): Broken | null {
  const why = "That is the address of a web page about an image, not the image's name.";
  return replaced("bad-host", text, fromWebPage(text), why);
}

function whitespace(text: string): Broken | null {
  if (!/\s/.test(text)) {
    return null;
  }
  const trimmed = text.trim();
  const [first = ""] = trimmed.split(/\s/, 1);
  const where =
    first !== trimmed ? `after ${quote(first)}` : text.startsWith(first) ? "at the end" : "at the beginning";
  return broken("whitespace", `There is white space ${where}.`, joinSeparators(text));
}

/** Space at the ends or beside a separator is a slip of the hand; between two words it could hide anything. */
function joinSeparators(text: string): string {
  const words = text.split(/\s/).filter((word) => word !== "");
  const spaced = words.map((word, index) => {
    const before = words[index - 1];
    return before === undefined || /[:/@]$/.test(before) || /^[:/@]/.test(word) ? word : ` ${word}`;
  });
  return spaced.join("");
}

function invisibleCharacter(text: string): Broken | null {
  const visible = withoutInvisible(text);
  return replaced("invisible-character", text, visible, "There is a character in the name that nobody can see.");
}

function replaced(rule: BrokenRule, before: string, after: string, why: string): Broken | null {
  return before === after ? null : broken(rule, why, after);
}
