/**
 * What the path of a file in a support bundle tells before it is opened: whether it can matter, whose it is, and what
 * kind of objects stand in it. Known are must-gather and `oc adm inspect`, troubleshoot.sh and `kubectl cluster-info
 * dump`; what lies otherwise is read.
 */
import { extname } from "node:path/posix";

export interface Relevance {
  /** Null for what is to be read. */
  readonly skip: "container-log" | "other-objects" | "binary" | null;
  /** What the path says of the text, for where the text itself does not. */
  readonly hint: Hint;
}

export interface Hint {
  readonly namespace: string | null;
  readonly pod: string | null;
  /** Objects of a list that do not say their kind, as older collectors wrote them. */
  readonly kind: "Pod" | "Event" | null;
}

export const NO_HINT: Hint = { namespace: null, pod: null, kind: null };

// Read-only tables of names, so that a bundle of a hundred thousand files is judged without opening them.
const NEVER_TEXT = new Set(
  ".png .jpg .jpeg .gif .ico .svg .webp .pdf .docx .xlsx .odt .crt .cer .der .p12 .jks .woff .woff2 .ttf .pprof .prof .so .exe .dll .jar .class .pyc .wasm .db .sqlite .snap .core .pcap".split(
    " ",
  ),
);

const NAMESPACE = "(?<namespace>[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)";
const POD = "(?<pod>[a-z0-9][a-z0-9.-]{0,252})";

/** The first that fits counts. `kind` "other" stands for objects that no pull depends on. */
const LAYOUTS: readonly { readonly at: RegExp; readonly is: "Pod" | "Event" | "other" | "log" | "text" }[] = [
  // must-gather, `oc adm inspect`: namespaces/NS/core/pods.yaml, namespaces/NS/pods/POD/POD.yaml, …/logs/current.log
  { at: new RegExp(`(?:^|/)namespaces/${NAMESPACE}/pods/${POD}/(?:.*/)?logs/`), is: "log" },
  { at: new RegExp(`(?:^|/)namespaces/${NAMESPACE}/pods/${POD}/\\k<pod>\\.(?:ya?ml|json)$`), is: "Pod" },
  { at: new RegExp(`(?:^|/)namespaces/${NAMESPACE}/(?:core/)?pods\\.(?:ya?ml|json)$`), is: "Pod" },
  { at: new RegExp(`(?:^|/)namespaces/${NAMESPACE}/(?:[\\w.]+/)?events\\.(?:ya?ml|json)$`), is: "Event" },
  { at: new RegExp(`^(?=(?:.*/)?namespaces/${NAMESPACE}/).*\\.(?:ya?ml|json)$`), is: "other" },
  { at: new RegExp(`(?:^|/)namespaces/${NAMESPACE}/pods/${POD}/`), is: "text" },
  { at: new RegExp(`(?:^|/)namespaces/${NAMESPACE}/`), is: "text" },
  { at: /^(?=(?:.*\/)?cluster-scoped-resources\/).*\.(?:ya?ml|json)$/, is: "other" },
  { at: /(?:^|\/)(?:audit_logs|etcd_info|insights-data|monitoring)\//, is: "other" },
  { at: /(?:^|\/)event-filter\.html$/, is: "other" },
  // troubleshoot.sh: cluster-resources/pods/NS.json, cluster-resources/pods/logs/NS/POD/CONTAINER.log
  { at: new RegExp(`(?:^|/)cluster-resources/pods/logs/${NAMESPACE}/${POD}/`), is: "log" },
  { at: new RegExp(`(?:^|/)cluster-resources/pods/${NAMESPACE}\\.json$`), is: "Pod" },
  { at: new RegExp(`(?:^|/)cluster-resources/events/${NAMESPACE}\\.json$`), is: "Event" },
  { at: /^(?=(?:.*\/)?cluster-resources\/).*\.(?:ya?ml|json)$/, is: "other" },
  // `kubectl cluster-info dump` and whoever saves lists by their names: NS/pods.json, NS/events.json, nodes.json
  { at: /(?:^|\/)pods\.(?:ya?ml|json)$/, is: "Pod" },
  { at: /(?:^|\/)events\.(?:ya?ml|json)$/, is: "Event" },
  {
    at: /(?:^|\/)(?:nodes|services|secrets|configmaps|endpoints|deployments|replicasets|statefulsets|daemonsets|replication-?controllers|jobs|cronjobs|ingresses|namespaces|persistentvolumes|persistentvolumeclaims|roles|rolebindings|clusterroles|clusterrolebindings|serviceaccounts|storageclasses)\.(?:ya?ml|json)$/,
    is: "other",
  },
];

/** `path` is that below the innermost folder or archive that was given. */
export function relevance(path: string): Relevance {
  if (NEVER_TEXT.has(extname(path).toLowerCase())) return { skip: "binary", hint: NO_HINT };
  for (const { at, is } of LAYOUTS) {
    const found = at.exec(path);
    if (found === null) continue;
    const { namespace = null, pod = null } = found.groups ?? {};
    const hint = { namespace, pod, kind: is === "Pod" || is === "Event" ? is : null };
    return { skip: SKIPPED[is], hint };
  }
  return { skip: null, hint: NO_HINT };
}

/**
 * A container that has a log has its image, and what its program says of images is about others: a builder's, an
 * operator's. Taken for the pod's own trouble it would be a false alarm; and most of a bundle's bytes are such logs.
 */
const SKIPPED = { Pod: null, Event: null, text: null, other: "other-objects", log: "container-log" } as const;

/** NS/POD/logs.txt of `kubectl cluster-info dump` is told by its first line. */
export function isContainerLog(head: Uint8Array): boolean {
  return /^==== START logs for container \S+ of pod \S+ ====/.test(Buffer.from(head.subarray(0, 600)).toString());
}
