/**
 * A registry's challenge → the `Authorization` that answers it.
 *
 * Where credentials may go. A registry names its token service itself, and it may be on another host (Docker Hub:
 * registry-1.docker.io and auth.docker.io), so the rule is about who says so, as with Docker and containerd: credentials are
 * looked up by the host that was asked, and go to the realm that this very host named (containerd core/remotes/docker
 * authorizer.go, AddResponses; distribution's token specification). Beyond that, after what went wrong elsewhere:
 *
 *   - a challenge of a host that a redirect led to is never answered (containerd CVE-2020-15157)
 *   - a realm is HTTPS, or on this machine; it is no private host where those are not allowed, and has no credentials in
 *     its address (oras-go GHSA-xf85-363p-868w, go-containerregistry pull request 2243)
 *   - a realm that was named over plain HTTP gets no credentials, since anybody may have named it
 *   - a token service that redirects gets no answer, and nobody else gets the credentials
 */

import type { Challenge } from "../../probe/challenge.ts";
import { isLoopback } from "../../probe/place.ts";
import { parseObject } from "../../text/json-object.ts";
import { type Client, type Heard, hostOf } from "./client.ts";
import type { Credential } from "./credentials.ts";
import { notOverHttp, odd } from "./fault.ts";
import { type Deadline, LIMITS } from "./limits.ts";
import { basic } from "./proxy-tunnel.ts";

export type Authorization =
  | { readonly kind: "granted"; readonly header: string | null; readonly heard: Heard | null }
  /** The token service says no. */
  | { readonly kind: "refused"; readonly heard: Heard };

export interface Authorizing {
  readonly challenges: readonly Challenge[];
  /** Where the registry was asked. */
  readonly registry: URL;
  readonly repository: string;
  readonly credential: Credential | null;
  readonly client: Client;
  readonly deadline: Deadline;
}

export async function authorize(asked: Authorizing): Promise<Authorization> {
  const { challenges, credential, registry } = asked;
  const bearer = challenges.find(({ scheme }) => scheme === "bearer");
  if (bearer !== undefined) return fetchToken(bearer, asked);
  if (credential === null || !challenges.some(({ scheme }) => scheme === "basic"))
    return { kind: "granted", header: null, heard: null };
  if (!isSafe(registry)) throw notOverHttp(registry.host);
  return { kind: "granted", header: basic(credential.user, credential.secret), heard: null };
}

async function fetchToken({ parameters }: Challenge, asked: Authorizing): Promise<Authorization> {
  const { credential, client, deadline, registry } = asked;
  const realm = realmOf(parameters.get("realm") ?? "", registry);
  // What came over plain HTTP may be anybody's, and so is the realm that it names.
  for (const url of [registry, realm]) if (credential !== null && !isSafe(url)) throw notOverHttp(url.host);
  // What the challenge asks for is not repeated: more than to pull from this repository is never asked for.
  const query = { service: parameters.get("service") ?? "", scope: `repository:${asked.repository}:pull` };
  const isExchange = credential?.identityToken != null;
  const url = new URL(realm.href);
  if (!isExchange)
    for (const [name, value] of Object.entries(query)) if (value !== "") url.searchParams.set(name, value);
  const heard = await client.ask({
    method: isExchange ? "POST" : "GET",
    url,
    accept: "application/json",
    authorization: credential === null || isExchange ? null : basic(credential.user, credential.secret),
    form: isExchange
      ? new URLSearchParams({
          grant_type: "refresh_token",
          refresh_token: credential.identityToken ?? "",
          client_id: "kubectl-pullcheck",
          ...query,
        }).toString()
      : null,
    mostBody: LIMITS.token,
    role: "token",
    deadline,
    isSecret: credential !== null,
    follows: credential === null,
  });
  if (heard.status !== 200) return { kind: "refused", heard };
  return { kind: "granted", header: `Bearer ${tokenIn(heard)}`, heard };
}

function realmOf(text: string, registry: URL): URL {
  // A relative one is not of the protocol, and Go's clients refuse it as well.
  if (!URL.canParse(text)) throw odd(`${registry.host} names a token service whose address cannot be read.`);
  const realm = new URL(text);
  const isPlain = realm.protocol === "http:";
  if (realm.protocol !== "https:" && !isPlain)
    throw odd(`${registry.host} names a token service that is not of the web.`);
  if (realm.username !== "" || realm.password !== "")
    throw odd(`${registry.host} names a token service with credentials in its address.`);
  if (isPlain && registry.protocol === "https:")
    throw odd(`${registry.host} names a token service of plain HTTP (${realm.host}), to which nothing is sent.`);
  realm.hash = "";
  return realm;
}

/** Source: distribution's token specification ("token"), RFC 6749 ("access_token"); both have to be taken. */
function tokenIn({ body, url }: Heard): string {
  const value = parseObject(Buffer.from(body).toString("utf8")) ?? {};
  const token = [value["token"], value["access_token"]].find((one) => typeof one === "string" && one !== "");
  // Anything else would break the header that it is put into.
  if (typeof token === "string" && /^[\x21-\x7e]{1,65536}$/.test(token)) return token;
  throw odd(`${url.host} was to give a token, and gave something else.`);
}

function isSafe(url: URL): boolean {
  const host = hostOf(url);
  return url.protocol === "https:" || host === "localhost" || isLoopback(host);
}
