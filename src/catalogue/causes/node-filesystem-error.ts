import { type Cure, changesNode, fix, inspect, inspectNode, namesOf } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import {
  cordonNode,
  describeNode,
  nodeRuntime,
  otherRuntimes,
  restartNote,
  restartRuntime,
} from "../fixes/node-shell.ts";
import { ON_NODE_TOO, onNode } from "../fixes/reach.ts";
import { isOnTheWire, isUnpacking } from "../readings.ts";
import { has, step, words } from "../signals.ts";

type Fault = "disk" | "limits" | "memory" | "ownership" | "snapshotter" | "access" | "records";

function faultOf({ error }: Facts): Fault {
  const said = error.leaf.masked;
  if (/read-only|input\/output error|structure needs cleaning|stale/i.test(said)) return "disk";
  if (/too many open files/i.test(said)) return "limits";
  if (/cannot allocate memory/i.test(said)) return "memory";
  if (/chown|UIDs or GIDs|operation not|whiteout|xattr|failed to mount/i.test(said)) return "ownership";
  if (error.network?.network === "unix" || /snapshotter .{0,300}(?:was not found|not loaded)|not loaded/i.test(said))
    return "snapshotter";
  if (/denied|being used by another/i.test(said) && !has(error, "prepare-snapshot")) return "access";
  return "records";
}

function cure(facts: Facts): Cure {
  const runtime = nodeRuntime(facts);
  switch (faultOf(facts)) {
    case "disk":
      return fix(
        "Take the node out of use and mend or replace its disk",
        [cordonNode(facts)],
        "The kernel made the file system read-only, or could not read it, because the disk or the storage behind it failed. In a node group it is quickest to let the node be replaced; elsewhere check the file system while it is not mounted. A remount as writable only hides the fault.",
      );
    case "limits":
      return fix(
        "Raise the limit of open files",
        [
          inspectNode(`systemctl show --property=LimitNOFILE ${runtime.unit}`),
          inspectNode("sysctl fs.file-nr fs.inotify.max_user_instances"),
          changesNode(`systemctl edit ${runtime.unit}`),
          restartRuntime(facts),
        ],
        `${ON_NODE_TOO} In the editor, under [Service], put LimitNOFILE=1048576. Where file-nr shows that the whole node is at its maximum, or the words end in "in system", fs.file-max is the limit, and one process may be leaking files.${restartNote(facts)}${otherRuntimes(facts)}`,
      );
    case "memory":
      return fix(
        "Free memory on the node",
        [
          inspectNode("free -m"),
          inspectNode(`systemctl show --property=MemoryCurrent,MemoryMax,TasksCurrent,TasksMax ${runtime.unit}`),
        ],
        `${ON_NODE_TOO} MemoryPressure under the node's Conditions says the same. Pods without memory limits are the usual reason; a limit on the runtime's own unit is another.`,
      );
    case "ownership":
      return fix(
        "Keep images on a file system that can hold them",
        [inspectNode(`findmnt -T ${runtime.folder}`), inspectNode("grep -s . /etc/subuid /etc/subgid")],
        `${ON_NODE_TOO} Images need a local file system with owners, attributes and whiteouts, such as ext4, or XFS with ftype=1; NFS and most FUSE file systems do not do. Where the runtime runs without root or in a user namespace, files in the image may belong to ids beyond the range in subuid and subgid: enlarge the range, or build the image with smaller ids.${otherRuntimes(facts)}`,
      );
    case "snapshotter":
      return fix(
        "Bring the snapshotter back",
        [inspectNode("ctr plugins ls | grep snapshotter"), inspectNode("containerd config dump | grep -n snapshotter")],
        `${ON_NODE_TOO} The configuration names a snapshotter that is not there or did not start. For stargz, nydus or soci start its own service; otherwise set snapshotter back to overlayfs in /etc/containerd/config.toml and restart containerd.`,
      );
    case "access":
      return fix(
        "Find out what denies the runtime its own files",
        [
          inspectNode(`ls -ldZ ${runtime.folder}`),
          inspectNode("ausearch -m avc -ts recent"),
          inspectNode("dmesg | grep -i -e apparmor -e denied"),
        ],
        `${ON_NODE_TOO} With SELinux, wrong labels are the usual reason, for example after the folder was moved: restorecon -R sets them. Without root a runtime cannot write there. On Windows let the virus scanner leave out the runtime's folder under C:\\ProgramData.${otherRuntimes(facts)}`,
      );
    case "records":
      return fix(
        "Bring the runtime's records and its files together again",
        [inspectNode(`findmnt -T ${runtime.folder}`), restartRuntime(facts)],
        `${ON_NODE_TOO} The runtime's database speaks of files or snapshots that are gone, or does not know those that are there: after a crash, a full disk, a volume that was not mounted, or files deleted by hand. If a restart does not help, ${facts.failure.runtime === "docker" ? "docker" : "crictl"} rmi ${namesOf(facts).image} removes the record of the image and the next pull begins anew; the last resort is a fresh node.${restartNote(facts)}${otherRuntimes(facts)}`,
      );
  }
}

