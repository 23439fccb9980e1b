import { type Cure, fix, inspect, namesOf, quote, setImage } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { endpointOf } from "../fixes/endpoint.ts";
import { ask, onNode, showProxySettings, TRIES_AGAIN } from "../fixes/reach.ts";
import { isPublicService, statusPageOf } from "../fixes/registry-services.ts";
import { code, state, status, step, words } from "../signals.ts";

/** Docker's official images have a second home, which people may switch to while Docker Hub is down. */
function secondHome(facts: Facts): Cure[] {
  const { image } = facts;
  if (image?.registry !== "docker.io" || !image.repository.startsWith("library/")) return [];
  const version = image.digest === null ? `:${image.tag ?? "latest"}` : `@${image.digest}`;
  const copy = quote(`public.ecr.aws/docker/${image.repository}${version}`);
  return [
    fix(
      "Where it cannot wait, take the image from elsewhere",
      [inspect(`skopeo inspect docker://${copy}`), setImage(namesOf(facts), copy)],
      "Docker publishes its official images on Amazon ECR Public too.",
    ),
  ];
}

export default defineCause({
  group: "network",
  title: "The registry is out of order",
  what: "The registry, or what stands in front of it, answered with a server error.",
  why: `The registry was reached and answered with a status from 500 to 599. A 502, 503 or 504 comes from a load
balancer, an ingress or a proxy whose registry behind it is stopped, starting or overloaded. A 500 is the
registry's own fault, and in registries that people run themselves it often means that its storage or its
database is full or gone. With a public registry it is an outage or a short hiccup. The same words also come
from a proxy between the node and the registry.`,
  scope: "registry",
  signals: [
    { means: "certain", see: status([[500, 599]]) },
    { means: "certain", see: code("UNAVAILABLE") },
    {
      means: "likely",
      see: words(/service (?:temporarily )?unavailable|internal server error|bad gateway|gateway time-?out/i),
    },
    {
      means: "likely",
      given: "nothing follows it",
      see: step("registry-unavailable", ({ error }) => error.leaf.text === ""),
    },
    { means: "likely", see: state("RegistryUnavailable") },
  ],
  // A gateway puts an HTML page behind its 5xx; the status says more than the page.
  outranks: ["unexpected-registry-response"],
  couldBe: [
    {
      cause: "proxy-error",
      why: "A proxy between the node and the registry gives the same answer when it cannot reach the registry.",
      when: ({ error }) => [502, 503, 504].includes(error.http?.status ?? 0),
      check: (facts) => showProxySettings(facts),
    },
    {
      cause: "connection-refused",
      why: "CRI-O uses the word RegistryUnavailable for a refused connection, cri-dockerd for a 502, 503 or 504.",
      when: ({ error, failure }) => error.http === null && failure.state === "RegistryUnavailable",
      check: (facts) => {
        const { inNamespace, pod } = namesOf(facts);
        return inspect(
          `kubectl get pod${inNamespace} ${pod} -o jsonpath='{.status.containerStatuses[*].state.waiting.message}'`,
        );
      },
    },
  ],
  fixes: (facts) => {
    const page = statusPageOf(facts);
    const isOwn = !isPublicService(facts);
    return [
      fix(
        "See whether it is over",
        [ask(endpointOf(facts))],
        `${page === null ? "" : `Outages are told at ${page}. `}${TRIES_AGAIN} ${onNode(facts)} A 200 or 401 means that the registry is up again.`,
      ),
      ...(isOwn
        ? [
            fix(
              "Look at the registry itself",
              [
                inspect("kubectl get pods -A -o wide | grep -iE 'registry|harbor|nexus|artifactory|gitlab'"),
                inspect("kubectl get pvc -A"),
              ],
              "For a registry inside a cluster; elsewhere look at its machine. Its own log says why it fails: storage full, database down, still starting. Where the registry is healthy, look at the load balancer or ingress in front of it.",
            ),
          ]
        : secondHome(facts)),
    ];
  },
  origins: [
    "https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes",
    "Mirantis/cri-dockerd core/image.go (filterHTTPError)",
    "containerd/containerd core/remotes/docker/resolver.go",
    "https://docs.aws.amazon.com/AmazonECR/latest/public/public-gallery.html",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve reference "registry.example/acme/app:1.4": pulling from host registry.example failed with status code [manifests 1.4]: 503 Service Unavailable',
      'Failed to pull image "registry.example/acme/app:1.4": failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve image: unexpected status from HEAD request to https://registry.example/v2/acme/app/manifests/1.4: 500 Internal Server Error',
      'Failed to pull image "registry.example/acme/app:1.4": unable to pull image or OCI artifact: pull image err: initializing source docker://registry.example/acme/app:1.4: reading manifest 1.4 in registry.example/acme/app: unavailable: service unavailable',
      'Failed to pull image "registry.example/acme/app:1.4": initializing source docker://registry.example/acme/app:1.4: pinging container registry registry.example: received unexpected HTTP status: 502 Bad Gateway',
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = Error response from daemon: error from registry: Service Temporarily Unavailable',
      'Failed to pull image "registry.example/acme/app:1.4": RegistryUnavailable: ',
      "image pull failed for registry.example/acme/app:1.4 because the registry is unavailable.",
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:1.4": RegistryUnavailable: initializing source docker://registry.example/acme/app:1.4: pinging container registry registry.example: Get "https://registry.example/v2/": dial tcp 192.0.2.7:443: connect: connection refused',
        "connection-refused",
      ],
      [
        'Failed to pull image "registry.example/acme/unavailable:503": failed to resolve reference "registry.example/acme/unavailable:503": unexpected status from HEAD request to https://registry.example/v2/acme/unavailable/manifests/503: 429 Too Many Requests',
        "registry-rate-limited",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": Service Unavailable',
        "proxy-error",
      ],
    ],
  },
});
