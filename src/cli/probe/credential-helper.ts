/**
 * `docker-credential-NAME get`: the registry goes in on standard input, its login comes out as JSON. The name is from a
 * file of the user's, but it becomes a program's name, so it is looked at first; no shell has a part in it.
 *
 * Source: docker/docker-credential-helpers (client/client.go, credentials/credentials.go).
 */

import { execa } from "execa";
import { parseObject } from "../../text/json-object.ts";
import type { World } from "../world.ts";
import type { FoundCredentials } from "./credentials.ts";
import { LIMITS } from "./limits.ts";

/** The user's name of a login that is a refresh token. */
const TOKEN_USER = "<token>";

export async function askHelper(name: unknown, server: string, env: World["env"]): Promise<FoundCredentials> {
  if (typeof name !== "string" || !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name))
    return nothing("The Docker config names a credential helper by something that is no name; it was not run.");
  const program = `docker-credential-${name}`;
  const result = await execa(program, ["get"], {
    input: server,
    env: { ...env },
    extendEnv: false,
    reject: false,
    timeout: LIMITS.helper,
    forceKillAfterDelay: 500,
    maxBuffer: 1024 * 1024,
    windowsHide: true,
  });
  if (result.code === "ENOENT") return nothing(`The credential helper ${program} is not on PATH.`);
  if (result.timedOut)
    return nothing(`The credential helper ${program} did not answer within ${LIMITS.helper / 1000} s.`);
  if (result.exitCode !== 0) {
    // Its words may hold whatever it likes, so they are not repeated; these two are part of the protocol.
    return /credentials not found|no credentials/i.test(result.stdout)
      ? { credentials: [], warnings: [] }
      : nothing(`The credential helper ${program} failed.`);
  }
  const { Username: user, Secret: secret } = parseObject(result.stdout) ?? {};
  if (typeof user !== "string" || typeof secret !== "string")
    return nothing(`The credential helper ${program} answered with something that is no login.`);
  if (secret === "") return { credentials: [], warnings: [] };
  const isToken = user === TOKEN_USER;
  return {
    credentials: [
      {
        from: `the credential helper ${program}`,
        whose: "user",
        user: isToken ? "" : user,
        secret: isToken ? "" : secret,
        identityToken: isToken ? secret : null,
      },
    ],
    warnings: [],
  };
}

function nothing(warning: string): FoundCredentials {
  return { credentials: [], warnings: [warning] };
}
