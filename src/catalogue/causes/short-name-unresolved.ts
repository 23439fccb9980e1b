import { changesNode, fix, inspect, inspectNode, namesOf, setImage } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { ON_NODE_TOO, onNode } from "../fixes/reach.ts";
import { words } from "../signals.ts";

/** What Docker would take the name for; REGISTRY in front where even the name is not known. */
function fullName(facts: Facts): string {
  const { image } = facts;
  const names = namesOf(facts);
  return image?.tag === null ? `${names.repository}@${image.digest}` : `${names.repository}:${names.tag}`;
}

export default defineCause({
  group: "node",
  title: "The short name could not be resolved",
  what: "The image's name has no registry in it, and the node's configuration does not settle which one is meant.",
  why: `Docker and containerd take a name without a registry, such as nginx, for one on Docker Hub. CRI-O and
Podman look it up in registries.conf instead, among the aliases and then in the list
unqualified-search-registries. The pull fails when that list is empty, and also when it has several entries
while the mode is "enforcing", because nobody is there to choose. CRI-O enforces since 1.34, and OpenShift
with it since 4.21, so names that worked before an upgrade fail after it, often as "Failed to inspect image".`,
  scope: "node",
  signals: [
    {
      means: "certain",
      see: words(
        /\bshort-name\b|short name mode is enforcing|did not resolve to an alias|no registries configured while trying to pull an unqualified/i,
      ),
    },
  ],
  // Since CRI-O 1.34 the question about the image is where the name is resolved, so it fails there.
  // "did not resolve to an alias" has asked no registry.
  outranks: ["image-inspect-failed", "image-not-found"],
  fixes: (facts) => {
    const { image } = facts;
    const names = namesOf(facts);
    const alias = image === null ? "NAME" : (image.raw.trim().split("@", 1)[0] ?? "").replace(/:[^/:]*$/, "");
    const line = `"${/^[\w./-]+$/.test(alias) ? alias : "NAME"}" = "${names.repository}"`;
    return [
      fix(
        "Write the registry into the image's name",
        [inspect(`skopeo inspect --raw docker://${fullName(facts)}`), setImage(names, fullName(facts))],
        "docker.io is what Docker and containerd add, and for official images library/ as well; if the image is elsewhere, put that registry in its place. Charts and operators have a value for it, mostly image.registry.",
      ),
      fix(
        "See where the node looks for short names",
        [
          inspectNode(
            "grep -rn -e unqualified-search-registries -e short-name-mode /etc/containers/registries.conf /etc/containers/registries.conf.d",
          ),
          inspectNode("crio config | grep short_name_mode"),
        ],
        `${onNode(facts)} With exactly one search registry no name is ambiguous. On OpenShift the list is containerRuntimeSearchRegistries of image.config.openshift.io/cluster.`,
      ),
      fix(
        "Teach the nodes this one name",
        [
          changesNode(
            `sh -c 'set -C; printf "[aliases]\\n%s\\n" "$1" > /etc/containers/registries.conf.d/90-alias.conf' sh '${line}'`,
          ),
          changesNode("systemctl reload crio"),
        ],
        `${ON_NODE_TOO} For manifests that cannot be changed. On each node that may run the pod; on OpenShift through a MachineConfig. Where the file exists the command leaves it alone: add the line under [aliases].`,
      ),
    ];
  },
  origins: [
    "containers/image pkg/shortnames/shortnames.go",
    "cri-o/cri-o internal/storage/image.go",
    "https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md",
    "https://github.com/cri-o/cri-o/pull/9401",
  ],
  examples: {
    is: [
      'Failed to pull image "acme/app:v3": rpc error: code = Unknown desc = short-name "acme/app:v3" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
      'Failed to inspect image "": rpc error: code = Unknown desc = short name mode is enforcing, but image name acme/app:v3 returns ambiguous list',
      'Failed to pull image "nginx:1.27": short-name resolution enforced but cannot prompt without a TTY',
      'Failed to pull image "acme/app:v3": rpc error: code = Unknown desc = no registries configured while trying to pull an unqualified image, add at least one in either /etc/crio/crio.conf or /etc/containers/registries.conf',
    ],
    isNot: [
      [
        'Failed to pull image "quay.io/acme/short-name:alias": initializing source docker://quay.io/acme/short-name:alias: reading manifest alias in quay.io/acme/short-name: manifest unknown',
        "tag-not-found",
      ],
      [
        'Failed to apply default image tag "acme/app:": couldn\'t parse image name "acme/app:": invalid reference format',
        "invalid-image-name",
      ],
      [
        'Failed to inspect image "registry.example/acme/app:v3": rpc error: code = DeadlineExceeded desc = context deadline exceeded',
        "image-inspect-failed",
      ],
      [
        "Failed to pull image \"acme/app:v3\": rpc error: code = Unknown desc = Error response from daemon: pull access denied for acme/app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
        "missing-credentials",
      ],
    ],
  },
});
