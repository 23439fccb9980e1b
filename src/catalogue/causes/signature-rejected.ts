import { type Cure, changes, fix, inspect, inspectNode, namesOf, setImage } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { onNode } from "../fixes/reach.ts";
import { registrySays, state, step, words } from "../signals.ts";

function isImageVerifier({ error }: Facts): boolean {
  return /image verifier/i.test(error.prepared.masked.slice(error.start, error.end));
}

/** Where the policy is kept that refused. */
function readPolicy(facts: Facts): Cure {
  if (facts.error.registry.length > 0)
    return fix(
      "Ask for the registry's rule",
      [],
      "The registry itself checks signatures before it hands an image out. In Harbor the rule is the project's: Configuration, Deployment security, Cosign or Notation. Its administrator knows which key counts.",
    );
  if (isImageVerifier(facts) || facts.failure.runtime === "containerd")
    return fix(
      "Read what the verifiers on the node demand",
      [
        inspectNode("containerd config dump | grep -n -A6 image-verifier"),
        inspectNode("ls -l /opt/containerd/image-verifier/bin"),
      ],
      `${onNode(facts)} Each program in bin_dir judges each pull; its own words stand behind "for reason". A verifier that fails or takes longer than per_verifier_timeout blocks the pull as well.`,
    );
  if (facts.failure.runtime === "docker")
    return fix(
      "See whether content trust is demanded",
      [inspectNode("cat /etc/docker/daemon.json"), inspectNode("printenv DOCKER_CONTENT_TRUST")],
      `${onNode(facts)} With DOCKER_CONTENT_TRUST=1 the client takes signed tags only.`,
    );
  return fix(
    "Read the policy that refused",
    [
      inspectNode("cat /etc/containers/policy.json"),
      inspectNode("grep -rn '' /etc/containers/registries.d"),
      inspect("kubectl get image.config.openshift.io cluster -o yaml"),
    ],
    `The first two are files of the node. ${onNode(facts)} The third is for OpenShift, which writes policy.json: a list allowedRegistries rejects all that is not on it, and ClusterImagePolicy objects demand signatures.`,
  );
}

export default defineCause({
  group: "content",
  title: "A signature or trust policy refused the image",
  what: "A trust policy, on the node or at the registry, did not accept the image's signature, or the image has none.",
  why: `Some nodes run images only when a policy accepts them. On CRI-O that is /etc/containers/policy.json,
which rejects a registry altogether or demands a signature by a known key; on OpenShift the cluster's image
settings write it. On containerd it is a program that the administrator installed as an image verifier. The
image is unsigned, signed by another key, comes from a registry that the policy does not allow, or its
signature could not be read. Nothing is wrong with the pull itself, and with other nodes' policies the same
image may pass.`,
  scope: "image",
  signals: [
    { means: "certain", see: step(["source-rejected", "signature-validation", "image-verifier"]) },
    {
      means: "certain",
      see: words(
        /signature was required|blocking pull of .{1,900}returned error|no public keys imported|rejected by policy|trust data does not exist|does not have trust data|signature verification|no matching signatures/i,
      ),
    },
    { means: "certain", see: registrySays(/signature/i) },
    // Signatures are fetched like images are: where that fails, the network or the server is to blame.
    {
      means: "likely",
      given: "neither the network nor an HTTP status is to blame",
      see: step("signatures", ({ error }) => error.network === null && error.http === null),
    },
    { means: "certain", see: state("SignatureValidationFailed") },
  ],
  // A registry that withholds unsigned images answers with its code for policies, DENIED or 412; this says which one.
  // An odd answer at the place of the signatures, or a policy that forbids a registry, is still a matter of trust.
  // Where CRI-O says SignatureValidationFailed it has judged; what failed inside is how a signature could not be had.
  outranks: [
    "registry-policy-denied",
    "access-denied",
    "unexpected-registry-response",
    "node-registry-config",
    "connection-refused",
    "registry-unavailable",
  ],
  fixes: (facts) => {
    const names = namesOf(facts);
    return [
      fix(
        "Look at the signatures that the image has",
        [
          inspect(`cosign tree ${names.image}`),
          inspect(`skopeo inspect --format '{{.Digest}}' docker://${names.image}`),
        ],
        "cosign lists what is attached to the image. A tag that was pushed anew has a new digest, and the signatures of the old one do not hold for it.",
      ),
      readPolicy(facts),
      fix(
        "Sign the image",
        [changes(`cosign sign --key KEY ${names.repository}@DIGEST`)],
        "DIGEST is what skopeo printed, KEY the key whose public half the policy names. Policies with GPG keys (type signedBy) need skopeo copy --sign-by instead.",
      ),
      fix(
        "Use an image that the policy accepts",
        [setImage(names, `${names.repository}@DIGEST`)],
        "DIGEST is that of a signed build. Who has to run this very image asks those who keep the policy to admit it; to weaken the policy on one node helps that node only.",
      ),
    ];
  },
  origins: [
    "containers/image signature/policy_eval.go",
    "cri-o/cri-o server/image_pull.go",
    "containerd/containerd core/transfer/local/pull.go",
    "https://github.com/containerd/containerd/blob/main/docs/image-verification.md",
    "https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:v3": SignatureValidationFailed: copying system image from manifest list: Source image rejected: A signature was required, but no signature exists',
      "image pull failed for registry.example/acme/app:v3 because the signature validation failed: Source image rejected: Running image docker://registry.example/acme/app:v3 is rejected by policy.",
      'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": image verifier bindir blocked pull of registry.example/acme/app:v3 with digest sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5 for reason: no signature by release@acme.example',
      'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": blocking pull of registry.example/acme/app:v3 with digest sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: image verifier bindir returned error: exit status 1',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unknown desc = Error response from daemon: remote trust data does not exist for registry.example/acme/app: notary.example does not have trust data for registry.example/acme/app',
      'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry.example/v2/acme/app/manifests/sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: 412 Precondition Failed - Server message: unknown: no valid signature for this artifact',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unknown desc = copying system image from manifest list: reading signatures: parsing signature https://registry.example/sigstore/acme/app@sha256=4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5/signature-1: unrecognized signature format, starting with binary 0x3c',
      'Failed to pull image "registry.example/acme/app:v3": Error: SignatureValidationFailed',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unknown desc = Error response from daemon: unknown: current image with 9 vulnerabilities cannot be pulled due to configured policy in \'Prevent images with vulnerability severity of "High" or higher from running.\'',
        "registry-policy-denied",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": initializing source docker://registry.example/acme/app:v3: registry registry.example is blocked in /etc/containers/registries.conf or /etc/containers/registries.conf.d',
        "node-registry-config",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": copying system image from manifest list: reading signatures: Get "https://sigstore.example/acme/app/signature-1": dial tcp 192.0.2.9:443: connect: connection refused',
        "connection-refused",
      ],
      [
        'Failed to pull image "registry.example/acme/signature-verification:v3": initializing source docker://registry.example/acme/signature-verification:v3: pinging container registry registry.example: Get "https://registry.example/v2/": x509: certificate signed by unknown authority',
        "tls-untrusted-ca",
      ],
    ],
  },
});
