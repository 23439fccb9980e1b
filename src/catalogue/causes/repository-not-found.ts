import { fix, namesOf, setImage } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { listRepositories, listTags, tagsPage } from "../fixes/registry-contents.ts";
import { registryFor } from "../registries/index.ts";
import { code, registrySays, step, words } from "../signals.ts";

/** What a path has to look like, where registries have a rule of their own. */
function pathRule(facts: Facts): string {
  return registryFor(facts).path ?? "Compare it part by part with what was pushed, host and port included.";
}

export default defineCause({
  group: "reference",
  title: "The registry has no such repository",
  what: "The registry says that the repository, or the project around it, does not exist.",
  why: `The registry was reached and knows no repository of this name. Most often the name is misspelt,
lacks a part (the project, the group, the key of the repository), or points at another registry, account or
region than the one that was pushed to. Many registries make a repository with the first push, so nothing
may have been pushed yet; others want it created before. A repository that was renamed or deleted reads the
same. Most registries hide private repositories behind a refusal instead, so these words are a clear answer.`,
  scope: "image",
  mayBeMisspelt: ["host", "repository"],
  signals: [
    { means: "certain", see: code("NAME_UNKNOWN") },
    { means: "certain", see: step("repository-not-found") },
    {
      means: "certain",
      see: registrySays(/\b(?:project|repository|namespace)\b[^:<>]{0,200}\b(?:not found|does not exist|not known)/i),
    },
    { means: "certain", see: words(/repository name not known to registry|name unknown/i) },
  ],
  outranks: [
    // It says what is missing; these know only that something is.
    "image-not-found",
    "tag-not-found",
    // Docker and containerd add their guess at a missing login; the registry's own word decides.
    "missing-credentials",
    "access-denied",
  ],
  fixes: (facts) => {
    const names = namesOf(facts);
    const near = listRepositories(facts);
    return [
      fix(
        "Look at what the registry holds",
        near === null ? [listTags(facts)] : [listTags(facts), near],
        `The commands ask with your own login${near?.run.includes("USER") === true ? ", whose name stands for USER" : ""}. ${pathRule(facts)}`,
      ),
      fix(
        "Use the name under which the image was pushed",
        [setImage(names, "REGISTRY/REPOSITORY:TAG")],
        `The log of the build that pushed the image holds REGISTRY/REPOSITORY:TAG, its whole name. ${tagsPage(facts) ?? ""}`.trim(),
      ),
    ];
  },
  origins: [
    "https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes",
    "distribution/distribution registry/api/errcode/register.go",
    "moby/moby distribution/errors.go",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/common-errors-docker.html",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: repository registry.example/acme/app not found: name unknown: repository name not known to registry',
      "Failed to pull image \"123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/app:1\": failed to pull and unpack image \"123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/app:1\": failed to resolve image: unexpected status from GET request to https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/v2/acme/app/manifests/1: 404 Not Found\nname unknown: The repository with name 'acme/app' does not exist in the registry with id '123456789012'",
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = initializing source docker://registry.example/acme/app:1: reading manifest 1 in registry.example/acme/app: name unknown: repository name not known to registry',
      'Failed to pull image "harbor.example/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: unknown: repository acme/app not found',
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: error from registry: repository name not known to registry',
    ],
    isNot: [
      [
        "Failed to pull image \"acme/app:1\": rpc error: code = Unknown desc = Error response from daemon: pull access denied for acme/app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
        "missing-credentials",
      ],
      [
        'Failed to pull image "registry.example/repository/not-found:1": rpc error: code = Unknown desc = Error response from daemon: manifest for registry.example/repository/not-found:1 not found: manifest unknown: manifest unknown',
        "tag-not-found",
      ],
      [
        'Failed to pull image "harbor.example/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: unknown: artifact acme/app:1 not found',
        "image-not-found",
      ],
    ],
  },
});
