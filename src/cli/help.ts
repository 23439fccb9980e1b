/** `--help`, as kubectl's own reads: what it does, examples, options, usage. Made from the table of flags. */
import { STATUSES } from "./exit-status.ts";
import { FLAGS, type Flag } from "./flags.ts";
import type { HelpTopic } from "./request.ts";

export function helpText(topic?: HelpTopic): string {
  switch (topic) {
    case "causes":
      return CAUSES;
    case "completion":
      return COMPLETION;
    case "probe":
      return [
        PROBE,
        `Options:\n${optionLines(FLAGS.filter(({ group }) => group === "probe" || group === "show"))}`,
        PROBE_STATUS,
        PROBE_USAGE,
      ].join("\n\n");
    case undefined:
      return [
        ABOUT,
        EXAMPLES,
        `Options:\n${optionLines(FLAGS.filter(({ group }) => group === "look" || group === "show"))}`,
        `Options of "probe":\n${optionLines(FLAGS.filter(({ group }) => group === "probe"))}`,
        `Options that kubectl gets as they are:\n${optionLines(FLAGS.filter(({ group }) => group === "kubectl"))}`,
        STATUS,
        USAGE,
      ].join("\n\n");
    default:
      return topic satisfies never;
  }
}

const ABOUT = `Explain why Kubernetes cannot pull an image: the cause, the words that prove it, the commands that fix it.

 It only reads: from the cluster through kubectl, or from text that was saved or pasted, without a cluster. kubectl is
$KUBECTL_PATH where that is set, else the one on PATH.`;

const EXAMPLES = `Examples:
  # Why does this pod not start?
  kubectl pullcheck demo-pod

  # All pods of a deployment
  kubectl pullcheck deployment/web -n team-a

  # All pods of a namespace; all pods of the cluster
  kubectl pullcheck -n team-a
  kubectl pullcheck -A

  # What fails, recovers or changes from now on; and after kubectl apply, until all images are there
  kubectl pullcheck -n team-a --watch
  kubectl pullcheck deployment/web -n team-a --wait=10m

  # Whether the pull secrets have a login for the registry; nothing else reads secrets
  kubectl pullcheck demo-pod --check-secrets

  # A saved text; the text of a ticket; a paste
  kubectl pullcheck -f describe.txt
  kubectl pullcheck < ticket.txt
  kubectl pullcheck -f -

  # A report to share: secrets are always masked, --redact replaces names too
  kubectl pullcheck -A --redact -o markdown

  # The causes that are known, and all about one of them
  kubectl pullcheck causes
  kubectl pullcheck causes tag-not-found

  # Ask a registry whether an image can be pulled, without a cluster
  kubectl pullcheck probe nginx:1.27

  # Let Tab complete the pods that fail
  kubectl pullcheck completion install`;

const STATUS = `Exit status:
${Object.entries(STATUSES)
  .map(([status, about]) => `  ${status}  ${about}\n`)
  .join("")}
  With --watch it tells how things stand at the end. With --wait 0 means besides that every image is there, 1 also that some
are not there yet when the time is up, and 2 also that no pod has come.

  On Windows kubectl turns every status but 0 into 1; kubectl-pullcheck called directly keeps them.`;

const USAGE = `Usage:
  kubectl pullcheck [POD | TYPE/NAME ...] [-n NAMESPACE | -A] [-l SELECTOR] [-c CONTAINER] [--watch | --wait[=TIME]] [options]
  kubectl pullcheck -f FILE [-f FILE ...] [options]
  kubectl pullcheck causes [ID] [options]
  kubectl pullcheck probe IMAGE [IMAGE ...] [options]
  kubectl pullcheck causes lint FILE...
  kubectl pullcheck completion (install | uninstall | bash | zsh | fish | powershell)

Use "kubectl pullcheck causes --help", "kubectl pullcheck probe --help" or "kubectl pullcheck completion --help" for more
about each.
`;

