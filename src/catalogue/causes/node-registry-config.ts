import { type Cure, changes, changesNode, fix, inspectNode, namesOf } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { nodeRuntime, restartNote } from "../fixes/node-shell.ts";
import { ON_NODE_TOO, onNode, TRIES_AGAIN } from "../fixes/reach.ts";
import { showRegistriesConf, showRegistryConfig } from "../fixes/registry-config.ts";
import { platformOf } from "../platforms/recognize.ts";
import { step, words } from "../signals.ts";

/** CRI-O's files, and Podman's, whose words are the same. */
function isRegistriesConf({ error, failure }: Facts): boolean {
  const text = error.prepared.text.slice(error.start, error.end);
  return failure.runtime === "cri-o" || /\/etc\/containers\/|sysregistry|is blocked|it's blocked/i.test(text);
}

function isBlocked({ error }: Facts): boolean {
  return /\bblocked\b/i.test(error.leaf.masked);
}

function mend(facts: Facts): readonly Cure[] {
  const names = namesOf(facts);
  if (isBlocked(facts)) {
    const mirrored = /Mirrors also failed/.test(facts.error.prepared.text);
    const copy = fix(
      mirrored ? "Put the image into the mirror" : "Take the image from a registry that is allowed",
      [changes(`skopeo copy --all docker://${names.image} docker://MIRROR`)],
      mirrored
        ? "The mirrors come first and the registry itself is blocked, so the mirror has to have the image. MIRROR is the reference that stands behind Mirrors also failed; for oc-mirror, add the image to its ImageSetConfiguration and mirror again."
        : "MIRROR is a repository in a registry that the nodes may use, with a tag; then name that in the workload.",
    );
    const source = platformOf(facts)?.platform.source?.(facts);
    return [
      copy,
      source === undefined
        ? fix(
            "Have the block lifted",
            [changesNode("systemctl reload crio")],
            `${ON_NODE_TOO} Remove blocked = true from the file that the first check shows; the command has it read again. A block is somebody's decision; ask first.`,
          )
        : fix(
            "Have the block lifted",
            source.commands.filter(({ effect }) => effect === "inspect"),
            `On OpenShift blockedRegistries, and mirror sets with mirrorSourcePolicy NeverContactSource, are where it comes from. ${source.note} Elsewhere remove blocked = true from the file that the first check shows, and run systemctl reload crio. A block is somebody's decision; ask first.`,
          ),
    ];
  }
  if (isRegistriesConf(facts))
    return [
      fix(
        "Mend the file that does not parse",
        [inspectNode(`skopeo inspect docker://${names.image}`), changesNode("systemctl reload crio")],
        `${ON_NODE_TOO} The error names the file and the line. skopeo on the node reads the same files, so it tells whether they are right again. On OpenShift correct the object that wrote the file, a MachineConfig or image.config.openshift.io/cluster. ${TRIES_AGAIN}`,
      ),
    ];
  if (nodeRuntime(facts).unit === "docker")
    return [
      fix(
        "Mend the registry's files",
        [
          inspectNode("dockerd --validate --config-file /etc/docker/daemon.json"),
          changesNode("systemctl reload docker"),
        ],
        `${ON_NODE_TOO} The check and the reload are for daemon.json; certificates are read at every pull. A client certificate in /etc/docker/certs.d needs both HOST/client.cert and HOST/client.key, an authority a file that ends in .crt. ${TRIES_AGAIN}`,
      ),
    ];
  const found = platformOf(facts);
  const source = found?.isCertain === true ? found.platform.source?.(facts) : undefined;
  if (source !== undefined) return [fix("Mend what writes the node's files", source.commands, source.note)];
  return [
    fix(
      "Mend hosts.toml",
      [changesNode(`ctr images pull --hosts-dir /etc/containerd/certs.d ${names.repository}:${names.tag}`)],
      `${ON_NODE_TOO} Files named under ca and client have to be there and be PEM; a relative path counts from hosts.toml. At least one host needs both "pull" and "resolve" among its capabilities. containerd reads the file at every pull, so no restart is needed; ctr reads the same file and shows whether it is right again, apart from the pods' images. ${TRIES_AGAIN}`,
    ),
    fix(
      "Mend config.toml",
      [inspectNode("containerd config dump | grep -n -A20 registry"), changesNode("systemctl restart containerd")],
      `${ON_NODE_TOO} Where config_path is set, mirrors, and tls under configs, are refused: move them into hosts.toml files. A change of config.toml needs the restart.${restartNote(facts)} K3s and RKE2 write these files from registries.yaml.`,
    ),
  ];
}

