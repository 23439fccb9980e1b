/**
 * Docker Hub.
 *
 *  - Limits and the headers that tell them: docker/docs content/manuals/docker-hub/usage/pulls.md
 *  - Access tokens: docker/docs content/manuals/security/access-tokens.md, of an organisation
 *    content/manuals/enterprise/security/access-tokens.md
 *  - Which keys of a pull secret count: kubernetes pkg/credentialprovider/keyring.go (isDefaultRegistryMatch)
 *  - Hosts: docker/docs content/manuals/desktop/setup/allow-list.md
 */
import { fix, inspect, inspectNode, namesOf, quote } from "../commands.ts";
import { PULL_SECRETS_NOTE, showPullSecrets, showSecretRegistries } from "../fixes/pull-secrets.ts";
import { onNode, TRIES_AGAIN } from "../fixes/reach.ts";
import { connectsTo, type Registry } from "./registry.ts";

/** Docker's own name for its registry, which kubectl takes when no server is given. */
const SERVER = "https://index.docker.io/v1/";

/** Without a login Docker Hub counts by address, so this is asked where the pulls come from. A HEAD does not count. */
const TOKEN = "https://auth.docker.io/token?service=registry.docker.io&scope=repository:ratelimitpreview/test:pull";
const SHOW_LIMIT = `TOKEN=$(curl -fsS '${TOKEN}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/'); curl -fsSI -H "Authorization: Bearer $TOKEN" https://registry-1.docker.io/v2/ratelimitpreview/test/manifests/latest | grep -i ratelimit`;

export const dockerHub: Registry = {
  path: "The path is ACCOUNT/NAME; only official images have none, and a name without a host is looked for on Docker Hub.",
  login: () => ({
    user: "DOCKER-ID",
    password: "TOKEN",
    server: SERVER,
    note: "DOCKER-ID is the account and TOKEN a personal access token of it that may read (Account settings, Personal access tokens); for an access token of an organisation DOCKER-ID is the organisation's name. A password works only without single sign-on and second factor.",
  }),
  right:
    "In the organisation on Docker Hub the account, or its team, needs Read on the repository (Repository, Permissions); an organisation's access token needs Image Pull for it (Admin Console, Access tokens).",
  refusals: [
    {
      words: /unauthenticated pull rate limit/i,
      cure: (facts) => {
        const names = namesOf(facts);
        return fix(
          "See why the pull came without a login",
          [showPullSecrets(names), showSecretRegistries(names)],
          `${PULL_SECRETS_NOTE} The registry's words say that no login arrived. None named: give the pod one, as below. One named: the kubelet uses it only if its key is ${SERVER} or docker.io; hub.docker.com and registry-1.docker.io are not asked for such an image.`,
        );
      },
    },
    {
      words: /must log in with a personal access token/i,
      cure: () =>
        fix(
          "Make an access token in place of the password",
          [],
          "Docker Hub takes no password of this account: its organisation enforces single sign-on, or it has a second factor. The token comes from https://app.docker.com/settings/personal-access-tokens, or from the organisation's Admin Console.",
        ),
    },
  ],
  limit:
    "Docker Hub lets an address (IPv4, or an IPv6 network of /64) pull 100 times in six hours without a login, a free account 200 times, Pro, Team and Business without such a limit. https://hub.docker.com/usage/pulls shows who pulled.",
  showLimit: (facts) =>
    fix(
      "See how much is left",
      [inspectNode(SHOW_LIMIT)],
      `${onNode(facts)} Without a login the pulls of an address count together, so of all nodes behind one gateway; the source stands in the answer. No line means no limit. ${TRIES_AGAIN}`,
    ),
  listRepositories: ({ image }) =>
    inspect(`curl -sS ${quote(`https://hub.docker.com/v2/repositories/${image?.repository ?? "REPOSITORY"}/`)}`),
  tagsPage: ({ image }) => {
    const [owner = "", ...rest] = image?.repository.split("/") ?? [];
    return `A browser shows the tags at https://hub.docker.com/${owner === "library" ? `_/${rest.join("/")}` : `r/${image?.repository}`}/tags.`;
  },
  hosts: () =>
    connectsTo(
      "registry-1.docker.io, auth.docker.io, production.cloudflare.docker.com, production.cloudfront.docker.com and docker-images-prod.6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com",
    ),
  statusPage: () => "https://www.dockerstatus.com",
};
