import { changesNode, fix, inspect, inspectNode, namesOf } from "../commands.ts";
import { defineCause } from "../define.ts";
import { onTheNode } from "../fixes/node-shell.ts";
import { TRIES_AGAIN } from "../fixes/reach.ts";
import { words } from "../signals.ts";

export default defineCause({
  group: "limits",
  title: "The kubelet limits its own pulls",
  what: "The kubelet had reached its own limit of pulls and asked no registry.",
  why: `The kubelet allows itself five pulls a second, with bursts of up to ten (registryPullQPS and
registryBurst), and refuses the rest at once. It happens when many pods land on one node together: a new
node, a node that comes back, a drain, a large rollout. Nodes that pull in parallel (serializeImagePulls:
false, as on EKS) reach it soonest; pulls that fail fast for another reason can use it up as well. Refused
pulls wait like failed ones, ten seconds and more, so pods start late and mostly without any help. The
registry's own limits have no part in it.`,
  scope: "node",
  passing: true,
  signals: [{ means: "certain", see: words(/pull QPS exceeded/i) }],
  // Both speak of a rate; these words are the kubelet's, and no registry was asked.
  outranks: ["registry-rate-limited"],
  fixes: (facts) => {
    const { node } = namesOf(facts);
    return [
      fix(
        "See whether it passes, and what the limit is",
        [
          inspect(`kubectl get pods -A -o wide --field-selector spec.nodeName=${node},status.phase=Pending`),
          inspect(
            `kubectl get --raw /api/v1/nodes/${node}/proxy/configz | jq '.kubeletconfig | {registryPullQPS, registryBurst, serializeImagePulls, maxParallelImagePulls}'`,
          ),
        ],
        `${node === "NODE" ? "NODE is the pod's node, as kubectl get pod -o wide shows it. " : ""}When the pods of the first list get fewer, nothing has to be done. ${TRIES_AGAIN}`,
      ),
      fix(
        "Raise the limit",
        [
          inspectNode("grep -nE 'registryPullQPS|registryBurst|serializeImagePulls' /var/lib/kubelet/config.yaml"),
          changesNode("systemctl restart kubelet"),
        ],
        `${onTheNode(facts)} Between the two set registryPullQPS and registryBurst in that file, for instance to 20 and 40; 0 lifts the limit. K3s and RKE2 take kubelet-arg registry-qps and registry-burst, nodes of EKS spec.kubelet.config in the NodeConfig of the launch template, Bottlerocket settings.kubernetes.registry-qps and registry-burst. The registry's own limits stay.`,
      ),
      fix(
        "Or let fewer pulls begin at once",
        [],
        "serializeImagePulls: true in the same file pulls one image after the other, maxParallelImagePulls a few at a time (since Kubernetes 1.27). Rollouts in smaller steps and images that are already on the node help without a change to the kubelet.",
      ),
    ];
  },
  origins: [
    "kubernetes/kubernetes pkg/kubelet/images/helpers.go",
    "kubernetes/kubernetes staging/src/k8s.io/kubelet/config/v1beta1/types.go",
    "https://github.com/bottlerocket-os/bottlerocket/pull/1527",
    "https://github.com/spack/spack-infrastructure/pull/1132",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:1": pull QPS exceeded',
      '  Warning  Failed  4s (x2 over 19s)  kubelet  Failed to pull image "registry.example/acme/app:1": pull QPS exceeded.\n  Warning  Failed  4s (x2 over 19s)  kubelet  Error: ErrImagePull',
      'Back-off pulling image "registry.example/acme/app:1": ErrImagePull: pull QPS exceeded',
    ],
    isNot: [
      [
        'Failed to pull image "public.ecr.aws/acme/app:1": rpc error: code = Unknown desc = toomanyrequests: Rate exceeded',
        "registry-rate-limited",
      ],
      [
        'Failed to pull image "registry.example/acme/pull-qps-exceeded:1": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/pull-qps-exceeded:1": failed to resolve reference "registry.example/acme/pull-qps-exceeded:1": registry.example/acme/pull-qps-exceeded:1: not found',
        "image-not-found",
      ],
      [
        '  Warning  Failed  4s  kubelet  Failed to pull image "acme/app:1": pull QPS exceeded\n  Warning  Failed  19s  kubelet  Failed to pull image "acme/app:1": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/acme/app:1": failed to resolve image: docker.io/acme/app:1: not found',
        "tag-not-found",
      ],
    ],
  },
});
