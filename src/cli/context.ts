/** What kubectl would fill in by itself: the namespace when none is given, and the path in the server's address. */
import { readFile } from "node:fs/promises";
import type { Kubectl } from "./kubectl.ts";
import type { Connection } from "./request.ts";

/** The namespace that kubectl uses when none is given. */
export async function contextNamespace(kubectl: Kubectl): Promise<string> {
  const answer = await kubectl(["config", "view", "--minify", "-o", "jsonpath={..namespace}"]);
  if (answer.exitCode !== 0) return (await podNamespace()) ?? "default";
  const name = answer.stdout.trim();
  return isNamespace(name) ? name : "default";
}

export function isNamespace(name: string): boolean {
  return /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
}

/** In a pod without a kubeconfig kubectl takes the pod's own namespace. */
async function podNamespace(): Promise<string | null> {
  try {
    const name = (await readFile("/var/run/secrets/kubernetes.io/serviceaccount/namespace", "utf8")).trim();
    return isNamespace(name) ? name : null;
  } catch {
    // Not in a pod.
    return null;
  }
}

/**
 * The path of the server's address, as Rancher's have it: `https://host/k8s/clusters/c-1` → `/k8s/clusters/c-1`. kubectl
 * before 1.34 leaves it out with `--raw`. Empty where there is none.
 */
export async function serverPath({
  kubectl,
  connection,
}: {
  kubectl: Kubectl;
  connection: Pick<Connection, "flags">;
}): Promise<string> {
  const given = connection.flags.findLast((flag) => flag.startsWith("--server="))?.slice("--server=".length);
  const address = given ?? (await viewedServer(kubectl));
  try {
    return new URL(address).pathname.replace(/(?<!\/)\/+$/, "");
  } catch {
    // No address, or one without a scheme, which has no path either.
    return "";
  }
}

async function viewedServer(kubectl: Kubectl): Promise<string> {
  const answer = await kubectl(["config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}"]);
  return answer.exitCode === 0 ? answer.stdout.trim() : "";
}
