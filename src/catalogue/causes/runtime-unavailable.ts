import { type Cure, changesNode, fix, inspectNode, namesOf } from "../commands.ts";
import type { Facts, Span } from "../define.ts";
import { defineCause } from "../define.ts";
import {
  cordonNode,
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
import { has, words } from "../signals.ts";

/** The runtime is spoken to over a local socket; no registry is. Behind a snapshot the socket is the snapshotter's. */
function socketSpan({ error }: Facts): Span | null {
  if (has(error, "prepare-snapshot")) return null;
  const dial = error.layers.find((layer) => layer.step === "dial" && layer.parts["network"] === "unix");
  if (dial !== undefined) return { start: dial.start, end: error.leaf.end };
  const pipe = /npipe:|open \/\/\.\/pipe\/|\bdial unix:\/\//.exec(error.prepared.text);
  return pipe === null ? null : { start: pipe.index, end: error.leaf.end };
}

function startAgain(facts: Facts): Cure {
  const { prepared, start, end } = facts.error;
  const text = prepared.text.slice(start, end);
  if (/unknown service/i.test(text))
    return fix(
      "Let the runtime offer the service that is asked for",
      [
        inspectNode("containerd --version"),
        inspectNode("grep -n disabled_plugins /etc/containerd/config.toml"),
        restartRuntime(facts),
      ],
      `${ON_NODE_TOO} Before the restart, take cri out of disabled_plugins: Docker's packages of containerd switch it off. runtime.v1 needs containerd 1.6 or later; runtime.v1alpha2 is what kubelets before 1.26 and old tools ask for, and containerd from 2.0 no longer has it.${restartNote(facts)}`,
    );
  if (/dockershim\.sock/i.test(text))
    return fix(
      "Point to the socket of the runtime that is installed",
      [
        inspectNode("ls -l /run/containerd/containerd.sock /var/run/crio/crio.sock /run/cri-dockerd.sock"),
        inspectNode("grep -i -e 'runtime-\\?endpoint' /var/lib/kubelet/config.yaml /var/lib/kubelet/kubeadm-flags.env"),
        changesNode("crictl config --set runtime-endpoint=unix:///run/containerd/containerd.sock"),
      ],
      `${ON_NODE_TOO} dockershim left the kubelet with Kubernetes 1.24, and its socket with it. The last command is for crictl and for containerd; for the kubelet set containerRuntimeEndpoint in the file that the second command finds, and restart it.`,
    );
  if (/npipe:|\/\/\.\/pipe\//i.test(text))
    return fix(
      "Start the runtime again",
      [inspectNode("Get-Service containerd, kubelet"), changesNode("Restart-Service containerd")],
      `${ON_NODE_TOO} In PowerShell. A runtime that stops again says why in the log of its service.`,
    );
  return fix(
    "Start the runtime again",
    [runtimeLog(facts), restartRuntime(facts)],
    `${ON_NODE_TOO} Read the log first: a configuration that does not parse, a full disk or too little memory stops the runtime again at once.${restartNote(facts)}${otherRuntimes(facts)} ${nodeRuntime(facts).unit === "docker" ? "cri-dockerd, unit cri-docker, stands between the kubelet and Docker and has to run too." : ""}`.trim(),
  );
}

export default defineCause({
  group: "node",
  title: "The container runtime does not answer",
  what: "The container runtime on the node could not be reached over its socket, or does not offer what it was asked for.",
  why: `The kubelet has images pulled by a container runtime that listens on a socket of the node. Mostly the
runtime is stopped, restarting or too busy to accept a connection; "no such file or directory" means that none
listens at this path, and "permission denied" that the caller may not. After an upgrade the two may not speak
the same version: "unknown service" comes from a runtime that is too old or too new, or whose CRI part is
switched off. No registry was asked, so neither the image nor its credentials have a part in it.`,
  scope: "node",
  signals: [
    {
      means: "certain",
      given: "the connection that failed goes to a socket or pipe of the node",
      see: (facts) => socketSpan(facts),
    },
    {
      means: "certain",
      see: words(
        /bad response from docker engine|cannot connect to the docker daemon|unknown service runtime\.|server is not initialized yet|cannot access socket|failed to dial "/i,
      ),
    },
    // dockerd says so of the containerd below it.
    {
      means: "likely",
      given: "dockerd says it of the containerd below it",
      see: words(/transport is closing/i, ({ error }) => has(error, "daemon")),
    },
  ],
  // A refused or slow connection to a socket is the runtime's; the registry's are made over TCP.
  // The missing path is the socket, and not a file of an image.
  // The question about the image and the pull fail because nobody is there to answer.
  // An answer that the client could not read comes from the local service.
  outranks: [
    "connection-refused",
    "connection-timeout",
    "node-filesystem-error",
    "image-inspect-failed",
    "pull-interrupted",
    "unexpected-registry-response",
  ],
  fixes: (facts) => {
    const names = namesOf(facts);
    const isWindows = /npipe:|\/\/\.\/pipe\//.test(facts.error.prepared.text);
    return [
      fix(
        "See whether the node is well",
        [
          describeNode(facts),
          ...(isWindows ? [] : [inspectNode(`systemctl status --no-pager ${nodeRuntime(facts).unit} kubelet`)]),
        ],
        isWindows
          ? `Ready under Conditions turns to False when the kubelet cannot reach its runtime.${whichNode(facts)}`
          : `The second command runs on the node. ${onTheNode(facts, false)}${whichNode(facts)} Ready under Conditions turns to False when the kubelet cannot reach its runtime.`,
      ),
      startAgain(facts),
      fix(
        "Keep new pods away until it is mended",
        [cordonNode(facts)],
        `Afterwards: kubectl uncordon ${names.node}. Where nodes belong to a group, replacing the node is often quicker.`,
      ),
    ];
  },
  origins: [
    "kubernetes/cri-client pkg/remote_image.go",
    "grpc/grpc-go internal/transport/http2_client.go",
    "https://kubernetes.io/docs/setup/production-environment/container-runtimes/",
    "https://github.com/containerd/containerd/issues/4581",
  ],
  examples: {
    is: [
      'Failed to inspect image "registry.example/acme/app:v3": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing dial unix /var/run/crio/crio.sock: connect: no such file or directory"',
      'Failed to pull image "registry.example/acme/web:v3": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: open //./pipe/containerd-containerd: The system cannot find the file specified."',
      'Failed to pull image "acme/app:v3": rpc error: code = Unknown desc = Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unimplemented desc = unknown service runtime.v1.ImageService',
      'Failed to pull image "acme/app:v3": rpc error: code = Unknown desc = Error response from daemon: error creating temporary lease: transport is closing: unavailable',
      'Failed to pull image "registry.example/acme/app:v3": Error response from daemon: Unavailable: connection error: desc = "transport: Error while dialing: dial unix:///run/containerd/containerd.sock: timeout"',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unavailable desc = failed to pull and unpack image "registry.example/acme/app:v3": failed to prepare extraction snapshot "extract-7 sha256:4f6c2b8d": connection error: desc = "transport: Error while dialing: dial unix /run/containerd-stargz-grpc/containerd-stargz-grpc.sock: connect: connection refused": unavailable',
        "node-filesystem-error",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to resolve image: failed to do request: Head "https://registry.example/v2/acme/app/manifests/v3": dial tcp 192.0.2.10:443: connect: connection refused',
        "connection-refused",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unavailable desc = error reading from server: EOF',
        "pull-interrupted",
      ],
      [
        'Failed to pull image "acme/dial-unix:containerd.sock": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/acme/dial-unix:containerd.sock": failed to resolve reference "docker.io/acme/dial-unix:containerd.sock": docker.io/acme/dial-unix:containerd.sock: not found',
        "tag-not-found",
      ],
    ],
  },
});
