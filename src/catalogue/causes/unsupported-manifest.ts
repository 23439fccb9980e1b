import { type Cure, changes, fix, inspect, inspectNode, namesOf, setImage } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { describeNode, whichNode } from "../fixes/node-shell.ts";
import { onNode } from "../fixes/reach.ts";
import { words } from "../signals.ts";

type Content = "schema-1" | "encrypted" | "attachment" | "artifact" | "unknown";

/** What the words say of the content. They are the runtime's: names in them are hidden. */
function contentOf({ error }: Facts): Content {
  const said = error.leaf.masked;
  if (/schema 1\b|since containerd v2|missing signature key/i.test(said)) return "schema-1";
  if (/encrypted|decrypt|ctd-decoder/i.test(said)) return "encrypted";
  if (/in-toto|attestation/i.test(said)) return "attachment";
  return /\bartifact\b|encountered remote|mismatched image rootfs|AI models/i.test(said) ? "artifact" : "unknown";
}

function cure(facts: Facts): readonly Cure[] {
  const names = namesOf(facts);
  switch (contentOf(facts)) {
    case "schema-1":
      return [
        fix(
          "Use a newer build of the image",
          [inspect(`skopeo list-tags docker://${names.repository}`), setImage(names, `${names.repository}:TAG`)],
          "Tags of the last years are rarely in schema 1. Put one of them in place of TAG. Until there is one, CONTAINERD_ENABLE_DEPRECATED_PULL_SCHEMA_1_IMAGE=1 in the environment of containerd 2.0, or DOCKER_ENABLE_DEPRECATED_PULL_SCHEMA_1_IMAGE=1 in that of Docker Engine 26, brings the old form back; later versions drop it for good.",
        ),
        fix(
          "Convert the image",
          [changes(`skopeo copy --format v2s2 docker://${names.image} docker://TARGET`), setImage(names, "TARGET")],
          "TARGET is a repository that you may push to, with a tag. The content stays as old as it is, with all its known faults; a new build is better.",
        ),
      ];
    case "encrypted":
      return [
        fix(
          "Give the node the key",
          facts.failure.runtime === "cri-o"
            ? [inspectNode("crio config | grep decryption_keys_path"), inspectNode("ls -l /etc/crio/keys")]
            : [inspectNode("command -v ctd-decoder"), inspectNode("ls -l /etc/containerd/ocicrypt/keys")],
          `${onNode(facts)} The private key from whoever encrypted the image belongs into that folder${facts.failure.runtime === "cri-o" ? "" : ", and ctd-decoder, from containerd/imgcrypt, has to be installed"}.`,
        ),
        fix(
          "Use an image that is not encrypted",
          [setImage(names, `${names.repository}:TAG`)],
          "Put the tag of an open build in place of TAG, if its makers offer one.",
        ),
      ];
    case "attachment":
      return [
        fix(
          "Push the image without attestations",
          [changes(`docker buildx build --provenance=false --sbom=false --push -t ${names.repository}:${names.tag} .`)],
          "In the folder of the Dockerfile. Builders and copy tools that mix attestations with the image's own layers make it unusable for a runtime.",
        ),
      ];
    case "artifact":
      return [
        fix(
          "Name the image, not the artifact",
          [inspect(`skopeo list-tags docker://${names.repository}`), setImage(names, `${names.repository}:TAG`)],
          "A Helm chart is installed with helm install and an oci:// address; the images that it needs stand in its values.",
        ),
      ];
    case "unknown":
      return [
        fix(
          "See whether the runtime is too old for the image",
          [describeNode(facts)],
          `The line Container Runtime Version tells. New media types, such as layers packed with zstd, need a runtime that knows them: update it, or push the image in an older form.${whichNode(facts)}`,
        ),
        fix(
          "Push the image in a form that every runtime takes",
          [changes(`skopeo copy --format v2s2 docker://${names.image} docker://TARGET`), setImage(names, "TARGET")],
          "TARGET is a repository that you may push to, with a tag.",
        ),
      ];
  }
}

