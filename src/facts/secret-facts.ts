/** Pull secrets that were looked at, or not → what they say of the failures whose pods name them. */
import type { Fact, FactName } from "../report.ts";
import { type Login, loginsFor, type PullSecret, registriesOf } from "./pull-secret.ts";
import type { Lead } from "./weigh.ts";
import { listed, some } from "./words.ts";

/** What became of the question for one secret. */
export type Checked =
  | { readonly is: "read"; readonly secret: PullSecret }
  | { readonly is: "missing" }
  /** Nobody asked for it to be read, or there were too many of them. */
  | { readonly is: "not-asked" }
  | { readonly is: "passed-over" }
  | { readonly is: "refused"; readonly why: string };

/** One failure of a group, and the secrets of its pod. */
export interface Holder {
  readonly failure: number;
  readonly namespace: string;
  /** "registry/repository" */
  readonly image: string;
  readonly secrets: readonly string[];
  /** Those that the kubelet says it could not read. */
  readonly unfound: readonly string[];
}

export interface Found {
  readonly facts: readonly Fact[];
  readonly leads: readonly Lead[];
}

/** `checked` knows every secret by "namespace/name". */
export function secretFacts(holders: readonly Holder[], checked: ReadonlyMap<string, Checked>, now: Date): Found {
  const facts = new Map<string, Fact>();
  const open = new Map<string, Set<string>>();
  const leads: Lead[] = [];
  for (const holder of holders) {
    const verdicts = holder.secrets.map((name) => {
      const state = checked.get(`${holder.namespace}/${name}`) ?? { is: "passed-over" };
      const verdict = judgeFor(holder, name, state, now);
      if (verdict.text === null) {
        const key = reasonOf(state);
        const known = open.get(key) ?? new Set();
        open.set(key, known.add(`${name} in namespace ${holder.namespace}`));
      } else {
        const text = `Pull secret ${name} in namespace ${holder.namespace} ${verdict.text}`;
        facts.set(text, { about: "pull-secret", text, isKnown: true, names: namesOf(holder.namespace, name, state) });
      }
      return verdict.speaks;
    });
    const lead = leadOf(holder, verdicts);
    if (lead !== null) leads.push(lead);
  }
  return {
    facts: [...cut([...facts.values()]), ...[...open].map(([reason, secrets]) => openFact(reason, [...secrets]))],
    leads,
  };
}

/** What a secret is for one image: good, no use, or not known. */
type Speaks = "good" | "ended" | "empty" | "other" | "missing" | "broken" | "open";

interface Verdict {
  readonly speaks: Speaks;
  /** Behind "Pull secret NAME in namespace NAME"; null where the question stays open. */
  readonly text: string | null;
}

function judgeFor({ image, unfound }: Holder, name: string, checked: Checked, now: Date): Verdict {
  const verdict = judge(checked, image, now);
  if (checked.is !== "read" || !unfound.includes(name)) return verdict;
  // The error is older than the secret, so it tells nothing of what is in it.
  return { speaks: "open", text: `is there by now, though the kubelet did not find it before; it ${verdict.text}` };
}

function judge(checked: Checked, image: string, now: Date): Verdict {
  if (checked.is === "missing") return { speaks: "missing", text: "does not exist." };
  if (checked.is !== "read") return { speaks: "open", text: null };
  const { secret } = checked;
  switch (secret.flaw) {
    case "wrong-type":
      return {
        speaks: "other",
        text: `is of type ${secret.type || "Opaque"}. The kubelet passes it over: it reads kubernetes.io/dockerconfigjson and kubernetes.io/dockercfg only.`,
      };
    case "no-data":
      return {
        speaks: "other",
        text: `is of type ${secret.type} and has nothing under that type's key. The kubelet passes it over.`,
      };
    case "unreadable":
      return { speaks: "broken", text: "cannot be parsed. The kubelet then gives up before it asks any registry." };
    case null:
      return judgeLogins(secret, image, now);
    default:
      return secret.flaw satisfies never;
  }
}

