import { fix, namesOf, setImage } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { givePullSecret } from "../fixes/credentials.ts";
import { isAtHome, letNodesPull } from "../fixes/node-identity.ts";
import { PULL_SECRETS_NOTE, showPullSecrets, tryAnonymously, tryWithLogin } from "../fixes/pull-secrets.ts";
import { listRepositories, listTags } from "../fixes/registry-contents.ts";
import { answers403ToAnonymous, isBareDenial, NOT_FOUND } from "../readings.ts";
import { registryFor } from "../registries/index.ts";
import { code, has, kindOf, registrySays, status, step, words } from "../signals.ts";

/** True where the user named no registry, so that Docker Hub was asked by default. */
function isBareName({ image }: Facts): boolean {
  return (
    image !== null && kindOf({ image } as Facts) === "docker-hub" && !/^[^/]*docker\.(?:io|com)\//i.test(image.raw)
  );
}

export default defineCause({
  group: "auth",
  title: "The registry wants credentials",
  what: "The registry refused a pull that came without a login it knows.",
  why: `The image is private and the pull came without credentials. Most often the pod names no pull secret:
secrets belong to one namespace, and a login on somebody's machine does not reach the nodes. Just as often
the name is wrong, since Docker Hub, GHCR and others answer for a repository that does not exist as if it
were private, and a bare name such as app means docker.io/library/app. A secret also goes unused when it
names the registry differently from the image, port included. On EKS, GKE and AKS the nodes log in to the
cloud's own registry by themselves; there a refusal means that their role, or the plugin that fetches the
login, is missing.`,
  scope: "namespace",
  mayBeMisspelt: ["host", "repository"],
  signals: [
    { means: "certain", see: words(/no basic auth credentials/i) },
    { means: "certain", see: registrySays(/unauthenticated requests?\b/i) },
    {
      means: "certain",
      given: "the request was made without credentials",
      see: status([401], ["token"], ({ error }) => error.credentials === "none"),
    },
    // These registries answer an anonymous token request for a private repository with 403.
    {
      means: "likely",
      given: "the request was made without credentials, to GHCR or GitLab",
      see: status([403], ["token"], (facts) => facts.error.credentials === "none" && answers403ToAnonymous(facts)),
    },
    {
      means: "likely",
      given: "nothing says that credentials were sent",
      see: status([401], undefined, ({ error }) => error.credentials !== "sent"),
    },
    {
      means: "likely",
      given: "the registry itself said nothing more precise",
      see: step(["access-denied", "pull-access-denied"], ({ error }) => isBareDenial(error)),
    },
    { means: "likely", see: words(/insufficient_scope/) },
    { means: "likely", see: code("DENIED", /^(?:$|requested access to the resource is denied)/i) },
    {
      means: "likely",
      given: "the registry is GHCR",
      see: code("DENIED", /^denied$/i, (facts) => kindOf(facts) === "ghcr"),
    },
    { means: "likely", see: code("UNAUTHORIZED") },
    { means: "likely", see: registrySays(/^(?:unauthorized|authentication required)\b/i) },
    {
      means: "likely",
      given: 'cri-dockerd adds that there may be no credentials on the request, and the registry says "not found"',
      see: step(
        "pull-image",
        ({ error }) =>
          /there are no credentials on this request/.test(error.prepared.text) && NOT_FOUND.test(error.leaf.masked),
      ),
    },
    {
      means: "likely",
      see: words(
        /requested access to the resource is denied|authentication required|may require (?:authorization|'docker login')|not found or it is private|access to the requested resource is not authorized/i,
      ),
    },
  ],
  // A refusal that also says "not found" is one that hides the image from strangers.
  outranks: ["image-not-found"],
  couldBe: [
    {
      cause: "repository-not-found",
      why: "Docker Hub and other registries answer in the same words when the repository does not exist.",
      when: ({ error }) =>
        has(error, "access-denied", "pull-access-denied") || error.registry.some((one) => one.code === "DENIED"),
      check: (facts) => listTags(facts),
    },
    {
      cause: "rejected-credentials",
      why: "The words do not say whether credentials were sent; a pull secret that is wrong or expired reads the same.",
      when: ({ error }) => error.credentials !== "none",
      check: (facts) => showPullSecrets(namesOf(facts)),
    },
  ],
  fixes: (facts) => {
    const names = namesOf(facts);
    const byRole = letNodesPull(facts);
    const look = fix(
      "See whether the pod has a pull secret, and whether the image is public",
      [showPullSecrets(names), tryAnonymously(facts), tryWithLogin(facts)],
      `${PULL_SECRETS_NOTE} The second command asks for the image as nobody, the third with your own login: where that fails too, the name is wrong or the account has no access. ${registryFor(facts).anonymous ?? ""}`.trimEnd(),
    );
    if (byRole !== null)
      return [
        look,
        byRole,
        ...(isAtHome(facts)
          ? []
          : [givePullSecret(facts, "Or give the pod a pull secret, where the nodes are elsewhere")]),
      ];
    if (kindOf(facts) === "mcr" || kindOf(facts) === "registry.k8s.io")
      return [
        look,
        fix(
          "Correct the name",
          [setImage(names, "REGISTRY/REPOSITORY:TAG")],
          "Everything in this registry is public; it refuses only what is not there. REGISTRY/REPOSITORY:TAG stands for the whole name, as the image's documentation has it.",
        ),
      ];
    if (!isBareName(facts)) return [look, givePullSecret(facts)];
    const near = listRepositories(facts);
    return [
      look,
      fix(
        "Name the registry, if the image is not on Docker Hub",
        [...(near === null ? [] : [near]), setImage(names, "REGISTRY/REPOSITORY:TAG")],
        "A name without a host is looked for on Docker Hub; REGISTRY/REPOSITORY:TAG stands for the whole name. An image that was only built on your machine has to be pushed, or loaded into a local cluster: kind load docker-image, minikube image load, k3d image import.",
      ),
      givePullSecret(facts),
    ];
  },
  origins: [
    "containerd/containerd core/remotes/docker/authorizer.go",
    "containerd/containerd core/remotes/docker/resolver.go",
    "moby/moby distribution/errors.go",
    "https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: Get https://registry.example/v2/acme/app/manifests/1: no basic auth credentials',
      'Failed to pull image "123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/app:1": failed to pull and unpack image "123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/app:1": failed to resolve reference "123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/app:1": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
      'Failed to pull image "europe-docker.pkg.dev/acme/apps/app:1": rpc error: code = Unknown desc = Error response from daemon: Head "https://europe-docker.pkg.dev/v2/acme/apps/app/manifests/1": denied: Unauthenticated request. Unauthenticated requests do not have permission "artifactregistry.repositories.downloadArtifacts" on resource "projects/acme/locations/europe/repositories/apps" (or it may not exist)',
      'Failed to pull image "acme.azurecr.io/app:1": failed to pull and unpack image "acme.azurecr.io/app:1": failed to resolve reference "acme.azurecr.io/app:1": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://acme.azurecr.io/oauth2/token?scope=%5BREDACTED%5D&service=%5BREDACTED%5D: 401 Unauthorized',
      'Failed to pull image "ghcr.io/acme/app:1": failed to pull and unpack image "ghcr.io/acme/app:1": failed to resolve image: failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aacme%2Fapp%3Apull&service=ghcr.io: 403 Forbidden',
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:1": failed to resolve reference "registry.example/acme/app:1": unexpected status code [manifests 1]: 401 Unauthorized',
      'Failed to pull image "acme/app:1": rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/acme/app:1": failed to resolve reference "docker.io/acme/app:1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      "Failed to pull image \"acme/app:1\": rpc error: code = Unknown desc = Error response from daemon: pull access denied for acme/app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      'Failed to pull image "ghcr.io/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: Head "https://ghcr.io/v2/acme/app/manifests/1": denied: denied',
      'Failed to pull image "harbor.example/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: unauthorized: unauthorized to access repository: acme/app, action: pull: unauthorized to access repository: acme/app, action: pull',
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: error from registry: authentication required',
      'Failed to pull image "acme/app:1": rpc error: code = Unknown desc = initializing source docker://acme/app:1: reading manifest 1 in docker.io/acme/app: requested access to the resource is denied',
      'Failed to pull image "quay.io/acme/app:1": rpc error: code = Unknown desc = initializing source docker://quay.io/acme/app:1: reading manifest 1 in quay.io/acme/app: unauthorized: access to the requested resource is not authorized',
      "image pull failed for registry.example/acme/app:1, this may be because there are no credentials on this request.  details: (Error: image acme/app:1 not found)",
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:1": failed to pull and unpack image "registry.example/acme/app:1": failed to resolve reference "registry.example/acme/app:1": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.example/token?service=registry.example: 401 Unauthorized',
        "rejected-credentials",
      ],
      [
        'Failed to pull image "acme/unauthorized:401": failed to pull and unpack image "docker.io/acme/unauthorized:401": failed to resolve reference "docker.io/acme/unauthorized:401": failed to do request: Head "https://registry-1.docker.io/v2/acme/unauthorized/manifests/401": EOF',
        "connection-interrupted",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1": failed to pull and unpack image "registry.example/acme/app:1": failed to resolve reference "registry.example/acme/app:1": failed to authorize: failed to fetch anonymous token: Get "https://auth.example/token?service=registry.example": dial tcp 192.0.2.7:443: i/o timeout',
        "connection-timeout",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1": failed to pull and unpack image "registry.example/acme/app:1": failed to resolve reference "registry.example/acme/app:1": unexpected status from HEAD request to https://registry.example/v2/acme/app/manifests/1: 403 Forbidden',
        "access-denied",
      ],
    ],
  },
});
