import { expect } from "chai";
import { type NodeQuestion, nodeFacts } from "../../src/facts/node-facts.ts";
import { type NodeRecord, readNode } from "../../src/facts/nodes.ts";

function node(name: string, more: Partial<NodeRecord> = {}): NodeRecord {
  const same = { zone: "a", platform: "linux/amd64", runtime: "containerd 1.7.2", kubelet: "v1.32.0", troubles: [] };
  return { name, ...same, ...more };
}

function told(question: Partial<NodeQuestion>, nodes: readonly NodeRecord[]): string[] {
  const whole = { cause: "connection-refused" as const, failing: [], fine: [], ...question };
  return nodeFacts(whole, nodes).map(({ text }) => text);
}

describe("what failing nodes have in common", () => {
  it("is told where the nodes on which the image runs have it not", () => {
    const nodes = [
      node("n1", { zone: "b", runtime: "containerd 2.0.0" }),
      node("n2", { zone: "b" }),
      node("n3"),
      node("n4"),
    ];
    expect(told({ failing: ["n1", "n2"], fine: ["n3", "n4"] }, nodes)).to.deep.equal([
      "All 2 failing nodes are in zone b, unlike all 2 nodes where the image runs.",
    ]);
    expect(told({ failing: ["n1"], fine: ["n3"] }, nodes)).to.deep.equal([
      "Node n1 is in zone b, unlike n3 where the image runs.",
      "Node n1 has containerd 2.0.0, unlike n3 where the image runs.",
    ]);
  });

  it("is nothing where a node that is fine has it too, or is not known", () => {
    expect(told({ failing: ["n1"], fine: ["n2"] }, [node("n1"), node("n2")])).to.deep.equal([]);
    expect(
      told({ failing: ["n1"], fine: ["n2"] }, [node("n1", { zone: "b" }), node("n2", { zone: null })]),
    ).to.deep.equal([]);
  });

  it("without such nodes needs three that fail, and at most half of the cluster like them", () => {
    const failing = ["n1", "n2", "n3"];
    const bad = failing.map((name) => node(name, { platform: "linux/arm64" }));
    const others = ["n4", "n5", "n6"].map((name) => node(name));
    expect(told({ failing }, [...bad, ...others])).to.deep.equal([
      "All 3 failing nodes are linux/arm64; of the cluster's 6 nodes 3 are linux/arm64.",
    ]);
    expect(told({ failing }, [...bad, others[0] as NodeRecord])).to.deep.equal([]);
    expect(told({ failing: ["n1", "n2"] }, [...bad, ...others])).to.deep.equal([]);
  });

  it("is not told while one of them is unknown", () => {
    expect(told({ failing: ["n1", "gone"], fine: ["n2"] }, [node("n1", { zone: "b" }), node("n2")])).to.deep.equal([]);
  });

  it("is their platform where the image lacks it, and what they complain of", () => {
    const nodes = [node("n1", { platform: "linux/arm64", troubles: ["DiskPressure", "not Ready"] })];
    expect(told({ cause: "platform-mismatch", failing: ["n1"] }, nodes)).to.deep.equal([
      "The image has to be there for linux/arm64: that is what n1 is.",
      "n1 reports DiskPressure.",
      "n1 is not Ready.",
    ]);
  });
});

describe("a node", () => {
  it("is read as the API gives it", () => {
    const read = readNode({
      metadata: { name: "n1", labels: { "failure-domain.beta.kubernetes.io/zone": "z" } },
      status: {
        nodeInfo: { operatingSystem: "windows", architecture: "amd64", containerRuntimeVersion: "containerd://1.7.2" },
        conditions: [
          { type: "DiskPressure", status: "False" },
          { type: "Ready", status: "Unknown" },
        ],
      },
    });
    expect(read).to.deep.equal({
      name: "n1",
      zone: "z",
      platform: "windows/amd64",
      runtime: "containerd 1.7.2",
      kubelet: null,
      troubles: ["not Ready"],
    });
    expect(readNode({ metadata: {} })).to.equal(null);
  });
});
