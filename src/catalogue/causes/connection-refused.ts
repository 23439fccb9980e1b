import type { RegistryKind } from "../../image/registry.ts";
import { type Command, type Cure, changes, fix, inspect, inspectNode, namesOf, quote, setImage } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { endpointOf } from "../fixes/endpoint.ts";
import { ask, ON_NODE_TOO, onNode, TRIES_AGAIN } from "../fixes/reach.ts";
import { showRegistryConfig } from "../fixes/registry-config.ts";
import { hostsNeeded, isPublicService } from "../fixes/registry-services.ts";
import { platformOf } from "../platforms/recognize.ts";
import { kindOf, step, words } from "../signals.ts";

const LOOPBACK = /^(?:127\.|\[::1\]|localhost$)/;

/** The service behind a registry inside the cluster. */
function showService(kind: RegistryKind | null, host: string): Command {
  const [service = "", namespace = ""] = host.split(".");
  if (kind === "in-cluster" && namespace !== "")
    return inspect(`kubectl get endpointslices -n ${namespace} -l kubernetes.io/service-name=${service}`);
  if (kind === "private-address") return inspect(`kubectl get service -A -o wide | grep -wF ${quote(host)}`);
  return inspect("kubectl get service,endpointslices -A | grep -i regist");
}

/** Where a cluster on a laptop tells which registry it was made with: kubernetes/enhancements KEP-1755. */
const showLocalRegistry = inspect("kubectl get configmap local-registry-hosting -n kube-public -o jsonpath='{.data}'");
const LOCAL_REGISTRY_NOTE =
  "The first command prints the local registry that the cluster was made with, if there is one.";

/** localhost is the node, where nobody has started a registry. */
function bringImage(facts: Facts): Cure {
  const names = namesOf(facts);
  const found = platformOf(facts);
  const load = found?.isCertain === true ? found.platform.load?.(names.image, names.node) : undefined;
  const localhost = "localhost in an image name is the node, not your machine.";
  if (load !== undefined)
    return fix(
      "Bring the image to the node",
      [showLocalRegistry, changes(load)],
      `${localhost} ${LOCAL_REGISTRY_NOTE} The second copies the image from your machine into the cluster; the pod then needs an imagePullPolicy other than Always.`,
    );
  return fix(
    "Bring the image to the node, or name a registry that the node can reach",
    [
      showLocalRegistry,
      changes(`minikube image load ${names.image}`),
      changes(`kind load docker-image ${names.image}`),
      setImage(names, "REGISTRY/PATH:TAG"),
    ],
    `${localhost} ${LOCAL_REGISTRY_NOTE} The next two copy a local image into a minikube or kind cluster, and the pod then needs an imagePullPolicy other than Always; the last is for all other clusters.`,
  );
}

/** What most likely listens on the wrong place, or not at all, behind such a host. */
function cure(facts: Facts): Cure {
  const names = namesOf(facts);
  const endpoint = endpointOf(facts);
  const dialled = facts.error.network?.subject ?? "";
  const kind = kindOf(facts);
  if (kind === "local") return bringImage(facts);
  if (LOOPBACK.test(dialled) || LOOPBACK.test(endpoint.host))
    return fix(
      "Find the mirror or proxy that the node is told to use",
      showRegistryConfig(facts),
      `${ON_NODE_TOO} The node dialled itself, so a mirror or an agent on the node was meant. Start it, or take it out of the node's configuration.`,
    );
  if (isPublicService(facts))
    return fix(
      "Open the way out of the node's network",
      [inspectNode(`getent ahosts ${endpoint.host}`)],
      `${ON_NODE_TOO} A public registry hardly ever refuses: a firewall answers in its place, or the name resolves to another machine. ${hostsNeeded(facts) ?? ""}`.trimEnd(),
    );
  return fix(
    "Start the registry, or correct the port",
    [showService(kind, endpoint.host), setImage(names, "HOST:PORT/PATH:TAG")],
    `The first is for a registry inside the cluster: a service without ready endpoints refuses. An image name without a port means port 443; where the registry listens on another, the name has to carry it. ${TRIES_AGAIN}`,
  );
}

