import { type Cure, changes, fix, inspect, inspectNode, namesOf } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { pullOnNode, runtimeLog } from "../fixes/node-shell.ts";
import { onNode, showFailingPods, TRIES_AGAIN } from "../fixes/reach.ts";
import { isUnpacking } from "../readings.ts";
import { code, has, status, words } from "../signals.ts";

/** containerd looks in its own store here; the registry has no part in it. */
function isLostOnNode({ error }: Facts): boolean {
  return /content digest|content store|failed to get reader/i.test(error.leaf.masked);
}

function fetchAnew(facts: Facts): Cure {
  const { image } = namesOf(facts);
  if (isLostOnNode(facts))
    return fix(
      "Replace the node's broken copy",
      [inspectNode("ctr -n k8s.io images check"), pullOnNode(facts)],
      `${onNode(facts)} The check lists images that are incomplete there. If the pull repeats the error, the record of the image is in its way: crictl rmi ${image} removes it, and the kubelet pulls again. An image that was loaded from a file has to be loaded again, for the node's platform.`,
    );
  return fix(
    "Pull once more on the node",
    [runtimeLog(facts), pullOnNode(facts)],
    `${onNode(facts)} If it fails there and crane succeeds elsewhere, a caching proxy, a mirror or a virus scanner in between changes or cuts what it passes on: empty its cache, or exempt the registry. ${TRIES_AGAIN}`,
  );
}

