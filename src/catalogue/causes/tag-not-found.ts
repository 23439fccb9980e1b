import { fix, namesOf, setImage, showEvents } from "../commands.ts";
import { defineCause } from "../define.ts";
import { listTags, tagsPage } from "../fixes/registry-contents.ts";
import { is404, NOT_FOUND } from "../readings.ts";
import { code, kindOf, step, words } from "../signals.ts";

export default defineCause({
  group: "reference",
  title: "The tag or digest does not exist",
  what: "The repository answers, but it has no such tag or digest.",
  why: `The registry knows the repository and has no manifest under this tag or digest. Most often the tag
is misspelt, was never pushed, or was pushed to another repository; a build that tags with a commit or a
version may not have finished. A digest disappears when the tag that held it was overwritten and the
registry cleaned up.`,
  scope: "image",
  mayBeMisspelt: ["tag"],
  signals: [
    { means: "certain", see: code("MANIFEST_UNKNOWN") },
    { means: "certain", see: step("manifest-not-found") },
    {
      means: "certain",
      see: words(
        /manifest unknown|\btag [\uE000\w.-]{1,130} not found|manifest tagged by .{0,300} is not found|manifest for .{0,300} not found/i,
      ),
    },
    // Docker Hub answers 404 only for a repository that exists; a missing one gets 401 (see missing-credentials).
    {
      means: "certain",
      given: "the registry is Docker Hub, and the words speak of the image, not of a layer or a file on the node",
      see: words(NOT_FOUND, ({ image, error }) => image?.registry === "docker.io" && is404(error)),
    },
  ],
  // It says which of the two is missing; image-not-found says that it cannot tell.
  outranks: ["image-not-found"],
  couldBe: [
    {
      cause: "image-removed",
      why: "An image that is asked for by its digest was there once; the registry may have cleaned it up since.",
      when: ({ image }) => image !== null && image.digest !== null,
      check: (facts) => listTags(facts),
    },
    // jfrog.com/help, "Why Docker pull of an Xray-blocked image returns 403 from Local and 404 from Virtual".
    {
      cause: "registry-policy-denied",
      why: "A virtual repository of Artifactory answers in these words for an image that Xray blocks, too.",
      when: (facts) => kindOf(facts) === "artifactory",
    },
  ],
  fixes: (facts) => {
    const names = namesOf(facts);
    return [
      fix(
        "Look at the tags that exist",
        [listTags(facts), showEvents(names)],
        `The first command asks the registry with your own login. ${tagsPage(facts) ?? "The registry's web page shows the same list."}`,
      ),
      fix(
        "Use a tag that exists",
        [setImage(names, `${names.repository}:TAG`)],
        "Put one of the listed tags in place of TAG.",
      ),
    ];
  },
  origins: [
    "https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes",
    "containerd/containerd core/remotes/docker/resolver.go",
    "moby/moby distribution/errors.go",
  ],
  examples: {
    is: [
      'Failed to pull image "nginx:lates": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:lates": failed to resolve reference "docker.io/library/nginx:lates": docker.io/library/nginx:lates: not found',
      'Failed to pull image "quay.io/acme/app:v9": rpc error: code = Unknown desc = reading manifest v9 in quay.io/acme/app: manifest unknown: manifest unknown',
      "Error response from daemon: manifest for registry.example/app:v9 not found",
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/app:v9": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/app:v9": failed to resolve reference "registry.example/app:v9": registry.example/app:v9: not found',
        "image-not-found",
      ],
      [
        'Failed to pull image "nginx:1.27": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:1.27": no match for platform in manifest: not found',
        "platform-mismatch",
      ],
      [
        'Failed to pull image "acme/manifest-unknown:404": failed to resolve reference "docker.io/acme/manifest-unknown:404": failed to do request: Head "https://registry-1.docker.io/v2/acme/manifest-unknown/manifests/404": dial tcp: lookup registry-1.docker.io: no such host',
        "dns-failure",
      ],
    ],
  },
});
