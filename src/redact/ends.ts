/** Ends of words, found in one look: a pattern for them would begin anew at every sign. */

/** Without these signs at its end. */
export function withoutEnd(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text[end - 1] as string)) end--;
  return text.slice(0, end);
}

/** What stands before the first of these signs; all of it where there is none. */
export function before(text: string, signs: string): string {
  for (let at = 0; at < text.length; at++) if (signs.includes(text[at] as string)) return text.slice(0, at);
  return text;
}