export default defineCause({
  group: "content",
  title: "The image is in a form the runtime does not take",
  what: "The name leads to content that this runtime does not take, such as the retired schema 1 or no image at all.",
  why: `Registries hold more than images, and images in more than one format. Old ones, pushed before 2017 (on
Quay 2020), are in Docker's schema 1, which containerd from 2.0 and Docker Engine from 26 refuse. A Helm
chart, a signature or a model can stand under a name that looks like an image's. Some build tools list
attestations among the layers. Layers can be encrypted and need a key on the node, or be of a type that only
newer runtimes know.`,
  scope: "image",
  signals: [
    {
      means: "certain",
      see: words(
        /mediaType in manifest should be|application\/vnd\.[\w.+-]{1,200} not supported|is no longer supported|are no longer supported|schema 1 (?:image|support)|unsupported schema version|no processor for media-type|failed to get stream processor|unsupported image-specific operation|encountered remote .{0,300} when fetching|mismatched image rootfs|unsupported media type|unsupported manifest|AI models are not yet supported|invalid mixed OCI image|unexpected media type application\/|missing private key needed for decryption|no suitable key found for decrypting/i,
      ),
    },
    // dockerd takes a manifest of a type that it does not know for schema 1, which has to be signed.
    { means: "likely", see: words(/missing signature key/i) },
    // A descriptor of a type that no runtime has a handler for: it was never fetched as a blob.
    {
      means: "likely",
      see: words(/could not fetch content descriptor .{0,200}\((?!application\/vnd\.(?:docker|oci)\.)/i),
    },
  ],
  // A part of an unknown type was not looked for among the blobs, so nothing says that it is missing.
  // The "not found" at the end is containerd's class word for it; the manifest was found.
  // The registry answered as it should: the content is what it was asked for.
  outranks: ["corrupt-image", "image-not-found", "unexpected-registry-response"],
  fixes: (facts) => {
    const names = namesOf(facts);
    return [
      fix(
        "Look at what the name leads to",
        [inspect(`skopeo inspect --raw docker://${names.image}`)],
        'An image has "schemaVersion": 2 and a config whose mediaType ends in image.config.v1+json or container.image.v1+json. "schemaVersion": 1 is the retired format, an artifactType or another config type an artifact, and a layer type with "+encrypted" needs a key.',
      ),
      ...cure(facts),
    ];
  },
  origins: [
    "containerd/containerd core/remotes/docker/resolver.go",
    "moby/moby distribution/pull_v2.go",
    "containers/image image/oci.go",
    "https://docs.docker.com/go/deprecated-image-specs/",
    "https://github.com/moby/moby/pull/47459",
    "https://github.com/containerd/containerd/blob/main/docs/cri/decryption.md",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:2016": rpc error: code = Unimplemented desc = failed to pull and unpack image "registry.example/acme/app:2016": failed to resolve image: not implemented: media type "application/vnd.docker.distribution.manifest.v1+prettyjws" is no longer supported since containerd v2.1, please rebuild the image as "application/vnd.docker.distribution.manifest.v2+json" or "application/vnd.oci.image.manifest.v1+json"',
      'Failed to pull image "acme/app:2016": rpc error: code = Unknown desc = [DEPRECATION NOTICE] Docker Image Format v1 and Docker Image manifest version 2, schema 1 support is disabled by default and will be removed in an upcoming release. Suggest the author of docker.io/acme/app:2016 to upgrade the image to the OCI Format or Docker Image manifest v2, schema 2.',
      'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to extract layer sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: failed to get stream processor for application/vnd.oci.image.layer.v1.tar+gzip+encrypted: no processor for media-type: unknown',
      'Failed to pull image "registry.example/acme/chart:1": initializing image from source docker://registry.example/acme/chart:1: parsing image configuration: unsupported image-specific operation on artifact with type "application/vnd.cncf.helm.config.v1+json"',
      'Failed to pull image "acme/chart:1": rpc error: code = Unknown desc = Error response from daemon: Encountered remote "application/vnd.cncf.helm.config.v1+json"(unknown) when fetching',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unknown desc = Error response from daemon: missing signature key',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/app:v3": failed to copy: httpReadSeeker: failed open: could not fetch content descriptor sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5 (application/vnd.in-toto+json) from remote: not found',
      'Failed to pull image "registry.example/acme/app:2016": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/app:2016": unexpected media type application/vnd.docker.distribution.manifest.v1+prettyjws for sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: not found',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:v3": failed to extract layer sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: missing private key needed for decryption: unknown',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:v3": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/app:v3": failed to copy: httpReadSeeker: failed open: could not fetch content descriptor sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5 (application/vnd.oci.image.layer.v1.tar+gzip) from remote: not found',
        "corrupt-image",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/app:v3": unexpected media type text/html for sha256:9a0b1c2d3e4f5061728394a5b6c7d8e9f00112233445566778899aabbccddeef: not found',
        "unexpected-registry-response",
      ],
      [
        'Failed to pull image "registry.example/acme/unsupported-media-type:1": failed to pull and unpack image "registry.example/acme/unsupported-media-type:1": failed to resolve image: registry.example/acme/unsupported-media-type:1: not found',
        "image-not-found",
      ],
    ],
  },
});
