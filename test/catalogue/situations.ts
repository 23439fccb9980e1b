/** Every cause's examples, each in the pods that people have: what is advised depends on both. */
import { CAUSE_IDS } from "../../src/catalogue/ids.ts";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import { type Diagnosis, judge } from "../../src/diagnose/judge.ts";
import { collectFailures } from "../../src/pull/collect.ts";
import { NO_FAILURE, type PullFailure } from "../../src/pull/failure.ts";
import { readText } from "../../src/read/read-text.ts";

type Situation = Partial<PullFailure>;

const POD: Situation = {
  source: "cluster",
  namespace: "shop",
  pod: "web-x2x9z",
  container: "app",
  containerKind: "main",
  node: "node-1",
  pullSecrets: ["regcred"],
  serviceAccount: "builder",
};

export const SITUATIONS = {
  deployment: { ...POD, pod: "web-7d9f5c6b8d-x2x9z", owner: "ReplicaSet/web-7d9f5c6b8d" },
  "deployment, by its pod's name": { ...POD, pod: "web-7d9f5c6b8d-x2x9z" },
  "deployment, no namespace": {
    ...POD,
    pod: "web-7d9f5c6b8d-x2x9z",
    owner: "ReplicaSet/web-7d9f5c6b8d",
    namespace: null,
  },
  "init container": {
    ...POD,
    pod: "web-7d9f5c6b8d-x2x9z",
    owner: "ReplicaSet/web-7d9f5c6b8d",
    container: "setup",
    containerKind: "init",
  },
  statefulset: { ...POD, pod: "db-0", owner: "StatefulSet/db" },
  daemonset: { ...POD, pod: "agent-x2x9z", owner: "DaemonSet/agent" },
  replicaset: { ...POD, pod: "pool-x2x9z", owner: "ReplicaSet/pool" },
  cronjob: { ...POD, pod: "backup-29012345-x2x9z", owner: "Job/backup-29012345" },
  job: { ...POD, pod: "load-x2x9z", owner: "Job/load" },
  rollout: { ...POD, pod: "canary-7d9f5c6b8d-x2x9z", owner: "Rollout/canary" },
  workflow: { ...POD, pod: "flow-1234", owner: "Workflow/flow" },
  "static pod": { ...POD, pod: "etcd-node-1", owner: "Node/node-1", namespace: "kube-system" },
  "bare pod": { ...POD, pod: "lonely", isBare: true },
  "bare pod without a pull secret": { ...POD, pod: "lonely", isBare: true, pullSecrets: [], serviceAccount: "default" },
  "ephemeral container": {
    ...POD,
    pod: "db-0",
    owner: "StatefulSet/db",
    container: "debugger",
    containerKind: "ephemeral",
  },
  "owner unknown": { ...POD, pullSecrets: null, serviceAccount: null, containerKind: null },
  "nothing but the message": {},
} satisfies Record<string, Situation>;

export type SituationName = keyof typeof SITUATIONS;

export interface Advised extends Diagnosis {
  readonly example: string;
}

/** What is said of every example of every cause in one of the situations; `more` is put upon it. */
export function advisedIn(name: SituationName, more: Situation = {}): Advised[] {
  return CAUSE_IDS.flatMap((cause) =>
    CATALOGUE[cause].examples.is.flatMap((example) => {
      const read = collectFailures([readText("cluster", example)]).failures[0] ?? NO_FAILURE;
      const failure: PullFailure = {
        ...read,
        image: read.image ?? "registry.corp.example/acme/app:1",
        ...SITUATIONS[name],
        ...more,
      };
      return { ...judge(failure), example };
    }),
  );
}
