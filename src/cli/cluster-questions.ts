/** The questions behind the facts: nodes, service accounts, pull secrets. What is refused is an answer too. */
import { type AccountHolder, type CheckedAccount, pullSecretsOfAccount } from "../facts/account-facts.ts";
import type { DockerAuth } from "../facts/docker-auths.ts";
import { type NodeRecord, readNode } from "../facts/nodes.ts";
import { pullCredentials, readPullSecret } from "../facts/pull-secret.ts";
import type { Checked, Holder } from "../facts/secret-facts.ts";
import type { Kubectl } from "./kubectl.ts";
import { explainKubectl, namesNotFound } from "./kubectl-errors.ts";
import { type KubeObject, objectsOf, textAt } from "./kubectl-json.ts";
import { UserError } from "./user-error.ts";

export type Nodes = { readonly all: readonly NodeRecord[] } | { readonly why: string };

/** The list comes in pages. */
const PATIENCE = 4;

/** A node names every image that it has; of thousands of nodes only what is needed is printed. kubectl 1.18 and later print maps as JSON. */
const NODE_FIELDS = "metadata.name metadata.labels status.nodeInfo status.conditions".split(" ");
const NODE_LINES = `jsonpath={range .items[*]}${NODE_FIELDS.map((field) => `{.${field}}`).join('{"\\t"}')}{"\\n"}{end}`;

export async function askForNodes(kubectl: Kubectl): Promise<Nodes> {
  try {
    const answer = await kubectl(["get", "nodes", "-o", NODE_LINES], { patience: PATIENCE });
    if (answer.exitCode !== 0) return { why: explainKubectl(answer, { what: "the nodes" }).message };
    return { all: answer.stdout.split("\n").flatMap((line) => readNode(nodeOfLine(line)) ?? []) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { why: error.message };
  }
}

/** A line that is not as it was asked for tells nothing of its node. */
function nodeOfLine(line: string): unknown {
  const [name, ...rest] = line.split("\t");
  try {
    const [labels, nodeInfo, conditions] = rest.map((field): unknown => (field === "" ? null : JSON.parse(field)));
    return { metadata: { name, labels }, status: { nodeInfo, conditions } };
  } catch {
    return null;
  }
}

export async function askForAccounts(
  holders: readonly AccountHolder[],
  kubectl: Kubectl,
): Promise<Map<string, CheckedAccount>> {
  const wanted = holders.map(({ namespace, account }) => ({ namespace, name: account }));
  return askByName("serviceaccount", wanted, kubectl, (object, why) =>
    object === null ? { why: why ?? "there is no such service account." } : { secrets: pullSecretsOfAccount(object) },
  );
}

/** What a secret holds is read into what may be said of it, and dropped. */
export async function askForSecrets(holders: readonly Holder[], kubectl: Kubectl): Promise<Map<string, Checked>> {
  const wanted = holders.flatMap(({ namespace, secrets }) => secrets.map((name) => ({ namespace, name })));
  return askByName("secret", wanted, kubectl, (object, why): Checked => {
    if (object === null) return why === null ? { is: "missing" } : { is: "refused", why };
    const secret = readPullSecret({ kind: "Secret", ...object });
    return secret === null ? { is: "refused", why: "it is no secret." } : { is: "read", secret };
  });
}

/** The logins that pull secrets hold, for a probe that asks in their name; of a secret that cannot be read there are none. */
export async function askForLogins(
  wanted: readonly { readonly namespace: string; readonly name: string }[],
  kubectl: Kubectl,
): Promise<Map<string, readonly DockerAuth[]>> {
  return askByName("secret", wanted, kubectl, (object) => pullCredentials(object));
}

/** More than one looks at; each is a request of its own. */
const MOST_NAMES = 10;

interface Named {
  readonly namespace: string;
  readonly name: string;
}

/** One run of kubectl for each namespace. `understand` is given null and no reason for what does not exist. */
async function askByName<Understood>(
  kind: "secret" | "serviceaccount",
  wanted: readonly Named[],
  kubectl: Kubectl,
  understand: (object: KubeObject | null, why: string | null) => Understood,
): Promise<Map<string, Understood>> {
  const keys = [...new Set(wanted.map(({ namespace, name }) => `${namespace}/${name}`))].slice(0, MOST_NAMES);
  const namespaces = [...new Set(keys.map((key) => key.slice(0, key.indexOf("/"))))];
  const answers = namespaces.map(async (namespace): Promise<[string, Understood][]> => {
    const names = keys.filter((key) => key.startsWith(`${namespace}/`)).map((key) => key.slice(namespace.length + 1));
    const args = ["get", kind, `--namespace=${namespace}`, "-o", "json", "--", ...names];
    const { objects, missing, why } = await asked(
      args,
      kind === "secret" ? "the pull secrets" : "the service accounts",
      kubectl,
    );
    const read = new Map(objects.map((one) => [textAt(one, "metadata", "name"), one]));
    return names.map((name) => [
      `${namespace}/${name}`,
      understand(read.get(name) ?? null, missing.includes(name) ? null : why),
    ]);
  });
  return new Map((await Promise.all(answers)).flat());
}

interface Asked {
  readonly objects: readonly KubeObject[];
  /** Names of which kubectl says that they are not there. */
  readonly missing: readonly string[];
  /** Why there is nothing of the others; null where all went well. */
  readonly why: string | null;
}

async function asked(args: readonly string[], what: string, kubectl: Kubectl): Promise<Asked> {
  try {
    const answer = await kubectl(args, { patience: PATIENCE });
    const objects = answer.stdout.trim() === "" ? [] : objectsOf(answer);
    const missing = namesNotFound(answer);
    // What is not there is told by name; another complaint beside it is about the others.
    const stderr = answer.stderr.replace(/^Error from server \(NotFound\): .*$/gm, "");
    const isRefused = answer.exitCode !== 0 && (missing.length === 0 || stderr.trim() !== "");
    return { objects, missing, why: isRefused ? explainKubectl({ ...answer, stderr }, { what }).message : null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { objects: [], missing: [], why: error.message };
  }
}
