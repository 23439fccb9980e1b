import { registryKind } from "../../image/registry.ts";
import { type Cure, changes, fix, inspectNode, namesOf, setImage } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { givePullSecret } from "../fixes/credentials.ts";
import { endpointOf } from "../fixes/endpoint.ts";
import { useMirror } from "../fixes/node-config.ts";
import { addressOf } from "../fixes/pull-secrets.ts";
import { onNode, TRIES_AGAIN } from "../fixes/reach.ts";
import { cureForWords, registryFor } from "../registries/index.ts";
import { code, kindOf, registrySays, status, words } from "../signals.ts";

/** A mirror that answers in the registry's place has limits of its own. */
function look(facts: Facts): Cure {
  const endpoint = endpointOf(facts);
  const isMirror = endpoint.isForeign && registryKind(endpoint.host) !== kindOf(facts);
  const own = isMirror ? null : registryFor(facts).showLimit?.(facts);
  return (
    own ??
    fix(
      "See how much is left",
      [inspectNode(`curl -sSI -m 20 ${endpoint.url} | grep -iE '^HTTP|retry-after|ratelimit'`)],
      `${onNode(facts)} ${endpoint.host} is the host that limits; not every registry tells how much is left. ${TRIES_AGAIN}`,
    )
  );
}

export default defineCause({
  group: "limits",
  title: "The registry's limit of pulls is used up",
  what: "The registry refuses more pulls for now: a rate or traffic quota is used up.",
  why: `The registry counts pulls and the quota is used up for now. Docker Hub lets an address pull 100
times in six hours without a login and a free account 200 times; paid accounts have no such limit. Nodes
behind one gateway share one address, so a whole cluster, or an office, reaches it together. ECR Public
allows one pull a second without a login, and other registries have limits of their own; a mirror passes on
those of its upstream. The kubelet goes on trying, and the pull succeeds when the window has moved on,
unless more pods keep it used up.`,
  scope: "registry",
  signals: [
    { means: "certain", see: status([429]) },
    { means: "certain", see: code("TOOMANYREQUESTS") },
    {
      means: "certain",
      see: registrySays(/too many (?:\w+ )?requests|quota exceeded|rate exceeded|data limit exceeded/i),
    },
    {
      means: "certain",
      see: words(
        /toomanyrequests|too many (?:\w+ )?requests|pull rate limit|rate exceeded|data limit exceeded|quota exceeded for/i,
      ),
    },
  ],
  outranks: [
    // Some registries word the limit as a denial, and ask for a login that would raise it.
    "access-denied",
    "missing-credentials",
    // 429 says it all, whatever page or phrase comes with it.
    "unexpected-registry-response",
    "registry-unavailable",
  ],
  fixes: (facts) => {
    const names = namesOf(facts);
    const { limit = "", letIn } = registryFor(facts);
    const own = cureForWords(facts);
    // A registry of one's own account: a login raises nothing there.
    if (letIn !== undefined)
      return [
        look(facts),
        fix(
          "Start fewer pods at once",
          [],
          `${limit} A rollout or a scale-up of many nodes asks for everything at the same time. Smaller steps (maxSurge, node group update settings), images already on the nodes and fewer layers spread it.`.trimStart(),
        ),
      ];
    const login = givePullSecret(facts, "Pull with a login");
    return [
      look(facts),
      ...(own === null ? [] : [own]),
      { ...login, note: `${limit} ${login.note ?? ""}`.trim() },
      fix(
        "Keep a copy in a registry of your own",
        [
          changes(`skopeo copy --all ${addressOf(facts)} docker://REGISTRY/REPOSITORY:TAG`),
          setImage(names, "REGISTRY/REPOSITORY:TAG"),
        ],
        "REGISTRY/REPOSITORY:TAG stands for the copy's name in both commands; the copy counts as one pull. A pull-through cache does the same for all images: cache rules of ECR and ACR, remote repositories of Artifact Registry and Artifactory, proxy projects of Harbor.",
      ),
      ...useMirror(facts).slice(0, 1),
    ];
  },
  origins: [
    "https://docs.docker.com/docker-hub/usage/pulls/",
    "https://docs.aws.amazon.com/AmazonECR/latest/public/public-service-quotas.html",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html",
    "https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes",
  ],
  examples: {
    is: [
      'Failed to pull image "acme/app:1": failed to pull and unpack image "docker.io/acme/app:1": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/acme/app/manifests/sha256:aa11: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
      'Failed to pull image "acme/app:1": rpc error: code = Unknown desc = toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
      'Failed to pull image "acme/app:1": failed to pull and unpack image "docker.io/acme/app:1": failed to resolve image: unexpected status from HEAD request to https://registry-1.docker.io/v2/acme/app/manifests/1: 429 Too Many Requests',
      'Failed to pull image "public.ecr.aws/acme/app:1": rpc error: code = Unknown desc = initializing source docker://public.ecr.aws/acme/app:1: reading manifest 1 in public.ecr.aws/acme/app: toomanyrequests: Rate exceeded',
      'Failed to pull image "quay.io/acme/app:1": rpc error: code = Unknown desc = initializing source docker://quay.io/acme/app:1: Requesting bearer token: too many requests to registry',
      'Failed to pull image "public.ecr.aws/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: unknown: Data limit exceeded',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/toomanyrequests:429": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/toomanyrequests:429": failed to resolve reference "registry.example/acme/toomanyrequests:429": registry.example/acme/toomanyrequests:429: not found',
        "image-not-found",
      ],
      ['Failed to pull image "acme/app:429": pull QPS exceeded', "kubelet-pull-throttled"],
      [
        'Failed to pull image "acme/app:1": failed to pull and unpack image "docker.io/acme/app:1": failed to extract layer sha256:429429: open /var/lib/containerd/tmpmounts/containerd-mount429/etc/passwd: too many open files: unknown',
        "node-filesystem-error",
      ],
      [
        'Failed to pull image "acme/app:1": failed to pull and unpack image "docker.io/acme/app:1": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/acme/app/blobs/sha256:429429: 503 Service Unavailable',
        "registry-unavailable",
      ],
    ],
  },
});
