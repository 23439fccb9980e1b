import { type Cure, fix, inspectNode, namesOf } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { endpointOf } from "../fixes/endpoint.ts";
import { letNodesPull } from "../fixes/node-identity.ts";
import {
  PULL_SECRETS_NOTE,
  showPullSecrets,
  showSecretRegistries,
  tryWithLogin,
  tryWithSecret,
} from "../fixes/pull-secrets.ts";
import { ask, onNode, proxySettingsNote, showProxySettings } from "../fixes/reach.ts";
import { listTags } from "../fixes/registry-contents.ts";
import { hostsNeeded } from "../fixes/registry-services.ts";
import { answers403ToAnonymous } from "../readings.ts";
import { cureForWords, registryFor } from "../registries/index.ts";
import { code, has, kindOf, registrySays, status, words } from "../signals.ts";

const FORBIDDEN =
  /is not authorized to perform|permission .{1,300} denied on resource|permission_denied|is not allowed access|access forbidden|not permitted for this account|billing (?:account )?(?:is )?(?:disabled|not enabled)|has not been used in project|prohibited by organization's policy|IP .{0,60} (?:is )?not allowed/i;

/** Refusals that a registry gives to those who have not logged in. They tell of no right that somebody lacks. */
function isForStrangers(facts: Facts): boolean {
  const { credentials, http, registry } = facts.error;
  if (registry.some(({ masked }) => /unauthenticated requests?\b/i.test(masked))) return true;
  if (http?.status === 403) return http.endpoint === "token" && credentials === "none" && answers403ToAnonymous(facts);
  // "denied: denied" is all that GHCR says of a private package, or of one that is not there.
  return kindOf(facts) === "ghcr" && registry.every(({ masked }) => /^(?:denied)?$/i.test(masked.trim()));
}

const isForMembers = (facts: Facts): boolean => !isForStrangers(facts);

/** The registry refuses by the address that asks, not by the account. */
const BY_ADDRESS = /client with IP|IP .{0,60} (?:is )?not allowed/i;

/** Layers come from a storage or content network, by links that end after minutes. */
function cureDownload(facts: Facts): readonly Cure[] {
  const ecr =
    kindOf(facts) === "ecr"
      ? " Layers of ECR come from S3: the policy of a gateway endpoint for S3 must allow that bucket."
      : "";
  return [
    fix(
      "Ask the host of the layers from the node",
      [ask(endpointOf(facts)), inspectNode("date -u"), showProxySettings(facts)],
      `${onNode(facts)} A page of a proxy or a firewall in the answer tells who refused. The links to layers are signed and end after minutes, so a clock that is wrong breaks them. ${proxySettingsNote(facts)}`,
    ),
    fix(
      "Let the nodes reach the hosts of the layers",
      [],
      `${hostsNeeded(facts) ?? "The registry's documentation names the hosts that layers come from."}${ecr}`,
    ),
  ];
}

function letAddressIn(facts: Facts): readonly Cure[] {
  return [
    fix(
      "See with which address the nodes come",
      [inspectNode("curl -sS https://checkip.amazonaws.com")],
      `${onNode(facts)} The address in the message is the one that the nodes leave the network with.`,
    ),
    fix("Add the address to the registry's list", [], "Whoever runs the registry keeps the list of addresses."),
  ];
}

