/**
 * Which names a report holds: first the fields that say what they name, then the texts, by the places in which error
 * messages and commands have names. Nothing is replaced here.
 */

import { type ImageReference, parseReference } from "../image/reference.ts";
import type { PullReport } from "../report.ts";
import { isIpv4, isIpv6 } from "./addresses.ts";
import type { Aliases, Kind } from "./aliases.ts";
import { before, withoutEnd } from "./ends.ts";
import { isPublicHost, isPublicImage, looksLikeHost } from "./public.ts";

export interface Collected {
  /** Repositories of everybody, and the references to them: these stay, whatever else bears their name. */
  readonly kept: ReadonlySet<string>;
  readonly tags: ReadonlySet<string>;
  /** Names that are more than a word: a file's with its folders, one with blanks in it. */
  readonly phrases: readonly string[];
}

/** What the caller knows besides: names that were asked for and that the report may not hold. */
export interface Known {
  readonly kind: Kind;
  readonly name: string;
}

export function collect(report: PullReport, aliases: Aliases, known: readonly Known[] = []): Collected {
  const kept = new Set<string>();
  const tags = new Set<string>();
  const image = (text: string): void => addImage(text, aliases, kept, tags);
  const named = (kind: Kind, name: string | null): void => {
    if (name !== null) aliases.add(kind, name);
  };

  for (const { source, namespace, pod, container, node } of report.failures) {
    named("pod", pod);
    named("namespace", namespace);
    named("node", node);
    named("container", container);
    if (!isOwnSource(source)) aliases.add("file", source);
    if (pod !== null) addWorkload(pod, aliases);
  }
  for (const { source, namespace, object, from } of report.events) {
    named("namespace", namespace);
    if (!isOwnSource(source)) aliases.add("file", source);
    const [, kind = "", name = ""] = /^([a-z]+)\/(.+)$/.exec(object ?? "") ?? [];
    aliases.add(KIND_OF_OBJECT[kind] ?? "workload", name);
    if (kind === "pod") addWorkload(name, aliases);
    named("node", /^kubelet, (\S+)$/.exec(from ?? "")?.[1] ?? null);
  }
  for (const one of report.failures) if (one.image !== null) image(one.image.raw);
  for (const one of report.failures.flatMap(({ suggestions }) => suggestions)) {
    image(one.image);
    named("namespace", / in namespace ([-a-z0-9]+)[.,]/.exec(one.why)?.[1] ?? null);
  }
  for (const { kind, name } of known) if (kind !== "file" || !isOwnSource(name)) aliases.add(kind, name);
  for (const { scope, key, workloads, facts } of report.groups) {
    for (const workload of workloads) aliases.add("workload", workload.replace(/^.*\//, ""));
    for (const { kind, name } of facts.flatMap(({ names }) => names)) {
      if (kind === "registry") aliases.addHost("registry", name);
      else if (kind !== "service-account") aliases.add(kind, name);
      // Every namespace has an account of that name.
      else if (name !== "default") aliases.add("user", name);
    }
    if (scope === "secret")
      for (const name of key.replace(/^[^/]*\//, "").split(",")) aliases.add("secret", name.trim());
    if (scope === "node") aliases.add("node", key);
  }
  const commands = report.failures.flatMap(({ fixes, alternatives }) => [
    ...fixes.flatMap((fix) => fix.commands.map(({ run }) => run)),
    ...alternatives.flatMap(({ check }) => check ?? []),
  ]);
  for (const run of new Set(commands)) collectFromCommand(run, aliases);
  for (const fix of report.failures.flatMap(({ fixes }) => fixes))
    for (const [, name] of (fix.note ?? "").matchAll(/app\.kubernetes\.io\/managed-by names ([\w.-]{1,63}):/g))
      named("object", name ?? null);
  const texts = [
    ...report.failures.flatMap(({ error, evidence }) => [error?.message ?? "", ...evidence.map(({ quote }) => quote)]),
    ...report.events.map(({ message }) => message),
    ...report.groups.flatMap(({ facts }) => facts.map(({ text }) => text)),
    ...report.warnings,
  ];
  for (const text of new Set(texts)) collectFromText(text, aliases, image);
  return {
    kept,
    tags,
    phrases: aliases.names().filter((name) => /[^\w.-]/.test(name) && !/^[\w.+-]+@|::|^[\da-f:]+$/i.test(name)),
  };
}

function isOwnSource(source: string): boolean {
  return source === "cluster" || source === "-";
}

const KIND_OF_OBJECT: Readonly<Record<string, Kind>> = {
  pod: "pod",
  node: "node",
  namespace: "namespace",
  secret: "secret",
};

/** The owner's name stands at the beginning of a pod's: web-7d9f5c6b8d-x2x9z, web-0. */
function addWorkload(pod: string, aliases: Aliases): void {
  const owner = /^(.+?)(?:-[bcdfghjklmnpqrstvwxz2456789]{5,10})?-(?:[bcdfghjklmnpqrstvwxz2456789]{5}|\d{1,4})$/.exec(
    pod,
  )?.[1];
  if (owner !== undefined) aliases.add("workload", owner);
}

function addImage(text: string, aliases: Aliases, kept: Set<string>, tags: Set<string>): void {
  const parsed = parseReference(text);
  if (!parsed.ok) {
    // Its parts are still somebody's names: Acme/App:1, https://registry.corp/app.
    const [first = "", ...rest] = text.replace(/^[a-z]{2,12}:\/\//i, "").split(/[/\s"'`$(){}<>|;&\\]+/);
    if (rest.length > 0 && /[.:]/.test(first)) aliases.addHost("registry", first);
    else rest.unshift(first);
    addPath(
      rest.map((part) => before(part, ":@")).filter((part) => /^[\w.-]+$/.test(part)),
      aliases,
    );
    return;
  }
  const { image } = parsed;
  if (image.tag !== null) tags.add(image.tag);
  if (isPublicImage(image)) {
    for (const name of spellings(image)) kept.add(name);
    return;
  }
  aliases.addHost("registry", image.registry);
  addPath(
    image.repository.split("/").filter((part) => part !== "library" || image.registry !== "docker.io"),
    aliases,
  );
}

function spellings({ raw, registry, repository, canonical, familiar }: ImageReference): string[] {
  return [raw, canonical, familiar, `${registry}/${repository}`, repository].filter((name) => /[/:@]/.test(name));
}

/** Whose it is, and what it is. */
function addPath(parts: readonly string[], aliases: Aliases): void {
  parts.forEach((part, index) => {
    aliases.add(index === parts.length - 1 ? "repository" : "project", part);
  });
}

function collectFromCommand(run: string, aliases: Aliases): void {
  for (const [, name] of run.matchAll(/\bkubectl get secret(?: -n \S+)? '?([a-z0-9][a-z0-9.-]*)/g)) add("secret", name);
  for (const [, name] of run.matchAll(/\bcreate secret docker-registry(?: -n \S+)? '?(?!pull-)([a-z0-9][a-z0-9.-]*)/g))
    add("secret", name);
  for (const [, name] of run.matchAll(
    /\b(?:deployment|statefulset|daemonset|replicaset|job|cronjob|replicationcontroller)\/([a-z0-9][a-z0-9.-]*)/g,
  ))
    add("workload", name);
  for (const [, name] of run.matchAll(/["']imagePullSecrets["']:\[\{["']name["']:["']([a-z0-9][a-z0-9.-]*)["']/g))
    if (!name?.startsWith("pull-")) add("secret", name);
  for (const [, name] of run.matchAll(/--project='?([\w.:-]+)/g)) add("project", name);
  // Who manages a workload: releases, applications and the like, and where they are.
  for (const [, namespace, name] of run.matchAll(MANAGERS)) {
    add("namespace", namespace);
    add("object", name);
  }
  for (const [, namespace, name] of run.matchAll(
    /\bapplications\.argoproj\.io (?:-A|-n (\S+)) --field-selector metadata\.name=([a-z0-9][a-z0-9.-]*)/g,
  )) {
    add("namespace", namespace);
    add("object", name);
  }
  for (const [, name] of run.matchAll(/\bkubectl (?:get|edit)(?: -n \S+)? [a-z0-9]{1,63}\/([a-z0-9][a-z0-9.-]*)/g))
    add("workload", name);

  function add(kind: Kind, name: string | undefined): void {
    if (name !== undefined) aliases.add(kind, name);
  }
}

const MANAGERS =
  /\b(?:helm get values|kubectl get (?:kustomizations\.kustomize|helmreleases\.helm|clusterserviceversions\.operators|services\.serving)\.[a-z.]{1,40})(?: -n (\S+))? ([a-z0-9][a-z0-9.-]*)/g;

const NAME = "[A-Za-z0-9](?:[\\w.-]{0,251}[A-Za-z0-9])?";

/** Places in messages that hold a name of one kind. */
const PLACES: readonly (readonly [Kind, RegExp])[] = [
  ["namespace", new RegExp(`\\b(?:[Ss]uccessfully assigned|pod=["\\\\]{0,3}) ?(${NAME})/`, "g")],
  ["pod", new RegExp(`\\b(?:[Ss]uccessfully assigned|pod=["\\\\]{0,3}) ?${NAME}/(${NAME})`, "g")],
  ["node", new RegExp(`\\b[Ss]uccessfully assigned ${NAME}(?:/${NAME})? to (${NAME})`, "g")],
  ["node", /(?<![\w.-])(ip(?:-\d{1,3}){4}(?:\.[a-z0-9.-]{1,100}[a-z0-9])?)/g],
  ["node", new RegExp(`\\bsystem:node:(${NAME})`, "g")],
  ["namespace", new RegExp(`\\bsystem:serviceaccount:(${NAME}):`, "g")],
  ["user", new RegExp(`\\bsystem:serviceaccount:${NAME}:(${NAME})`, "g")],
  ["namespace", new RegExp(`\\bnamespaces?[ :=]["']?(${NAME})["'](?=[\\s,.:;)]|$)`, "g")],
  ["pod", new RegExp(`\\b(?:Created|Deleted) pod: (${NAME})`, "g")],
  ["pod", new RegExp(`\\b(?:create|delete) Pod (${NAME}) in `, "g")],
  ["workload", new RegExp(`\\b(?:replica set|in StatefulSet|for Job|job) (${NAME}-${NAME})`, "g")],
  ["container", new RegExp(`\\bspec\\.(?:initContainers|containers|ephemeralContainers)\\{(${NAME})\\}`, "g")],
  ["container", new RegExp(`\\b(?:container|containerName)="(${NAME})"`, "g")],
  ["secret", new RegExp(`\\b[Ss]ecrets? \\\\{0,3}["'](${NAME})\\\\{0,3}["']`, "g")],
  ["pod", new RegExp(`\\b[Pp]ods? ["'](${NAME})["']`, "g")],
  ["user", /\b(?:pull rate limit as|[Uu]ser) ["']((?!system:)[^"'\s]{2,100})["']/g],
  ["user", /(?:\/home\/|[/\\]Users\\{0,3}[/\\]?)([\w.-]{1,64})(?=[/\\\s"']|$)/g],
  ["project", /\b(?:projects|namespaces)\/([a-z0-9][\w.:-]{0,62}[a-z0-9])/g],
  ["repository", /\brepositories\/([a-z0-9][\w.-]{0,62}[a-z0-9])/g],
  ["project", /\bproject[ :=]{1,2}["']?([a-z][a-z0-9-]{4,28}[a-z0-9])["']?(?=[\s,.;:)]|$)/g],
  ["project", /\b([a-z][a-z0-9-]{4,28}[a-z0-9])\.iam\.gserviceaccount\.com/g],
  ["user", /(?<![\w.+%@-])([\w.+%-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![\w-])/g],
  ["account", /(?<![\w.-])(\d{12})(?![\w-])/g],
  ["id", /(?<![\w-])([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?![\w-])/gi],
  ["object", /\bauthority certificate \\{0,3}"([^"\\]{1,200})/g],
  ["id", /\b(dckr_jti_[\w-]{8,64})/g],
  ["id", /(?<![\w-])(i-[0-9a-f]{8,17})(?![\w-])/g],
];

function collectFromText(text: string, aliases: Aliases, image: (text: string) => void): void {
  for (const [kind, pattern] of PLACES)
    for (const [, name] of text.matchAll(pattern)) if (name !== undefined) aliases.add(kind, name);
  for (const [, names = ""] of text.matchAll(/image pull secrets \(([^()]{1,2000})\)/g))
    for (const name of names.split(",")) aliases.add("secret", name.trim());
  for (const [, kind = "", rest = ""] of text.matchAll(
    /\barn:aws[\w-]{0,10}:[\w-]{0,30}:[\w-]{0,30}:\d{0,12}:([\w-]{1,40})[/:]([\w+=,.@/-]{1,500})/g,
  ))
    for (const name of rest.split("/"))
      aliases.add(kind === "repository" ? "repository" : "role", name.replace(/[.,]$/, ""));
  for (const { 0: address } of text.matchAll(/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)/g))
    if (isIpv4(address)) aliases.add("address", address);
  for (const { 0: address } of text.matchAll(
    /(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}(?![\w:.])/gi,
  ))
    if (isIpv6(address)) aliases.add("address", address);
  collectImages(text, image);
  collectUrls(text, aliases, image);
  collectHosts(text, aliases);
}

function collectImages(text: string, image: (text: string) => void): void {
  for (const [, quoted = ""] of text.matchAll(
    /\b(?:image|reference|ref|repository)s? \\{0,3}["']([^"'\\]{1,512})\\{0,3}["']/gi,
  ))
    image(quoted);
  for (const [, reference = ""] of text.matchAll(/docker:\/\/([\w.:/@-]{3,512})/g))
    image(reference.replace(/[:.]$/, ""));
  // Elsewhere a slash alone proves nothing: i/o, input/output. A host in front does, or a tag or a digest behind.
  for (const { 0: token } of text.matchAll(
    /(?<![\w/.:%@=-])[A-Za-z0-9][\w.-]{0,252}(?::\d{1,5})?(?:\/[\w.-]{1,255}){1,12}(?::[\w.-]{1,128})?(?:@sha\d{3}:[0-9a-f]{32,128})?/g,
  )) {
    const reference = withoutEnd(token, ".:");
    const [first = ""] = reference.split("/", 1);
    const isReference =
      looksLikeHost(first.replace(/:\d+$/, "")) || /:\d+$/.test(first) || /^localhost\b|@sha\d/.test(reference);
    if (isReference || /\/[\w.-]+:[\w.-]+$/.test(reference)) image(reference);
  }
}

const PROTOCOL =
  /^(?:v\d+|_?token|auth|oauth2?|jwt|service|realms|protocol|openid-connect|manifests|blobs?|tags|list|uploads|_catalog|_ping|api|artifactory|repository|docker|registry|sha256|data|latest|repositories|projects|namespaces|downloads|artifacts-(?:up|down)loads|exchange|login|scan|artifacts|metadata|computeMetadata|instance|service-accounts|default|identity|credentials|iam|security-credentials|meta-data)$/;

function collectUrls(text: string, aliases: Aliases, image: (text: string) => void): void {
  for (const [, authority = "", path = "", query = ""] of text.matchAll(
    /\b[a-z][a-z0-9+.-]{1,20}:\/\/(?:[^\s/@"'<>]{0,300}@)?([A-Za-z0-9.-]{1,253}(?::\d{1,5})?|\[[0-9a-f:.]{2,45}\](?::\d{1,5})?)(\/[^\s?#"'<>\\]{0,4096})?(\?[^\s"'<>\\]{0,8192})?/gi,
  )) {
    const host = authority.replace(/:\d+$/, "");
    const isPublic = isPublicHost(host);
    const repository = /^\/v2\/(.{1,512}?)\/(?:manifests|blobs|tags)\//.exec(path)?.[1];
    // docker.io is asked under another name.
    if (repository !== undefined) image(`${/(?:^|\.)docker\.io$/.test(host) ? "docker.io" : authority}/${repository}`);
    else if (!isPublic) {
      for (const part of path.split("/"))
        if (/^[\w.-]{2,}$/.test(part) && !PROTOCOL.test(part) && !/^[0-9a-f]{32,}$/.test(part))
          aliases.add("path", part);
    }
    aliases.addHost("host", host);
    for (const [, name = ""] of query.matchAll(
      /repository(?::|%3A)([\w.-]{1,255}(?:(?:\/|%2F)[\w.-]{1,255}){0,12})(?::|%3A)/gi,
    ))
      image(`${isPublic ? "docker.io" : authority}/${name.replaceAll(/%2F/gi, "/")}`);
    for (const [, name = ""] of query.matchAll(/[?&]service=([\w.-]{1,253})/g)) aliases.addHost("host", name);
    for (const [, name = ""] of query.matchAll(/[?&]account=([\w.%+-]{1,100})/g)) aliases.add("user", name);
  }
}

function collectHosts(text: string, aliases: Aliases): void {
  for (const [, host = ""] of text.matchAll(
    /\b(?:lookup|proxyconnect tcp: dial tcp:? lookup) ([A-Za-z0-9][\w.-]{0,252})/g,
  )) {
    if (host !== "on") aliases.addHost("host", host.replace(/[.]$/, ""));
  }
  for (const [, host = ""] of text.matchAll(/\bdial (?:tcp|udp)[46]? ([A-Za-z0-9][\w.-]{0,252}):\d/g))
    aliases.addHost("host", host);
  for (const { 0: name } of text.matchAll(
    /(?<![\w@/-])[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,10}[A-Za-z]{2,24}(?![\w-]|\.\w)/g,
  ))
    if (looksLikeHost(name)) aliases.addHost("host", name);
}
