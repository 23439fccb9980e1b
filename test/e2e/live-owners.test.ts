import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { PullReport } from "../../src/report.ts";
import { fetchKubectl } from "../../tools/kubectl.ts";
import { type ApiServer, type ClusterOptions, type KubeObject, startApiServer } from "../tools/api-server.ts";
import { manyPods } from "../tools/many-pods.ts";
import { buildPlugin, installPlugin, type Plugin } from "./plugin.ts";

const many = manyPods(30);
let plugin: Plugin | undefined;
let server: ApiServer | undefined;

before(async function () {
  this.timeout(300_000);
  await buildPlugin();
  const path = await fetchKubectl(29);
  if (path === null) return this.skip();
  plugin = installPlugin(path);
});
after(() => plugin?.remove());
afterEach(async () => {
  // Whatever was asked for, nothing is changed.
  for (const { method, path } of server?.requests ?? []) expect(method, path).to.equal("GET");
  await server?.close();
});

function owned(name: string, kind: string, owner: string, more: object = {}): KubeObject {
  const ownerReferences = [{ apiVersion: "example.com/v1", kind, name: owner, uid: owner, controller: true }];
  return { metadata: { name, namespace: "team-0", uid: name, ownerReferences }, ...more };
}

async function look(args: readonly string[], options: Partial<ClusterOptions> = {}) {
  server = await startApiServer({ ...many, ...options });
  const ran = await (plugin as Plugin).run([...args, "-o", "json"], server.env());
  const { requests } = server;
  return { ...ran, requests, report: ran.stdout === "" ? null : (JSON.parse(ran.stdout) as PullReport) };
}

/** The pods of the first namespace get these owners, one after another. */
function podsOwnedBy(...owners: readonly (readonly [apiVersion: string, kind: string, uid: string])[]): KubeObject[] {
  return many.pods
    .filter(({ metadata }) => metadata.namespace === "team-0")
    .map((pod, at) => {
      const [apiVersion, kind, uid] = owners[at % owners.length] as readonly [string, string, string];
      const ownerReferences = [{ apiVersion, kind, name: uid, uid, controller: true }];
      return { ...pod, metadata: { ...pod.metadata, ownerReferences } };
    });
}

describe("the pods of an owner", () => {
  it("are those of its selector, in one list", async () => {
    const { report, requests } = await look(["deployment/web", "-n", "team-0"]);
    expect(report?.summary).to.include({ podsSeen: 3, failures: 1 });
    expect(requests.filter(({ resource }) => resource === "pods")).to.have.length(1);
  });

  it("are those of its jobs, where it is a CronJob", async () => {
    const { report } = await look(["cronjob/nightly", "-n", "team-0"], {
      cronjobs: [{ metadata: { name: "nightly", namespace: "team-0", uid: "nightly" } }],
      jobs: [owned("nightly-1", "CronJob", "nightly"), owned("weekly-1", "CronJob", "weekly")],
      pods: podsOwnedBy(["batch/v1", "Job", "nightly-1"], ["batch/v1", "Job", "weekly-1"]),
    });
    expect(report?.summary.podsSeen).to.equal(2);
    expect(report).to.include({ complete: true });
  });

  it("are found for a kind of the cluster's own by its selector", async () => {
    const { report } = await look(["rollout/web", "-n", "team-0"], {
      rollouts: [
        {
          metadata: { name: "web", namespace: "team-0", uid: "r" },
          spec: { selector: { matchLabels: { app: "web" } } },
        },
      ],
    });
    expect(report?.summary.podsSeen).to.equal(3);
  });

  it("are found for a kind of the cluster's own by owner references, whatever stands in between", async () => {
    const { report } = await look(["rollouts.argoproj.io/web", "-n", "team-0"], {
      rollouts: [{ metadata: { name: "web", namespace: "team-0", uid: "r" }, spec: { workloadRef: { name: "web" } } }],
      replicasets: [owned("rs-1", "Rollout", "r"), owned("rs-2", "Rollout", "another")],
      pods: podsOwnedBy(
        ["apps/v1", "ReplicaSet", "rs-1"],
        ["apps/v1", "ReplicaSet", "rs-2"],
        ["argoproj.io/v1", "Rollout", "r"],
      ),
    });
    expect(report?.summary.podsSeen).to.equal(2);
  });

  it("may not all be known where what stands in between may not be read", async () => {
    const { report, exitCode } = await look(["cronjob/nightly", "-n", "team-0"], {
      cronjobs: [{ metadata: { name: "nightly", namespace: "team-0", uid: "nightly" } }],
      jobs: [owned("nightly-1", "CronJob", "nightly")],
      pods: podsOwnedBy(["batch/v1", "Job", "nightly-1"]),
      rights: { "list jobs": false },
    });
    expect(report).to.include({ complete: false });
    expect(report?.warnings.join()).to.contain("the right to list jobs is missing");
    expect(exitCode).to.equal(2);
  });

  it("cannot be asked for where the cluster knows no such kind", async () => {
    const { stderr, exitCode } = await look(["tickets/web.txt", "-n", "team-0"]);
    expect(stderr).to.match(/^error: This cluster has no kind of objects that is called "tickets"\. .*-f FILE/);
    expect(exitCode).to.equal(2);
  });
});

