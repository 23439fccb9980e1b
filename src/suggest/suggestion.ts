/** What is suggested in place of a name, and the parts that it can be about. */

/** The part of a name that is wrong. */
export type NamePart = "host" | "repository" | "tag";

export interface Suggestion {
  /** A whole reference, as short as the user wrote his. */
  readonly image: string;
  /** One plain sentence: where the name comes from. */
  readonly why: string;
  /** "slip": the two are alike, and one is probably meant. "seen": another that works; nothing says that it is meant. */
  readonly likeness: "slip" | "seen";
}

/** A suggestion with its price: the cheaper, the likelier. */
export interface Candidate extends Suggestion {
  readonly cost: number;
}
