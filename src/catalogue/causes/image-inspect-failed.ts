import { fix, inspectNode, namesOf, showEvents } from "../commands.ts";
import { defineCause } from "../define.ts";
import {
  describeNode,
  nodeRuntime,
  onTheNode,
  otherRuntimes,
  restartNote,
  restartRuntime,
  runtimeLog,
  whichNode,
} from "../fixes/node-shell.ts";
import { ON_NODE_TOO } from "../fixes/reach.ts";
import { state, step } from "../signals.ts";

export default defineCause({
  group: "node",
  title: "The runtime could not inspect the image",
  what: "The kubelet asked the runtime whether the node has the image, and got no usable answer.",
  why: `Before it pulls, the kubelet asks the runtime whether the image is on the node already; here that
question failed, so no registry was asked yet. Mostly the runtime is overloaded or hangs, on slow disks or
with very many containers, and does not answer in the two minutes that the kubelet waits; or it is being
restarted. Storage that the runtime cannot read, and a record of the image that is damaged, fail in the same
place. The kubelet asks again by itself, so a short trouble passes.`,
  scope: "node",
  passing: true,
  signals: [
    { means: "certain", see: step("inspect-image") },
    { means: "certain", see: state("ImageInspectError") },
  ],
  // The time-out and the closed connection are those of the local socket; no network has a part in it.
  // What cannot be read is the record of an image, which the runtime keeps; nothing was to be stored.
  outranks: ["connection-timeout", "connection-interrupted", "node-filesystem-error"],
  couldBe: [
    {
      cause: "runtime-unavailable",
      why: "A runtime that hangs or restarts lets this question fail first.",
      check: (facts) => describeNode(facts),
    },
    {
      cause: "node-filesystem-error",
      why: "The words name a file or a layer that the runtime could not read.",
      when: ({ error }) =>
        /no such file|input\/output|read-only|layer not known|snapshot|permission denied/i.test(error.leaf.masked),
      check: (facts) => runtimeLog(facts),
    },
  ],
  fixes: (facts) => [
    fix(
      "See whether it still fails",
      [showEvents(namesOf(facts)), describeNode(facts)],
      `A newer event that says Pulling or Pulled tells that it has passed. Ready and the pressures under the node's Conditions tell how it is.${whichNode(facts)}`,
    ),
    fix(
      "Ask the runtime the same question",
      [
        inspectNode(`crictl inspecti ${namesOf(facts).image}`),
        inspectNode(`systemctl status --no-pager ${nodeRuntime(facts).unit}`),
        runtimeLog(facts),
      ],
      `${onTheNode(facts, false)} "no such image" is a good answer: the question works. No answer at all points at a runtime that hangs.${otherRuntimes(facts)}`,
    ),
    fix(
      "Restart the runtime",
      [restartRuntime(facts)],
      `${ON_NODE_TOO} Only where it hangs; slow disks and too many containers on the node bring the fault back.${restartNote(facts)}${otherRuntimes(facts)}`,
    ),
  ],
  origins: ["kubernetes/kubernetes pkg/kubelet/images/image_manager.go", "kubernetes/cri-client pkg/remote_image.go"],
  examples: {
    is: [
      'Failed to inspect image "registry.example/acme/app:v3": rpc error: code = DeadlineExceeded desc = context deadline exceeded',
      'Failed to inspect image "acme/app:v3": rpc error: code = Unknown desc = operation timeout: context deadline exceeded',
      'Failed to inspect image "registry.example/acme/app:v3": rpc error: code = Unknown desc = reading image: layer not known',
      "Warning  Failed  5s (x4 over 49s)  kubelet  Error: ImageInspectError",
    ],
    isNot: [
      [
        'Failed to inspect image "": rpc error: code = Unknown desc = short name mode is enforcing, but image name acme/app:v3 returns ambiguous list',
        "short-name-unresolved",
      ],
      [
        'Failed to inspect image "registry.example/acme/app:v3": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"',
        "runtime-unavailable",
      ],
      [
        'Failed to apply default image tag "registry.example/Acme/App:v3": couldn\'t parse image name "registry.example/Acme/App:v3": invalid reference format: repository name (Acme/App) must be lowercase',
        "invalid-image-name",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to resolve image: failed to do request: Head "https://registry.example/v2/acme/app/manifests/v3": context deadline exceeded',
        "connection-timeout",
      ],
    ],
  },
});