export default defineCause({
  group: "network",
  title: "The connection was refused",
  what: "The address answered that nothing listens on that port.",
  why: `The machine was reached and said that nothing listens on the port. Most often a registry of one's own is
stopped, is restarting, or listens on another port than the image name says; a name without a port means 443.
An address such as 127.0.0.1 or localhost is the node itself, not the machine that typed the name. A firewall
may refuse in the place of the real registry, which is the likely case when the registry is a public one.
CRI-O reports a refused connection as RegistryUnavailable.`,
  scope: "registry",
  mayBeMisspelt: ["host"],
  signals: [
    {
      means: "certain",
      given:
        "the connection goes to a registry and not to a socket of the node, and no HTTP status stands in front of it",
      // In the body of an HTTP answer they are a gateway's words about a machine behind it.
      see: words(
        /connection refused|actively refused it/i,
        ({ error }) => error.network?.network !== "unix" && error.http === null,
      ),
    },
    // CRI-O since 1.27.1 gives this reason to a refused connection only; cri-dockerd gives it to 502, 503 and 504.
    {
      means: "likely",
      given: "the runtime is CRI-O and no HTTP status stands in front of it",
      see: step(
        "registry-unavailable",
        ({ failure, error }) => (failure.runtime === "cri-o" || error.runtime === "cri-o") && error.http === null,
      ),
    },
  ],
  // The same reason, RegistryUnavailable, which from CRI-O means a refused connection and nothing else.
  outranks: ["registry-unavailable"],
  fixes: (facts) => [
    fix(
      "See whether anything listens there",
      [ask(endpointOf(facts))],
      `${onNode(facts)} Any HTTP answer, 401 and 404 included, means that the registry is back. Run it on your own machine as well: refused in both places points to the registry, only on the node to a firewall.`,
    ),
    cure(facts),
  ],
  origins: [
    "golang/go src/syscall/zerrors_linux_amd64.go (ECONNREFUSED), src/syscall/zerrors_windows.go",
    "cri-o/cri-o server/image_pull.go (ErrRegistryUnavailable)",
    "containerd/containerd core/remotes/docker/resolver.go",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example:5000/acme/app:1.4": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example:5000/acme/app:1.4": failed to resolve reference "registry.example:5000/acme/app:1.4": failed to do request: Head "https://registry.example:5000/v2/acme/app/manifests/1.4": dial tcp 192.0.2.7:5000: connect: connection refused',
      'Failed to pull image "localhost:5001/acme/app:1.4": failed to pull and unpack image "localhost:5001/acme/app:1.4": failed to resolve image: failed to do request: Head "http://localhost:5001/v2/acme/app/manifests/1.4": dial tcp [::1]:5001: connect: connection refused',
      'Failed to pull image "registry.example:5000/acme/app:1.4": RegistryUnavailable: initializing source docker://registry.example:5000/acme/app:1.4: pinging container registry registry.example:5000: Get "https://registry.example:5000/v2/": dial tcp 192.0.2.7:5000: connect: connection refused',
      'Failed to pull image "registry.example:5000/acme/app:1.4": rpc error: code = Unknown desc = Error response from daemon: Get "https://registry.example:5000/v2/": dial tcp 192.0.2.7:5000: connectex: No connection could be made because the target machine actively refused it.',
      'Failed to pull image "registry.example:5000/acme/app:1.4": RegistryUnavailable: initializing source docker://registry.example:5000/acme/app:1.4: pinging container registry registry.example:5000',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"',
        "runtime-unavailable",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": dial tcp: lookup registry.example on 127.0.0.53:53: read udp 127.0.0.1:52311->127.0.0.53:53: read: connection refused',
        "dns-failure",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": proxyconnect tcp: dial tcp 10.0.0.9:3128: connect: connection refused',
        "proxy-error",
      ],
    ],
  },
});
