import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect } from "chai";
import type { PullReport } from "../../src/report.ts";
import { fetchKubectl } from "../../tools/kubectl.ts";
import { dockerConfig, ecrToken, HIDDEN, withAuth } from "../facts/secrets.ts";
import { type ApiServer, type KubeObject, startApiServer } from "../tools/api-server.ts";
import { buildPlugin, installPlugin, type Plugin } from "./plugin.ts";

const isReport = new Ajv().compile<PullReport>(
  JSON.parse(readFileSync(new URL("../../src/report.schema.json", import.meta.url), "utf8")),
);

const DENIED =
  'Failed to pull image "ghcr.io/acme/app:1": rpc error: code = Unknown desc = failed to pull and unpack image "ghcr.io/acme/app:1": failed to resolve reference "ghcr.io/acme/app:1": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aacme%2Fapp%3Apull&service=ghcr.io: 401 Unauthorized';
const GONE =
  'Failed to pull image "ghcr.io/acme/app:1": rpc error: code = NotFound desc = failed to pull and unpack image "ghcr.io/acme/app:1": failed to resolve reference "ghcr.io/acme/app:1": ghcr.io/acme/app:1: not found';
const REFUSED =
  'Failed to pull image "ghcr.io/acme/app:1": failed to pull and unpack image "ghcr.io/acme/app:1": failed to resolve reference "ghcr.io/acme/app:1": failed to do request: Head "https://ghcr.io/v2/acme/app/manifests/1": dial tcp 140.82.121.34:443: connect: connection refused';

interface PodOptions {
  readonly name: string;
  readonly node: string;
  readonly namespace?: string;
  readonly secrets?: readonly string[];
  /** Null for a pod that runs. */
  readonly message: string | null;
}

/** A pod of Deployment web, and the event of its failure. */
function pod({ name, node, namespace = "default", secrets = [], message }: PodOptions): {
  readonly pod: KubeObject;
  readonly events: readonly KubeObject[];
} {
  const uid = `00000000-0000-4000-8000-${Buffer.from(name.padEnd(6, "x")).toString("hex").slice(0, 12)}`;
  const image = "ghcr.io/acme/app:1";
  const state =
    message === null
      ? { running: { startedAt: "@-600" } }
      : { waiting: { reason: "ImagePullBackOff", message: `Back-off pulling image "${image}"` } };
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace,
      uid,
      creationTimestamp: "@-700",
      ownerReferences: [
        { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-6b7f6db4c4", uid: "r", controller: true },
      ],
    },
    spec: {
      nodeName: node,
      serviceAccountName: "default",
      imagePullSecrets: secrets.map((secret) => ({ name: secret })),
      containers: [{ name: "web", image, imagePullPolicy: "IfNotPresent" }],
    },
    status: {
      phase: message === null ? "Running" : "Pending",
      containerStatuses: [{ name: "web", image, imageID: "", ready: message === null, restartCount: 0, state }],
    },
  };
  const event = (about: string): KubeObject => ({
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: `${name}.1`, namespace, creationTimestamp: "@-300" },
    involvedObject: { kind: "Pod", name, namespace, uid, fieldPath: "spec.containers{web}" },
    type: "Warning",
    reason: "Failed",
    message: about,
    count: 4,
    firstTimestamp: "@-300",
    lastTimestamp: "@-30",
    source: { component: "kubelet", host: node },
  });
  return { pod: object, events: message === null ? [] : [event(message)] };
}

function cluster(...all: ReturnType<typeof pod>[]) {
  return { pods: all.map((one) => one.pod), events: all.flatMap(({ events }) => events) };
}

function node(name: string, zone: string, architecture = "amd64"): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { "topology.kubernetes.io/zone": zone } },
    status: {
      nodeInfo: {
        operatingSystem: "linux",
        architecture,
        containerRuntimeVersion: "containerd://1.7.2",
        kubeletVersion: "v1.32.0",
      },
      conditions: [{ type: "Ready", status: "True" }],
    },
  };
}

const account: KubeObject = {
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: { name: "default", namespace: "default" },
};

