/**
 * Whether a login in a pull secret is for an image, by the kubelet's own rules.
 *
 * Source: kubernetes pkg/credentialprovider/keyring.go (BasicDockerKeyring.Add and Lookup, URLsMatch,
 * isDefaultRegistryMatch). The image is asked for by its whole name without tag and digest, as pkg/util/parsers makes
 * it: "docker.io/library/nginx".
 */

/** Where a login is good for: one entry of `auths`, as the kubelet understands its name. */
export interface RegistryKey {
  /** With its port where one is given; without scheme and without anybody's name. */
  readonly host: string;
  /** Begins with a slash, or is empty. */
  readonly path: string;
}

/** Null for a name that is no URL: the kubelet logs it and passes it over. */
export function readRegistryKey(name: string): RegistryKey | null {
  const [, authority = "", rest = ""] = /^(?:https?:\/\/)?([^/?#]*)([^?#]*)/.exec(name) ?? [];
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  if (!isHost(host)) return null;
  // The docker client takes /v1/ and /v2/ for the registry itself, and Docker Hub's own entry has one of them.
  const path = /^\/v[12]\//.test(rest) ? rest.slice(3) : rest;
  return { host, path: path === "/" ? "" : path };
}

/** The keys of which the kubelet would try the login for an image. `image` is "registry/repository". */
export function keysFor<Login>(
  image: string,
  logins: readonly (readonly [key: RegistryKey, login: Login])[],
): readonly Login[] {
  const own = logins.filter(([key]) => isPrefixOf(key, image));
  const found = own.length > 0 ? own : isOnDockerHub(image) ? logins.filter(([key]) => isDockerHub(key)) : [];
  return found.map(([, login]) => login);
}

/** The key as people write it. */
export function spellKey({ host, path }: RegistryKey): string {
  return host + path;
}

/** Port equal, labels equal in number and each matched by its pattern, path a prefix letter by letter. */
function isPrefixOf(key: RegistryKey, image: string): boolean {
  const slash = image.indexOf("/");
  const target = splitPort(slash < 0 ? image : image.slice(0, slash));
  const pattern = splitPort(key.host);
  if (pattern.port !== target.port || pattern.labels.length !== target.labels.length) return false;
  if (!(slash < 0 ? "" : image.slice(slash)).startsWith(key.path)) return false;
  return pattern.labels.every((label, index) => matchesGlob(label, target.labels[index] as string));
}

/** Only where no entry names the image's own host is the entry of Docker Hub's old address taken. */
const DOCKER_HUB = "index.docker.io";

function isDockerHub({ host, path }: RegistryKey): boolean {
  return host === DOCKER_HUB && path === "";
}

function isOnDockerHub(image: string): boolean {
  const [first = "", ...rest] = image.split("/");
  if (first === "") return false;
  return rest.length === 0 || first === "docker.io" || first === DOCKER_HUB || !/[.:]/.test(first);
}

function splitPort(host: string): { readonly labels: readonly string[]; readonly port: string } {
  const [, name = host, port = ""] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(host) ?? [];
  return { labels: name.split("."), port };
}

/**
 * Go's filepath.Match for one label: a star is any number of characters. Its other signs (? [ ] \) cannot stand in the
 * host of a URL. Without a regular expression, since the pattern is somebody's text.
 */
function matchesGlob(pattern: string, label: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return pattern === label;
  if (!label.startsWith(first) || label.length < first.length + last.length || !label.endsWith(last)) return false;
  const end = label.length - last.length;
  let at = first.length;
  for (const part of rest) {
    const found = label.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** What Go's url.Parse takes for a host, with a port of digits behind it. */
function isHost(text: string): boolean {
  return /^(?:\[[0-9a-fA-F:.]+\]|[^\s:[\]\\^`{}|%]+)(?::\d*)?$/.test(text);
}
