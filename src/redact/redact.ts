/**
 * A report that can be shared: names of machines, registries, pods and people are replaced by aliases, the same
 * everywhere. What happened stays to be read: causes, statuses, wordings, tags, digests, ages and public images.
 *
 * Names are first collected from the whole report (collect.ts), then replaced in all of it (replace.ts). That no name
 * is forgotten cannot be proved for free text; what a field names is replaced in any case.
 */

import { parseReference } from "../image/reference.ts";
import type {
  Alternative,
  ErrorStep,
  Fact,
  FailureGroup,
  Fix,
  PullReport,
  ReportedError,
  ReportedEvent,
  ReportedFailure,
  ReportedImage,
  ReportedSuggestion,
} from "../report.ts";
import { KINDS, type Kind, makeAliases, type Replaced } from "./aliases.ts";
import { collect, type Known } from "./collect.ts";
import { before } from "./ends.ts";
import { isPublicImage } from "./public.ts";
import { type FindReplacements, makeReplacer, replaced, type Voice } from "./replace.ts";

export type { Replaced } from "./aliases.ts";
export type { Known } from "./collect.ts";

export interface Redaction {
  readonly report: PullReport;
  /** How many different names of each kind were replaced. */
  readonly replaced: Replaced;
  /** A sentence or a command about the same report, with the same aliases. */
  readonly hide: (text: string, voice: Voice) => string;
}

export function redact({ probe: _namesOtherHosts, ...report }: PullReport, known: readonly Known[] = []): Redaction {
  const aliases = makeAliases();
  const find = remembered(makeReplacer(aliases, collect(report, aliases, known)));
  const hide = (text: string, voice: Voice): string => replaced(text, find(text, voice));
  const name = (text: string): string => aliases.use(text) ?? text;
  const maybe = (text: string | null): string | null => (text === null ? null : name(text));

  const events = report.events.map(redactEvent);
  const failures = report.failures.map(redactFailure);
  const groups = report.groups.map(redactGroup);
  const warnings = report.warnings.map((warning) => hide(warning, "own"));
  const counts = aliases.replaced();
  return {
    report: { ...report, failures, groups, events, warnings: [...warnings, told(counts)] },
    replaced: counts,
    hide,
  };

  function redactEvent(event: ReportedEvent): ReportedEvent {
    const { source, namespace, object, from, message } = event;
    return {
      ...event,
      source: name(source),
      namespace: maybe(namespace),
      object: object === null ? null : object.replace(/(?<=^[a-z]{1,64}\/).+$/, name),
      from: from === null ? null : hide(from, "message"),
      message: hide(message, "message"),
    };
  }

  function redactFailure(failure: ReportedFailure): ReportedFailure {
    const { source, namespace, pod, container, node, image, error, evidence, alternatives, fixes, suggestions } =
      failure;
    return {
      ...failure,
      source: name(source),
      namespace: maybe(namespace),
      pod: maybe(pod),
      container: maybe(container),
      node: maybe(node),
      image: image === null ? null : redactImage(image),
      error:
        error === null
          ? null
          : {
              ...error,
              message: hide(error.message, "message"),
              chain: redactChain(error),
              leaf: part(error.leaf, error.message),
            },
      evidence: evidence.map((one) => ({
        ...one,
        quote: part(one.quote, (one.event === null ? null : report.events[one.event]?.message) ?? error?.message ?? ""),
      })),
      alternatives: alternatives.map(redactAlternative),
      fixes: fixes.map(redactFix),
      suggestions: suggestions.map(redactSuggestion),
    };
  }

  function redactChain({ chain, message }: ReportedError): ErrorStep[] {
    const texts = chain.map(({ text }) => part(text, message));
    return chain.map((step, index) => ({
      ...step,
      subject: step.subject === null ? null : part(step.subject, step.text),
      text: texts[index] ?? "",
    }));
  }

  /** A part of a longer text, as it stands in there: what it names is seen from what is around it. */
  function part(text: string, whole: string): string {
    const at = whole.indexOf(text);
    return at === -1 || text === ""
      ? hide(text, "message")
      : replaced(whole, find(whole, "message"), at, at + text.length);
  }

  function redactImage(image: ReportedImage): ReportedImage {
    const parsed = parseReference(image.raw);
    if (!parsed.ok) return { ...image, raw: hide(image.raw, "message") };
    if (isPublicImage(parsed.image)) return image;
    const { tag, repository, registry } = parsed.image;
    const path = repository.split("/").map((one) => (one === "library" && registry === "docker.io" ? one : name(one)));
    const host = redactHost(registry);
    const end = tag === null ? null : hide(tag, "message");
    // What the raw text leaves out is left out again.
    const hasHost = image.raw.startsWith(registry) && image.raw !== registry;
    const isShort = !hasHost && path[0] === "library" && !image.raw.startsWith("library/");
    const hasTag = image.tag !== null && before(image.raw, "@").endsWith(`:${image.tag}`);
    return {
      ...image,
      raw: [
        hasHost ? `${host}/` : /^index\.docker\.io\//.test(image.raw) ? "index.docker.io/" : "",
        (isShort ? path.slice(1) : path).join("/"),
        hasTag ? `:${end}` : "",
        image.digest === null ? "" : `@${image.digest}`,
      ].join(""),
      registry: host,
      repository: path.join("/"),
      tag: end,
    };
  }

  function redactSuggestion({ image: raw, why }: ReportedSuggestion): ReportedSuggestion {
    const parsed = parseReference(raw);
    const parts = parsed.ok ? parsed.image : { registry: null, repository: null, tag: null, digest: null };
    return { image: redactImage({ ...parts, raw }).raw, why: hide(why, "own") };
  }

  function redactHost(host: string): string {
    const [, bare = host, port = ""] = /^(.*?)(:\d*)?$/.exec(host) ?? [];
    const inside = bare.replace(/^\[(.*)\]$/, "$1");
    return bare.replace(inside, () => name(inside)) + port;
  }

  function redactAlternative(one: Alternative): Alternative {
    return { ...one, why: hide(one.why, "own"), check: one.check === null ? null : hide(one.check, "command") };
  }

  function redactFix({ title, commands, note }: Fix): Fix {
    return {
      title: hide(title, "own"),
      commands: commands.map(({ run, effect }) => ({ run: hide(run, "command"), effect })),
      note: note === null ? null : hide(note, "own"),
    };
  }

  function redactGroup(group: FailureGroup): FailureGroup {
    const { workloads, facts } = group;
    return {
      ...group,
      key: redactKey(group, report, failures),
      workloads: workloads.map(redactWorkload),
      facts: facts.map(redactFact),
    };
  }

  /** "team-a/deployment/web": the kind stays. */
  function redactWorkload(workload: string): string {
    const [last = "", kind = "", namespace] = workload.split("/").reverse();
    return [...(namespace === undefined ? [] : [name(namespace)]), kind, name(last)].join("/");
  }

  function redactFact({ text, names, ...fact }: Fact): Fact {
    return {
      ...fact,
      text: hide(text, "own"),
      names: names.map((one) => ({ ...one, name: one.kind === "registry" ? redactHost(one.name) : name(one.name) })),
    };
  }

  function redactKey(
    { scope, key, failures: members }: FailureGroup,
    before: PullReport,
    after: readonly ReportedFailure[],
  ): string {
    if (scope === "registry") return redactHost(key);
    if (scope === "node") return name(key);
    if (scope === "secret") {
      const [namespace = "", names = ""] = key.split("/");
      return `${name(namespace)}/${names.split(",").map(name).join(",")}`;
    }
    if (scope === "namespace") {
      const [namespace = "", registry = ""] = key.split(" at ");
      return `${name(namespace)} at ${redactHost(registry)}`;
    }
    const index = members[0] ?? -1;
    const [old, now] = [before.failures[index]?.image, after[index]?.image];
    if (old !== null && old !== undefined && now !== null && now !== undefined) {
      if (key === old.raw) return now.raw;
      const parsed = parseReference(now.raw);
      if (parsed.ok) return parsed.image.canonical;
    }
    return aliases.use(key) ?? hide(key, "message");
  }
}

