import { type Command, changes, fix, inspect, namesOf } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { createSecret, loginNote, renewSecret } from "../fixes/credentials.ts";
import { PULL_SECRETS_NOTE, showPullSecrets, showSecretRegistries, tryAnonymously } from "../fixes/pull-secrets.ts";
import { TRIES_AGAIN } from "../fixes/reach.ts";
import { refusalForWantOfCredentials } from "../readings.ts";
import { step, words } from "../signals.ts";

/** True where nothing but the kubelet spoke: it reads the pull secrets before it asks the runtime. */
function isBeforeRuntime({ error }: Facts): boolean {
  return error.layers.at(-1)?.step === "pull-image";
}

const UNREADABLE =
  /^\W{0,3}(?:illegal base64 data at input byte|unexpected end of JSON input|invalid character .{1,12} (?:looking|after|in)\b)/i;

function isUnreadable({ error }: Facts): boolean {
  return UNREADABLE.test(error.leaf.text);
}

/** The first name in the warning, which is all there is where the warning stands alone. */
function missingSecret(facts: Facts): string {
  const { secret } = namesOf(facts);
  const told = facts.error.layers.find((layer) => layer.step === "pull-secrets")?.subject?.split(/,\s*/)[0] ?? "";
  return secret === "SECRET" && /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/.test(told) ? told : secret;
}

/** Writes the secret anew, in YAML; what begins with a brace older kubectls take for JSON. Where there is none to be read, nothing is created; where one is, it stays. */
function copySecret(secret: string, inNamespace: string): Command {
  const anew =
    "!!map {apiVersion: v1, kind: Secret, type: kubernetes.io/dockerconfigjson, metadata: {name: {{printf `%q` .metadata.name}}}, data: {.dockerconfigjson: {{index .data `.dockerconfigjson`}}}}";
  return changes(`kubectl get secret -n SOURCE ${secret} -o go-template='${anew}' | kubectl create${inNamespace} -f -`);
}

