import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fetchKubectl } from "../../tools/kubectl.ts";
import { pullError, WORKED } from "../own/files.ts";
import { type ApiServer, startApiServer } from "../tools/api-server.ts";
import { buildPlugin, installPlugin, type Plugin } from "./plugin.ts";

const image = "registry.corp.example/shop/web:7";
const pod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: "web-0",
    namespace: "shop",
    uid: "00000000-0000-4000-8000-000000000001",
    creationTimestamp: "@-700",
  },
  spec: { nodeName: "node-1", containers: [{ name: "web", image, imagePullPolicy: "IfNotPresent" }] },
  status: {
    phase: "Pending",
    containerStatuses: [
      {
        name: "web",
        image,
        imageID: "",
        ready: false,
        restartCount: 0,
        state: {
          waiting: { reason: "ErrImagePull", message: pullError("403 Forbidden: image held by gate-2 until scanned") },
        },
      },
    ],
  },
};

describe("a team's own causes, under a real kubectl", () => {
  let plugin: Plugin;
  let server: ApiServer;
  let config: string;

  before(async function () {
    this.timeout(300_000);
    await buildPlugin();
    const kubectl = await fetchKubectl(36);
    if (kubectl === null) return this.skip();
    plugin = installPlugin(kubectl);
    server = await startApiServer({ pods: [pod], events: [] });
    config = mkdtempSync(join(tmpdir(), "pullcheck-own-"));
    const folder = join(config, "kubectl-pullcheck", "causes.d");
    mkdirSync(folder, { recursive: true });
    for (const [index, text] of WORKED.entries()) writeFileSync(join(folder, `worked-${index}.yaml`), text);
  });
  after(async () => {
    plugin?.remove();
    await server?.close();
    if (config !== undefined) rmSync(config, { recursive: true, force: true });
  });

  it("explain a pod of the cluster, with its own names in their commands", async () => {
    const ran = await plugin.run(["web-0", "-n", "shop"], { ...server.env(), XDG_CONFIG_HOME: config });
    expect(ran).to.include({ exitCode: 1, stderr: "" });
    expect(ran.stdout)
      .to.contain("The image gate holds this image back (platform/blocked-by-gate, certain)")
      .and.contain("gatectl release registry.corp.example/shop/web:7 --reason TICKET\n");
  });

  it("are tested by causes lint", async () => {
    const ran = await plugin.run(["causes", "lint", join(config, "kubectl-pullcheck", "causes.d")], server.env());
    expect(ran).to.include({ exitCode: 0, stderr: "" });
    expect(ran.stdout).to.match(/worked-0\.yaml: 1 cause, .*\n.*worked-1\.yaml: 1 piece of advice, .*\n$/);
  });
});
