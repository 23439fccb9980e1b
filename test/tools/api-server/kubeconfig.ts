import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A home of kubectl's own, so that no test reads or fills the real one. */
export interface KubectlHome {
  kubeconfig: string;
  /** The process's environment with kubectl's eyes on this home. */
  env: NodeJS.ProcessEnv;
  remove(): void;
}

/** Writes a kubeconfig with two contexts: `default`, the current one, and `team-a`, each with its namespace. */
export function makeKubectlHome(serverUrl: string): KubectlHome {
  const home = mkdtempSync(join(tmpdir(), "kubectl-home-"));
  const kubeconfig = join(home, ".kube", "config");
  mkdirSync(join(home, ".kube"));
  // JSON is YAML, and kubectl reads it as such.
  writeFileSync(kubeconfig, `${JSON.stringify(configFor(serverUrl), null, 2)}\n`);
  const env: NodeJS.ProcessEnv = { ...process.env, HOME: home, KUBECONFIG: kubeconfig };
  // Discovery is cached by host and port, and ports come round again: the cache must stay in this home too.
  delete env["KUBECACHEDIR"];
  return { kubeconfig, env, remove: () => rmSync(home, { recursive: true, force: true }) };
}

function configFor(server: string) {
  const context = (name: string) => ({ name, context: { cluster: "local", user: "dev", namespace: name } });
  return {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "default",
    clusters: [{ name: "local", cluster: { server } }],
    users: [{ name: "dev", user: {} }],
    contexts: [context("default"), context("team-a")],
  };
}
