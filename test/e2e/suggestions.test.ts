import { expect } from "chai";
import type { PullReport } from "../../src/report.ts";
import { fetchKubectl } from "../../tools/kubectl.ts";
import { type ApiServer, type KubeObject, startApiServer } from "../tools/api-server.ts";
import { buildPlugin, installPlugin, type Plugin } from "./plugin.ts";

const REGISTRY = "registry.corp.example";

interface PodOptions {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly runs: boolean;
}

function pod({ name, namespace, image, runs }: PodOptions): KubeObject {
  const state = runs
    ? { running: { startedAt: "@-600" } }
    : {
        waiting: {
          reason: "ErrImagePull",
          message: `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
        },
      };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, uid: `uid-${name}`, creationTimestamp: "@-700" },
    spec: { nodeName: "node-1", containers: [{ name: "app", image, imagePullPolicy: "IfNotPresent" }] },
    status: {
      phase: runs ? "Running" : "Pending",
      containerStatuses: [{ name: "app", image, imageID: "", ready: runs, restartCount: 0, state }],
    },
  };
}

describe("a misspelt image in a cluster", () => {
  let plugin: Plugin | undefined;
  let server: ApiServer | undefined;

  before(async function () {
    this.timeout(300_000);
    await buildPlugin();
    const kubectl = await fetchKubectl(36);
    if (kubectl === null) return this.skip();
    plugin = installPlugin(kubectl);
  });
  after(() => plugin?.remove());
  afterEach(() => server?.close());

  async function suggestions(...args: string[]) {
    server = await startApiServer({
      pods: [
        pod({ name: "web", namespace: "shop", image: `${REGISTRY}/shop/checkuot:1.2`, runs: false }),
        pod({ name: "old", namespace: "stage", image: `${REGISTRY}/shop/checkout:1.2`, runs: true }),
        pod({ name: "also-wrong", namespace: "stage", image: `${REGISTRY}/shop/checkuott:1.2`, runs: false }),
      ],
      events: [],
    });
    const { stdout } = await (plugin as Plugin).run([...args, "-o", "json"], server.env());
    const report = JSON.parse(stdout) as PullReport;
    return report.failures.find((one) => one.pod === "web")?.suggestions;
  }

  it("is compared with what runs in any namespace that is looked at", async () => {
    expect(await suggestions("-A")).to.deep.equal([
      { image: `${REGISTRY}/shop/checkout:1.2`, why: "shop/checkout runs in namespace stage." },
    ]);
  });

  it("is compared with nothing that was not read", async () => {
    expect(await suggestions("web", "-n", "shop")).to.deep.equal([]);
  });
});
