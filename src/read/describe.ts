/**
 * `kubectl describe pod`, field by field. Lines are recognised by their keys; how far a container's block reaches is
 * told by indentation where there is any.
 */
import { readMark } from "./marks.ts";
import type { ContainerRecord, EventsShown, PodRecord } from "./records.ts";

/** A pod while its text is being read. */
export interface PodDraft {
  readonly source: string;
  readonly indent: number;
  namespace: string | null;
  name: string;
  node: string | null;
  owner: string | null;
  readonly marks: Record<string, string>;
  /** True below `Labels:` and `Annotations:`. */
  isInMarks: boolean;
  /** The line above the one that names the owner, where there is an owner. */
  hasAddress: boolean;
  status: string | null;
  events: EventsShown;
  serviceAccount: string | null;
  /** False once a line shows that the object is something else: a Deployment, a Node. */
  isPod: boolean;
  seenFields: number;
  containers: ContainerDraft[];
  section: "top" | "containers" | "other";
  kind: ContainerRecord["kind"];
  containerIndent: number | null;
  block: "state" | "last-state" | "other";
}

interface ContainerDraft {
  name: string;
  kind: ContainerRecord["kind"];
  image: string | null;
  state: ContainerRecord["state"];
  reason: string | null;
  restarts: number | null;
}

const FIELD = /^( *)([A-Z][A-Za-z -]{1,40}):(?: (.*)|)$/;

export function beginPod(source: string, name: string, indent: number): PodDraft {
  return {
    source,
    indent,
    name,
    namespace: null,
    node: null,
    owner: null,
    marks: {},
    isInMarks: false,
    hasAddress: false,
    status: null,
    events: "absent",
    serviceAccount: null,
    isPod: true,
    seenFields: 0,
    containers: [],
    section: "top",
    kind: "main",
    containerIndent: null,
    block: "other",
  };
}

const SECTIONS: Readonly<Record<string, ContainerRecord["kind"]>> = {
  "Init Containers": "init",
  Containers: "main",
  "Ephemeral Containers": "ephemeral",
};
/** Top-level fields that other kinds have and a pod has not. */
const NOT_A_POD = new Set([
  "Pod Template",
  "Replicas",
  "CreationTimestamp",
  "Desired Replicas",
  "Parallelism",
  "Schedule",
  "Provisioner",
  "StorageClass",
  "Endpoints",
  "ClusterIP",
  // Custom resources, and an image stream of OpenShift.
  "API Version",
  "Kind",
  "Image Lookup",
]);
const KEYS_OF_CONTAINERS =
  /^(?:Container ID|Image|Image ID|Ports?|Host Ports?|State|Last State|Ready|Restart Count|Limits|Requests|Liveness|Readiness|Startup|Environment|Mounts|Args|Command|Reason|Exit Code|Started|Finished|Message|Signal|SeccompProfile|Devices|Environment Variables from)$/;

/** Fields of a pod and its volumes that say nothing of events, of messages, or of another object's beginning. */
const PLAIN_KEYS = new Set([
  ..."Priority,Priority Class Name,Runtime Class Name,Service Account,Node,Start Time,Labels,Annotations,Status,IP,IPs".split(
    ",",
  ),
  ..."Controlled By,Container ID,Image,Image ID,Port,Ports,Host Port,Host Ports,State,Last State,Ready,Started".split(
    ",",
  ),
  ..."Finished,Exit Code,Restart Count,Limits,Requests,Environment,Mounts,Conditions,Volumes,Type,Optional".split(","),
  ..."ConfigMapName,ConfigMapOptional,SecretName,TokenExpirationSeconds,DownwardAPI,QoS Class,Node-Selectors".split(
    ",",
  ),
  ..."Tolerations,Medium,SizeLimit,Path,HostPathType,Containers,Init Containers,Namespace,Reason".split(","),
]);

/** A line that can be nothing but a field of the described pod: most of a long text is made of them. */
export function isPlainField(line: string): boolean {
  const colon = line.indexOf(":");
  return colon > 0 && colon < 60 && PLAIN_KEYS.has(line.slice(0, colon).trimStart()) && FIELD.test(line);
}

