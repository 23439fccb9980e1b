/**
 * Names out of the cluster and the kubeconfig, asked for through kubectl as kubectl's own completion asks: a template,
 * so that only names come back. Whoever may create objects chooses what stands in them, and it lands on a command line:
 * only what is a valid name is handed on.
 */
import { IMAGE_STATES } from "../../pull/classify-event.ts";
import type { KubeconfigPart } from "../flags.ts";
import type { Kubectl } from "../kubectl.ts";
import type { Target } from "../request.ts";
import { isName } from "../targets.ts";

export interface PodName {
  readonly name: string;
  /** Why an image of it cannot be pulled, as the kubelet says: ImagePullBackOff; null where all is well. */
  readonly state: string | null;
}

// `js` keeps a reason to its line.
const STATES = ["initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"]
  .map((list) => `{{range .status.${list}}}{{with .state.waiting}} {{js .reason}}{{end}}{{end}}`)
  .join("");

export async function podNames(kubectl: Kubectl): Promise<PodName[]> {
  const lines = await ask(kubectl, ["get", "pods"], `{{range .items}}{{.metadata.name}}${STATES}{{"\\n"}}{{end}}`);
  return lines.flatMap((line) => {
    const [name = "", ...reasons] = line.split(" ");
    return isName(name) ? [{ name, state: reasons.find((reason) => IMAGE_STATES.has(reason)) ?? null }] : [];
  });
}

const NAMES = '{{range .items}}{{.metadata.name}}{{"\\n"}}{{end}}';

export async function objectNames(kubectl: Kubectl, kind: string): Promise<string[]> {
  return (await ask(kubectl, ["get", kind], NAMES)).filter(isName);
}

// What owns pods has their containers in a template.
const CONTAINERS = `{{$spec := .spec}}{{with .spec.template}}{{$spec = .spec}}{{end}}${[
  "initContainers",
  "containers",
  "ephemeralContainers",
]
  .map((list) => `{{range $spec.${list}}}{{.name}}{{"\\n"}}{{end}}`)
  .join("")}`;

export async function containerNames(kubectl: Kubectl, { kind, name }: Target): Promise<string[]> {
  return (await ask(kubectl, ["get", kind], CONTAINERS, ["--", name])).filter(isName);
}

// Contexts have names of any kind, arn:aws:eks:eu-west-1:1234:cluster/lab; what a shell would take for more is left out.
const PLAIN_WORD = /^\w[\w.:@/+=-]{0,252}$/;

export async function kubeconfigNames(kubectl: Kubectl, part: KubeconfigPart): Promise<string[]> {
  const lines = await ask(kubectl, ["config", "view"], `{{range .${part}}}{{.name}}{{"\\n"}}{{end}}`);
  return lines.filter((line) => PLAIN_WORD.test(line));
}

async function ask(
  kubectl: Kubectl,
  verb: readonly string[],
  template: string,
  rest: readonly string[] = [],
): Promise<string[]> {
  const { stdout, exitCode } = await kubectl([...verb, "-o", `go-template=${template}`, ...rest]);
  return exitCode === 0 ? stdout.split("\n").filter((line) => line !== "") : [];
}
