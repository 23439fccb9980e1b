/** Nodes as the API gives them → what they may have in common. */
import { isObject, list, object, text } from "../read/objects.ts";

export interface NodeRecord {
  readonly name: string;
  readonly zone: string | null;
  /** "linux/arm64" */
  readonly platform: string | null;
  /** "containerd 1.7.2" */
  readonly runtime: string | null;
  readonly kubelet: string | null;
  /** Conditions that are not as they should be: "DiskPressure", "not Ready". */
  readonly troubles: readonly string[];
}

/** Null for what is no node. */
export function readNode(value: unknown): NodeRecord | null {
  if (!isObject(value)) return null;
  const metadata = object(value["metadata"]);
  const status = object(value["status"]);
  const name = text(metadata["name"]);
  if (name === null) return null;
  const labels = object(metadata["labels"]);
  const info = object(status["nodeInfo"]);
  const architecture = text(info["architecture"]);
  return {
    name,
    zone: text(labels["topology.kubernetes.io/zone"]) ?? text(labels["failure-domain.beta.kubernetes.io/zone"]),
    platform: architecture === null ? null : `${text(info["operatingSystem"]) ?? "linux"}/${architecture}`,
    runtime: text(info["containerRuntimeVersion"])?.replace("://", " ") ?? null,
    kubelet: text(info["kubeletVersion"]),
    troubles: list(status["conditions"]).flatMap(troubleOf),
  };
}

/** Ready should be True; the others, DiskPressure and NetworkUnavailable among them, should be False. */
function troubleOf({ type, status }: Readonly<Record<string, unknown>>): string[] {
  const name = text(type);
  if (name === null) return [];
  if (name === "Ready") return status === "True" ? [] : ["not Ready"];
  return status === "True" ? [name] : [];
}
