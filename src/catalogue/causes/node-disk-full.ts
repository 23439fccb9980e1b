import { type Command, fix, inspect, inspectNode, namesOf } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { cordonNode, describeNode, nodeRuntime, onTheNode, whichNode } from "../fixes/node-shell.ts";
import { words } from "../signals.ts";

/** Folders that runtimes write images to; the one that the error names is the full one. */
const FOLDERS = [
  "/var/lib/rancher/k3s/agent/containerd",
  "/var/lib/rancher/rke2/agent/containerd",
  "/var/lib/containerd",
  "/var/lib/docker",
  "/var/lib/containers",
  "/var/tmp",
];

function fullFolder(facts: Facts): string {
  const { prepared, start, end } = facts.error;
  const text = prepared.text.slice(start, end);
  return FOLDERS.find((folder) => text.includes(`${folder}/`)) ?? nodeRuntime(facts).folder;
}

function isWindows({ error }: Facts): boolean {
  return /on the disk\b|\b[A-Z]:\\/.test(error.prepared.text.slice(error.start, error.end));
}

function measure(facts: Facts): readonly Command[] {
  if (isWindows(facts)) return [inspectNode("Get-PSDrive -PSProvider FileSystem"), inspectNode("crictl images")];
  if (/thin pool/i.test(facts.error.leaf.masked))
    return [inspectNode("lvs -o +metadata_percent"), inspectNode("docker info")];
  const folder = fullFolder(facts);
  return [
    inspectNode(`df -h ${folder} /var/lib/kubelet`),
    inspectNode(`df -i ${folder} /var/lib/kubelet`),
    inspectNode(`du -xh -d2 ${folder} /var/lib/kubelet /var/log | sort -h | tail -n 20`),
  ];
}

export default defineCause({
  group: "node",
  title: "The node's disk is full",
  what: "The node had no room, or no inodes, for the image.",
  why: `A pull needs room twice: for the compressed layers and for the files unpacked from them. Mostly the
disk has filled up with images, logs and emptyDir volumes, or it is too small for this one image. The same
words come when the disk has room and no inodes, the entries for files, or when a quota is used up. The
kubelet deletes unused images when the disk is 85 % full and evicts pods when 15 % are left for images or 10 %
for all else. One large image can fill the disk between two of its looks, and images in use are never deleted.`,
  scope: "node",
  signals: [
    {
      means: "certain",
      given: "no HTTP status stands in front of it",
      see: words(
        /no space left on device|disk quota exceeded|not enough space on the disk|thin pool .{0,100}(?:full|free space)/i,
        ({ error }) => error.http === null,
      ),
    },
  ],
  // A failed write names a file and a folder too; why it failed is known here.
  // Layers that were cut off by the full disk look damaged.
  // The stream was closed because nothing could be written any more.
  outranks: ["node-filesystem-error", "corrupt-image", "connection-interrupted"],
  fixes: (facts) => {
    const names = namesOf(facts);
    return [
      fix(
        "See whether the kubelet knows",
        [describeNode(facts)],
        `DiskPressure under Conditions, and FreeDiskSpaceFailed or ImageGCFailed under Events, tell that it tries to make room and cannot.${whichNode(facts)}`,
      ),
      fix(
        "Find what fills the disk",
        measure(facts),
        isWindows(facts)
          ? `${onTheNode(facts, false)} In PowerShell.`
          : /thin pool/i.test(facts.error.leaf.masked)
            ? `${onTheNode(facts, false)} The device mapper's pool is full, not a file system: Data% and Meta% tell which part of it.`
            : `${onTheNode(facts, false)} The second command counts inodes: 100 % there is a full disk too. The third lists the largest folders last.`,
      ),
      fix(
        "Keep new pods away while room is made",
        [cordonNode(facts)],
        `Afterwards: kubectl uncordon ${names.node}. Logs and leftovers can go at once. crictl rmi --prune deletes all images that no container uses; those that were loaded from a file do not come back by themselves.`,
      ),
      fix(
        "Give images more room",
        [inspect(`skopeo inspect --format '{{range .LayersData}}{{println .Size}}{{end}}' docker://${names.image}`)],
        "The sizes are those of the compressed layers, in bytes; unpacked they take a multiple of that. The lasting cure is a larger disk for the nodes, mostly a setting of the node group, a smaller image, limits for ephemeral-storage, or a lower imageGCHighThresholdPercent in the kubelet's configuration.",
      ),
    ];
  },
  origins: [
    "https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/",
    "https://kubernetes.io/docs/concepts/architecture/garbage-collection/",
    "containerd/containerd plugins/content/local/writer.go",
    "moby/moby daemon/internal/distribution/xfer/download.go",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to copy: write /var/lib/containerd/io.containerd.content.v1.content/ingest/0a1b2c3d/data: no space left on device',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:v3": failed to extract layer sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: mount callback failed on /var/lib/containerd/tmpmounts/containerd-mount42: write /var/lib/containerd/tmpmounts/containerd-mount42/opt/app.bin: no space left on device: unknown',
      'Failed to pull image "acme/app:v3": rpc error: code = Unknown desc = failed to register layer: Error processing tar file(exit status 1): write /opt/app.bin: no space left on device',
      'Failed to pull image "registry.example/acme/app:v3": writing blob: storing blob to file "/var/tmp/container_images_storage31/4": happened during read: write /var/tmp/container_images_storage31/4: no space left on device',
      'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to extract layer sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: mkdir /var/lib/containerd/tmpmounts/containerd-mount42/opt: disk quota exceeded: unknown',
      'Failed to pull image "registry.example/acme/web:v3": failed to pull and unpack image "registry.example/acme/web:v3": failed to extract layer sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: hcsshim::ImportLayer failed in Win32: There is not enough space on the disk. (0x70): unknown',
      'Failed to pull image "acme/app:v3": rpc error: code = Unknown desc = devmapper: Thin Pool has 1024 free data blocks which is less than minimum required 163840 free data blocks. Create more free space in thin pool or use dm.min_free_space option to change behavior',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to resolve image: unexpected status from GET request to https://registry.example/v2/acme/app/manifests/v3: 500 Internal Server Error\nunknown: open /srv/registry/data: no space left on device',
        "registry-unavailable",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to extract layer sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: mkdir /var/lib/containerd/tmpmounts/containerd-mount42/opt: read-only file system: unknown',
        "node-filesystem-error",
      ],
      [
        'Failed to pull image "acme/no-space-left-on-device:latest": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/acme/no-space-left-on-device:latest": failed to resolve reference "docker.io/acme/no-space-left-on-device:latest": docker.io/acme/no-space-left-on-device:latest: not found',
        "tag-not-found",
      ],
    ],
  },
});
