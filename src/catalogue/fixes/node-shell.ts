/**
 * Commands that run on a node, and the ways to get there. A node is reached in as many ways as there are platforms;
 * its name gives some of them away.
 *
 * Ways: kubernetes.io/docs/tasks/debug/debug-cluster/kubectl-node-debug, AWS Systems Manager (start-session), and those
 * of the platforms.
 * Units, folders and sockets: the packages and default configurations of containerd, Docker Engine, CRI-O, K3s, and
 * canonical/microk8s snap/snapcraft.yaml.
 */
import { type Command, changes, changesNode, inspect, inspectNode, namesOf } from "../commands.ts";
import type { Facts } from "../define.ts";
import { platformOf } from "../platforms/recognize.ts";

export interface NodeRuntime {
  readonly name: string;
  /** The systemd unit. */
  readonly unit: string;
  /** Where it keeps images. */
  readonly folder: string;
  /** The socket that the kubelet speaks to. */
  readonly socket: string;
}

const CONTAINERD: NodeRuntime = {
  name: "containerd",
  unit: "containerd",
  folder: "/var/lib/containerd",
  socket: "/run/containerd/containerd.sock",
};
const DOCKER: NodeRuntime = {
  name: "Docker",
  unit: "docker",
  folder: "/var/lib/docker",
  socket: "/run/cri-dockerd.sock",
};
const CRIO: NodeRuntime = {
  name: "CRI-O",
  unit: "crio",
  folder: "/var/lib/containers",
  socket: "/var/run/crio/crio.sock",
};

const K3S: NodeRuntime = {
  name: "K3s",
  unit: "k3s",
  folder: "/var/lib/rancher/k3s/agent/containerd",
  socket: "/run/k3s/containerd/containerd.sock",
};

const MICROK8S: NodeRuntime = {
  name: "MicroK8s",
  unit: "snap.microk8s.daemon-containerd",
  folder: "/var/snap/microk8s/common/var/lib/containerd",
  socket: "/var/snap/microk8s/common/run/containerd.sock",
};

/** Sockets and folders that give a runtime away where its words do not. */
const TRACES: readonly (readonly [RegExp, NodeRuntime])[] = [
  [/\/var\/snap\/microk8s\//, MICROK8S],
  [/\/run\/k3s\/|\/var\/lib\/rancher\/k3s\//, K3S],
  [/\/run\/crio\/crio\.sock|\/var\/lib\/containers\/storage\//, CRIO],
  [/\/run\/(?:docker|cri-dockerd)\.sock|\/var\/lib\/docker\//, DOCKER],
  [/\/run\/containerd\/containerd\.sock|\/var\/lib\/containerd\//, CONTAINERD],
];

function tracedRuntime({ error }: Facts): NodeRuntime | null {
  const text = error.prepared.text.slice(error.start, error.end);
  return TRACES.find(([trace]) => trace.test(text))?.[1] ?? null;
}

/** The node's runtime; containerd, the commonest, where the text does not tell. */
export function nodeRuntime(facts: Facts): NodeRuntime {
  const { runtime } = facts.failure;
  if (runtime === "docker") return DOCKER;
  if (runtime === "cri-o") return CRIO;
  return tracedRuntime(facts) ?? CONTAINERD;
}

/** Says, where the runtime is only guessed, what to put in its place; begins with a blank, or is empty. */
export function otherRuntimes(facts: Facts): string {
  const traced = tracedRuntime(facts);
  if (traced === K3S && facts.failure.runtime !== "docker") return " On an agent node the unit is k3s-agent.";
  return facts.failure.runtime === "unknown" && traced === null
    ? " The text does not name the runtime; for Docker the unit is docker, for CRI-O crio, for K3s k3s or k3s-agent."
    : "";
}

/**
 * One sentence for a note: these commands run on the node, and how one gets there. `canStartPods` is false where the
 * fault keeps the node from starting the pod that kubectl debug needs.
 */
export function onTheNode(facts: Facts, canStartPods = true): string {
  return `On the node: ${wayTo(facts, canStartPods)}.`;
}

/** Says how to find the node where the text does not name it; begins with a blank, or is empty. */
export function whichNode(facts: Facts): string {
  const { node, pod, inNamespace } = namesOf(facts);
  return node === "NODE" ? ` kubectl get pod${inNamespace} ${pod} -o wide names the node.` : "";
}

function wayTo(facts: Facts, canStartPods: boolean): string {
  const { node } = namesOf(facts);
  const found = platformOf(facts);
  const { shell } = found?.platform ?? {};
  if (found?.isCertain === true && shell !== undefined) return shell(node);
  const isAws = /\.(?:compute|ec2)\.internal$/.test(node);
  if (!canStartPods) return isAws ? "over SSH or AWS Session Manager" : "over SSH or its console";
  if (shell !== undefined) return `${shell(node)}; elsewhere over SSH`;
  const debug = `kubectl debug node/${node} -it --profile=sysadmin --image=busybox -- chroot /host`;
  return `over SSH${isAws ? " or AWS Session Manager" : ""}, or with ${debug}`;
}

/** The runtime's own words of the last half hour, which are more than an event holds. */
export function runtimeLog(facts: Facts): Command {
  return inspectNode(`journalctl -u ${nodeRuntime(facts).unit} --since=-30min --no-pager`);
}

export function restartRuntime(facts: Facts): Command {
  return changesNode(`systemctl restart ${nodeRuntime(facts).unit}`);
}

/**
 * What a restart does to the containers that run; begins with a blank. docs.docker.com, "Live restore"; containerd and
 * CRI-O leave containers to their shims and monitors.
 */
export function restartNote({ failure }: Facts): string {
  if (failure.runtime === "docker") return " A restart of Docker stops its containers unless live-restore is on.";
  return failure.runtime === "unknown"
    ? " Where it is Docker, a restart stops its containers unless live-restore is on."
    : " Running containers survive the restart.";
}

/** Pulls past the kubelet, so without its back-off and without the pod's pull secrets. */
export function pullOnNode(facts: Facts): Command {
  const { image } = namesOf(facts);
  return changesNode(facts.failure.runtime === "docker" ? `docker pull ${image}` : `crictl pull ${image}`);
}

/** What the node says of itself: platform, runtime and its version, kernel, conditions, newest events. */
export function describeNode(facts: Facts): Command {
  return inspect(`kubectl describe node ${namesOf(facts).node}`);
}

/** Keeps new pods off the node; those that run there stay. */
export function cordonNode(facts: Facts): Command {
  return changes(`kubectl cordon ${namesOf(facts).node}`);
}
