import { fix, inspectNode } from "../commands.ts";
import { defineCause } from "../define.ts";
import { dialledAddress, endpointOf } from "../fixes/endpoint.ts";
import { ask, ON_NODE_TOO, onNode, showFailingPods, TRIES_AGAIN } from "../fixes/reach.ts";
import { hostsNeeded } from "../fixes/registry-services.ts";
import { isOnTheWire } from "../readings.ts";
import { words } from "../signals.ts";

export default defineCause({
  group: "network",
  title: "There is no route to the registry",
  what: "The node has no route to the registry's address.",
  why: `The node's own system, or a router on the way, knows no path to the address. "network is unreachable"
and "cannot assign requested address" come from the node: no default route, an interface that is down, or an
IPv6 address on a node that has no IPv6. Where a name has addresses of both kinds, Go tries both and reports
the first one's failure, so an IPv6 address in the error means that IPv4 failed too or does not exist. "no
route to host" comes from further away: the machine is off, or a firewall rejects the packets with that very
answer. Where connecting is "not permitted" or "denied", a rule on the node itself forbids it: its firewall, its
network plugin or its security module.`,
  scope: "registry",
  mayBeMisspelt: ["host"],
  signals: [
    {
      means: "certain",
      given: "no HTTP status stands in front of it",
      see: words(
        /no route to host|network is unreachable|host is down|cannot assign requested address|unreachable (?:network|host)/i,
        ({ error }) => error.http === null,
      ),
    },
    // EPERM and EACCES of connect(2) and sendto(2): a local filter; WSAEACCES on Windows.
    {
      means: "likely",
      given: "no HTTP status stands in front of it, and it is said of a connection",
      see: words(
        /operation not permitted|permission denied|forbidden by its access permissions/i,
        ({ error }) => error.http === null && isOnTheWire(error),
      ),
    },
  ],
  // A route that vanishes in the middle of a transfer breaks the connection; the route is the reason.
  outranks: ["connection-interrupted"],
  fixes: (facts) => {
    const address = dialledAddress(facts);
    const isV6 = address?.includes(":") === true;
    const endpoint = endpointOf(facts);
    return [
      fix(
        "Look at the node's routes",
        [
          showFailingPods(),
          inspectNode(`ip route get ${address ?? "ADDRESS"}`),
          inspectNode(isV6 ? "ip -6 route show default" : "ip route show default"),
        ],
        `The first shows whether one node is concerned or all; the others on the node. ${onNode(facts)}${address === null ? " ADDRESS is what the registry's name resolves to." : ""} No default route: the node's network is not set up, or its interface is down.`,
      ),
      isV6
        ? fix(
            "Reach the registry over IPv4, or give the node IPv6",
            [
              inspectNode(`getent ahostsv4 ${endpoint.isAddress ? "HOST" : endpoint.host}`),
              inspectNode(`curl -4 -sSi -m 20 ${endpoint.url}`),
            ],
            `${ON_NODE_TOO} No IPv4 address: the host is reachable by IPv6 only, and the node needs an IPv6 route or another registry. An IPv4 address that does not answer: mend that way first, the error shows only the other one.`,
          )
        : fix(
            "Open the way",
            [ask(endpoint)],
            `${ON_NODE_TOO} In a cloud, the subnet's route table needs a route to an internet or NAT gateway, or to the network of the registry; a VPN has to be up. For "no route to host" see that the machine is on and that its firewall (firewalld, iptables REJECT) lets port ${endpoint.port} in. ${hostsNeeded(facts) ?? ""} ${TRIES_AGAIN}`.replace(
              "  ",
              " ",
            ),
          ),
    ];
  },
  origins: [
    "golang/go src/syscall/zerrors_linux_amd64.go (ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL)",
    "golang/go src/net/dial.go (dialParallel)",
    "https://man7.org/linux/man-pages/man2/connect.2.html (EACCES and EPERM)",
    "containerd/containerd core/remotes/docker/resolver.go",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:1.4": failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve image: failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": dial tcp [2001:db8::7]:443: connect: network is unreachable',
      'Failed to pull image "registry.example:5000/acme/app:1.4": unable to pull image: initializing source docker://registry.example:5000/acme/app:1.4: pinging container registry registry.example:5000: Get "https://registry.example:5000/v2/": dial tcp 192.0.2.7:5000: connect: no route to host',
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = Error response from daemon: Get "https://registry.example/v2/": dial tcp [2001:db8::7]:443: connect: cannot assign requested address',
      'Failed to pull image "registry.example/acme/app:1.4": failed to resolve image: failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": dial tcp 192.0.2.7:443: connect: operation not permitted',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": dial tcp: lookup registry.example on 10.0.0.2:53: dial udp 10.0.0.2:53: connect: network is unreachable',
        "dns-failure",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": proxyconnect tcp: dial tcp 10.0.0.9:3128: connect: no route to host',
        "proxy-error",
      ],
    ],
  },
});
