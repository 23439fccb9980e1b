/**
 * Where a wording comes from, so that it can be followed: an address, or `owner/repository path, path …`; a remark in
 * brackets may stand behind either.
 */
export interface Origin {
  /** The repository for a path: branches move files, so a link to the file itself would soon lead nowhere. */
  readonly url: string;
  /** Empty for an address. */
  readonly paths: readonly { readonly path: string; readonly remark: string | null }[];
  readonly remark: string | null;
}

const ADDRESS = /^(https:\/\/[^\s()]+)(?: \(([^()]+)\))?$/;
const REPOSITORY = /^([\w.-]+\/[\w.-]+) (\S.*)$/;
const PATH = /^([\w./@+-]+\.\w+)(?: \(([^()]+)\))?$/;

/** Null where it cannot be followed. */
export function readOrigin(origin: string): Origin | null {
  const [, address, remark = null] = ADDRESS.exec(origin) ?? [];
  if (address !== undefined) return { url: address, paths: [], remark };
  const [, repository, rest = ""] = REPOSITORY.exec(origin) ?? [];
  if (repository === undefined) return null;
  const paths = rest.split(/, (?=[\w.-]+\/|[\w-]+\.\w+(?: |$))(?![^(]*\))/).map((one) => PATH.exec(one));
  if (paths.some((one) => one === null)) return null;
  return {
    url: `https://github.com/${repository}`,
    paths: paths.map((found) => ({ path: found?.[1] ?? "", remark: found?.[2] ?? null })),
    remark: null,
  };
}