/** The layers of a message are looked for in it one after the other. */
function remembered(find: FindReplacements): FindReplacements {
  let last: { readonly text: string; readonly voice: Voice; readonly found: ReturnType<FindReplacements> } | null =
    null;
  return (text, voice) => {
    if (last?.text !== text || last.voice !== voice) last = { text, voice, found: find(text, voice) };
    return last.found;
  };
}

const WORDS: Readonly<Record<Kind, readonly [one: string, many: string]>> = {
  pod: ["pod", "pods"],
  namespace: ["namespace", "namespaces"],
  container: ["container", "containers"],
  node: ["node", "nodes"],
  workload: ["workload", "workloads"],
  secret: ["secret", "secrets"],
  registry: ["registry", "registries"],
  host: ["other host", "other hosts"],
  project: ["project", "projects"],
  repository: ["repository", "repositories"],
  address: ["IP address", "IP addresses"],
  account: ["account number", "account numbers"],
  role: ["role", "roles"],
  user: ["user", "users"],
  id: ["identifier", "identifiers"],
  file: ["file name", "file names"],
  path: ["part of a path", "parts of paths"],
  object: ["other name", "other names"],
};

/** "Replaced by aliases: 2 pods, 1 namespace." */
function told(counts: Replaced): string {
  const parts = KINDS.flatMap((kind) => {
    const number = counts[kind] ?? 0;
    return number === 0 ? [] : [`${number} ${WORDS[kind][number === 1 ? 0 : 1]}`];
  });
  return parts.length === 0
    ? "No name had to be replaced: the report holds none that is not public."
    : `Names are replaced by aliases that mean the same throughout this report: ${parts.join(", ")}. Tags, digests and public images are as they were.`;
}
