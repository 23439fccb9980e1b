import { fix, inspectNode } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { givePullSecret } from "../fixes/credentials.ts";
import { letNodesPull } from "../fixes/node-identity.ts";
import { onTheNode } from "../fixes/node-shell.ts";
import { has, step, words } from "../signals.ts";

/** The plugin that the kubelet names; PLUGIN where it names none. */
function pluginOf({ error }: Facts): string {
  const name =
    error.layers.find((layer) => layer.step === "credential-plugin" && layer.subject !== null)?.subject ?? "";
  return /^[a-z0-9][a-z0-9.-]{0,100}$/.test(name) ? name : "PLUGIN";
}

/** The program of CRI-O's or Docker's helper, after docker-credential-; NAME where the text names none. */
function helperOf({ error }: Facts): string {
  return /\bdocker-credential-([a-z0-9][a-z0-9-]{0,60})/.exec(error.prepared.text)?.[1] ?? "NAME";
}

function isHelper({ error }: Facts): boolean {
  return has(error, "credentials") || /\bdocker-credential-/.test(error.prepared.text);
}

export default defineCause({
  group: "auth",
  title: "The credential helper failed",
  what: "The helper that fetches registry credentials on the node failed.",
  why: `For the registries of clouds the kubelet starts a helper on the node, a credential provider plugin,
that fetches a login which lives for hours. Here the helper failed. Most often the node's role or identity
may not ask for a token, or the metadata service that vouches for the node is out of reach. Otherwise the
plugin is not in the folder that the kubelet was given, does not start, or does not know the version of the
interface that its configuration names. The kubelet writes this to its log and pulls without credentials, so
the pod itself shows no more than a refusal. CRI-O and Docker have helpers of their own, programs called
docker-credential-NAME, and fail when a configured one is not installed.`,
  scope: "node",
  signals: [
    { means: "certain", see: step(["credential-plugin", "credentials"]) },
    { means: "certain", see: words(/credential provider plugin|docker-credential-[\w-]+|NoCredentialProviders/i) },
    // What follows may be a fault of the network on the way to the login; that is then the better name for it.
    { means: "likely", see: step("get-credentials") },
  ],
  outranks: [
    // The refusal follows from the helper that failed.
    "missing-credentials",
    // A file that is not there is the helper's own program.
    "node-filesystem-error",
  ],
  fixes: (facts) => {
    const around = givePullSecret(facts, "Meanwhile, give the pod a pull secret");
    if (isHelper(facts)) {
      const helper = helperOf(facts);
      return [
        fix(
          "See whether the helper is installed and who asks for it",
          [
            inspectNode(`command -v docker-credential-${helper}`),
            inspectNode(
              "grep -sE 'credHelpers|credsStore|credential-helpers' /var/lib/kubelet/config.json /root/.docker/config.json /run/containers/0/auth.json /etc/containers/auth.json /etc/containers/registries.conf",
            ),
          ],
          `${onTheNode(facts)} ${helper === "NAME" ? "NAME is the helper that the second answer names. " : ""}The runtime needs the program in its own PATH, which is shorter than that of a shell.`,
        ),
        fix(
          "Install the helper, or take its entry out of that file",
          [],
          "A file copied from a desktop often names the helper of that desktop (credsStore: desktop); no node has it. The file is read at each pull.",
        ),
        around,
      ];
    }
    const plugin = pluginOf(facts);
    const request = JSON.stringify({
      apiVersion: "credentialprovider.kubelet.k8s.io/v1",
      kind: "CredentialProviderRequest",
      image: facts.image?.canonical ?? "IMAGE",
    });
    const byRole = letNodesPull(facts);
    return [
      fix(
        "Read the kubelet's log and start the plugin by hand",
        [
          inspectNode("journalctl -u kubelet --since=-1h --no-pager | grep -i credential"),
          inspectNode("ps -ww -o args= -C kubelet | tr ' ' '\\n' | grep -A1 image-credential-provider"),
          inspectNode(`echo '${request}' | BIN-DIR/${plugin} | jq '.auth | map_values(.username)'`),
        ],
        `${onTheNode(facts)} ${plugin === "PLUGIN" ? "PLUGIN is the program that the log names. " : ""}BIN-DIR is the value of --image-credential-provider-bin-dir in the second answer; arguments and environment that the plugin needs stand in the file of --image-credential-provider-config. The plugin's own words tell what it lacks; the filter keeps the password off the screen.`,
      ),
      ...(byRole === null ? [] : [byRole]),
      around,
    ];
  },
  origins: [
    "kubernetes/kubernetes pkg/credentialprovider/plugin/plugin.go",
    "https://kubernetes.io/docs/tasks/administer-cluster/kubelet-credential-provider/",
    "containers/image pkg/docker/config/config.go",
    "kubernetes/cloud-provider-aws cmd/ecr-credential-provider/main.go",
  ],
  examples: {
    is: [
      'E1122 03:00:00.000001    1234 plugin.go:233] "Failed getting credential from external registry credential provider" err="error execing credential provider plugin ecr-credential-provider for image 123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/app: exit status 1"',
      "Failed getting credential from external registry credential provider: error execing credential provider plugin acr-credential-provider for image acme.azurecr.io/app: fork/exec /opt/bin/acr-credential-provider: no such file or directory",
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = initializing source docker://registry.example/acme/app:1: getting username and password: 1 error occurred:\n\t* error getting credentials - err: exec: "docker-credential-acme": executable file not found in $PATH, out: ``',
      'Failed to pull image "123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/app:1": rpc error: code = Unknown desc = failed to pull and unpack image "123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/app:1": NoCredentialProviders: no valid providers in chain',
      'Failed to pull image "registry.example/acme/app:1": failed to pull and unpack image "registry.example/acme/app:1": failed to resolve image: failed to get credentials for registry.example: stream closed',
    ],
    isNot: [
      [
        'Failed to pull image "123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/credential-provider:1": failed to pull and unpack image "123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/credential-provider:1": failed to resolve reference "123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/credential-provider:1": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
        "missing-credentials",
      ],
      [
        'Failed to pull image "registry.example/acme/docker-credential-acme:1": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/docker-credential-acme:1": failed to resolve reference "registry.example/acme/docker-credential-acme:1": registry.example/acme/docker-credential-acme:1: not found',
        "image-not-found",
      ],
    ],
  },
});
