import { type Cure, changesNode, fix, inspectNode, namesOf, showEvents } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import {
  nodeRuntime,
  otherRuntimes,
  pullOnNode,
  restartNote,
  restartRuntime,
  runtimeLog,
} from "../fixes/node-shell.ts";
import { ON_NODE_TOO, onNode, TRIES_AGAIN } from "../fixes/reach.ts";
import { step, words } from "../signals.ts";

/** The limits on a pull that makes no progress, and where they stand. */
function waitLonger(facts: Facts): Cure {
  const title = "Give slow pulls more time";
  const { runtime } = facts.failure;
  if (runtime === "docker")
    return fix(
      title,
      [changesNode("systemctl edit cri-docker"), changesNode("systemctl restart cri-docker")],
      `${ON_NODE_TOO} In the editor, repeat ExecStart and add --image-pull-progress-deadline=10m; the default is one minute, and unpacking a large layer counted as no progress in older versions.`,
    );
  if (runtime === "cri-o")
    return fix(
      title,
      [
        inspectNode("crio config | grep pull_progress_timeout"),
        changesNode(
          `sh -c 'set -C; printf "[crio.image]\\npull_progress_timeout = \\"10m\\"\\n" > /etc/crio/crio.conf.d/90-pull-progress.conf'`,
        ),
        restartRuntime(facts),
      ],
      `${ON_NODE_TOO} CRI-O 1.30 and 1.31 stopped after ten seconds in some releases, before the setting came; the newest release of each has it off.${restartNote(facts)}`,
    );
  return fix(
    title,
    [inspectNode("containerd config dump | grep -n image_pull_progress_timeout"), restartRuntime(facts)],
    `${ON_NODE_TOO} Before the restart, set image_pull_progress_timeout in /etc/containerd/config.toml, in the table of the CRI plugin (io.containerd.grpc.v1.cri in 1.x, io.containerd.cri.v1.images in 2.x); the default is five minutes. It helps against a slow registry or disk, not against a connection that is dead.${restartNote(facts)}${otherRuntimes(facts)}`,
  );
}

export default defineCause({
  group: "node",
  title: "The pull was stopped",
  what: "The pull was cancelled on the node before it finished.",
  why: `The runtime stopped a pull that it was told to stop. That happens when the kubelet or the runtime is
restarted or killed, or when the pod is deleted while the pull runs. It also happens when nothing arrives for
a while: containerd 1.7 and later wait five minutes, cri-dockerd one, and both then print no more than
"context canceled". So a connection that stalls, behind a firewall or on a slow disk, can look like this. When
several layers are pulled at once and one fails, the others are cancelled, and sometimes only their words are
left.`,
  scope: "node",
  passing: true,
  signals: [
    { means: "likely", see: step("cancel-pull") },
    {
      means: "likely",
      see: words(
        /context cancell?ed|layer registration cancell?ed|error reading from server: EOF|transport is closing|pull ?image was aborted/i,
      ),
    },
    {
      means: "likely",
      given: "the gRPC code is Canceled",
      see: ({ error }) => (error.grpcCode === "Canceled" ? { start: error.leaf.start, end: error.leaf.end } : null),
    },
  ],
  // "error reading from server: EOF" and "transport is closing" are about the kubelet's line to the runtime.
  outranks: ["connection-interrupted"],
  couldBe: [
    {
      cause: "connection-timeout",
      why: "containerd cancels a pull that makes no progress for five minutes, and prints the same words.",
      check: (facts) => showEvents(namesOf(facts)),
    },
    {
      cause: "runtime-unavailable",
      why: "The runtime died or was restarted while it pulled.",
      when: ({ error }) => /reading from server|transport is closing/i.test(error.leaf.masked),
      check: (facts) => runtimeLog(facts),
    },
  ],
  fixes: (facts) => [
    fix(
      "See how long the pull ran",
      [showEvents(namesOf(facts))],
      `Compare the ages of Pulling and Failed. Five minutes or more point at a connection or a disk that stalls; seconds point at a restart on the node, or at another layer that failed. ${TRIES_AGAIN}`,
    ),
    fix(
      "Look for what stopped it",
      [
        inspectNode(`systemctl status --no-pager ${nodeRuntime(facts).unit} kubelet`),
        runtimeLog(facts),
        pullOnNode(facts),
      ],
      `${onNode(facts)} "active since" tells of a restart. containerd logs "no progress" where it gave up waiting. The last command pulls without the kubelet and shows where it stalls.${otherRuntimes(facts)}`,
    ),
    waitLonger(facts),
  ],
  origins: [
    "containerd/containerd internal/cri/server/images/image_pull.go",
    "https://github.com/containerd/containerd/blob/main/docs/cri/config.md",
    "Mirantis/cri-dockerd libdocker/kube_docker_client.go",
    "https://github.com/cri-o/cri-o/issues/8764",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Canceled desc = failed to pull and unpack image "registry.example/acme/app:v3": failed to extract layer (application/vnd.oci.image.layer.v1.tar+gzip sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5) to overlayfs as "extract-1234-AbCd sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5": context canceled',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Canceled desc = failed to pull and unpack image "registry.example/acme/app:v3": failed to copy: context canceled',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Canceled desc = copying system image from manifest list: copying config: context canceled',
      'Failed to pull image "acme/app:v3": rpc error: code = Unknown desc = layer registration cancelled',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unavailable desc = error reading from server: EOF',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Canceled desc = grpc: the client connection is closing',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unknown desc = Error response from daemon: Get "https://registry.example/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
        "connection-timeout",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to copy: read tcp 10.0.0.7:40112->192.0.2.10:443: read: connection reset by peer',
        "connection-interrupted",
      ],
      [
        'Failed to pull image "acme/context-canceled:v3": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/acme/context-canceled:v3": failed to resolve reference "docker.io/acme/context-canceled:v3": docker.io/acme/context-canceled:v3: not found',
        "tag-not-found",
      ],
    ],
  },
});