export default defineCause({
  group: "content",
  title: "The image's content is damaged or incomplete",
  what: "What the registry delivered is not what its manifest promised, or part of it is missing.",
  why: `Each part of an image is checked against the digest in its manifest; one did not fit, was cut short or
was not there. When one node alone fails, something on its way changed or cut the data, such as a caching
proxy, a mirror or a virus scanner. Or the node has lost a part that it had stored. When all nodes fail, the
registry lost a blob: a garbage collection ran during a push, a replication was not finished, or the push
itself broke off. A fault of the build tool, with layers that do not fit the image's configuration, also fails
everywhere.`,
  scope: "image",
  signals: [
    {
      means: "certain",
      see: words(
        /unexpected commit (?:digest|size)|blob not found|failed (?:size|digest) validation|digest did not match|verification failed for digest|wrong diff ?id|number of layers and diffIDs|invalid tar header|gzip: invalid|zlib: invalid|flate: corrupt|unknown dictionary|layers from manifest don't match|download config\.json digest|content digest .{1,200} not found/i,
      ),
    },
    { means: "certain", see: code("BLOB_UNKNOWN") },
    { means: "certain", see: words(/unknown blob|blob unknown/i) },
    { means: "certain", see: words(/could not fetch content descriptor/i) },
    { means: "certain", see: status([404], ["blob"]) },
    { means: "likely", see: words(/content at .{1,4096} not found/i) },
    {
      means: "likely",
      given: "a layer is being unpacked",
      see: words(/\bEOF\b|not a directory|invalid checksum/i, ({ error }) => isUnpacking(error)),
    },
    { means: "likely", see: words(/unexpected end of JSON input|unmarshal image config/i) },
    {
      means: "likely",
      given: "the image's configuration is being read, and the registry sent no error of its own",
      see: words(
        /invalid character/i,
        ({ error }) => has(error, "image-config") && has(error, "registry-error") === false,
      ),
    },
  ],
  // The manifest was found; the "not found" that follows is about one of its parts.
  // A stream that ends while a layer is unpacked is the layer's fault; the connection was closed before.
  // Digests and blobs are what the words are about; the odd answer or the path on disk is where it showed.
  outranks: [
    "image-not-found",
    "tag-not-found",
    "connection-interrupted",
    "unexpected-registry-response",
    "node-filesystem-error",
  ],
  couldBe: [
    {
      cause: "connection-interrupted",
      why: "A download that broke off leaves a layer that ends too early, and reads the same.",
      when: ({ error }) => /\bEOF\b|commit size/i.test(error.leaf.masked),
      check: (facts) => inspect(`crane validate --remote ${namesOf(facts).image}`),
    },
    {
      cause: "node-filesystem-error",
      why: "The node's own store lacks a part that it recorded; a crash or a full disk can leave it so.",
      when: isLostOnNode,
      check: () => inspectNode("ctr -n k8s.io images check"),
    },
  ],
  fixes: (facts) => {
    const names = namesOf(facts);
    return [
      fix(
        "Find out whether the registry holds the image whole",
        [inspect(`crane validate --remote ${names.image}`), showFailingPods()],
        "crane downloads every part and checks it. A failure puts the registry at fault. If it succeeds and only the pods of one node fail, the fault is at that node or on the way to it.",
      ),
      fetchAnew(facts),
      fix(
        "Push the image again",
        [changes(`docker push ${names.repository}:${names.tag}`)],
        "On a machine that has the image whole. Docker skips layers that the registry claims to have; if the same blob is still missing, build anew with --no-cache and push under a new tag. Whoever runs the registry should hear of the lost blob.",
      ),
    ];
  },
  origins: [
    "containerd/containerd core/content/helpers.go",
    "containerd/containerd core/remotes/docker/fetcher.go",
    "moby/moby distribution/pull_v2.go",
    "containers/image copy/digesting_reader.go",
    "https://github.com/google/go-containerregistry/blob/main/cmd/crane/doc/crane_validate.md",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = FailedPrecondition desc = failed to pull and unpack image "registry.example/acme/app:v3": failed to copy: failed commit on ref "layer-sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5": unexpected commit digest sha256:9a0b1c2d3e4f5061728394a5b6c7d8e9f00112233445566778899aabbccddeef, expected sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: failed precondition',
      'Failed to pull image "acme/app:v3": rpc error: code = Unknown desc = filesystem layer verification failed for digest sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5',
      'Failed to pull image "registry.example/acme/app:v3": unable to pull image: copying system image from manifest list: writing blob: storing blob to file "/var/tmp/container_images_storage12/2": happened during read: Digest did not match, expected sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5, got sha256:9a0b1c2d3e4f5061728394a5b6c7d8e9f00112233445566778899aabbccddeef',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unknown desc = error pulling image configuration: blob unknown: blob unknown to registry',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unknown desc = reading blob sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: unknown blob',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/app:v3": failed to copy: httpReadSeeker: failed open: could not fetch content descriptor sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5 (application/vnd.oci.image.layer.v1.tar+gzip) from remote: not found',
      'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to copy: httpReadSeeker: failed open: unexpected status from GET request to https://registry.example/v2/acme/app/blobs/sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: 404 Not Found',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/app:v3": failed to copy: httpReadSeeker: failed open: content at https://registry.example/v2/acme/app/manifests/sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5 not found: not found',
      'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to extract layer (application/vnd.oci.image.layer.v1.tar+gzip sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5) to overlayfs as "extract-1234-AbCd sha256:9a0b1c2d3e4f5061728394a5b6c7d8e9f00112233445566778899aabbccddeef": unexpected EOF',
      'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": unmarshal image config: unexpected end of JSON input',
      "Failed to pull image \"registry.example/acme/app:v3\": initializing image from source docker://registry.example/acme/app:v3: parsing image configuration: invalid character 'P' looking for beginning of value",
      'Failed to pull image "registry.example/acme/app:v3": error unpacking image: failed to extract layer sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: failed to get reader from content store: content digest sha256:9a0b1c2d3e4f5061728394a5b6c7d8e9f00112233445566778899aabbccddeef: not found',
      "ERRO[2026-01-02T02:38:37.581320528Z] prepare layer of snapshot, err: unexpected HEAD status code https://registry.example/v2/acme/app/blobs/sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: 404 Not Found",
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to copy: read tcp 10.0.0.7:40112->192.0.2.10:443: read: connection reset by peer',
        "connection-interrupted",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to extract layer sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: write /var/lib/containerd/tmpmounts/containerd-mount42/usr/bin/app: no space left on device: unknown',
        "node-disk-full",
      ],
      [
        'Failed to pull image "registry.example/acme/unknown-blob:v3": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/unknown-blob:v3": failed to resolve reference "registry.example/acme/unknown-blob:v3": registry.example/acme/unknown-blob:v3: not found',
        "image-not-found",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to resolve reference "registry.example/acme/app:v3": failed to authorize: failed to fetch anonymous token: unable to decode token response: invalid character \'<\' looking for beginning of value',
        "unexpected-registry-response",
      ],
    ],
  },
});
