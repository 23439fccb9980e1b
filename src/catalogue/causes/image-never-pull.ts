import { type Cure, changes, changesNode, fix, inspect, inspectNode, namesOf } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { onTheNode } from "../fixes/node-shell.ts";
import { patchTemplate } from "../fixes/workload.ts";
import { state, step } from "../signals.ts";

/** Local clusters have a command for it; elsewhere the image travels as a file. */
function bringImage(facts: Facts): Cure {
  const { image, node } = namesOf(facts);
  const title = "Bring the image to the node";
  const note = "Build or pull it on your machine first, for the node's platform and under exactly this name.";
  if (/^minikube(?:-m\d\d)?$/.test(node)) return fix(title, [changes(`minikube image load ${image}`)], note);
  if (/^kind-/.test(node)) return fix(title, [changes(`kind load docker-image ${image}`)], note);
  if (/^k3d-/.test(node))
    return fix(
      title,
      [changes(`k3d image import -c CLUSTER ${image}`)],
      `${note} CLUSTER is the name of the k3d cluster, from k3d cluster list.`,
    );
  const { runtime } = facts.failure;
  const load =
    runtime === "docker"
      ? "docker load -i image.tar"
      : runtime === "cri-o"
        ? "podman load -i image.tar"
        : "ctr -n k8s.io images import image.tar";
  return fix(
    title,
    [changes(`docker save -o image.tar ${image}`), changesNode(load)],
    `${note} The first command runs there; copy image.tar to the node and type the second there.${runtime === "unknown" ? " For Docker the second command is docker load -i image.tar, for CRI-O podman load -i image.tar, for K3s it begins with k3s ctr." : ""} Each node that may run the pod needs the image, new ones too.`,
  );
}

export default defineCause({
  group: "node",
  title: "The policy forbids pulling, and the image is not there",
  what: "The pull policy is Never, and the node does not have the image under this name.",
  why: `With imagePullPolicy Never the kubelet uses what is on the node and asks no registry. Mostly the image
was built or loaded elsewhere: in the Docker of a laptop and not in the cluster, on another node, or in a
namespace of containerd other than k8s.io. The name has to agree in full: what Docker calls app:1 is
docker.io/library/app:1, and Podman stores its builds as localhost/app:1. Loaded images can also vanish, as
the kubelet deletes unused ones when the disk fills up. Since Kubernetes 1.35 the image may even be there: the
kubelet then demands that the pod has the credentials with which it was pulled, and says the same.`,
  scope: "image",
  signals: [
    { means: "certain", see: step("never-pull") },
    { means: "certain", see: state("ErrImageNeverPull") },
  ],
  couldBe: [
    {
      cause: "missing-credentials",
      why: "Since Kubernetes 1.35 the image may be on the node, pulled with credentials that this pod does not have.",
      // Images that were loaded from a file are not guarded; those of a named registry may have been pulled.
      when: ({ image }) => image !== null && /^[^/]*\./.test(image.raw.split("/", 1)[0] ?? ""),
      check: (facts) =>
        inspect(`kubectl get node ${namesOf(facts).node} -o jsonpath='{.status.nodeInfo.kubeletVersion}'`),
    },
  ],
  fixes: (facts) => {
    const names = namesOf(facts);
    const containers = [{ name: names.container, imagePullPolicy: "IfNotPresent" }];
    const kind = facts.failure.containerKind;
    const allowed =
      kind === "ephemeral"
        ? { command: null, note: "An ephemeral container cannot be changed: start another one with kubectl debug." }
        : patchTemplate(facts, kind === "init" ? { initContainers: containers } : { containers });
    return [
      fix(
        "See which images the node has",
        [inspect(`kubectl get pod${names.inNamespace} ${names.pod} -o wide`), inspectNode("crictl images")],
        `The first command names the pod's node, the second runs there. ${onTheNode(facts)} Compare the names in full, with registry and tag.`,
      ),
      bringImage(facts),
      fix(
        "Let the kubelet pull the image",
        allowed.command === null ? [] : [allowed.command],
        `Only where a registry has the image under this name. IfNotPresent still prefers the copy on the node. ${kind === null ? "An init container stands under initContainers. " : ""}${allowed.note}`.trim(),
      ),
    ];
  },
  origins: [
    "kubernetes/kubernetes pkg/kubelet/images/image_manager.go",
    "https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy",
    "https://www.kubernetes.dev/resources/keps/2535/",
    "https://docs.k3s.io/import-images",
  ],
  examples: {
    is: [
      'Container image "acme/app:dev" is not present with pull policy of Never',
      'spec.containers{web}: Container image "registry.example/acme/app:dev" is not present with pull policy of Never',
      'Error: ErrImageNeverPull: Container image "localhost/app:dev" is not present with pull policy of Never',
      "Warning  Failed  5s (x4 over 49s)  kubelet  Error: ErrImageNeverPull",
    ],
    isNot: [
      [
        'Failed to pull image "acme/pull-policy-never:latest": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/acme/pull-policy-never:latest": failed to resolve reference "docker.io/acme/pull-policy-never:latest": docker.io/acme/pull-policy-never:latest: not found',
        "tag-not-found",
      ],
      [
        'Failed to inspect image "acme/app:dev": rpc error: code = DeadlineExceeded desc = context deadline exceeded',
        "image-inspect-failed",
      ],
      [
        'Back-off pulling image "localhost:5000/app:dev": ErrImagePull: failed to pull and unpack image "localhost:5000/app:dev": failed to resolve image: failed to do request: Head "http://localhost:5000/v2/app/manifests/dev": dial tcp 127.0.0.1:5000: connect: connection refused',
        "connection-refused",
      ],
    ],
  },
});
