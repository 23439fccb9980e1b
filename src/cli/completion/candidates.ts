/** What could stand at the cursor, and how it is told to a shell: the lines of cobra's protocol, which kubectl speaks. */
export interface Candidate {
  readonly text: string;
  /** What it means, for shells that can show it. */
  readonly about?: string;
}

export interface Candidates {
  readonly candidates: readonly Candidate[];
  /** What the shell completes by itself: names of files or of folders, or nothing. */
  readonly elsewhere: "files" | "folders" | null;
}

export const NONE: Candidates = { candidates: [], elsewhere: null };

export function oneOf(candidates: readonly Candidate[]): Candidates {
  return { candidates, elsewhere: null };
}

// The bits of cobra's ShellCompDirective.
const NO_SPACE = 2;
const NO_FILES = 4;
const FOLDERS_ONLY = 16;

/**
 * One candidate a line, its meaning behind a tab; the last line is a directive.
 *
 *   demo-pod	ImagePullBackOff
 *   :4
 */
export function completionText({ candidates, elsewhere }: Candidates, explains: boolean): string {
  const lines = candidates.map(({ text, about }) => (explains && about ? `${text}\t${about}` : text));
  // Behind `deployment/` comes its name, so no space may.
  const isHalf = candidates.length > 0 && candidates.every(({ text }) => text.endsWith("/"));
  const directive = { files: 0, folders: FOLDERS_ONLY, none: NO_FILES }[elsewhere ?? "none"] + (isHalf ? NO_SPACE : 0);
  return [...lines, `:${directive}\n`].join("\n");
}
