/**
 * A pull secret as the API gives it → what may be said of it: its type, what is wrong with it, which registries it has
 * logins for and when these end. User names, passwords and whatever else it holds stay in here.
 *
 * Source: kubernetes pkg/credentialprovider/secrets/secrets.go and config.go.
 */
import { base64Text } from "./base64-text.ts";
import { keysFor, type RegistryKey, readRegistryKey, spellKey } from "./registry-key.ts";
import { tokenEnd } from "./token-end.ts";

export interface PullSecret {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  /** Null where the kubelet can use it. */
  readonly flaw: SecretFlaw | null;
  readonly logins: readonly Login[];
}

/**
 * wrong-type: the kubelet passes it over. no-data: it has not the key that its type asks for, and is passed over too.
 * unreadable: its content is no JSON of the right form, and the pull fails for it.
 */
export type SecretFlaw = "wrong-type" | "no-data" | "unreadable";

export interface Login {
  readonly key: RegistryKey;
  readonly end: Date | null;
  /** Without a password the registry is asked as nobody, or refuses. */
  readonly isEmpty: boolean;
}

const KEYS: Readonly<Record<string, string>> = {
  "kubernetes.io/dockerconfigjson": ".dockerconfigjson",
  "kubernetes.io/dockercfg": ".dockercfg",
};

/** Null for what is no secret. */
export function readPullSecret(object: unknown): PullSecret | null {
  const { kind, metadata, type, data } = fields(object);
  const { name, namespace } = fields(metadata);
  if (kind !== "Secret" || typeof name !== "string") return null;
  const about = {
    namespace: typeof namespace === "string" ? namespace : "",
    name,
    type: typeof type === "string" ? type : "",
  };
  const key = KEYS[about.type];
  if (key === undefined) return { ...about, flaw: "wrong-type", logins: [] };
  const content = fields(data)[key];
  if (typeof content !== "string" || content === "") return { ...about, flaw: "no-data", logins: [] };
  const logins = readLogins(content, key === ".dockerconfigjson");
  return logins === null ? { ...about, flaw: "unreadable", logins: [] } : { ...about, flaw: null, logins };
}

/** The logins that the kubelet would try for an image, "registry/repository". */
export function loginsFor(image: string, { logins }: PullSecret): readonly Login[] {
  return keysFor(
    image,
    logins.map((login) => [login.key, login]),
  );
}

/** The registries of a secret, once each. */
export function registriesOf({ logins }: PullSecret): string[] {
  return [...new Set(logins.map(({ key }) => spellKey(key)))].sort();
}

function readLogins(content: string, isNew: boolean): Login[] | null {
  const config = parseObject(base64Text(content));
  const auths = isNew ? (config?.["auths"] ?? {}) : config;
  if (config === null || typeof auths !== "object" || auths === null || Array.isArray(auths)) return null;
  const read = Object.entries(auths).map(([name, entry]) => readLogin(name, entry));
  // One broken entry makes Go refuse the whole.
  return read.includes("broken") ? null : read.filter((one) => one !== "broken" && one !== null);
}

/** Null for an entry whose name is no registry. */
function readLogin(name: string, entry: unknown): Login | "broken" | null {
  if (entry !== null && (typeof entry !== "object" || Array.isArray(entry))) return "broken";
  const { auth, username, password } = fields(entry);
  for (const one of [auth, username, password])
    if (one !== undefined && one !== null && typeof one !== "string") return "broken";
  let user = typeof username === "string" ? username : "";
  let secret = typeof password === "string" ? password : "";
  if (typeof auth === "string" && auth !== "") {
    const plain = base64Text(auth);
    const colon = plain?.indexOf(":") ?? -1;
    if (plain === null || colon < 0) return "broken";
    user = plain.slice(0, colon);
    secret = plain.slice(colon + 1);
  }
  const key = readRegistryKey(name);
  return key === null ? null : { key, end: tokenEnd(secret), isEmpty: user === "" || secret === "" };
}

function parseObject(text: string | null): Readonly<Record<string, unknown>> | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? fields(value) : null;
  } catch {
    // Its words would quote the content.
    return null;
  }
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