export default defineCause({
  group: "node",
  title: "The node's registry configuration is in the way",
  what: "The node's own settings for registries forbid this one, or they cannot be read.",
  why: `Before it asks a registry, the runtime reads what the node has set for it: mirrors, certificates,
blocks. On CRI-O an administrator can block registries in registries.conf, or allow mirrors only; an image
that the mirror lacks then ends in "is blocked". On containerd a hosts.toml may name a certificate file that
is not there, or hosts none of which may resolve names. A line that does not parse, after an edit, stops every
pull that needs the file. Nodes without the setting pull the same image.`,
  scope: "node",
  signals: [
    {
      means: "certain",
      see: words(
        /is blocked (?:in|by configuration)\b|because it's blocked|are blocked\b|no resolve hosts|no pull hosts|unable to load CA cert|failed to load (?:X509 key pair|CA file)|failed to parse (?:TOML|hosts)|invalid policy in|read policy path|getting default registries|default signature policy|registries\.conf must be|cri image config|mixing sysregistry|toml: line|parse registry endpoint|get TLSConfig for registry/i,
      ),
    },
    { means: "certain", see: step("registries-conf") },
  ],
  // "no resolve hosts: not found" has asked no registry; a mirror's "manifest unknown" is followed by the block.
  // The authority is not trusted because its file could not be read.
  // The missing or broken file is one of the configuration, not one of an image.
  // "invalid character" is said of a file of the node, not of an answer.
  outranks: [
    "image-not-found",
    "tag-not-found",
    "tls-untrusted-ca",
    "node-filesystem-error",
    "unexpected-registry-response",
    "corrupt-image",
    "credential-plugin-failed",
  ],
  fixes: (facts) => [
    fix(
      "Read the node's settings for this registry",
      isRegistriesConf(facts) ? [showRegistriesConf()] : showRegistryConfig(facts),
      `${onNode(facts)} Compare with a node on which the pull works.`,
    ),
    ...mend(facts),
  ],
  origins: [
    "containerd/containerd core/remotes/docker/config/hosts.go",
    "https://github.com/containerd/containerd/blob/main/docs/hosts.md",
    "containers/image pkg/sysregistriesv2/system_registries_v2.go",
    "https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:v3": initializing source docker://registry.example/acme/app:v3: registry registry.example is blocked in /etc/containers/registries.conf or /etc/containers/registries.conf.d',
      'Failed to pull image "quay.io/acme/app:v3": unable to pull image or OCI artifact: pull image err: initializing source docker://quay.io/acme/app:v3: (Mirrors also failed: [mirror.example:5000/acme/app:v3: reading manifest v3 in mirror.example:5000/acme/app: manifest unknown]): quay.io/acme/app:v3: registry quay.io is blocked in /etc/containers/registries.conf or /etc/containers/registries.conf.d; artifact err: get manifest: registry quay.io is blocked in /etc/containers/registries.conf',
      'Failed to pull image "registry.example/acme/app:v3": loading registries configuration "/etc/containers/registries.conf": toml: line 3: expected key separator',
      'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to resolve image: no resolve hosts: not found',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:v3": failed to resolve reference "registry.example/acme/app:v3": unable to load CA cert "/etc/containerd/certs.d/registry.example/ca.crt": open /etc/containerd/certs.d/registry.example/ca.crt: no such file or directory',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unknown desc = Error response from daemon: Get "https://registry.example/v2/": unable to load CA cert "/etc/docker/certs.d/registry.example/ca.crt"',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:v3": SignatureValidationFailed: Source image rejected: Running image docker://registry.example/acme/app:v3 is rejected by policy.',
        "signature-rejected",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unknown desc = Error response from daemon: denied: Artifactory: download of acme/app is blocked by Xray policy',
        "registry-policy-denied",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to resolve image: failed to do request: Head "https://registry.example/v2/acme/app/manifests/v3": tls: failed to verify certificate: x509: certificate signed by unknown authority',
        "tls-untrusted-ca",
      ],
      [
        'Failed to pull image "registry.example/no-resolve-hosts/is-blocked:v3": failed to pull and unpack image "registry.example/no-resolve-hosts/is-blocked:v3": failed to resolve image: registry.example/no-resolve-hosts/is-blocked:v3: not found',
        "image-not-found",
      ],
    ],
  },
});