/** True when the line belongs to the pod's own text. */
export function readPodLine(pod: PodDraft, line: string): boolean {
  const name = /^( *)([a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?):$/.exec(line);
  if (name !== null && pod.section === "containers") {
    const indent = (name[1] as string).length;
    if (pod.containerIndent === null || indent === pod.containerIndent) {
      pod.containerIndent = indent;
      pod.containers.push({
        name: name[2] as string,
        kind: pod.kind,
        image: null,
        state: null,
        reason: null,
        restarts: null,
      });
      pod.block = "other";
      return true;
    }
  }
  const field = FIELD.exec(line);
  if (field === null) {
    if (pod.isInMarks) readMark(pod.marks, line);
    return /^\s/.test(line) || pod.section !== "top";
  }
  const indent = (field[1] as string).length;
  const key = field[2] as string;
  const value = (field[3] ?? "").trim();
  pod.seenFields++;
  const container = pod.containers.at(-1);

  if (SECTIONS[key] !== undefined && value === "" && indent <= pod.indent + 1) {
    pod.section = "containers";
    pod.kind = SECTIONS[key];
    pod.containerIndent = null;
    return true;
  }
  if (
    pod.section === "containers" &&
    container !== undefined &&
    (indent > pod.indent || KEYS_OF_CONTAINERS.test(key))
  ) {
    readContainerField(pod, container, key, value);
    return true;
  }
  if (NOT_A_POD.has(key) && indent <= pod.indent) pod.isPod = false;
  pod.section = pod.section === "top" ? "top" : "other";
  readTopField(pod, key, value);
  return true;
}

function readTopField(pod: PodDraft, key: string, value: string): void {
  pod.isInMarks = key === "Labels" || key === "Annotations";
  if (pod.isInMarks) readMark(pod.marks, value);
  // It is printed without a value too.
  if (key === "IP") pod.hasAddress = true;
  if (value === "" || value === "<none>") {
    if (key === "Conditions" || key === "Volumes") pod.section = "other";
    return;
  }
  if (key === "Namespace") pod.namespace ??= value;
  // `name/hostIP`; the node's name has no slash.
  else if (key === "Node") pod.node ??= value.split("/")[0] ?? null;
  else if (key === "Controlled By") pod.owner ??= value;
  else if (key === "Status") pod.status ??= value;
  else if (key === "Service Account") pod.serviceAccount ??= value;
}

function readContainerField(pod: PodDraft, container: ContainerDraft, key: string, value: string): void {
  switch (key) {
    case "Image":
      container.image ??= value;
      break;
    case "State":
      pod.block = "state";
      container.state =
        value === "Waiting"
          ? "waiting"
          : value === "Running"
            ? "running"
            : value === "Terminated"
              ? "terminated"
              : null;
      break;
    case "Last State":
      pod.block = "last-state";
      break;
    case "Reason":
      if (pod.block === "state") container.reason ??= value === "" ? null : wholeReason(value);
      break;
    case "Restart Count":
      container.restarts = /^\d+$/.test(value) ? Number(value) : null;
      pod.block = "other";
      break;
    case "Ready":
      pod.block = "other";
      break;
  }
}

/** Reasons that a text cut in the middle of the word can mean only one way. */
const LONG_REASONS = ["ImagePullBackOff", "ErrImagePull", "ErrImageNeverPull", "InvalidImageName", "ImageInspectError"];

function wholeReason(value: string): string {
  const meant = value.length < 6 ? [] : LONG_REASONS.filter((reason) => reason.startsWith(value));
  return meant.length === 1 ? (meant[0] as string) : value;
}

export function finishPod(pod: PodDraft): PodRecord | null {
  if (!pod.isPod) return null;
  return {
    source: pod.source,
    namespace: pod.namespace,
    name: pod.name,
    node: pod.node === "<none>" ? null : pod.node,
    owner: pod.owner,
    // Cut down by hand, a text rarely keeps the address and loses the line below it.
    isBare: pod.owner === null && pod.hasAddress && pod.status !== null && pod.containers.length > 0,
    marks: pod.marks,
    status: pod.status,
    containers: pod.containers.map((one) => ({ ...one, message: null, pullPolicy: null })),
    events: pod.events,
    pullSecrets: null,
    serviceAccount: pod.serviceAccount,
    shape: "describe",
  };
}