export default defineCause({
  group: "auth",
  title: "The pull secret cannot be read",
  what: "The kubelet could not read a pull secret that the pod names.",
  why: `The pod names a pull secret that the kubelet cannot fetch; the pull goes on without it and the
registry refuses. Most often there is no such secret in the pod's namespace: secrets are not shared between
namespaces. Its name may also be misspelt in the pod or in the service account, or the tool that writes it
(External Secrets, Sealed Secrets, a Helm hook) has not done so yet. A secret that exists with broken
content stops the pull before any registry is asked. The warning alone proves little, since kubelets before
1.37 print it also when a public image was pulled without trouble.`,
  scope: "namespace",
  signals: [
    { means: "likely", see: step("pull-secrets") },
    // With a refusal beside it, the secret that is missing is the reason for the refusal.
    {
      means: "likely",
      given: "the kubelet warned that a pull secret cannot be read, and the registry refused for want of credentials",
      see: (facts) => (facts.failure.missingSecrets.length === 0 ? null : refusalForWantOfCredentials(facts)),
    },
    // The secret is there and its content is broken.
    {
      means: "likely",
      given: "only the kubelet speaks, and no runtime was asked yet",
      see: words(UNREADABLE, isBeforeRuntime),
    },
    { means: "likely", see: words(/unable to parse auth field/i) },
  ],
  outranks: [
    // The refusal follows from the secret that is missing.
    "missing-credentials",
    "rejected-credentials",
    "access-denied",
    // Broken JSON or base64, told by the kubelet alone, is that of the secret: no registry was asked.
    "corrupt-image",
    "unexpected-registry-response",
  ],
  couldBe: [
    {
      cause: "missing-credentials",
      why: "Where the pull fails for a reason of its own, the secret may only be a name that is left over.",
      when: (facts) => !isUnreadable(facts),
      check: (facts) => tryAnonymously(facts),
    },
  ],
  fixes: (facts) => {
    const names = namesOf(facts);
    if (isUnreadable(facts))
      return [
        fix(
          "Look into the pull secrets",
          [showPullSecrets(names), showSecretRegistries(names)],
          `${PULL_SECRETS_NOTE} The second command fails for a secret whose content is no JSON; an entry can also hold an auth that is no base64 of USER:PASSWORD.`,
        ),
        renewSecret(facts),
      ];
    const { inNamespace } = names;
    const secret = missingSecret(facts);
    const named = secret === "SECRET" ? "SECRET is the name that the warning tells. " : "";
    return [
      fix(
        "See what the pod asks for and what there is",
        [
          showPullSecrets(names),
          inspect(`kubectl get secrets${inNamespace} --field-selector type=kubernetes.io/dockerconfigjson`),
          inspect(`kubectl get secrets -A --field-selector metadata.name=${secret}`),
        ],
        `${named}${PULL_SECRETS_NOTE} The last command looks for a secret of that name in all namespaces.`,
      ),
      fix(
        "Copy the secret from another namespace",
        [inspect(`kubectl get secret -n SOURCE ${secret}`), copySecret(secret, inNamespace)],
        `SOURCE is a namespace that has it. ${TRIES_AGAIN} Where a tool writes the secrets, let it write this one too.`,
      ),
      fix(
        "Or create it",
        [createSecret(facts, secret)],
        `${loginNote(facts)} A name that is only misspelt is mended in the workload or the service account instead.`,
      ),
    ];
  },
  origins: [
    "kubernetes/kubernetes pkg/kubelet/kubelet_pods.go",
    "kubernetes/kubernetes pkg/credentialprovider/secrets/secrets.go",
    "https://kubernetes.io/docs/concepts/containers/images/#specifying-imagepullsecrets-on-a-pod",
  ],
  examples: {
    is: [
      "Unable to retrieve some image pull secrets (registry-login); attempting to pull the image may not succeed.",
      '  Warning  FailedToRetrieveImagePullSecret  3s (x2 over 5s)  kubelet  Unable to retrieve some image pull secrets (registry-login); attempting to pull the image may not succeed.\n  Warning  Failed  2s  kubelet  Failed to pull image "registry.example/acme/app:1": failed to pull and unpack image "registry.example/acme/app:1": failed to resolve image: pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
      "  Warning  FailedToRetrieveImagePullSecret  3s  kubelet  Unable to retrieve some image pull secrets (registry-login, other); attempting to pull the image may not succeed.\n  Warning  Failed  2s  kubelet  Failed to pull image \"acme/app:1\": Error response from daemon: pull access denied for acme/app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      '  Warning  FailedToRetrieveImagePullSecret  3s  kubelet  Unable to retrieve some image pull secrets (registry-login); attempting to pull the image may not succeed.\n  Warning  Failed  2s  kubelet  Failed to pull image "registry.example/acme/app:1": initializing source docker://registry.example/acme/app:1: reading manifest 1 in registry.example/acme/app: unauthorized: authentication required',
      'Failed to pull image "registry.example/acme/app:1": illegal base64 data at input byte 4',
    ],
    isNot: [
      [
        '  Warning  FailedToRetrieveImagePullSecret  3s  kubelet  Unable to retrieve some image pull secrets (registry-login); attempting to pull the image may not succeed.\n  Warning  Failed  2s  kubelet  Failed to pull image "acme/app:1": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/acme/app:1": failed to resolve image: docker.io/acme/app:1: not found',
        "tag-not-found",
      ],
      [
        '  Warning  FailedToRetrieveImagePullSecret  3s  kubelet  Unable to retrieve some image pull secrets (registry-login); attempting to pull the image may not succeed.\n  Warning  Failed  2s  kubelet  Failed to pull image "registry.example/acme/app:1": failed to pull and unpack image "registry.example/acme/app:1": failed to resolve image: failed to do request: Head "https://registry.example/v2/acme/app/manifests/1": dial tcp: lookup registry.example: no such host',
        "dns-failure",
      ],
      [
        "Failed to pull image \"acme/app:1\": rpc error: code = Unknown desc = Error response from daemon: pull access denied for acme/app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
        "missing-credentials",
      ],
    ],
  },
});
