/**
 * Pods without a pull secret → what their service accounts say. A service account's pull secrets are copied into a pod
 * that names none itself, when the pod is created and never after (kubernetes plugin/pkg/admission/serviceaccount).
 */
import { list, object, text } from "../read/objects.ts";
import type { Fact } from "../report.ts";
import type { Found } from "./secret-facts.ts";
import type { Lead } from "./weigh.ts";
import { listed } from "./words.ts";

/** Names of an account's pull secrets, or why they are not known. */
export type CheckedAccount = { readonly secrets: readonly string[] } | { readonly why: string };

export interface AccountHolder {
  readonly failure: number;
  readonly namespace: string;
  readonly account: string;
}

export function pullSecretsOfAccount(serviceAccount: unknown): string[] {
  return list(object(serviceAccount)["imagePullSecrets"]).flatMap((one) => text(one["name"]) ?? []);
}

/** `checked` knows accounts by "namespace/name"; of others nothing is said. */
export function accountFacts(holders: readonly AccountHolder[], checked: ReadonlyMap<string, CheckedAccount>): Found {
  const facts = new Map<string, Fact>();
  const leads: Lead[] = [];
  for (const { failure, namespace, account } of holders) {
    const found = checked.get(`${namespace}/${account}`);
    if (found === undefined) continue;
    const sentence = sentenceOf(`service account ${account} in namespace ${namespace}`, found);
    facts.set(sentence, {
      about: "service-account",
      text: sentence,
      isKnown: "secrets" in found,
      names: [
        { kind: "namespace", name: namespace },
        { kind: "service-account", name: account },
        ...("secrets" in found ? found.secrets.map((name) => ({ kind: "secret" as const, name })) : []),
      ],
    });
    if ("secrets" in found)
      leads.push({
        failures: [failure],
        cause: "missing-credentials",
        confidence: "likely",
        why: "The pod has no pull secret.",
        against: [],
      });
  }
  return { facts: [...facts.values()], leads };
}

function sentenceOf(account: string, checked: CheckedAccount): string {
  if ("why" in checked) return `The ${account} could not be checked: ${checked.why}`;
  if (checked.secrets.length === 0)
    return `Neither the pod nor its ${account} names a pull secret: unless the node has credentials of its own, the registry is asked without a login.`;
  return `The ${account} names ${listed(checked.secrets)} by now, and the pod has no pull secret: it takes over those that are there when it is created. A new pod will have them.`;
}
