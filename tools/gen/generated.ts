/** Files by their path from the repository's root. */
export type Generated = Readonly<Record<string, string>>;
