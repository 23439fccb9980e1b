import { fix, namesOf, setImage } from "../commands.ts";
import { defineCause } from "../define.ts";
import { listRepositories, listTags, tagsPage } from "../fixes/registry-contents.ts";
import { is404, NOT_FOUND } from "../readings.ts";
import { has, kindOf, registrySays, status, step, words } from "../signals.ts";

export default defineCause({
  group: "reference",
  title: "The registry has no such image",
  what: "The registry answered 404, which does not tell a missing tag from a missing repository.",
  why: `The registry was asked for the image's manifest and answered 404. containerd looks no further than
this number, so the tag, the repository or the project can be what is missing. Most often the tag is
misspelt or was not pushed; next comes a path that is wrong or lacks a part. A repository that only passes
on another registry answers like this when that one has no such image, and some registries do so for a
private image that the login may not see. Right after a push a registry may need some seconds to show the
image.`,
  scope: "image",
  mayBeMisspelt: ["host", "repository", "tag"],
  signals: [
    {
      means: "certain",
      given: "the words speak of the image, and not of a layer or a file on the node",
      see: words(NOT_FOUND, ({ error }) => is404(error)),
    },
    { means: "certain", see: status([404], ["manifest"]) },
    // Cut behind the code, while the reference was being resolved.
    {
      means: "likely",
      given: "the message ends while the reference is resolved",
      see: step(
        "grpc",
        ({ error }) => error.grpcCode === "NotFound" && /^failed to resol[a-z ]*$/i.test(error.leaf.text),
      ),
    },
    // Somebody's summary: the pull and the answer, and nothing between them.
    {
      means: "likely",
      given: "the request is not named, and the message is about a pull",
      see: status(
        [404],
        ["other"],
        ({ error }) => error.request === null && has(error, "pull-image", "back-off", "daemon"),
      ),
    },
    { means: "certain", see: registrySays(/\b(?:artifact|image)\b[^:<>]{0,200}\bnot found/i) },
    { means: "certain", see: words(/artifact not found|\bimage ["\uE000]{1,400} not found/i) },
  ],
  couldBe: [
    {
      cause: "tag-not-found",
      why: "A repository that exists, without this tag or digest, gets the same answer.",
      check: (facts) => listTags(facts),
    },
    {
      cause: "repository-not-found",
      why: "A repository that does not exist gets the same answer.",
      check: (facts) => listTags(facts),
    },
    // jfrog.com/help, "Why Docker pull of an Xray-blocked image returns 403 from Local and 404 from Virtual".
    {
      cause: "registry-policy-denied",
      why: "A virtual repository of Artifactory answers 404 for an image that Xray blocks, too.",
      when: (facts) => kindOf(facts) === "artifactory",
    },
  ],
  fixes: (facts) => {
    const names = namesOf(facts);
    const near = listRepositories(facts);
    return [
      fix(
        "Find out whether the tag or the repository is missing",
        near === null ? [listTags(facts)] : [listTags(facts), near],
        `A list of tags means that the repository exists and the tag does not; an error speaks for the repository. The commands ask with your own login${near?.run.includes("USER") === true ? ", whose name stands for USER" : ""}. ${tagsPage(facts) ?? ""}`.trim(),
      ),
      fix(
        "Use a tag that exists",
        [setImage(names, `${names.repository}:TAG`)],
        "For a tag that is missing. Put one of the listed tags in place of TAG.",
      ),
      fix(
        "Use the name under which the image was pushed",
        [setImage(names, "REGISTRY/REPOSITORY:TAG")],
        "For a repository that is missing. The log of the build that pushed the image holds REGISTRY/REPOSITORY:TAG, its whole name.",
      ),
    ];
  },
  origins: [
    "containerd/containerd core/remotes/docker/resolver.go",
    "https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests",
    "goharbor/harbor src/lib/errors/const.go",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/app:1": failed to resolve reference "registry.example/acme/app:1": registry.example/acme/app:1: not found',
      'Failed to pull image "ghcr.io/acme/app:1": rpc error: code = NotFound desc = failed to pull and unpack image "ghcr.io/acme/app:1": failed to resolve image: ghcr.io/acme/app:1: not found',
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = initializing source docker://registry.example/acme/app:1: reading manifest 1 in registry.example/acme/app: StatusCode: 404, "page not found"',
      'Failed to pull image "harbor.example/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: unknown: artifact acme/app:1 not found',
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: artifact not found',
      'Error: Failed to pull image "registry.example/acme/app:1"\nReason: 404 Not Found\nStatus: ImagePullBackOff',
      'time="2026-01-02T10:00:44Z" level=fatal msg="pulling image: rpc error: code = NotFound desc = failed to pull and unpack image \\"registry.example/acme/app:1\\": failed to resolve refer',
      "Failed to pull image ... failed to resolve reference ... app:1: not found",
    ],
    isNot: [
      [
        'Failed to pull image "acme/app:1": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/acme/app:1": failed to resolve reference "docker.io/acme/app:1": docker.io/acme/app:1: not found',
        "tag-not-found",
      ],
      [
        'Failed to pull image "registry.example/acme/not-found:404": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/not-found:404": failed to resolve reference "registry.example/acme/not-found:404": failed to do request: Head "https://registry.example/v2/acme/not-found/manifests/404": dial tcp 192.0.2.7:443: connect: connection refused',
        "connection-refused",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/app:1": unable to resolve snapshotter: snapshotter stargz was not found: not found',
        "node-filesystem-error",
      ],
    ],
  },
});