describe("many pods by name", () => {
  const names = many.pods
    .filter(({ metadata }) => metadata.namespace === "team-0")
    .map(({ metadata }) => metadata.name);

  it("are taken from one list", async () => {
    const { report, requests } = await look([
      ...names,
      ...Array.from({ length: 10 }, (_, at) => `gone-${at}`),
      "-n",
      "team-0",
    ]);
    expect(report?.summary.podsSeen).to.equal(3);
    expect(report?.warnings).to.include(
      "There are no pods gone-0, gone-1, gone-2 and 7 more of those that were named.",
    );
    expect(requests.filter(({ resource }) => resource === "pods")).to.have.length(1);
  });
});

/** `https://host/k8s/clusters/c-1`, as Rancher gives them. */
describe("a server whose address has a path", () => {
  for (const minor of [29, 36]) {
    it(`is read by kubectl 1.${minor}, whether or not --raw keeps the path`, async function () {
      const path = await fetchKubectl(minor);
      if (path === null) return this.skip();
      const own = installPlugin(path);
      server = await startApiServer({ ...many, basePath: "/k8s/clusters/c-1" });
      const ran = await own.run(["-A", "-o", "json"], server.env());
      own.remove();
      expect((JSON.parse(ran.stdout) as PullReport).summary.podsSeen, ran.stderr).to.equal(30);
    });
  }
});

describe("docs/rbac.yaml", () => {
  /** The rules of one of its documents, as rights of the test's API server: what is not in them is refused. */
  const rightsIn = (title: string): Record<string, boolean> => {
    const text = readFileSync(new URL("../../docs/rbac.yaml", import.meta.url), "utf8");
    const document = text.split(/^---$/m).find((one) => one.includes(`name: ${title}\n`)) ?? "";
    const rules = [...document.matchAll(/resources: \[([^\]]*)\]\n\s+verbs: \[([^\]]*)\]/g)];
    const allowed = new Set(
      rules.flatMap(([, resources = "", verbs = ""]) =>
        resources.split(", ").flatMap((resource) => verbs.split(", ").map((verb) => `${verb} ${resource}`)),
      ),
    );
    expect([...allowed], title).to.include("list pods");
    const kinds = [
      "pods",
      "events",
      "secrets",
      "nodes",
      "serviceaccounts",
      "deployments",
      "replicasets",
      "jobs",
      "namespaces",
    ];
    return Object.fromEntries(
      kinds.flatMap((kind) =>
        ["get", "list", "watch"].map((verb) => [`${verb} ${kind}`, allowed.has(`${verb} ${kind}`)]),
      ),
    );
  };

  for (const title of ["pullcheck", "pullcheck-namespace"]) {
    it(`grants with ${title} all that a look needs, and nothing but reading`, async () => {
      const rights = rightsIn(title);
      const name = many.pods[0]?.metadata.name ?? "";
      for (const args of [
        ["-l", "app=web", "-n", "team-0"],
        [name, "-n", "team-0"],
        ["deployment/web", "-n", "team-0"],
      ]) {
        const { report, exitCode, stderr } = await look(args, { rights });
        expect(report, stderr).to.include({ complete: true });
        expect(exitCode).to.equal(1);
        await server?.close();
      }
    });
  }

  it("lets changes be watched", async () => {
    const { exitCode, stderr, requests } = await look(["-n", "team-9", "--wait=20s"], {
      rights: rightsIn("pullcheck-namespace"),
    });
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: "" });
    expect(requests.map(({ verb }) => verb)).to.include("watch");
  });

  it("without the list of events leaves open why, and says so", async () => {
    const { report, exitCode } = await look(["-l", "", "-n", "team-0"], {
      rights: { ...rightsIn("pullcheck"), "list events": false },
    });
    expect(report?.warnings.join("\n")).to.contain("the right to list events is missing");
    expect([report?.complete, exitCode]).to.deep.equal([false, 2]);
  });

  it("for one namespace does not let all be read, and says which right is missing", async () => {
    const { stderr, exitCode } = await look(["-A"], {
      rights: { ...rightsIn("pullcheck-namespace"), "list pods -A": false },
    });
    expect(stderr).to.match(/^error: You may not read the pods: the right to list pods is missing\./);
    expect(exitCode).to.equal(2);
  });
});
