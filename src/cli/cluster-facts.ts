/**
 * What only a cluster can tell, asked for after the diagnosis and only where it would matter: one list of nodes, and
 * service accounts and pull secrets by name, a few of each whatever the number of pods. A right that is missing leaves
 * a question open, and nothing fails for it.
 */
import type { AnyCauseId } from "../catalogue/any-id.ts";
import { maskSecrets } from "../diagnose/mask-secrets.ts";
import { type AccountHolder, accountFacts, type CheckedAccount } from "../facts/account-facts.ts";
import { nodeFacts } from "../facts/node-facts.ts";
import { isGone } from "../facts/other-nodes.ts";
import { type Checked, type Found, type Holder, secretFacts } from "../facts/secret-facts.ts";
import { weigh } from "../facts/weigh.ts";
import type { PodRecord } from "../read/records.ts";
import type { Fact, FailureGroup, PullReport } from "../report.ts";
import type { Answer } from "./answer.ts";
import { askForAccounts, askForNodes, askForSecrets, type Nodes } from "./cluster-questions.ts";
import type { Kubectl } from "./kubectl.ts";

export interface FactOptions {
  /** Whether secrets may be read. */
  readonly checkSecrets: boolean;
  readonly now: Date;
}

/** The answer with facts beside its groups; `pods` are those that were looked at. */
export async function withClusterFacts(
  answer: Answer,
  pods: readonly PodRecord[],
  kubectl: Kubectl,
  { checkSecrets, now }: FactOptions,
): Promise<Answer> {
  const { report } = answer;
  const concerned = report.groups.map((group) => group.failures.filter((index) => isAboutCredentials(report, index)));
  const accounts = concerned.map((failures) => accountHolders(failures, answer, pods));
  const [nodes, checkedAccounts] = await Promise.all([
    report.groups.some(concernsNodes) ? askForNodes(kubectl) : null,
    askForAccounts(accounts.flat(), kubectl),
  ]);
  const holders = concerned.map((failures) => secretHolders(failures, answer));
  // Not the pod's own yet: what is found out of them is told, and speaks for nothing.
  const coming = accounts.map((own) => own.flatMap((one) => comingSecrets(one, checkedAccounts, report)));
  const all = [...holders.flat(), ...coming.flat()];
  const checked = checkSecrets ? await askForSecrets(all, kubectl) : notAsked(all);
  const found = report.groups.map((group, index): Found => {
    const parts = [
      accountFacts(accounts[index] ?? [], checkedAccounts),
      secretFacts(holders[index] ?? [], checked, now),
      { facts: secretFacts(coming[index] ?? [], checked, now).facts, leads: [] },
      { facts: nodes === null ? [] : factsOfNodes(group, report, nodes), leads: [] },
    ];
    return { facts: parts.flatMap(({ facts }) => facts), leads: parts.flatMap(({ leads }) => leads) };
  });
  return {
    ...answer,
    report: {
      ...report,
      failures: weigh(
        report.failures,
        found.flatMap(({ leads }) => leads),
      ),
      groups: report.groups.map((group, index) => ({
        ...group,
        facts: [...group.facts, ...(found[index]?.facts ?? []).map(masked)],
      })),
    },
  };
}

const ABOUT_CREDENTIALS: ReadonlySet<AnyCauseId> = new Set([
  "missing-credentials",
  "rejected-credentials",
  "access-denied",
  "pull-secret-not-found",
]);

/** A refusal, or an answer that a refusal may hide behind. */
function isAboutCredentials({ failures }: PullReport, index: number): boolean {
  const failure = failures[index];
  if (failure === undefined) return false;
  return [failure, ...failure.alternatives].some(({ cause }) => ABOUT_CREDENTIALS.has(cause));
}

function secretHolders(failures: readonly number[], { report, diagnoses }: Answer): Holder[] {
  return failures.flatMap((index) => {
    const { pullSecrets, missingSecrets: unfound = [] } = diagnoses[index]?.failure ?? {};
    return holderOf(index, report, pullSecrets ?? [], unfound);
  });
}

/** Pull secrets that a service account has got since the pod was made. */
function comingSecrets(
  { failure, namespace, account }: AccountHolder,
  checked: ReadonlyMap<string, CheckedAccount>,
  report: PullReport,
): Holder[] {
  const known = checked.get(`${namespace}/${account}`);
  return known !== undefined && "secrets" in known ? holderOf(failure, report, known.secrets, []) : [];
}

function holderOf(
  index: number,
  { failures }: PullReport,
  secrets: readonly string[],
  unfound: readonly string[],
): Holder[] {
  const { namespace = null, image = null } = failures[index] ?? {};
  if (namespace === null || image?.registry == null || image.repository === null || secrets.length === 0) return [];
  return [{ failure: index, namespace, image: `${image.registry}/${image.repository}`, secrets, unfound }];
}

/** Pods of which it is known that they have no pull secret. */
function accountHolders(
  failures: readonly number[],
  { report, diagnoses }: Answer,
  pods: readonly PodRecord[],
): AccountHolder[] {
  const bare = failures.filter((index) => diagnoses[index]?.failure.pullSecrets?.length === 0);
  if (bare.length === 0) return [];
  const account = new Map(pods.map(({ namespace, name, serviceAccount }) => [`${namespace}/${name}`, serviceAccount]));
  return bare.flatMap((index) => {
    const { namespace = null, pod = null } = report.failures[index] ?? {};
    const name = account.get(`${namespace}/${pod}`);
    return namespace === null || name == null ? [] : [{ failure: index, namespace, account: name }];
  });
}

function notAsked(holders: readonly Holder[]): Map<string, Checked> {
  return new Map(
    holders.flatMap(({ namespace, secrets }) =>
      secrets.map((name): [string, Checked] => [`${namespace}/${name}`, { is: "not-asked" }]),
    ),
  );
}

/** Where several nodes fail at what is not the image's fault, or some nodes have what others cannot pull. */
function concernsNodes({ cause, scope, nodes, facts }: FailureGroup): boolean {
  if (nodes === 0) return false;
  if (cause === "platform-mismatch" || scope === "node" || facts.length > 0) return true;
  return nodes > 1 && scope === "registry" && !isGone(cause);
}

function factsOfNodes(group: FailureGroup, { failures }: PullReport, nodes: Nodes): Fact[] {
  if (!concernsNodes(group)) return [];
  if ("why" in nodes)
    return [{ about: "nodes", text: `The nodes could not be checked: ${nodes.why}`, isKnown: false, names: [] }];
  const failing = new Set(group.failures.flatMap((index) => failures[index]?.node ?? []));
  const fine = group.facts
    .filter(({ about }) => about === "other-nodes")
    .flatMap(({ names }) => names.map(({ name }) => name))
    .filter((name) => !failing.has(name));
  return nodeFacts({ cause: group.cause, failing: [...failing], fine }, nodes.all);
}

function masked(fact: Fact): Fact {
  return { ...fact, text: maskSecrets(fact.text) };
}
