/**
 * The user's own logins: `config.json` of Docker, and the helpers that it names.
 *
 * Source: docker/cli cli/config (DOCKER_CONFIG; credHelpers before credsStore before auths); docker/docker-credential-helpers
 * for the helpers' protocol. Of several entries of `auths` those are tried that the kubelet would try, the nearest first.
 */

import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { type DockerAuth, readDockerAuths } from "../../facts/docker-auths.ts";
import { keysFor } from "../../facts/registry-key.ts";
import { parseObject } from "../../text/json-object.ts";
import type { World } from "../world.ts";
import { askHelper } from "./credential-helper.ts";
import type { Credential, CredentialSource, FoundCredentials } from "./credentials.ts";

interface DockerConfig {
  readonly auths: readonly DockerAuth[];
  /** By the registry's name. */
  readonly helpers: Readonly<Record<string, unknown>>;
  readonly store: unknown;
  readonly warnings: readonly string[];
}

/** The file is read when it is first asked for. */
export function dockerConfig(env: World["env"]): CredentialSource {
  let config: Promise<DockerConfig> | null = null;
  return async ({ registry, repository }) => {
    config ??= readConfig(join(env["DOCKER_CONFIG"] || join(env["HOME"] || homedir(), ".docker"), "config.json"));
    const { auths, helpers, store, warnings } = await config;
    const helper =
      namesOf(registry)
        .map((name) => helpers[name])
        .find((one) => one !== undefined) ?? store;
    const kept = helper === undefined ? NONE : await askHelper(helper, serverOf(registry), env);
    const own = keysFor(
      `${registry}/${repository}`,
      auths.map((auth) => [auth.key, auth] as const),
    );
    return {
      credentials: [...kept.credentials, ...own.filter(isFilled).map(toCredential)],
      warnings: [...warnings, ...kept.warnings],
    };
  };
}

const NONE: FoundCredentials = { credentials: [], warnings: [] };

async function readConfig(path: string): Promise<DockerConfig> {
  const none = { auths: [], helpers: {}, store: undefined };
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    // Nobody has logged in here, or somebody else has.
    return { ...none, warnings: [`There is no Docker config that can be read at ${path}.`] };
  }
  const config = parseObject(text);
  const auths = config === null ? null : readDockerAuths(config["auths"] ?? {});
  if (config === null || auths === null) return { ...none, warnings: [`The Docker config at ${path} is broken.`] };
  const { credHelpers, credsStore } = config;
  const helpers = typeof credHelpers === "object" && credHelpers !== null ? { ...credHelpers } : {};
  return { auths, helpers, store: credsStore || undefined, warnings: [] };
}

/** Docker keeps the login of its own Hub by the address of an API that is long gone. */
const HUB = "https://index.docker.io/v1/";

function serverOf(registry: string): string {
  return registry === "docker.io" ? HUB : registry;
}

function namesOf(registry: string): readonly string[] {
  return registry === "docker.io" ? [HUB, "docker.io", "index.docker.io"] : [registry];
}

function isFilled({ user, secret, identityToken }: DockerAuth): boolean {
  return identityToken !== "" || (user !== "" && secret !== "");
}

function toCredential({ user, secret, identityToken }: DockerAuth): Credential {
  return {
    from: "the Docker config",
    whose: "user",
    user,
    secret,
    identityToken: identityToken === "" ? null : identityToken,
  };
}
