import { expect } from "chai";
import { examine } from "../../src/diagnose/diagnose.ts";
import { readObjects } from "../../src/read/objects.ts";
import { redact } from "../../src/redact/redact.ts";
import { render } from "../../src/render/render.ts";
import { PLAIN } from "../render/build.ts";

const LIMIT = "unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/1: 429 Too Many Requests";

interface Options {
  readonly name: string;
  readonly node: string;
  readonly namespace?: string;
  readonly image?: string;
  readonly owner?: string;
  /** Minutes past ten; null for a pod that runs. */
  readonly failed: number | null;
  readonly why?: string;
}

function podAndEvent({
  name,
  node,
  namespace = "shop",
  image = "ghcr.io/acme/app:1",
  owner,
  failed,
  why = LIMIT,
}: Options) {
  const state = failed === null ? { running: {} } : { waiting: { reason: "ImagePullBackOff" } };
  const [kind, ownerName] = owner?.split("/") ?? [];
  const pod = {
    kind: "Pod",
    metadata: { name, namespace, ...(owner && { ownerReferences: [{ kind, name: ownerName, controller: true }] }) },
    spec: { nodeName: node, containers: [{ name: "c", image }] },
    status: { containerStatuses: [{ name: "c", image, state }] },
  };
  const event = {
    kind: "Event",
    metadata: { namespace },
    involvedObject: { kind: "Pod", name, namespace, fieldPath: "spec.containers{c}" },
    type: "Warning",
    reason: "Failed",
    message: `Failed to pull image "${image}": failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${why}`,
    firstTimestamp: `2026-11-22T09:${failed}:00Z`,
    lastTimestamp: `2026-11-22T10:${failed}:00Z`,
    count: 3,
  };
  return failed === null ? [pod] : [pod, event];
}

function examined(...all: readonly Options[]) {
  const reading = readObjects("cluster", all.flatMap(podAndEvent));
  if (reading === null) throw new Error("nothing to read");
  return examine([reading], []);
}

describe("a group of failures", () => {
  const { report, diagnoses } = examined(
    { name: "web-1", node: "n1", owner: "ReplicaSet/web-6b7f6db4c4", failed: 20 },
    { name: "web-2", node: "n2", owner: "ReplicaSet/web-6b7f6db4c4", failed: 40 },
    { name: "db-0", node: "n2", owner: "StatefulSet/db", failed: 10, namespace: "data", image: "ghcr.io/acme/db:1" },
    { name: "alone", node: "n3", failed: 30 },
    { name: "web-3", node: "n4", owner: "ReplicaSet/web-6b7f6db4c4", failed: null },
    { name: "other", node: "n5", image: "quay.io/acme/other:1", failed: null },
  );

  it("tells its pods, namespaces, nodes among those that pull it, workloads, age and newest members", () => {
    expect(report.groups).to.have.length(1);
    expect(report.groups[0]).to.deep.include({
      scope: "registry",
      key: "ghcr.io",
      pods: 4,
      namespaces: 2,
      nodes: 3,
      nodesPulling: 4,
      workloads: ["data/statefulset/db", "shop/deployment/web"],
      since: "2026-11-22T09:10:00Z",
    });
    const newest = report.groups[0]?.newest.map((index) => report.failures[index]?.pod);
    expect(newest).to.deep.equal(["web-2", "alone", "web-1"]);
  });

  it("says so to people, also in a narrow terminal", () => {
    for (const width of [30, 80, 120]) {
      const shown = render(report, { ...PLAIN, diagnoses, width });
      expect(shown.replace(/\s+/g, " "))
        .to.contain("4 pods in 2 namespaces on 3 of 4 nodes that pull it, one cause: registry ghcr.io")
        .and.to.contain("data/statefulset/db and shop/deployment/web, first seen at 2026-11-22T09:10:00Z")
        .and.to.contain("shop/web-2, shop/alone, shop/web-1 and data/db-0")
        .and.to.contain("What else was found out - Some of these images run on n4:");
    }
  });

  it("fits its table into 80 columns when there are many", () => {
    const many = Array.from({ length: 40 }, (_, at) => ({
      name: `p-${at}`,
      node: `node-${at}`,
      namespace: `ns-${at}`,
      failed: 20,
    }));
    const of = examined(...many, { name: "fine", node: "node-99", failed: null });
    const lines = render(of.report, { ...PLAIN, width: 80 }).split("\n");
    expect(lines[2]).to.match(/^CAUSE +WHERE +PODS +NAMESPACES +NODES/);
    expect(lines[3]).to.match(/^registry-rate-limited +registry ghcr\.io +40 +40 +40 of 41/);
    expect(lines[2]?.length).to.be.at.most(80);
  });

  it("is redacted with the nodes and workloads that only it names", () => {
    const hidden = JSON.stringify(redact(report).report.groups);
    for (const name of ["n1", "n4", "shop", "data", "/web", "/db"])
      expect(hidden).not.to.match(new RegExp(`(?<![\\w-])${name}(?![\\w-])`));
    expect(hidden).to.match(/"namespace-\d\/deployment\/workload-\d"/);
  });
});

describe("an image that other nodes have", () => {
  const gone = { name: "web-1", node: "n1", failed: 20, why: "ghcr.io/acme/app:1: not found" };

  it("may have been removed, where the registry does not find it", () => {
    const { report } = examined(gone, { name: "web-2", node: "n2", failed: null });
    expect(report.groups[0]?.facts[0]?.text).to.match(/^The same image runs on n2: it was in the registry before\./);
    expect(report.failures[0]?.alternatives[0]).to.include({ cause: "image-removed", confidence: "likely" });
  });

  it("tells nothing where it is another image, or the same node", () => {
    const { report } = examined(
      gone,
      { name: "web-2", node: "n2", image: "ghcr.io/acme/app:2", failed: null },
      { name: "web-3", node: "n1", failed: null },
    );
    expect(report.groups[0]?.facts).to.deep.equal([]);
  });
});

describe("a pod that waits for its next try", () => {
  const commandsOf = (owner?: string): string =>
    JSON.stringify(
      examined({ name: "web-1", node: "n1", failed: 20, ...(owner && { owner }) }).report.failures[0]?.fixes,
    );

  it("may be deleted where somebody makes a new one, once its owner knows what goes with it; no command does it", () => {
    expect(commandsOf("ReplicaSet/web-6b7f6db4c4"))
      .to.contain("kubectl get pod -n shop web-1 -o jsonpath")
      .and.to.contain("makes deployment/web create it")
      .and.to.contain("emptyDir volumes are emptied")
      .and.not.to.contain("kubectl delete");
  });

  it("is not spoken of where nobody would make a new one, or where it would count as a failure", () => {
    for (const owner of [undefined, "Job/load", "Node/n1", "Database/main"])
      expect(commandsOf(owner)).not.to.contain("whoever deletes");
  });
});
