/** Every flag of the command line, once: the parser, the help and the hand-over to kubectl all read this table. */
import type { Format } from "../render/options.ts";

export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** What the value is called in the help; null for a switch. */
  readonly value: string | null;
  /** What the value is where none is given; it can only be given behind "=" then. */
  readonly usual?: string;
  readonly about: string;
  readonly group: "look" | "probe" | "show" | "kubectl";
  /** May be given several times, and every value counts; of others the last one counts, as with kubectl. */
  readonly repeats?: true;
  readonly choices?: readonly string[];
  /** What its value is the name of, for completion. */
  readonly completes?: "namespace" | "container" | "file" | "folder" | KubeconfigPart;
  /** Given to kubectl as it is. */
  readonly handedOn?: true;
}

/** A list of a kubeconfig, whose entries have names. */
export type KubeconfigPart = "contexts" | "clusters" | "users";

export const FORMATS = ["table", "wide", "json", "yaml", "markdown", "name"] as const satisfies readonly Format[];

export const COLOR_CHOICES = ["auto", "always", "never"] as const;
export type ColorChoice = (typeof COLOR_CHOICES)[number];

export const PROBE_AUTHS = ["docker-config", "pull-secrets"] as const;

export const FLAGS: readonly Flag[] = [
  {
    name: "namespace",
    short: "n",
    value: "NAMESPACE",
    about: "The namespace of the pods; without it that of the context.",
    group: "look",
    handedOn: true,
    completes: "namespace",
  },
  { name: "all-namespaces", short: "A", value: null, about: "Look at the pods of all namespaces.", group: "look" },
  {
    name: "selector",
    short: "l",
    value: "SELECTOR",
    about: "Look at the pods with these labels, for example app=web.",
    group: "look",
  },
  {
    name: "field-selector",
    value: "SELECTOR",
    about: "Look at the pods with these fields, for example spec.nodeName=node-1.",
    group: "look",
  },
  {
    name: "container",
    short: "c",
    value: "CONTAINER",
    about: "Look at this container only.",
    group: "look",
    completes: "container",
  },
  {
    name: "filename",
    short: "f",
    value: "FILE",
    about:
      'Read saved text instead of asking the cluster: a file, a folder, a pattern, an archive; "-" is standard input. May be repeated.',
    group: "look",
    repeats: true,
    completes: "file",
  },
  {
    name: "check-secrets",
    value: null,
    about:
      "Read the pull secrets of failing pods to see whether they hold a login for the registry. Nothing else in them is shown.",
    group: "look",
  },
  {
    name: "causes",
    value: "FILE",
    about:
      "Know the causes and the advice in this file or folder too. May be repeated. kubectl pullcheck causes --help tells more.",
    group: "look",
    repeats: true,
    completes: "file",
  },
  {
    name: "watch",
    short: "w",
    value: null,
    about: "Go on after the report and tell what changes, until Ctrl-C.",
    group: "look",
  },
  {
    name: "wait",
    value: "TIME",
    usual: "5m",
    about:
      "Return when no image pull fails any more and all images are there, or when the time is up; 5m without a value.",
    group: "look",
  },
  {
    name: "probe",
    value: null,
    about: "Ask the registries of failing images, from here, whether they have them. Nothing is pulled.",
    group: "look",
  },
  {
    name: "platform",
    value: "OS/ARCH",
    about: "Ask whether the image is there for this platform, for example linux/arm64; without it, which there are.",
    group: "probe",
  },
  {
    name: "probe-auth",
    value: "WHOSE",
    about:
      "The credentials to try where a registry gives nothing to anybody: those of the Docker config, or the pod's own pull secrets.",
    group: "probe",
    choices: PROBE_AUTHS,
  },
  {
    name: "probe-private",
    value: null,
    about: "Ask also hosts that look private: localhost, addresses and names of a local network.",
    group: "probe",
  },
  {
    name: "plain-http",
    value: "HOST",
    about:
      "Ask this registry over plain HTTP, for example registry.lan:5000. May be repeated. Credentials are not sent there.",
    group: "probe",
    repeats: true,
  },
  { name: "output", short: "o", value: "FORMAT", about: "How to show it.", group: "show", choices: FORMATS },
  {
    name: "color",
    value: "WHEN",
    about: "Use colours; auto means on a terminal where NO_COLOR is not set.",
    group: "show",
    choices: COLOR_CHOICES,
  },
  { name: "quiet", short: "q", value: null, about: "Say only what is found, no warnings and no hints.", group: "show" },
  {
    name: "verbose",
    short: "v",
    value: null,
    about: "Show how the error was taken apart, what was considered, and the kubectl commands that were run.",
    group: "show",
  },
  {
    name: "redact",
    value: null,
    about: "Replace names of hosts, images, pods, nodes and people by aliases, so that the report can be shared.",
    group: "show",
  },
  { name: "help", short: "h", value: null, about: "Show this help.", group: "show" },
  { name: "version", value: null, about: "Show the version.", group: "show" },
  handedOn("context", "NAME", "The context of the kubeconfig to use.", "contexts"),
  handedOn("cluster", "NAME", "The cluster of the kubeconfig to use.", "clusters"),
  handedOn("user", "NAME", "The user of the kubeconfig to use.", "users"),
  handedOn("kubeconfig", "FILE", "The kubeconfig to use.", "file"),
  handedOn("as", "USER", "Ask in the name of this user."),
  { ...handedOn("as-group", "GROUP", "Ask in the name of this group. May be repeated."), repeats: true },
  handedOn("as-uid", "UID", "Ask in the name of the user with this UID."),
  { ...handedOn("server", "ADDRESS", "The address of the API server."), short: "s" },
  handedOn("token", "TOKEN", "The bearer token for the API server."),
  handedOn("certificate-authority", "FILE", "The certificate authority of the API server.", "file"),
  handedOn("client-certificate", "FILE", "The client certificate for the API server.", "file"),
  handedOn("client-key", "FILE", "The client key for the API server.", "file"),
  handedOn("tls-server-name", "NAME", "The name to expect in the API server's certificate."),
  { ...handedOn("insecure-skip-tls-verify", "", "Do not check the API server's certificate."), value: null },
  handedOn("request-timeout", "TIME", "How long to wait for one answer of the API server, for example 5s."),
  handedOn("cache-dir", "FOLDER", "Where kubectl keeps what it knows of the API server.", "folder"),
];

function handedOn(name: string, value: string, about: string, completes?: Flag["completes"]): Flag {
  return { name, value, about, group: "kubectl", handedOn: true, ...(completes && { completes }) };
}
