import { newReference, newRepository } from "../../image/retired.ts";
import { type Cure, fix, inspect, type Names, namesOf, quote, setImage } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { tryWithLogin } from "../fixes/pull-secrets.ts";
import { listTags, tagsPage } from "../fixes/registry-contents.ts";
import { is404, NOT_FOUND, refusal, retiredImage } from "../readings.ts";
import { googlePlace } from "../registries/google.ts";
import { code, kindOf, registrySays, status, words } from "../signals.ts";

/** What the table of retirements knows; null for an image that it does not cover. */
function moveAway(facts: Facts, names: Names): readonly Cure[] | null {
  const { image } = facts;
  const retired = retiredImage(facts);
  if (image === null || retired === null) return null;
  const told = `${retired.note} Source: ${retired.source}`;
  const reference = newReference(retired, image);
  if (reference !== null)
    return [
      fix(
        "Ask for the image at its new place",
        [inspect(`skopeo inspect --raw ${quote(`docker://${reference}`)}`)],
        told,
      ),
      fix("Use the new name", [setImage(names, quote(reference))]),
    ];
  const repository = newRepository(retired, image);
  if (repository === null)
    return [
      fix("Ask for the image once more, and read where the publisher went", [tryWithLogin(facts)], told),
      fix(
        "Use a successor",
        [setImage(names, "REGISTRY/REPOSITORY:TAG")],
        "REGISTRY/REPOSITORY:TAG stands for its whole name.",
      ),
    ];
  return [
    fix("Look at the tags of the new place", [inspect(`skopeo list-tags ${quote(`docker://${repository}`)}`)], told),
    fix(
      "Use a tag of the new place",
      [setImage(names, `${quote(repository)}:TAG`)],
      "The tags differ from the old ones: put one of the list in place of TAG.",
    ),
  ];
}

/** Artifact Registry keeps what was below gcr.io in a repository of that name. */
function describeRepository(facts: Facts): string {
  const { location, project, repository } = googlePlace(facts);
  return `gcloud artifacts repositories describe ${repository} --project=${project} --location=${location}`;
}

/** Nodes report at most fifty images each, the largest (kubelet --node-status-max-images). */
function saveFromNode(names: Names): Cure {
  const search = (args: string, beginnings: string): string =>
    `kubectl get nodes -o json | jq -r ${args} '.items[] | select(any(.status.images[]?.names[]?; startswith(${beginnings}))) | .metadata.name'`;
  const name = names.repository;
  return fix(
    "Look for a node that still has the image",
    [
      inspect(
        search(`--arg name ${name}`, '$name + ":", $name + "@"'),
        search(`--arg tagged ${name}: --arg pinned ${name}@`, "$tagged, $pinned"),
      ),
    ],
    `There it can be saved before the kubelet cleans up; on the node with containerd: ctr -n k8s.io images export image.tar NAME, with Docker: docker save, with CRI-O: podman save. Push it to a registry of your own. A node reports its fifty largest images only.`,
  );
}

export default defineCause({
  group: "reference",
  title: "The image existed and is gone or has moved",
  what: "The image was withdrawn: its registry or repository is retired, or it was there before and is not any more.",
  why: `The image was there once. Publishers close registries or leave them (k8s.gcr.io, many projects of
gcr.io), move their catalogue (Bitnami's free images, 2025) or delete repositories (MinIO on Docker Hub,
2026). Tags end by rule as well: on Quay a tag can have a last day, and clean-up rules of ECR, Harbor,
GitLab or Artifactory delete what is old or has lost its tag. Nodes that pulled the image earlier go on
running it, so only new nodes and moved pods fail, often long after the day of the removal.`,
  scope: "image",
  signals: [
    {
      means: "certain",
      see: registrySays(/was deleted or has expired|(?:registry|repository) is deprecated and shutting down/i),
    },
    {
      means: "certain",
      see: words(/was deleted or has expired|(?:registry|repository) is deprecated and shutting down/i),
    },
    {
      means: "likely",
      given:
        "the image belongs to a registry or repository that is known to be retired or moved, and the answer is a refusal",
      see: (facts) => (retiredImage(facts)?.confirmed === true ? refusal(facts) : null),
    },
    {
      means: "possible",
      given:
        "the image belongs to a registry or repository that is said to be retired or moved, and the answer is a refusal",
      see: (facts) => (retiredImage(facts)?.confirmed === false ? refusal(facts) : null),
    },
    // Container Registry answers 412 for projects that were not moved to Artifact Registry; HEAD shows the number only.
    {
      means: "likely",
      given: "the registry is gcr.io",
      see: status([412], undefined, (facts) => kindOf(facts) === "gcr"),
    },
    {
      means: "likely",
      given: "the input shows that the image was pulled before",
      see: words(NOT_FOUND, ({ failure, error }) => failure.pulledBefore && is404(error)),
    },
    {
      means: "likely",
      given: "the input shows that the image was pulled before",
      see: code("MANIFEST_UNKNOWN", undefined, ({ failure }) => failure.pulledBefore),
    },
  ],
  outranks: [
    // The same answers, from a place that is known to be closed or had the image before.
    "tag-not-found",
    "image-not-found",
    "repository-not-found",
    // Closed places refuse as if a login or a right were missing.
    "missing-credentials",
    "rejected-credentials",
    "access-denied",
    // Both answer 412.
    "registry-policy-denied",
    "unexpected-registry-response",
  ],
  fixes: (facts) => {
    const names = namesOf(facts);
    const moved = moveAway(facts, names);
    if (moved !== null) return [...moved, saveFromNode(names)];
    const look =
      kindOf(facts) === "gcr"
        ? fix(
            "Look for the image in Artifact Registry",
            [inspect(describeRepository(facts)), listTags(facts)],
            "Google closed Container Registry in 2025. Where the owner of the project moved it to Artifact Registry, which the first command tells, the old names go on working; otherwise ask the owner where the images went.",
          )
        : fix(
            "Look at what is left",
            [listTags(facts)],
            kindOf(facts) === "quay"
              ? "The page of the repository shows deleted tags under Tag history; who may write there can bring one back for as long as its time machine reaches."
              : (tagsPage(facts) ?? "The registry's web page shows the same list."),
          );
    return [
      look,
      fix(
        "Use a tag that exists",
        [setImage(names, `${names.repository}:TAG`)],
        "Put one of the listed tags in place of TAG, or the whole name of a successor.",
      ),
      saveFromNode(names),
    ];
  },
  origins: [
    "https://cloud.google.com/container-registry/docs/deprecations/container-registry-deprecation",
    "quay/quay endpoints/v2/errors.py",
    "https://github.com/bitnami/containers/issues/83267",
    "https://kubernetes.io/blog/2023/03/10/image-registry-redirect",
  ],
  examples: {
    is: [
      'Failed to pull image "quay.io/acme/app:1": rpc error: code = Unknown desc = initializing source docker://quay.io/acme/app:1: reading manifest 1 in quay.io/acme/app: unknown: Tag 1 was deleted or has expired. To pull, revive via time machine',
      'Failed to pull image "gcr.io/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: Container Registry is deprecated and shutting down, please use the auto migration tool to migrate to Artifact Registry',
      'Failed to pull image "k8s.gcr.io/acme/pause:3": rpc error: code = Unknown desc = failed to pull and unpack image "k8s.gcr.io/acme/pause:3": failed to resolve reference "k8s.gcr.io/acme/pause:3": unexpected status from HEAD request to https://k8s.gcr.io/v2/acme/pause/manifests/3: 403 Forbidden',
      'Failed to pull image "bitnami/acme:16.1.0": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/bitnami/acme:16.1.0": failed to resolve image: docker.io/bitnami/acme:16.1.0: not found',
      'Failed to pull image "eu.gcr.io/acme/app:1": failed to pull and unpack image "eu.gcr.io/acme/app:1": failed to resolve reference "eu.gcr.io/acme/app:1": unexpected status from HEAD request to https://eu.gcr.io/v2/acme/app/manifests/1: 412 Precondition Failed',
      '  Normal   Pulled   3h   kubelet  Successfully pulled image "registry.example/acme/app:1" in 2.1s\n  Warning  Failed   10s  kubelet  Failed to pull image "registry.example/acme/app:1": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/app:1": failed to resolve reference "registry.example/acme/app:1": registry.example/acme/app:1: not found',
      '  Normal   Pulled   3h   kubelet  Successfully pulled image "quay.io/acme/app:1" in 2.1s\n  Warning  Failed   10s  kubelet  Failed to pull image "quay.io/acme/app:1": rpc error: code = Unknown desc = reading manifest 1 in quay.io/acme/app: manifest unknown',
    ],
    isNot: [
      [
        'Failed to pull image "k8s.gcr.io/pause:3.9": rpc error: code = Unknown desc = failed to pull and unpack image "k8s.gcr.io/pause:3.9": failed to resolve reference "k8s.gcr.io/pause:3.9": failed to do request: Head "https://k8s.gcr.io/v2/pause/manifests/3.9": dial tcp: lookup k8s.gcr.io on 192.0.2.53:53: no such host',
        "dns-failure",
      ],
      [
        'Failed to pull image "bitnami/acme:16.1.0": rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/bitnami/acme:16.1.0": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/bitnami/acme/manifests/sha256:429429: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit.',
        "registry-rate-limited",
      ],
      [
        'Failed to pull image "registry.example/bitnami/acme:expired": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/bitnami/acme:expired": failed to resolve reference "registry.example/bitnami/acme:expired": registry.example/bitnami/acme:expired: not found',
        "image-not-found",
      ],
    ],
  },
});
