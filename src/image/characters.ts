/**
 * Looking at characters, and naming them to people. Nothing here looks at a character twice.
 */

const longestQuote = 60;

/** Whether every character is one of the class. An empty text has none that is not. */
export function only(text: string, oneCharacter: RegExp): boolean {
  return firstOutside(text, oneCharacter) === null;
}

/** The first character, as people count them, that is not one of the class; null where all are. */
export function firstOutside(text: string, oneCharacter: RegExp): string | null {
  for (const character of text) {
    if (!oneCharacter.test(character)) {
      return character;
    }
  }
  return null;
}

/** Without controls, soft hyphens, zero-width and direction marks: what a terminal obeys or nobody sees. */
export function withoutInvisible(text: string): string {
  return text.replace(invisible, "");
}

/** A piece of the reference in quotation marks, short, and safe to print whatever was pasted. */
export function quote(text: string): string {
  const short = text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
  return `"${short.replace(invisible, codePoint)}"`;
}

/** A single character as people can find it: in quotes, or by its number where it is not plain ASCII. */
export function nameCharacter(character: string): string {
  return character >= " " && character <= "~" ? `"${character}"` : codePoint(character);
}

const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