describe("facts that only a cluster can tell", () => {
  let plugin: Plugin;
  let server: ApiServer;
  const pullcheck = (...args: string[]) => plugin.run(args, server.env());
  const look = async (...args: string[]): Promise<PullReport> => {
    const { stdout } = await pullcheck(...args, "-o", "json");
    const report: unknown = JSON.parse(stdout);
    if (!isReport(report)) throw new Error(JSON.stringify(isReport.errors));
    return report;
  };
  const facts = ({ groups }: PullReport): string =>
    groups.flatMap((one) => one.facts.map(({ text }) => text)).join("\n");
  const asked = (): string[] => server.requests.map(({ verb, resource }) => `${verb} ${resource}`);

  before(async function () {
    this.timeout(300_000);
    await buildPlugin();
    const kubectl = await fetchKubectl(36);
    if (kubectl === null) return this.skip();
    plugin = installPlugin(kubectl);
  });
  after(() => plugin?.remove());
  afterEach(async () => {
    for (const { method, path } of server.requests)
      expect(method === "GET" || path.endsWith("/selfsubjectaccessreviews"), `${method} ${path}`).to.equal(true);
    await server.close();
  });

  const denied = cluster(pod({ name: "web-1", node: "node-1", secrets: ["regcred"], message: DENIED }));

  it("leave secrets alone unless they are asked for, and say so", async () => {
    server = await startApiServer({ ...denied, secrets: [dockerConfig({ "quay.io": withAuth() })] });
    const ran = await pullcheck("web-1");
    expect(asked()).not.to.include("get secrets").and.not.to.include("list secrets");
    expect(ran.stdout.replace(/\s+/g, " ")).to.contain(
      "Pull secret regcred in namespace default was not checked: run again with --check-secrets.",
    );
    expect(ran).to.include({ exitCode: 1, stderr: "" });
  });

  it("tell of a single pod, too, that its neighbours have the image", async () => {
    server = await startApiServer(
      cluster(
        pod({ name: "web-1", node: "node-1", message: GONE }),
        pod({ name: "web-2", node: "node-2", message: null }),
      ),
    );
    const report = await look("web-1");
    expect(facts(report)).to.contain("The same image runs on node-2: it was in the registry before.");
    expect(report.summary.podsSeen).to.equal(1);
  });

  it("are done without where the neighbours may not be listed", async () => {
    server = await startApiServer(cluster(pod({ name: "web-1", node: "node-1", message: GONE })));
    server.fail({ verb: "list", resource: "pods" }, { status: 403 });
    const ran = await pullcheck("web-1");
    expect(ran).to.include({ exitCode: 1, stderr: "" });
  });

  it("say that the pull secret is for another registry", async () => {
    server = await startApiServer({ ...denied, secrets: [dockerConfig({ "quay.io": withAuth() })] });
    const report = await look("web-1", "--check-secrets");
    expect(facts(report)).to.contain("has logins for quay.io, and none for ghcr.io: the kubelet does not use it");
    expect(report.failures.map(({ cause }) => cause)).to.deep.equal(["missing-credentials"]);
    expect(asked().filter((one) => one.endsWith("secrets"))).to.deep.equal(["get secrets"]);
  });

  it("say that the token in the pull secret has ended", async () => {
    const token = ecrToken(new Date(Date.now() - 3_600_000));
    server = await startApiServer({
      ...denied,
      secrets: [dockerConfig({ "ghcr.io": { username: "AWS", password: token } })],
    });
    const report = await look("web-1", "--check-secrets");
    expect(facts(report)).to.contain("has a login for ghcr.io whose token ended at 20");
    expect(report.failures[0]?.alternatives[0]).to.include({ cause: "rejected-credentials", confidence: "likely" });
  });

  it("say that the secret is missing, or that it may not be read, and fail for neither", async () => {
    server = await startApiServer(denied);
    expect(facts(await look("web-1", "--check-secrets"))).to.contain("regcred in namespace default does not exist.");
    await server.close();
    server = await startApiServer({ ...denied, rights: { "get secrets": false } });
    const report = await look("web-1", "--check-secrets");
    expect(facts(report)).to.contain("could not be checked").and.to.contain("the right to get secrets is missing");
    expect(report.complete).to.equal(true);
    expect(report.warnings).to.deep.equal([]);
  });

  it("show no secret in any form of the report", async () => {
    const token = ecrToken(new Date(Date.now() - 3_600_000));
    const secrets = [dockerConfig({ "ghcr.io": withAuth(token, HIDDEN[1]), "quay.io/team": withAuth() })];
    server = await startApiServer({ ...denied, secrets });
    const values = [...HIDDEN, token, ...HIDDEN.map((one) => Buffer.from(one).toString("base64").slice(0, 12))];
    for (const form of [
      [],
      ["-o", "wide"],
      ["-o", "json"],
      ["-o", "yaml"],
      ["-o", "markdown"],
      ["-o", "name"],
      ["-q"],
      ["-v"],
      ["--redact"],
    ]) {
      const ran = await pullcheck("web-1", "--check-secrets", ...form);
      expect(ran.exitCode).to.equal(1);
      for (const value of values) expect(ran.stdout + ran.stderr, form.join(" ")).not.to.contain(value);
      if (form[0] === "--redact") expect(ran.stdout).to.contain("Pull secret secret-1").and.not.to.contain("regcred");
    }
  });

  it("say that nobody names a pull secret", async () => {
    const bare = cluster(pod({ name: "web-1", node: "node-1", message: DENIED }));
    server = await startApiServer({ ...bare, serviceaccounts: [account] });
    expect(facts(await look("web-1"))).to.contain(
      "Neither the pod nor its service account default in namespace default",
    );
    await server.close();
    server = await startApiServer({ ...bare, serviceaccounts: [{ ...account, imagePullSecrets: [{ name: "late" }] }] });
    expect(facts(await look("web-1"))).to.contain("names late by now, and the pod has no pull secret");
    expect(asked()).not.to.include("get secrets");
    expect(facts(await look("web-1", "--check-secrets"))).to.contain(
      "Pull secret late in namespace default does not exist.",
    );
  });

  it("say that other nodes have an image that is gone", async () => {
    const some = cluster(
      pod({ name: "web-1", node: "node-1", message: GONE }),
      pod({ name: "web-2", node: "node-2", message: null }),
    );
    server = await startApiServer({ ...some, nodes: [node("node-1", "a"), node("node-2", "a")] });
    const report = await look("-A");
    expect(facts(report)).to.match(/^The same image runs on node-2: it was in the registry before\./);
    expect(report.groups[0]).to.deep.include({
      nodes: 1,
      nodesPulling: 2,
      workloads: ["default/deployment/web"],
      newest: [0],
    });
    expect(report.failures[0]?.alternatives.map(({ cause, confidence }) => [cause, confidence])).to.deep.include([
      "image-removed",
      "likely",
    ]);
  });

  it("say what the failing nodes have in common", async () => {
    const names = ["1", "2", "3"];
    const some = cluster(
      ...names.map((one) => pod({ name: `web-${one}`, node: `node-${one}`, message: REFUSED })),
      pod({ name: "web-4", node: "node-4", message: null }),
    );
    const nodes = [...names.map((one) => node(`node-${one}`, "zone-b")), node("node-4", "zone-a")];
    server = await startApiServer({ ...some, nodes });
    const report = await look("-A");
    expect(facts(report)).to.contain("All 3 failing nodes are in zone zone-b, unlike node-4 where the image runs.");
    expect(asked().filter((one) => one.endsWith("nodes"))).to.deep.equal(["list nodes"]);
    await server.close();
    server = await startApiServer({ ...some, nodes, rights: { "list nodes": false } });
    expect(facts(await look("-A")))
      .to.contain("The nodes could not be checked")
      .and.to.contain("list nodes is missing");
  });

  it("come in as many requests for two hundred pods as for two", async () => {
    const many = (number: number) =>
      cluster(
        ...Array.from({ length: number }, (_, at) =>
          pod({
            name: `web-${at}`,
            node: `node-${at % 20}`,
            secrets: [`secret-${at % 40}`],
            message: at % 2 === 0 ? DENIED : REFUSED,
          }),
        ),
      );
    server = await startApiServer(many(200));
    const report = await look("-A", "--check-secrets");
    expect(report.summary.failures).to.equal(200);
    expect(asked().filter((one) => one.endsWith("secrets")).length).to.be.at.most(10);
    expect(asked().filter((one) => one.endsWith("nodes"))).to.have.length(1);
    expect(report.groups.map(({ newest }) => newest.length)).to.deep.equal([3, 3]);
  });

  it("say when the pull is tried next", async () => {
    server = await startApiServer(denied);
    const [failure] = (await look("web-1")).failures;
    expect(failure?.retry).to.include({ wait: 80, isLongest: false });
    expect(failure?.retry?.earliest).to.be.within(40, 50);
    expect((await pullcheck("web-1")).stdout).to.match(/next try in about (?:4\d|50)s/);
  });
});
