/**
 * Which source a build is of, and when that source was made. The date is the commit's, never the clock's, so that the same
 * source gives the same bytes on any day; SOURCE_DATE_EPOCH overrides it, as everywhere
 * (https://reproducible-builds.org/specs/source-date-epoch/).
 */
import { execa } from "execa";

export interface SourceStamp {
  /** Twelve digits, with `-dirty` behind them where the files differ from the commit's. */
  readonly commit: string;
  readonly date: Date;
}

/**
 * What an executable is made of and by. A commit that changes none of it, such as one that brings the manifest with the
 * sums of a build, changes no byte.
 */
const SOURCES = ["src", "plugin/release", "package.json", "package-lock.json", "tsconfig.json", "LICENSE"];

/** Null where the source is not in a git repository, as in an unpacked archive. */
export async function sourceStamp(root: string): Promise<SourceStamp | null> {
  const git = (...args: string[]) => execa("git", args, { cwd: root, reject: false });
  const head = await git("log", "-1", "--format=%H %ct", "--", ...SOURCES);
  if (head.exitCode !== 0) return null;
  const [hash = "", seconds] = head.stdout.split(" ");
  const changes = (await git("status", "--porcelain", "--", ...SOURCES)).stdout;
  return {
    commit: hash.slice(0, 12) + (changes === "" ? "" : "-dirty"),
    date: new Date(Number(process.env["SOURCE_DATE_EPOCH"] ?? seconds) * 1000),
  };
}

/** What src/cli/version.ts prints behind the version. */
export function stampText({ commit, date }: SourceStamp): string {
  return `commit ${commit}, ${date.toISOString().replace(".000", "")}`;
}
