/**
 * A pull secret as the API gives it → what may be said of it: its type, what is wrong with it, which registries it has
 * logins for and when these end. User names, passwords and whatever else it holds stay in here.
 *
 * Source: kubernetes pkg/credentialprovider/secrets/secrets.go and config.go.
 */
import { base64Text } from "./base64-text.ts";
import { type DockerAuth, readDockerAuths } from "./docker-auths.ts";
import { keysFor, type RegistryKey, spellKey } from "./registry-key.ts";
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

/** The logins themselves, passwords and all, of a secret that the kubelet can use; none of another one. */
export function pullCredentials(object: unknown): readonly DockerAuth[] {
  const { type, data } = fields(object);
  const key = KEYS[String(type)];
  const content = key === undefined ? undefined : fields(data)[key];
  return (typeof content === "string" ? readAuths(content, key === ".dockerconfigjson") : null) ?? [];
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

function readAuths(content: string, isNew: boolean): readonly DockerAuth[] | null {
  const config = parseObject(base64Text(content));
  return config === null ? null : readDockerAuths(isNew ? (config["auths"] ?? {}) : config);
}

function readLogins(content: string, isNew: boolean): Login[] | null {
  return (
    readAuths(content, isNew)?.map(({ key, user, secret }) => ({
      key,
      end: tokenEnd(secret),
      isEmpty: user === "" || secret === "",
    })) ?? null
  );
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
