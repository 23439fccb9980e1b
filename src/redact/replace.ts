/**
 * Names in a text → their aliases. A text is taken apart into words, and a word that is a name is replaced wherever it
 * stands, so that the same name is the same alias in every text; only names that are words of the language too are
 * replaced where names stand.
 */

import type { Aliases } from "./aliases.ts";
import type { Collected } from "./collect.ts";
import { withoutEnd } from "./ends.ts";
import { isPublicHost } from "./public.ts";
import { isWord } from "./vocabulary.ts";

/** Whose words these are: somebody's message, our own sentence around his names, or a command. */
export type Voice = "message" | "own" | "command";

export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly alias: string;
}

export type FindReplacements = (text: string, voice: Voice) => readonly Replacement[];

export function makeReplacer(aliases: Aliases, { kept, tags, phrases }: Collected): FindReplacements {
  const tokens = tokenPattern(kept, phrases);
  return (text, voice) => {
    const found: Replacement[] = [];
    for (const { 0: token, index } of text.matchAll(tokens)) {
      if (kept.has(token) || /^%|^sha\d{3}:/.test(token)) continue;
      if (voice === "command" && /(?:^|\s)--?$/.test(text.slice(Math.max(0, index - 3), index))) continue;
      // A word in CAPITALS is ours, and to be filled in by whoever reads it.
      if (voice === "command" && /^[A-Z][A-Z0-9_-]+$/.test(token)) continue;
      inToken(token, index);
    }
    return found;

    function inToken(token: string, start: number): void {
      const end = start + token.length;
      if (aliases.of(token) !== null && may(token, start, end)) {
        found.push({ start, end, alias: aliases.use(token) as string });
        return;
      }
      const at = token.indexOf("@");
      if (at > 0) {
        inToken(token.slice(0, at), start);
        inToken(token.slice(at + 1), start + at + 1);
      } else if (!isPublicHost(token)) inParts(token, start);
    }

    /** "registry.corp.example.conf", "pull-acme-azurecr-io", "web-0_shop": the longest name first. */
    function inParts(token: string, start: number): void {
      const ends = [...token.matchAll(/[._-]+|$/g)].map(({ index }) => index);
      const starts = [0, ...[...token.matchAll(/[._-]+/g)].map(({ index, 0: sign }) => index + sign.length)];
      if (ends.length === 1) return;
      for (let first = 0; first < starts.length; first++) {
        for (let last = Math.min(ends.length - 1, first + LONGEST); last >= first; last--) {
          const [from, to] = [starts[first] as number, ends[last] as number];
          const part = token.slice(from, to);
          if (part.length < SHORTEST || aliases.of(part) === null || isGuarded(part)) continue;
          found.push({ start: start + from, end: start + to, alias: aliases.use(part) as string });
          first = last;
          break;
        }
      }
    }

    function isGuarded(name: string): boolean {
      return isWord(name) || (voice === "own" && /^[a-z]+$/i.test(name));
    }

    function may(name: string, start: number, end: number): boolean {
      return !isGuarded(name) || isNamePlace(text, start, end, tags);
    }
  };
}

/** Parts of a word that are looked at together, and the shortest name that is looked for in there. */
const LONGEST = 8;
const SHORTEST = 3;

/** Alternatives in the order in which they are tried: what stays, what is more than a word, escapes, words. */
function tokenPattern(kept: ReadonlySet<string>, phrases: readonly string[]): RegExp {
  const literally = (names: readonly string[]): string =>
    names
      .toSorted((a, b) => b.length - a.length)
      .map((name) => name.replaceAll(/[^\w]/gu, (sign) => `\\u{${(sign.codePointAt(0) as number).toString(16)}}`))
      .join("|");
  const alternatives = [
    kept.size === 0 ? [] : [`(?<![\\w./-])(?:${literally([...kept])})(?![\\w/-])`],
    phrases.length === 0 ? [] : [literally(phrases)],
    "%(?:25)?[0-9A-Fa-f]{2}",
    "sha\\d{3}:[0-9a-f]+",
    "[\\w.+\\-]{1,64}@(?:[\\w\\-]{1,63}\\.){1,8}[A-Za-z]{2,24}",
    "(?<![\\w:.])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?:\\.\\d{1,3}){0,3}(?![\\w:.])",
    "[A-Za-z0-9](?:[\\w.\\-]*[A-Za-z0-9])?",
  ];
  return new RegExp(alternatives.flat().join("|"), "gu");
}

const BEFORE_A_NAME =
  /(?:^|[\s"'(,=:])(?:-n|-p|[Nn]amespaces?|[Pp]ods?|[Nn]odes?|[Cc]ontainers?|[Ss]ecrets?|[Pp]rojects?|[Aa]ccounts?|[Ii]mages?|[Rr]eference|[Rr]epository|[Aa]pplication|Kustomization|HelmRelease|ClusterServiceVersion|release|add-on|service|managed-by names|service name|pull of|cannot pull|involvedObject\.name|metadata\.name|spec\.nodeName|--(?:namespace|project|repository-name|name|docker-server))[ =:\\"']{1,4}$/;

/** Words of the language that have a slash in them. */
const SLASHED = /^(?:i\/o|input\/output|net\/http|and\/or|archive\/tar|(?:application|text|image)\/|http\/\d)/i;

/** Where a name stands that could be a word as well: behind "namespace", in a path, before a tag. */
function isNamePlace(text: string, start: number, end: number, tags: ReadonlySet<string>): boolean {
  const before = text.slice(Math.max(0, start - 40), start);
  const after = text.slice(end, end + 140);
  if (BEFORE_A_NAME.test(before)) return true;
  if (before.endsWith("{") && after.startsWith("}")) return true;
  const tag = withoutEnd(/^:([\w.-]{1,128})/.exec(after)?.[1] ?? "", ".-");
  if (tags.has(tag)) return true;
  if (!before.endsWith("/") && !after.startsWith("/")) return false;
  const begin = Math.max(before.lastIndexOf(" "), before.lastIndexOf('"'), before.lastIndexOf("'")) + 1;
  return !SLASHED.test(before.slice(begin) + text.slice(start, end) + after);
}

/** The text, or the part of it between two offsets, with its replacements made. */
export function replaced(text: string, replacements: readonly Replacement[], from = 0, to = text.length): string {
  let done = "";
  let at = from;
  for (const { start, end, alias } of replacements) {
    if (end <= from || start >= to) continue;
    done += text.slice(at, Math.max(at, start)) + alias;
    at = end;
  }
  return done + text.slice(at, Math.max(at, to));
}