export default defineCause({
  group: "node",
  title: "The node's file system failed",
  what: "The node could not store or unpack the image: a file, a mount or a snapshot failed.",
  why: `The image could be had, and the node could not keep it. The kernel makes a file system read-only when
its disk fails. After a crash, a full disk or a clean-up by hand the runtime's database and its files no
longer agree, so that a snapshot or a temporary file is missing or in the way. Files that cannot get their
owner or attributes point at user namespaces or at storage, such as NFS, that images cannot be unpacked on.
Limits of open files and of memory, SELinux and virus scanners stop the same calls. All of that is about this
node: others pull the image.`,
  scope: "node",
  signals: [
    {
      means: "certain",
      given: "no HTTP status stands in front of it, and no connection failed",
      see: words(
        /read-only file system|input\/output error|operation not (?:permitted|supported)|device or resource busy|structure needs cleaning|stale (?:NFS )?file handle|insufficient UIDs or GIDs|too many links|being used by another process|failed to lchown/i,
        ({ error }) => error.http === null && !isOnTheWire(error),
      ),
    },
    {
      means: "certain",
      given: "no HTTP status stands in front of it",
      see: words(/too many open files|cannot allocate memory/i, ({ error }) => error.http === null),
    },
    {
      means: "likely",
      given: "neither an HTTP status nor an error of the registry stands in front of it, and no connection failed",
      see: words(
        /no such file or directory|permission denied|file exists|access is denied|failed to mount|not a directory/i,
        ({ error }) => error.http === null && error.registry.length === 0 && !isOnTheWire(error),
      ),
    },
    { means: "likely", see: step("prepare-snapshot") },
    {
      means: "certain",
      given: "its socket on the node did not answer",
      see: step("prepare-snapshot", ({ error }) => error.network?.network === "unix"),
    },
    {
      means: "likely",
      see: words(
        /snapshotter .{0,100}(?:was not found|not loaded)|not loaded: invalid argument|parent snapshot|target snapshot/i,
      ),
    },
    {
      means: "likely",
      given: "a layer is being unpacked",
      see: words(/^(?:rename|link|mkdir|open|chmod|symlink|stat|mknod|unlinkat) /i, ({ error }) => isUnpacking(error)),
    },
    // Windows imports layers through its host compute service, whose words are the system's own.
    {
      means: "likely",
      given: "no HTTP status stands in front of it",
      see: words(/hcsshim::|ProcessBaseLayer|re-exec error/, ({ error }) => error.http === null),
    },
    // Whatever went wrong while a layer was written out went wrong on the node, unless the layer itself is broken.
    {
      means: "possible",
      given: "something follows it that no other cause knows",
      see: step(["extract-layer", "register-layer", "apply-layer", "add-layer"], ({ error }) => error.leaf.text !== ""),
    },
  ],
  // The list of authorities is a file: "failed to load system roots" with an errno behind it is about that file.
  // "snapshot does not exist: not found" is about the node's store and not about the registry.
  // A snapshotter of its own listens on a socket; where none listens there, no registry refused anything.
  outranks: ["tls-untrusted-ca", "image-not-found", "connection-refused"],
  couldBe: [
    {
      cause: "corrupt-image",
      why: "A layer with entries that contradict each other fails in the same words, and then on every node.",
      when: (facts) =>
        isUnpacking(facts.error) && /file exists|not a directory|no such file|whiteout/i.test(facts.error.leaf.masked),
      check: (facts) => inspect(`crane validate --remote ${namesOf(facts).image}`),
    },
  ],
  fixes: (facts) => [
    fix(
      "Look at the node and its disks",
      [describeNode(facts), inspectNode("dmesg -T --level=err,crit,alert | tail -n 30")],
      `The second command runs on the node. ${onNode(facts)} I/O errors of a disk show there; ReadonlyFilesystem and pressure show under the node's Conditions.`,
    ),
    cure(facts),
    ...(faultOf(facts) === "disk"
      ? []
      : [
          fix(
            "Let other nodes take the pods meanwhile",
            [cordonNode(facts)],
            `Pods that run on the node stay there. Afterwards: kubectl uncordon ${namesOf(facts).node}.`,
          ),
        ]),
  ],
  origins: [
    "containerd/containerd core/unpack/unpacker.go",
    "containerd/containerd pkg/archive/tar.go",
    "moby/moby daemon/internal/distribution/xfer/download.go",
    "containers/storage drivers/overlay/overlay.go",
    "https://docs.docker.com/engine/storage/drivers/overlayfs-driver/",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to extract layer sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: mkdir /var/lib/containerd/tmpmounts/containerd-mount42/opt: read-only file system: unknown',
      'Failed to pull image "registry.example/acme/app:v3": writing blob: adding layer with blob "sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5": ApplyLayer stdout: stderr: potentially insufficient UIDs or GIDs available in user namespace (requested 2000000:2000000 for /home/app): lchown /home/app: invalid argument exit status 1',
      'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to resolve image: failed to do request: Head "https://registry.example/v2/acme/app/manifests/v3": tls: failed to verify certificate: x509: failed to load system roots and no roots provided; open /etc/ssl/certs/ca-certificates.crt: too many open files',
      'Failed to pull image "acme/app:v3": rpc error: code = Unknown desc = open /var/lib/docker/tmp/GetImageBlob123456789: no such file or directory',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/app:v3": failed to prepare extraction snapshot "extract-1234-AbCd sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5": parent snapshot sha256:9a0b1c2d3e4f5061728394a5b6c7d8e9f00112233445566778899aabbccddeef does not exist: not found',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/app:v3": unable to resolve snapshotter: snapshotter stargz was not found: not found',
      'Failed to pull image "acme/app:v3": rpc error: code = Unknown desc = failed to register layer: rename /var/lib/docker/image/overlay2/layerdb/tmp/write-set-12 /var/lib/docker/image/overlay2/layerdb/sha256/4f6c2b8d: file exists',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to extract layer sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: open /var/lib/containerd/tmpmounts/containerd-mount42/opt/app.bin: no space left on device: unknown',
        "node-disk-full",
      ],
      [
        'Failed to inspect image "registry.example/acme/app:v3": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: permission denied"',
        "runtime-unavailable",
      ],
      [
        'Failed to pull image "ghcr.io/acme/app:v3": rpc error: code = Unknown desc = Error response from daemon: Head "https://ghcr.io/v2/acme/app/manifests/v3": denied: permission_denied: read_package',
        "access-denied",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to resolve image: unable to load CA cert "/etc/containerd/certs.d/registry.example/ca.crt": open /etc/containerd/certs.d/registry.example/ca.crt: no such file or directory',
        "node-registry-config",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": pinging container registry registry.example: Get "https://registry.example/v2/": dial tcp: lookup registry.example: device or resource busy',
        "dns-failure",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": failed to do request: Head "https://registry.example/v2/acme/app/manifests/v3": dial tcp 192.0.2.7:443: connect: permission denied',
        "network-unreachable",
      ],
    ],
  },
});
