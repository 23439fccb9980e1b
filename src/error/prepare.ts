/**
 * A message made ready for matching: white space folded, escapes undone, and every character of a *name* (image
 * references, URLs, paths, digests, hosts) hidden, so that an image called `timeout:403` can never be taken for
 * an error. All three views keep the way back to the message as it was given.
 */
export interface Prepared {
  /** Escapes undone, white space folded to single blanks. */
  readonly text: string;
  /** `text` with each character of a name replaced by `FILLER`; same length. */
  readonly masked: string;
  /** `masked` in lower case, for a first look; its offsets may be others. */
  readonly lower: string;
  /** The half-open range of `text` as a slice of the message as given. */
  quote(start: number, end: number): string;
  /** Offset into the message as given. */
  original(offset: number): number;
}

/** Stands for one hidden character. A private-use code point, so no pattern names it by accident. */
export const FILLER = "\uE000";

/** Longest message that is looked at; a registry's HTML page can be larger, its first words decide. */
const MAX_LENGTH = 65_536;

export function prepare(message: string): Prepared {
  const { text, offsets } = fold(message.slice(0, MAX_LENGTH));
  const original = (offset: number): number => offsets[Math.min(offset, offsets.length - 1)] ?? 0;
  const masked = mask(text);
  return {
    text,
    masked,
    lower: masked.toLowerCase(),
    original,
    quote: (start, end) => (end <= start ? "" : message.slice(original(start), original(end - 1) + 1)),
  };
}

/** Typographic quotes and blanks that mail and chat programs put in place of the plain ones. */
const PLAIN: Readonly<Record<string, string>> = {
  "“": '"',
  "”": '"',
  "„": '"',
  "‘": "'",
  "’": "'",
  "\u00a0": " ",
  [FILLER]: "\uFFFD",
};

const LOST_BLANK = /(?:^|[\s:(])(?:image|reference|ref|tag|repository)$/i;

function fold(message: string): { text: string; offsets: number[] } {
  // Backslash sequences are escapes only where quotes are escaped too; a Windows path has them as well.
  const escaped = message.includes('\\"');
  const offsets: number[] = [];
  let text = "";
  const put = (char: string, offset: number): void => {
    if (char === " " && (text === "" || text.endsWith(" "))) return;
    text += char;
    offsets.push(offset);
  };
  for (let i = 0; i < message.length; i++) {
    const char = message[i] as string;
    if (char === "\\") {
      let next = i;
      while (message[next] === "\\") next++;
      const after = message[next];
      if (after === '"' || (escaped && after !== undefined && "nrt".includes(after))) {
        put(after === '"' ? '"' : " ", next);
        i = next;
        continue;
      }
      for (; i < next; i++) put("\\", i);
      i--;
      continue;
    }
    const plain = /\s/.test(char) ? " " : (PLAIN[char] ?? char);
    // Editors that pull quoted words together lose the blank in `image "nginx"`.
    if (plain === '"' && LOST_BLANK.test(text.slice(-12))) put(" ", i);
    put(plain, i);
  }
  offsets.push(message.length);
  return { text, offsets };
}

function mask(text: string): string {
  const hidden = new Uint8Array(text.length);
  const hide = (start: number, end: number): void => {
    hidden.fill(1, start, end);
  };

  // A quoted string behind these words is a name, even when it holds blanks (that is what is wrong with it then).
  for (const found of text.matchAll(/\b(?:image|reference|ref|tag|repository) "([^"]{0,4096})"/gi)) {
    hide(found.index + found[0].length - 1 - (found[1] as string).length, found.index + found[0].length - 1);
  }
  for (const found of text.matchAll(/"([^"\s]{1,4096})"/g)) {
    if (!JSON_WORD.test(found[1] as string)) hide(found.index + 1, found.index + found[0].length - 1);
  }
  for (const found of text.matchAll(/\b[a-z][a-z0-9+-]{1,20}:\/\/[^\s"'<>]{0,4096}/gi)) {
    hide(found.index, found.index + withoutTail(found[0]).length);
  }
  for (const found of text.matchAll(PLACEHOLDER)) hide(found.index, found.index + found[0].length);
  for (const found of text.matchAll(/\bsha(?:256|384|512):[0-9a-f]{2,128}/gi)) {
    hide(found.index, found.index + found[0].length);
  }
  for (const found of text.matchAll(/(?<![^\s"'`=([:\]])[^\s"'`()[\]{},]{1,4096}/g)) {
    const token = withoutTail(found[0]);
    if (isName(token)) hide(found.index, found.index + token.length);
  }

  let masked = "";
  for (let i = 0; i < text.length; i++) masked += hidden[i] === 1 ? FILLER : text[i];
  return masked;
}

/** Keys and codes of a registry's JSON answer, `{"errors":[{"code":"DENIED", …`: words of the protocol, no names. */
const JSON_WORD = /^(?:errors?|code|message|details?|status|[A-Z]{3,}(?:_[A-Z]+)*)$/;

/** What people put in place of a name that they keep to themselves: `<IP ADDRESS REMOVED>`, `<my registry>`. */
const PLACEHOLDER = /<[A-Za-z][\w.-]{0,40}(?: [\w.-]{1,40}){1,5}>/g;

function withoutTail(token: string): string {
  let end = token.length;
  while (end > 0 && ":,.;".includes(token[end - 1] as string)) end--;
  return token.slice(0, end);
}

/** Words with a slash or a colon in them that belong to the language of errors, not to somebody's names. */
const LANGUAGE =
  /^(?:i\/o|input\/output|archive\/tar|net\/http|username\/password|and\/or|http\/[\d.x]+|(?:application|text|image)\/[\w.+-]*|[a-z]{2,12}:(?:lookup|dial|read|write|error|failed|connect|get|head)|[A-Za-z]{1,24}:)$/i;

/** An absolute path, an image reference, or a host with a port. */
function isName(token: string): boolean {
  if (token.length < 2 || LANGUAGE.test(token)) return false;
  if (token.startsWith("/")) return token.length > 2;
  if (/^[A-Za-z]:\\/.test(token)) return true;
  if (token.includes("/")) return /^[\w.@:-]+(?:\/[\w.@:%+-]*)+$/.test(token);
  if (token.includes("@")) return /^[\w.-]+(?::[\w.-]+)?@/.test(token);
  return /^[a-z0-9][\w.-]*:[\w][\w.-]*$/i.test(token);
}
