import { fix, namesOf } from "../commands.ts";
import { defineCause } from "../define.ts";
import { renewSecret } from "../fixes/credentials.ts";
import { letNodesPull } from "../fixes/node-identity.ts";
import {
  PULL_SECRETS_NOTE,
  showPullSecrets,
  showSecretRegistries,
  tryAnonymously,
  tryWithSecret,
} from "../fixes/pull-secrets.ts";
import { answers403ToAnonymous } from "../readings.ts";
import { cureForWords } from "../registries/index.ts";
import { has, kindOf, registrySays, status, step, words } from "../signals.ts";

const REFUSED =
  /incorrect username or password|invalid username or password|(?<!may have )invalid credentials|(?:password|token)(?: or \w+)? (?:provided )?(?:is|was) incorrect|HTTP Basic: Access denied|authorization token (?:has expired|is invalid)|token (?:has )?expired|bad credentials|login credentials are not valid|cannot be authenticated with the token|must log in with a personal access token|could not find robot with/i;

export default defineCause({
  group: "auth",
  title: "The credentials were refused",
  what: "Credentials were sent, and the registry refused them: wrong, expired or unreadable.",
  why: `Credentials reached the registry and it refused them. Most often a token has ended: those of ECR
live 12 hours, deploy tokens and personal access tokens have a last day, and a changed password or a second
factor ends a login at once. Otherwise the password was mistyped, belongs to another registry, or the secret
was made from a variable that was empty. GHCR and ECR Public refuse a login that has ended even for public
images. The kubelet tries each secret that fits the registry, and the message may be that of the last one
only.`,
  scope: "namespace",
  signals: [
    { means: "certain", see: registrySays(REFUSED) },
    { means: "certain", see: words(REFUSED) },
    { means: "certain", see: words(/invalid_token|invalid decoded auth/) },
    {
      means: "certain",
      given: "the request was made with credentials",
      see: status([400, 401], ["token"], ({ error }) => error.credentials === "sent"),
    },
    // GHCR and GitLab answer 403 at the token endpoint to a token that is expired or wrong.
    {
      means: "likely",
      given: "the request was made with credentials, to GHCR or GitLab",
      see: status([403], ["token"], (facts) => facts.error.credentials === "sent" && answers403ToAnonymous(facts)),
    },
    // containers/image prints these words for every 401 of a token server; a bare code behind them is GHCR's to strangers.
    {
      means: "likely",
      given: "the token server said more than a code, or nothing",
      see: step(
        "auth-token",
        ({ error: { registry } }) => registry.length === 0 || registry.some((one) => one.message !== ""),
      ),
    },
  ],
  outranks: [
    // The same 401 and 403; here it is known that a login was sent.
    "missing-credentials",
    "access-denied",
    // An element of the kubelet's list can be the 404 that a stranger gets.
    "image-not-found",
  ],
  couldBe: [
    {
      cause: "missing-credentials",
      why: 'CRI-O prints "invalid username/password" also when it had no credentials to send.',
      when: ({ error }) => has(error, "auth-token"),
      check: (facts) => showPullSecrets(namesOf(facts)),
    },
    {
      cause: "access-denied",
      why: "The token endpoint answers 403 also to an account that is valid but has no rights here.",
      when: ({ error }) => error.http?.status === 403,
      check: (facts) => tryWithSecret(facts),
    },
  ],
  fixes: (facts) => {
    const names = namesOf(facts);
    const look = fix(
      "Try the pull secret from your machine",
      [showPullSecrets(names), showSecretRegistries(names), tryWithSecret(facts)],
      `${PULL_SECRETS_NOTE} The second command prints registries and users, no passwords; the third asks for the image with them.`,
    );
    const kind = kindOf(facts);
    const own = cureForWords(facts);
    const byRole = letNodesPull(facts);
    if (byRole !== null)
      return [own ?? look, byRole, { ...renewSecret(facts), title: "In any other cluster, renew the pull secret" }];
    if (own !== null) return [own, look, renewSecret(facts)];
    if (kind !== "ghcr" && kind !== "ecr-public" && kind !== "docker-hub") return [look, renewSecret(facts)];
    return [
      look,
      renewSecret(facts),
      fix(
        "Or pull without a login, if the image is public",
        [tryAnonymously(facts)],
        "If this works, take the secret out of the pod's list, or the registry's entry out of the secret: the login is what the registry refuses. A pull without one counts against the limits for strangers.",
      ),
    ];
  },
  origins: [
    "quay/quay data/model/user.py (verify_robot)",
    "containerd/containerd core/remotes/docker/authorizer.go",
    "containers/image docker/docker_client.go",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html",
    "https://docs.gitlab.com/user/project/deploy_tokens/",
  ],
  examples: {
    is: [
      'Failed to pull image "quay.io/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: Head "https://quay.io/v2/acme/app/manifests/1": unauthorized: Could not find robot with username: acme+bot and supplied password.',
      'Failed to pull image "acme/app:1": rpc error: code = Unknown desc = Error response from daemon: Head "https://registry-1.docker.io/v2/acme/app/manifests/1": unauthorized: your account must log in with a Personal Access Token (PAT) - learn more at docs.docker.com/go/access-tokens',
      'Failed to pull image "acme/app:1": rpc error: code = Unknown desc = Error response from daemon: Head "https://registry-1.docker.io/v2/acme/app/manifests/1": unauthorized: incorrect username or password',
      "Failed to pull image \"123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/app:1\": rpc error: code = Unknown desc = Error response from daemon: pull access denied for 123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/app, repository does not exist or may require 'docker login': denied: Your authorization token has expired. Reauthenticate and try again.",
      'Failed to pull image "registry.example/acme/app:1": failed to pull and unpack image "registry.example/acme/app:1": failed to resolve reference "registry.example/acme/app:1": pull access denied, repository does not exist or may require authorization: server message: invalid_token: authorization failed',
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:1": failed to resolve reference "registry.example/acme/app:1": failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized',
      'Failed to pull image "registry.gitlab.com/acme/app:1": failed to pull and unpack image "registry.gitlab.com/acme/app:1": failed to resolve image: failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://gitlab.com/jwt/auth?scope=%5BREDACTED%5D&service=%5BREDACTED%5D: 403 Forbidden',
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = initializing source docker://registry.example/acme/app:1: unable to retrieve auth token: invalid username/password: unauthorized: The account is locked',
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:1": invalid credentials for registry.example',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:1": failed to pull and unpack image "registry.example/acme/app:1": failed to resolve reference "registry.example/acme/app:1": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://auth.example/token?service=registry.example: 401 Unauthorized',
        "missing-credentials",
      ],
      [
        'Failed to pull image "registry.example/acme/token-expired:1": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/token-expired:1": failed to resolve reference "registry.example/acme/token-expired:1": registry.example/acme/token-expired:1: not found',
        "image-not-found",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1": failed to pull and unpack image "registry.example/acme/app:1": failed to resolve reference "registry.example/acme/app:1": failed to authorize: failed to fetch oauth token: Post "https://auth.example/token": x509: certificate has expired or is not yet valid: current time 2026-11-22T03:00:00Z is after 2026-11-21T23:59:59Z',
        "tls-certificate-invalid",
      ],
      [
        'Failed to pull image "europe-docker.pkg.dev/acme/apps/app:1": failed to pull and unpack image "europe-docker.pkg.dev/acme/apps/app:1": failed to resolve reference "europe-docker.pkg.dev/acme/apps/app:1": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://europe-docker.pkg.dev/v2/token?scope=%5BREDACTED%5D&service=%5BREDACTED%5D: 403 Forbidden',
        "access-denied",
      ],
    ],
  },
});