export default defineCause({
  group: "auth",
  title: "The registry does not permit this pull",
  what: "The registry knows who asks, or from where, and does not permit it.",
  why: `The registry knows who asks and does not allow it. Most often the account, token or role lacks the
right to pull from this repository. On ECR that is a policy on the nodes' role or, across accounts, on the
repository. On Artifact Registry it is roles/artifactregistry.reader, on GHCR the scope read:packages and
access to the package. Registries also refuse by network address (the firewall of Azure Container Registry), by
rules of the organisation, and when billing or the service is switched off. Several answer in the same way
for a repository that does not exist. A 403 from a storage or content host concerns the download link: it
has ended, or a proxy or firewall in between refused.`,
  scope: "namespace",
  mayBeMisspelt: ["host"],
  signals: [
    { means: "certain", see: registrySays(FORBIDDEN) },
    { means: "certain", see: words(FORBIDDEN) },
    {
      means: "likely",
      given: "it is not how this registry answers a pull without credentials",
      see: status([403], undefined, isForMembers),
    },
    {
      means: "likely",
      given: "there is a message of its own, and it is not how this registry answers a pull without credentials",
      see: code(
        "DENIED",
        /./,
        (facts) =>
          isForMembers(facts) &&
          !/^requested access to the resource is denied/i.test(facts.error.registry[0]?.message ?? ""),
      ),
    },
    {
      means: "likely",
      given:
        "the runtime does not guess at a missing login, and it is not how this registry answers a pull without credentials",
      see: code("DENIED", /^$/, (facts) => isForMembers(facts) && !has(facts.error, "access-denied")),
    },
    {
      means: "likely",
      given: "the HTTP status is 403",
      see: code("DENIED", undefined, ({ error }) => error.http?.status === 403),
    },
    { means: "likely", see: words(/^\W*access forbidden|\bDENIED: /) },
  ],
  // "May require authorization" is the runtime's guess; the registry's own word says that a login is not what lacks.
  outranks: ["missing-credentials"],
  couldBe: [
    {
      cause: "missing-credentials",
      why: "No credentials were used, and some registries answer 403 to an anonymous request for a private image.",
      when: ({ error }) => error.credentials === "none",
      check: (facts) => showPullSecrets(namesOf(facts)),
    },
    {
      cause: "rejected-credentials",
      why: "A bare 403 is also the answer to credentials that have expired.",
      when: ({ error }) =>
        error.credentials !== "none" &&
        error.http?.endpoint !== "blob" &&
        error.registry.every((one) => one.message === ""),
      check: (facts) => tryWithSecret(facts),
    },
    {
      cause: "repository-not-found",
      why: "Google answers in these words for a repository or project that does not exist, too.",
      when: ({ error }) => /or it may not exist/.test(error.prepared.text),
      check: (facts) => listTags(facts),
    },
  ],
  fixes: (facts) => {
    if (facts.error.http?.endpoint === "blob") return cureDownload(facts);
    const names = namesOf(facts);
    const own = cureForWords(facts);
    if (BY_ADDRESS.test(facts.error.prepared.text)) return own === null ? letAddressIn(facts) : [own];
    const byRole = letNodesPull(facts);
    if (byRole !== null) {
      const look = fix(
        "See whether you may pull the image yourself",
        [listTags(facts), tryWithLogin(facts)],
        "With your own login. Where that works, the image is there and only the nodes lack the right; otherwise check the name, the project or account in it, and whether its billing is in order.",
      );
      return own === null ? [look, byRole] : [own, look];
    }
    const look = fix(
      "Try the pod's login and your own",
      [showPullSecrets(names), tryWithSecret(facts), tryWithLogin(facts)],
      `${PULL_SECRETS_NOTE} The second command asks for the image with the pull secret, the third with your own login.`,
    );
    if (own !== null) return [own, look];
    return [
      look,
      fix(
        "Give the account the right to pull",
        [showSecretRegistries(names)],
        `${registryFor(facts).right ?? "Whoever runs the registry can let the account read this repository."} The command prints the user whose right it is.`,
      ),
    ];
  },
  origins: [
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_EKS.html",
    "https://cloud.google.com/artifact-registry/docs/integrate-gke",
    "https://learn.microsoft.com/azure/container-registry/container-registry-troubleshoot-access",
    "containerd/containerd core/remotes/docker/resolver.go",
  ],
  examples: {
    is: [
      "Failed to pull image \"123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/app:1\": rpc error: code = Unknown desc = Error response from daemon: pull access denied for 123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/app, repository does not exist or may require 'docker login': denied: User: arn:aws:sts::123456789012:assumed-role/nodes/i-0 is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:123456789012:repository/acme/app because no identity-based policy allows the ecr:BatchGetImage action",
      'Failed to pull image "europe-docker.pkg.dev/acme/apps/app:1": rpc error: code = Unknown desc = Error response from daemon: Get "https://europe-docker.pkg.dev/v2/acme/apps/app/manifests/1": denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/acme/locations/europe/repositories/apps" (or it may not exist)',
      "Failed to pull image \"acme.azurecr.io/app:1\": rpc error: code = Unknown desc = initializing source docker://acme.azurecr.io/app:1: reading manifest 1 in acme.azurecr.io/app: denied: client with IP '192.0.2.7' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.",
      'Failed to pull image "europe-docker.pkg.dev/acme/apps/app:1": failed to pull and unpack image "europe-docker.pkg.dev/acme/apps/app:1": failed to resolve image: failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://europe-docker.pkg.dev/v2/token?scope=%5BREDACTED%5D&service=%5BREDACTED%5D: 403 Forbidden',
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:1": failed to resolve reference "registry.example/acme/app:1": pulling from host registry.example failed with status code [manifests 1]: 403 Forbidden',
      'Failed to pull image "acme/app:1": failed to pull and unpack image "docker.io/acme/app:1": failed to copy: httpReadSeeker: failed open: unexpected status from GET request to https://production.cloudflare.docker.com/registry-v2/docker/registry/v2/blobs/sha256/40/403403/data: 403 Forbidden',
      'Failed to pull image "registry.gitlab.com/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: Head "https://registry.gitlab.com/v2/acme/app/manifests/1": denied: access forbidden',
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: Head "https://registry.example/v2/acme/app/manifests/1": denied: this account is suspended',
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: Head "https://registry.example/v2/acme/app/manifests/1": denied',
      'Failed to pull image "registry.example/acme/app:1": failed to pull and unpack image "registry.example/acme/app:1": failed to resolve reference "registry.example/acme/app:1": unexpected status from GET request to https://registry.example/v2/acme/app/manifests/1: 403 Forbidden\ndenied: requested access to the resource is denied',
    ],
    isNot: [
      [
        'Failed to pull image "ghcr.io/acme/app:1": failed to pull and unpack image "ghcr.io/acme/app:1": failed to resolve reference "ghcr.io/acme/app:1": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://ghcr.io/token?scope=%5BREDACTED%5D&service=%5BREDACTED%5D: 403 Forbidden',
        "rejected-credentials",
      ],
      [
        'Failed to pull image "registry.example/acme/forbidden:403": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/forbidden:403": failed to resolve reference "registry.example/acme/forbidden:403": registry.example/acme/forbidden:403: not found',
        "image-not-found",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1": failed to pull and unpack image "registry.example/acme/app:1": failed to extract layer sha256:403403: mkdir /var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/new-403: permission denied: unknown',
        "node-filesystem-error",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1": failed to pull and unpack image "registry.example/acme/app:1": failed to resolve reference "registry.example/acme/app:1": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1": Forbidden',
        "proxy-error",
      ],
    ],
  },
});
