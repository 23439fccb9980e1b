import { fix, inspect, inspectNode, namesOf, showEvents } from "../commands.ts";
import { defineCause } from "../define.ts";
import { pullOnNode } from "../fixes/node-shell.ts";
import { onNode, showFailingPods } from "../fixes/reach.ts";

export default defineCause({
  group: "other",
  title: "The text does not say why",
  what: "A pull failed, and nothing in the text tells the reason.",
  why: `The text proves that an image could not be pulled and holds none of the words that say why. Most often
they are gone: events live for one hour by default. A back-off row, or "Error: ImagePullBackOff", never
carries the reason. kubectl describe does not print the message of a waiting container, which since Kubernetes
1.32 keeps the last error. Or the text was cut off before its decisive end, by a terminal, a chat program or a
screenshot. Less often the words are there and unknown to this program.`,
  scope: "image",
  signals: [],
  fixes: (facts) => {
    const names = namesOf(facts);
    const pod = `${names.inNamespace} ${names.pod}`;
    const messages = ["initContainerStatuses", "containerStatuses"].map(
      (list) => `{range .status.${list}[*]}{.name}{": "}{.state.waiting.message}{"\\n"}{end}`,
    );
    return [
      fix(
        "Bring back what the pod still knows",
        [
          ...(names.pod === "POD" ? [showFailingPods()] : []),
          inspect(`kubectl get pod${pod} -o jsonpath='${messages.join("")}'`),
          showEvents(names),
          inspect(`kubectl describe pod${pod} --show-events=true`),
        ],
        "The one with jsonpath prints the message of each waiting container, which describe leaves out. Events are kept for one hour by default. Pipe any of them into kubectl pullcheck -f -.",
      ),
      fix(
        "Wait for the next attempt",
        [inspect(`kubectl get events${names.inNamespace} --field-selector involvedObject.name=${names.pod} --watch`)],
        "The kubelet tries again after 10, 20, 40, 80 and 160 seconds and then every 300, so within five minutes a row that begins with Failed to pull image brings the reason. A new pod, or another image, begins at 10 seconds again.",
      ),
      fix(
        "Ask the node",
        [
          inspectNode("journalctl -u kubelet --since=-1h --no-pager | grep -F 'Failed to pull image'"),
          pullOnNode(facts),
        ],
        `${onNode(facts, true)} The kubelet's log keeps the errors longer than the events; on K3s the unit is k3s or k3s-agent. The pull by hand shows the runtime's own words; it does without the pod's pull secrets, so a private image is refused here in any case.`,
      ),
    ];
  },
  origins: [
    "kubernetes/kubernetes pkg/kubelet/images/image_manager.go",
    "kubernetes/client-go util/flowcontrol/backoff.go",
    "https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ (event-ttl)",
    "kubernetes/kubectl pkg/describe/describe.go",
  ],
  examples: {
    is: [
      'Back-off pulling image "registry.example/acme/app:1.4"',
      'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve reference "registry.example/acme/app:1.4": failed to do request: Head "https://registry.example/v2/ac...',
      'Failed to pull image "registry.example/acme/timeout:403": unable to pull image: initializing source docker://registry.example/acme/timeout:403: pinging container registry',
    ],
    isNot: [
      [
        'Back-off pulling image "registry.example/acme/app:1.4": ErrImagePull: failed to pull and unpack image "registry.example/acme/app:1.4": failed to resolve image: failed to do request: Head "https://registry.example/v2/acme/app/manifests/1.4": dial tcp: lookup registry.example on 10.0.0.2:53: no such host',
        "dns-failure",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Canceled desc = failed to pull and unpack image "registry.example/acme/app:1.4": context canceled',
        "pull-interrupted",
      ],
    ],
  },
});