function judgeLogins(secret: PullSecret, image: string, now: Date): Verdict {
  const registry = image.slice(0, image.indexOf("/"));
  const logins = loginsFor(image, secret);
  if (logins.length === 0) {
    const held = registriesOf(secret);
    const has = held.length === 0 ? "has no login" : `has logins for ${some(held, "host")}, and none`;
    return {
      speaks: "other",
      text: `${has} for ${registry}: the kubelet does not use it for this image.${hubHint(registry, held)}`,
    };
  }
  if (logins.every((login) => hasEnded(login, now))) {
    const end = logins.flatMap(({ end: one }) => one ?? []).reduce((a, b) => (a > b ? a : b));
    return {
      speaks: "ended",
      text: `has a login for ${registry} whose token ended at ${end.toISOString().slice(0, 16)}Z.`,
    };
  }
  if (logins.every(({ isEmpty }) => isEmpty)) {
    return { speaks: "empty", text: `has a login for ${registry} without a user or without a password.` };
  }
  const ends = logins.flatMap(({ end }) => end ?? []);
  const until = ends.length === 0 ? "" : " that has not ended by its own timestamp";
  return {
    speaks: "good",
    text: `is of the right type and has a login for ${registry}${until}. Whether the registry takes it, only the registry knows.`,
  };
}

function hasEnded({ end }: Login, now: Date): boolean {
  return end !== null && end <= now;
}

/** Docker Hub's other names are nobody's to the kubelet. */
function hubHint(registry: string, held: readonly string[]): string {
  return registry === "docker.io" && held.some((one) => /(?:^|[./])docker\.(?:io|com)(?:$|[/:])/.test(one))
    ? " A login for Docker Hub has to stand under https://index.docker.io/v1/."
    : "";
}

function leadOf({ failure, namespace, secrets }: Holder, verdicts: readonly Speaks[]): Lead | null {
  const lead = (
    cause: Lead["cause"],
    confidence: Lead["confidence"],
    why: string,
    against: Lead["against"] = [],
  ): Lead => ({
    failures: [failure],
    cause,
    confidence,
    why,
    against,
  });
  const named = (which: Speaks): string => listed(secrets.filter((_, index) => verdicts[index] === which));
  if (verdicts.includes("broken"))
    return lead("pull-secret-not-found", "certain", `The pull secret ${named("broken")} cannot be parsed.`);
  if (verdicts.includes("good"))
    return lead(
      "access-denied",
      "likely",
      `The pull secret ${named("good")} has a login for this registry, so the account may lack the right to this image.`,
      ["missing-credentials"],
    );
  if (verdicts.includes("open") || verdicts.length === 0) return null;
  if (verdicts.includes("ended"))
    return lead("rejected-credentials", "certain", `The token in the pull secret ${named("ended")} has ended.`, [
      "missing-credentials",
      "access-denied",
    ]);
  if (verdicts.includes("missing"))
    return lead(
      "pull-secret-not-found",
      "certain",
      `There is no secret ${named("missing")} in namespace ${namespace}.`,
    );
  return lead("missing-credentials", "likely", "None of the pod's pull secrets has a login for this registry.");
}

function reasonOf(checked: Checked): string {
  switch (checked.is) {
    case "refused":
      return `could not be checked: ${checked.why}`;
    case "passed-over":
      return "was not checked, since there are too many of them: name a pod to have its own looked at.";
    default:
      return "was not checked: run again with --check-secrets. It is read then, and nothing of its content is shown but the registries.";
  }
}

function openFact(reason: string, secrets: readonly string[]): Fact {
  const many = secrets.length > 1;
  const text = `Pull secret${many ? "s" : ""} ${some(secrets, "pull secret")} ${many ? reason.replace(/^was/, "were").replace("It is read", "They are read").replace("of its content", "of their content") : reason}`;
  const names = secrets.flatMap((one): FactName[] => {
    const [name = "", namespace = ""] = one.split(" in namespace ");
    return [
      { kind: "secret", name },
      { kind: "namespace", name: namespace },
    ];
  });
  return { about: "pull-secret", text, isKnown: false, names };
}

const MOST_FACTS = 6;

function cut(facts: readonly Fact[]): Fact[] {
  if (facts.length <= MOST_FACTS) return [...facts];
  const rest = facts.length - MOST_FACTS + 1;
  const text = `${rest} more pull secrets were looked at; name a pod to see what is said of its own.`;
  return [...facts.slice(0, MOST_FACTS - 1), { about: "pull-secret", text, isKnown: true, names: [] }];
}

function namesOf(namespace: string, name: string, checked: Checked): FactName[] {
  const registries = checked.is === "read" ? checked.secret.logins.map(({ key }) => key.host) : [];
  return [
    { kind: "namespace", name: namespace },
    { kind: "secret", name },
    ...[...new Set(registries)].map((host): FactName => ({ kind: "registry", name: host })),
  ];
}
