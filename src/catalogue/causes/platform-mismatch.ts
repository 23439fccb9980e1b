import { type Cure, changes, fix, inspect, namesOf, setImage } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { whichNode } from "../fixes/node-shell.ts";
import { patchTemplate } from "../fixes/workload.ts";
import { words } from "../signals.ts";

/** dockerd names the platform that it looked for; no other runtime says that the node is a Windows one. */
function isWindowsNode({ error }: Facts): boolean {
  return /manifest for windows[/(]|\bWindows version \d/i.test(error.leaf.text);
}

/** The image's operating system, where the runtime says that it is what is wrong. */
function otherSystem({ error }: Facts): string | null {
  return /operating system "(linux|windows)"/i.exec(error.leaf.text)?.[1]?.toLowerCase() ?? null;
}

/** Kernel versions and tags: learn.microsoft.com, "Windows container version compatibility". */
const WINDOWS_BUILDS =
  "ltsc2019 is for nodes with 10.0.17763, ltsc2022 for 10.0.20348 and ltsc2025 for 10.0.26100; the node's is the last word of the first command";

function moveOrRebuild(facts: Facts): readonly Cure[] {
  const names = namesOf(facts);
  const system = otherSystem(facts);
  if (system !== null) {
    const toSystem = patchTemplate(facts, { nodeSelector: { "kubernetes.io/os": system } });
    return [
      fix(
        "Run the pod on nodes with the image's operating system",
        [inspect("kubectl get nodes -L kubernetes.io/os"), ...(toSystem.command === null ? [] : [toSystem.command])],
        `The image is made for ${system}. Without such a node the pod stays Pending. ${toSystem.note}`.trim(),
      ),
    ];
  }
  if (isWindowsNode(facts)) {
    const toBuild = patchTemplate(facts, {
      nodeSelector: { "kubernetes.io/os": "windows", "node.kubernetes.io/windows-build": "BUILD" },
    });
    return [
      fix(
        "Use the image for the node's Windows build",
        [inspect(`skopeo list-tags docker://${names.repository}`), setImage(names, `${names.repository}:TAG`)],
        `Put a tag for the node's build in place of TAG: ${WINDOWS_BUILDS}.`,
      ),
      fix(
        "Run the pod on nodes of the image's build",
        [
          inspect("kubectl get nodes -L kubernetes.io/os -L node.kubernetes.io/windows-build"),
          ...(toBuild.command === null ? [] : [toBuild.command]),
        ],
        `BUILD is a value from the last column, such as 10.0.20348. An image that is made for Linux needs kubernetes.io/os: linux instead. ${toBuild.note}`.trim(),
      ),
    ];
  }
  const toArchitecture = patchTemplate(facts, { nodeSelector: { "kubernetes.io/arch": "ARCH" } });
  return [
    fix(
      "Offer the image for the node's platform too",
      [changes(`docker buildx build --platform linux/amd64,linux/arm64 --push -t ${names.repository}:${names.tag} .`)],
      "In the folder of the Dockerfile; the tag then stands for both platforms. An image that was copied with docker pull and docker push has lost its other platforms: copy it with skopeo copy --all.",
    ),
    fix(
      "Run the pod on nodes that the image fits",
      [
        inspect("kubectl get nodes -L kubernetes.io/os -L kubernetes.io/arch"),
        ...(toArchitecture.command === null ? [] : [toArchitecture.command]),
      ],
      `Put an architecture of the image, such as amd64, in place of ARCH. Without such a node the pod stays Pending. ${toArchitecture.note}`.trim(),
    ),
  ];
}

export default defineCause({
  group: "content",
  title: "The image has no variant for this platform",
  what: "The image exists, but not for this node's operating system, architecture or Windows build.",
  why: `An image for several platforms is a list with one entry for each, and this list has none for the node.
Most often the image was built on one kind of machine only: amd64 images meet arm64 nodes, or a laptop with an
ARM processor built for itself. A node pool with another processor, added later, shows the same. On Windows
the build counts too: an image for Windows Server 2022 does not fit a node with 2019. An image without such a
list is pulled whatever its architecture, and then fails at its start with "exec format error".`,
  scope: "image",
  signals: [
    {
      means: "certain",
      see: words(
        /no match for platform|no matching manifest for|no image found in (?:manifest list|image index)|cannot be used on this platform|-based image is incompatible with a|no unpack platforms|no supported platform|does not match the (?:specified|detected host) platform|cannot download image with operating system|does not (?:support|contain [\w ]{1,40} matching) platform/i,
      ),
    },
  ],
  // containerd ends "no match for platform in manifest" with "not found"; the image itself was found.
  // A part that is missing for this platform says more than that the content is not usable.
  // "snapshotter X does not support platform Y" speaks of the image, not of a broken snapshotter.
  outranks: ["image-not-found", "tag-not-found", "unsupported-manifest", "node-filesystem-error"],
  fixes: (facts) => {
    const names = namesOf(facts);
    return [
      fix(
        "Compare the node's platform with the image's",
        [
          inspect(
            `kubectl get node ${names.node} -o jsonpath='{.status.nodeInfo.operatingSystem}/{.status.nodeInfo.architecture} {.status.nodeInfo.kernelVersion}{"\\n"}'`,
          ),
          inspect(`skopeo inspect --raw docker://${names.image}`),
        ],
        `Each entry under manifests names its platform. An answer without manifests is an image for one platform, which skopeo inspect --config shows.${whichNode(facts)}`,
      ),
      ...moveOrRebuild(facts),
    ];
  },
  origins: [
    "containerd/containerd core/images/image.go",
    "moby/moby distribution/pull_v2.go",
    "containers/image internal/manifest/oci_index.go",
    "https://learn.microsoft.com/virtualization/windowscontainers/deploy-containers/version-compatibility",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/app:v3": no match for platform in manifest: not found',
      'Failed to pull image "acme/app:v3": rpc error: code = NotFound desc = get image config descriptor: no match for platform in manifest sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: not found',
      'Failed to pull image "acme/app:v3": rpc error: code = Unknown desc = no matching manifest for linux/arm64/v8 in the manifest list entries',
      'Failed to pull image "registry.example/acme/app:v3": choosing an image from manifest list docker://registry.example/acme/app:v3: no image found in image index for architecture "arm64", variant "v8", OS "linux"',
      'Failed to pull image "acme/web:1": rpc error: code = Unknown desc = image operating system "linux" cannot be used on this platform: operating system is not supported',
      'Failed to pull image "acme/web:1": rpc error: code = Unknown desc = a Windows version 10.0.20348-based image is incompatible with a 10.0.17763 host',
      "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'",
    ],
    isNot: [
      [
        'Failed to pull image "acme/no-match-for-platform:arm64": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/acme/no-match-for-platform:arm64": failed to resolve reference "docker.io/acme/no-match-for-platform:arm64": docker.io/acme/no-match-for-platform:arm64: not found',
        "tag-not-found",
      ],
      [
        'Failed to pull image "registry.example/acme/chart:1": failed to pull and unpack image "registry.example/acme/chart:1": mismatched image rootfs and manifest layers',
        "unsupported-manifest",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:v3": number of layers and diffIDs don\'t match: 4 != 3',
        "corrupt-image",
      ],
    ],
  },
});
