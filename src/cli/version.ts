/** What `--version` tells. */

/** The version in package.json, as a constant so that a single-file build needs no package.json beside it. */
export const VERSION = "0.1.0";

/** The commit and its date. `npm run build` and `npm run release` put it there; a bare `tsc` leaves it out. */
declare const PULLCHECK_SOURCE: string | undefined;

export function versionLine(): string {
  const source = typeof PULLCHECK_SOURCE === "undefined" ? "" : ` (${PULLCHECK_SOURCE})`;
  return `kubectl-pullcheck ${VERSION}${source}\n`;
}
