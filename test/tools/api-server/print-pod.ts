import { ageOf } from "./age.ts";
import type { Column, Printer } from "./table.ts";
import type { KubeObject } from "./types.ts";

interface Pod extends KubeObject {
  spec?: {
    nodeName?: string;
    containers?: Container[];
    initContainers?: Container[];
    readinessGates?: { conditionType: string }[];
  };
  status?: {
    phase?: string;
    reason?: string;
    nominatedNodeName?: string;
    podIPs?: { ip: string }[];
    conditions?: { type: string; status: string; reason?: string }[];
    initContainerStatuses?: ContainerStatus[];
    containerStatuses?: ContainerStatus[];
  };
}

interface Container {
  name: string;
  restartPolicy?: string;
}

interface ContainerStatus {
  name: string;
  ready?: boolean;
  started?: boolean;
  restartCount?: number;
  state?: { waiting?: { reason?: string }; running?: object; terminated?: Terminated };
  lastState?: { terminated?: Terminated };
}

interface Terminated {
  exitCode: number;
  signal?: number;
  reason?: string;
  finishedAt?: string;
}

const columns: readonly Column[] = [
  { name: "Name", type: "string", format: "name", priority: 0 },
  { name: "Ready", type: "string", priority: 0 },
  { name: "Status", type: "string", priority: 0 },
  { name: "Restarts", type: "string", priority: 0 },
  { name: "Age", type: "string", priority: 0 },
  { name: "IP", type: "string", priority: 1 },
  { name: "Node", type: "string", priority: 1 },
  { name: "Nominated Node", type: "string", priority: 1 },
  { name: "Readiness Gates", type: "string", priority: 1 },
];

/** The row of a pod; sidecars count. Source: printPod in pkg/printers/internalversion/printers.go, 1.29 and later. */
export const podPrinter: Printer = {
  columns,
  cells(object, now) {
    const pod = object as Pod;
    const { spec, status, metadata } = pod;
    const sidecars = (spec?.initContainers ?? []).filter((c) => c.restartPolicy === "Always").map((c) => c.name);
    const init = initProgress(pod, sidecars);
    const isPastInit = init.stuck === null || hasCondition(pod, "Initialized");

    // Once initialization is over, only what still runs counts: the sidecars among the init containers.
    const initStatuses = status?.initContainerStatuses ?? [];
    const counted = isPastInit
      ? [...initStatuses.filter((s) => sidecars.includes(s.name)), ...(status?.containerStatuses ?? [])]
      : initStatuses.slice(0, init.seen);
    const running = isPastInit ? (status?.containerStatuses ?? []).filter(isReadyAndRunning) : [];
    const total = (spec?.containers?.length ?? 0) + sidecars.length;

    return [
      metadata.name,
      `${init.ready + running.length}/${total}`,
      shownStatus(pod, init.stuck, isPastInit, running.length > 0),
      restarts(counted, now),
      ageOf(metadata.creationTimestamp, now),
      status?.podIPs?.[0]?.ip || "<none>",
      spec?.nodeName || "<none>",
      status?.nominatedNodeName || "<none>",
      readinessGates(pod),
    ];
  },
};

/** How far the init containers came: the word for the one that holds the pod up (null: none), the ready sidecars. */
function initProgress(pod: Pod, sidecars: readonly string[]): { stuck: string | null; ready: number; seen: number } {
  const statuses = pod.status?.initContainerStatuses ?? [];
  let ready = 0;
  for (const [index, { name, state, started, ready: isReady }] of statuses.entries()) {
    if (state?.terminated?.exitCode === 0) continue;
    if (sidecars.includes(name) && started) {
      if (isReady) ready++;
      continue;
    }
    const seen = index + 1;
    if (state?.terminated) return { stuck: `Init:${endOf(state.terminated)}`, ready, seen };
    const waiting = state?.waiting?.reason ?? "";
    if (waiting !== "" && waiting !== "PodInitializing") return { stuck: `Init:${waiting}`, ready, seen };
    return { stuck: `Init:${index}/${pod.spec?.initContainers?.length ?? 0}`, ready, seen };
  }
  return { stuck: null, ready, seen: statuses.length };
}

function shownStatus(pod: Pod, stuck: string | null, isPastInit: boolean, hasRunning: boolean): string {
  const { phase = "", reason = "", conditions = [] } = pod.status ?? {};
  if (pod.metadata.deletionTimestamp) {
    if (reason === "NodeLost") return "Unknown";
    if (phase !== "Failed" && phase !== "Succeeded") return "Terminating";
  }
  const word = (isPastInit ? containersWord(pod) : null) ?? stuck;
  if (word === "Completed" && hasRunning) return hasCondition(pod, "Ready") ? "Running" : "NotReady";
  if (word !== null) return word;
  const isGated = conditions.some((c) => c.type === "PodScheduled" && c.reason === "SchedulingGated");
  return isGated ? "SchedulingGated" : reason || phase;
}

/** The first container that waits or has ended speaks for the pod; null where none does. */
function containersWord(pod: Pod): string | null {
  for (const { state } of pod.status?.containerStatuses ?? []) {
    if (state?.waiting?.reason) return state.waiting.reason;
    if (state?.terminated) return endOf(state.terminated);
  }
  return null;
}

function endOf({ reason, signal, exitCode }: Terminated): string {
  if (reason) return reason;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

function restarts(statuses: readonly ContainerStatus[], now: Date): string {
  const count = statuses.reduce((sum, status) => sum + (status.restartCount ?? 0), 0);
  const last = statuses
    .map((status) => status.lastState?.terminated?.finishedAt ?? "")
    .sort()
    .at(-1);
  return count > 0 && last ? `${count} (${ageOf(last, now)} ago)` : String(count);
}

function readinessGates(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? [];
  const open = gates.filter((gate) => hasCondition(pod, gate.conditionType));
  return gates.length === 0 ? "<none>" : `${open.length}/${gates.length}`;
}

function hasCondition(pod: Pod, type: string): boolean {
  return (pod.status?.conditions ?? []).some((condition) => condition.type === type && condition.status === "True");
}

function isReadyAndRunning({ ready, state }: ContainerStatus): boolean {
  return ready === true && state?.running !== undefined;
}
