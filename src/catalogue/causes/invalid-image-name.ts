import { type BrokenRule, parseReference } from "../../image/reference.ts";
import { fix, inspect, type Names, namesOf, quote, setImage } from "../commands.ts";
import { defineCause } from "../define.ts";
import { state, step, words } from "../signals.ts";

/** Rules that a template breaks, and not the hand that wrote it. */
const UNFILLED: readonly BrokenRule[] = ["missing-value", "printed-object", "unexpanded-variable", "placeholder"];

const WHOLE = "REGISTRY/REPOSITORY:TAG";

function showImages(names: Names) {
  return inspect(
    `kubectl get pod${names.inNamespace} ${names.pod} -o jsonpath='{range .spec.initContainers[*]}{.name}: [{.image}]{"\\n"}{end}{range .spec.containers[*]}{.name}: [{.image}]{"\\n"}{end}'`,
  );
}

export default defineCause({
  group: "reference",
  title: "The image name is not a valid reference",
  what: "The image name breaks the grammar of references, so no registry was asked.",
  why: `The kubelet reads each image name before it pulls, and this one it cannot read. Most often a
template was not filled in: a variable, a Helm value or a tag is empty or still stands as \${TAG}. Other
common faults are upper-case letters in the repository, a scheme such as https:// in front, and a blank or a
quotation mark inside the name. A digest can be too short, or stand behind a colon instead of an @. The
pod shows InvalidImageName and stays so until its image name is changed; the registry and the network have
no part in it.`,
  scope: "image",
  signals: [
    { means: "certain", see: step(["default-tag", "parse-image"]) },
    {
      means: "certain",
      see: words(
        /invalid reference format|must be lowercase|invalid (?:tag|digest) format|cannot specify 64-byte hexadecimal|unsupported digest algorithm|invalid checksum digest (?:length|format)|repository name must (?:have|not|be)|is a reserved name|repository name .{0,300}must be lowercase/i,
      ),
    },
    { means: "certain", see: state("InvalidImageName") },
  ],
  // The kubelet tells of it in an event called InspectFailed, although nothing was inspected.
  outranks: ["image-inspect-failed"],
  fixes: (facts) => {
    const names = namesOf(facts);
    const parsed = facts.failure.image === null ? null : parseReference(facts.failure.image);
    const broken = parsed?.ok === false ? parsed : null;
    const look = fix(
      "Look at the name as the pod has it",
      [showImages(names)],
      `${broken?.why ?? ""} The brackets in the answer show blanks at either end.`.trim(),
    );
    if (broken !== null && UNFILLED.includes(broken.rule))
      return [
        look,
        fix(
          "Find the template that was not filled in",
          [inspect(`helm get manifest${names.inNamespace} RELEASE | grep -n 'image:'`)],
          "RELEASE is a line of `helm list`. Without Helm, look at what the pipeline applied: Kubernetes replaces no variables in image names, so envsubst, kustomize or the like has to.",
        ),
        fix("Set the whole name", [setImage(names, WHOLE)], `${WHOLE} stands for what the template was meant to give.`),
      ];
    return [
      look,
      broken?.suggestion === null || broken === null
        ? fix(
            "Write a valid name",
            [setImage(names, WHOLE)],
            `${WHOLE} stands for the name: a host with its port, a path in lower case, a tag or @ and a digest. A tag has at most 128 letters, digits, dots, hyphens and underscores; a digest has 64 hexadecimal digits.`,
          )
        : fix(
            "Write the name as it was meant",
            [setImage(names, quote(broken.suggestion))],
            "This name is valid; whether there is such an image, the next pull tells.",
          ),
    ];
  },
  origins: [
    "kubernetes/kubernetes pkg/kubelet/images/image_manager.go",
    "kubernetes/kubernetes pkg/util/parsers/parsers.go",
    "distribution/reference reference.go",
    "containerd/containerd internal/cri/server/images/image_pull.go",
  ],
  examples: {
    is: [
      'Failed to apply default image tag "registry.example/Acme/app:1": couldn\'t parse image name "registry.example/Acme/app:1": invalid reference format: repository name (Acme/app) must be lowercase',
      'Failed to apply default image tag "https://registry.example/acme/app:1": couldn\'t parse image reference "https://registry.example/acme/app:1": invalid reference format',
      'Failed to pull image "registry.example/acme/app:": rpc error: code = Unknown desc = failed to pull and unpack image: failed to parse image reference "registry.example/acme/app:": invalid reference format',
      'Failed to pull image "registry.example/acme/App:1": rpc error: code = InvalidArgument desc = Error response from daemon: invalid reference format: repository name must be lowercase',
      '  Warning  InspectFailed  2s (x4 over 30s)  kubelet  Failed to apply default image tag "registry.example/acme/app:${TAG}": couldn\'t parse image name "registry.example/acme/app:${TAG}": invalid reference format\n  Warning  Failed  2s (x4 over 30s)  kubelet  Error: InvalidImageName',
    ],
    isNot: [
      [
        'Failed to pull image "acme/invalid-reference-format:must-be-lowercase": rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/acme/invalid-reference-format:must-be-lowercase": failed to resolve reference "docker.io/acme/invalid-reference-format:must-be-lowercase": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
        "missing-credentials",
      ],
      [
        'Failed to inspect image "registry.example/acme/app:1": rpc error: code = DeadlineExceeded desc = context deadline exceeded',
        "image-inspect-failed",
      ],
      [
        'Failed to pull image "app:1": rpc error: code = Unknown desc = short-name "app:1" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
        "short-name-unresolved",
      ],
    ],
  },
});
