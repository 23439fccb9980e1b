/**
 * The `auths` of a Docker config, of a pull secret or of a file: for which registry which login. Passwords are in here; who
 * asks keeps them.
 *
 * Source: kubernetes pkg/credentialprovider/config.go; docker/cli cli/config/types/authconfig.go for the identity token.
 */
import { base64Text } from "./base64-text.ts";
import { type RegistryKey, readRegistryKey } from "./registry-key.ts";

export interface DockerAuth {
  readonly key: RegistryKey;
  readonly user: string;
  readonly secret: string;
  /** A refresh token in the password's place, which the kubelet passes over; empty where there is none. */
  readonly identityToken: string;
}

/** Null where one entry is broken, since Go refuses the whole then. Entries whose names are no registries are left out. */
export function readDockerAuths(auths: unknown): readonly DockerAuth[] | null {
  if (typeof auths !== "object" || auths === null || Array.isArray(auths)) return null;
  const read = Object.entries(auths).map(([name, entry]) => readAuth(name, entry));
  return read.includes("broken") ? null : read.filter((one) => one !== "broken" && one !== null);
}

function readAuth(name: string, entry: unknown): DockerAuth | "broken" | null {
  if (entry !== null && (typeof entry !== "object" || Array.isArray(entry))) return "broken";
  const { auth, username, password, identitytoken }: Readonly<Record<string, unknown>> = { ...entry };
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
  return key === null
    ? null
    : { key, user, secret, identityToken: typeof identitytoken === "string" ? identitytoken : "" };
}
