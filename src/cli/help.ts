/** `--help`, in the order of kubectl's own: what it does, examples, flags, usage. Made from the table of flags. */
import { FLAGS, type Flag } from "./flags.ts";

export function helpText(): string {
  return [
    "Explain why Kubernetes cannot pull an image: the cause, the words that prove it, the commands that fix it.",
    "It only reads: from the cluster through kubectl, or from text that was saved or pasted, without a cluster.",
    EXAMPLES,
    ...GROUPS.map(([group, title]) => `${title}\n${flagLines(FLAGS.filter((flag) => flag.group === group))}`),
    STATUS,
    USAGE,
  ].join("\n\n");
}

const EXAMPLES = `Examples:
  # Why does this pod not start?
  kubectl pullcheck demo-pod

  # All pods of a deployment; all pods of a namespace; all pods of the cluster
  kubectl pullcheck deployment/web -n team-a
  kubectl pullcheck -n team-a
  kubectl pullcheck -A

  # A saved text; the text of a ticket; a paste
  kubectl pullcheck -f describe.txt
  kubectl pullcheck < ticket.txt
  kubectl pullcheck -f -

  # A report to share: secrets are always masked, --redact replaces names too
  kubectl pullcheck -A --redact -o markdown

  # The causes that are known, and all about one of them
  kubectl pullcheck causes
  kubectl pullcheck causes tag-not-found`;

const GROUPS: readonly (readonly [Flag["group"], string])[] = [
  ["look", "What to look at:"],
  ["show", "How to show it:"],
  ["kubectl", "Handed on to kubectl:"],
];

const STATUS = `Exit status:
  0  no image pull fails
  1  at least one image pull fails
  2  the question could not be answered; standard error says why and what to do
  On Windows kubectl turns every status but 0 into 1; kubectl-pullcheck called directly keeps them.`;

const USAGE = `Usage:
  kubectl pullcheck [POD | TYPE/NAME ...] [-n NAMESPACE | -A] [-l SELECTOR] [-c CONTAINER] [flags]
  kubectl pullcheck -f FILE [-f FILE ...] [flags]
  kubectl pullcheck causes [ID] [flags]

kubectl is $KUBECTL_PATH where that is set, else the one on PATH.
`;

/** Flags in one column, what they mean in the next; what is chosen from is listed behind it. */
function flagLines(flags: readonly Flag[]): string {
  const spelled = flags.map(({ name, short, value }) => {
    return `  ${short === undefined ? "   " : `-${short},`} --${name}${value === null ? "" : ` ${value}`}`;
  });
  const width = Math.max(...spelled.map((one) => one.length)) + 2;
  return flags
    .map(({ about, choices }, index) => {
      const chosen = choices === undefined ? "" : ` One of ${choices.join(", ")}; ${choices[0]} is usual.`;
      return `${(spelled[index] as string).padEnd(width)}${about}${chosen}`;
    })
    .join("\n");
}