const CAUSES = `List the causes of failing image pulls that are known, or tell all about one of them.

 How it comes about, how it is recognised, what it could be instead, what to do, and where its wording comes from.

 Your own causes and advice are YAML files in causes.d of the configuration ($XDG_CONFIG_HOME/kubectl-pullcheck, or
~/.config/kubectl-pullcheck; on Windows %APPDATA%\\kubectl-pullcheck) or are named with --causes. "lint" ends with status 1
where something in a file is not as it should be. docs/own-causes.md of the project describes the form.

Examples:
  # All of them, in a table
  kubectl pullcheck causes

  # One of them whole
  kubectl pullcheck causes tag-not-found

  # With what is seen of each
  kubectl pullcheck causes -o wide

  # For a program
  kubectl pullcheck causes -o json

  # A file of your own causes, tested against its own examples
  kubectl pullcheck causes lint gate.yaml

Usage:
  kubectl pullcheck causes [ID] [-o table|wide|json|yaml|markdown|name] [options]
  kubectl pullcheck causes lint FILE...
`;

const PROBE = `Ask registries whether images can be pulled, from this machine and without pulling them.

 It looks up the registry's name, connects, verifies the certificate, and asks for the manifest, as a runtime would; where
the tag is missing, for the list of tags. No layer is ever read and nothing is changed. Without credentials, unless
--probe-auth says whose to try where the registry gives nothing to anybody. HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE, SSL_CERT_DIR
and NODE_EXTRA_CA_CERTS count. On Docker Hub a probe of an image that exists counts as one pull.

 What a probe finds holds for this machine: a node may have another network, another proxy or other credentials.

Examples:
  # Is it there, and for which platforms?
  kubectl pullcheck probe nginx:1.27

  # For the nodes' platform
  kubectl pullcheck probe ghcr.io/team/app:v1 --platform linux/arm64

  # A private one, with the login of "docker login"
  kubectl pullcheck probe registry.example.com/team/app:v1 --probe-auth=docker-config

  # A registry in the own network; one without TLS
  kubectl pullcheck probe harbor.corp.example.com/app:v1 --probe-private
  kubectl pullcheck probe registry.lan:5000/app --probe-private --plain-http=registry.lan:5000`;

const PROBE_STATUS = `Exit status:
  0  all of the images can be pulled from here
  1  at least one cannot: the registry says so, or cannot be reached
  2  it is not known of at least one: the registry was not asked, did not answer in time, or failed by itself`;

const PROBE_USAGE = `Usage:
  kubectl pullcheck probe IMAGE [IMAGE ...] [--platform OS/ARCH] [--probe-auth=docker-config] [--probe-private] [options]
`;

const COMPLETION = `Complete pods that fail, namespaces, contexts, causes and options with the Tab key.

 "install" puts kubectl_complete-pullcheck on PATH, beside the plugin where you may write there, and says where. kubectl
1.26 or newer runs it for "kubectl pullcheck", in each shell in which kubectl's own completion is set up. "uninstall"
removes it. A file that it did not write is never touched.

 The name of a shell prints a script for the program called directly, as kubectl-pullcheck.

Examples:
  # For kubectl pullcheck, in every shell
  kubectl pullcheck completion install

  # For kubectl-pullcheck, in this shell: bash, zsh, fish, PowerShell
  source <(kubectl-pullcheck completion bash)
  source <(kubectl-pullcheck completion zsh)
  kubectl-pullcheck completion fish | source
  kubectl-pullcheck completion powershell | Out-String | Invoke-Expression

  # In every new shell: write the same line into ~/.bashrc, ~/.zshrc (behind compinit),
  # ~/.config/fish/config.fish or $PROFILE

Usage:
  kubectl pullcheck completion (install | uninstall | bash | zsh | fish | powershell)
`;

/**
 *     -o, --output='table':
 *   <tab>How to show it. One of table, wide, json.
 */
function optionLines(flags: readonly Flag[]): string {
  return flags
    .map((flag) => {
      const { name, short, about, choices } = flag;
      const value = flag.usual === undefined ? `=${usual(flag)}` : `[=${flag.usual}]`;
      const spelled = `${short === undefined ? "" : `-${short}, `}--${name}${value}:`;
      return `    ${spelled}\n\t${about}${choices === undefined ? "" : ` One of ${choices.join(", ")}.`}`;
    })
    .join("\n\n");
}

function usual({ value, repeats, choices = [""] }: Flag): string {
  if (value === null) return "false";
  return repeats ? "[]" : `'${choices[0]}'`;
}
