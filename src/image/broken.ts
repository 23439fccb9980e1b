/**
 * Which rule of the reference grammar a text breaks, as data.
 */

/** What is wrong with a reference. Ids are kept; the words around them may improve. */
export type BrokenRule =
  // the whole
  | "empty"
  | "name-too-long"
  | "hex-name"
  // what the author meant to replace, remove or fill in
  | "missing-value"
  | "printed-object"
  | "unexpanded-variable"
  | "placeholder"
  | "quotes"
  | "scheme"
  | "whitespace"
  | "invisible-character"
  // the registry's host
  | "bad-host"
  | "bad-port"
  // the repository's name
  | "missing-name"
  | "leading-slash"
  | "trailing-slash"
  | "double-slash"
  | "upper-case-repository"
  | "bad-start"
  | "bad-end"
  | "bad-separator"
  | "bad-character"
  // the tag
  | "empty-tag"
  | "two-tags"
  | "slash-in-tag"
  | "bad-tag-character"
  | "tag-too-long"
  // the digest
  | "bad-digest"
  | "unsupported-digest-algorithm"
  | "digest-without-at"
  | "tag-after-digest";

/** A broken rule, and a text that would obey it; nobody has checked yet whether that text obeys the others. */
export interface Broken {
  readonly rule: BrokenRule;
  /** One plain sentence: what is wrong, and where. */
  readonly why: string;
  /** Null where no single repair is obvious. */
  readonly repair: string | null;
}

export function broken(rule: BrokenRule, why: string, repair: string | null = null): Broken {
  return { rule, why, repair };
}
