import { readFileSync } from "node:fs";
import type { KubeObject } from "./types.ts";

/** A scenario file: the objects of a small cluster and what to ask about them. */
export interface Scenario {
  id: string;
  title: string;
  /** The namespace of the main pod. */
  ns: string;
  /** The pod that the scenario is about. */
  main: string;
  /** A selector that finds it. */
  label: string;
  pods: KubeObject[];
  events: KubeObject[];
  deployments?: KubeObject[];
  replicasets?: KubeObject[];
  /** The pods vanish between two reads; see `startApiServer`. */
  ghost?: boolean;
  /** A name prefix that several pods share. */
  prefix?: string;
  /** Two pod names for one command line. */
  two?: string[];
}

/** Reads a scenario, e.g. `fixtures/kubectl/scenarios/a.json`. Its times stay tokens until a request asks for them. */
export function loadScenario(file: string | URL): Scenario {
  return { ns: "default", ...(JSON.parse(readFileSync(file, "utf8")) as Omit<Scenario, "ns">) };
}

/**
 * The same value with its time tokens made real, so that a pod is as old in the last test as in the first.
 *
 *   @-67    67 s before now, as metav1.Time, which has whole seconds
 *   @u-67   the same as metav1.MicroTime
 *   @--30   30 s ahead: the clock of whoever wrote it is wrong
 */
export function resolveTimes<Value>(value: Value, now: Date): Value {
  return resolve(value, now) as Value;
}

function resolve(value: unknown, now: Date): unknown {
  if (typeof value === "string") return resolveToken(value, now);
  if (Array.isArray(value)) return value.map((item) => resolve(item, now));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner, now)]));
}

function resolveToken(text: string, now: Date): string {
  const [, micro, secondsAgo] = /^@(u?)-(-?\d+)$/.exec(text) ?? [];
  if (secondsAgo === undefined) return text;
  const iso = new Date(now.getTime() - Number(secondsAgo) * 1000).toISOString();
  return micro ? iso.replace("Z", "000Z") : iso.replace(/\.\d+Z$/, "Z");
}
