/** Checks of the way from a node to a registry, and what every advice about the network ends with. */
import { type Command, inspect, inspectNode, namesOf } from "../commands.ts";
import type { Facts } from "../define.ts";
import { kindOf } from "../signals.ts";
import type { Endpoint } from "./endpoint.ts";
import { nodeRuntime, onTheNode, otherRuntimes } from "./node-shell.ts";

/** Back-off: 10 s, doubled up to 300 s (kubernetes pkg/kubelet/kubelet.go, client-go util/flowcontrol/backoff.go). */
export const TRIES_AGAIN = "The kubelet tries again by itself, at most five minutes later; no pod needs a restart.";

/** Asks on the node as the runtime would, without it: any HTTP answer proves that the way is open. */
export function ask(endpoint: Endpoint): Command {
  return inspectNode(curl(endpoint));
}

/** The same on the reader's machine. */
export function askHere(endpoint: Endpoint): Command {
  return inspect(curl(endpoint));
}

function curl({ url }: Endpoint): string {
  return `curl -sSi -m 20 ${url}`;
}

/** Tells whether one node is concerned or all. */
export function showFailingPods(): Command {
  return inspect("kubectl get pods -A -o wide | grep -E 'ImagePull|ErrImage|RegistryUnavailable'");
}

/** For a further fix of the same cause, where `onNode` has said how one gets there. */
export const ON_NODE_TOO = "On the node.";

/**
 * Where the commands are to be typed and how one gets there. The pod of kubectl debug needs an image from Docker Hub,
 * so it is no way in where that is out of reach.
 */
export function onNode(facts: Facts, canStartPods = kindOf(facts) !== "docker-hub"): string {
  const { node, pod, inNamespace } = namesOf(facts);
  const which = node === "NODE" ? ` kubectl get pod${inNamespace} ${pod} -o wide names the node.` : "";
  return `${onTheNode(facts, canStartPods)}${which}`;
}

/** The environment of the runtime, which holds its proxy. */
export function showProxySettings(facts: Facts): Command {
  return inspectNode(`systemctl show --property=Environment ${nodeRuntime(facts).unit}`);
}

/** What to know of `showProxySettings`. */
export function proxySettingsNote(facts: Facts): string {
  return `HTTPS_PROXY and NO_PROXY in the runtime's environment count, not those of the shell.${otherRuntimes(facts)}`;
}
