import { expect } from "chai";
import { PodGatherer } from "../../src/cli/gather-pods.ts";

function pod(name: string, state: object, more: object = {}) {
  return {
    metadata: { name, namespace: "shop", uid: name },
    spec: { nodeName: "node-1", containers: [{ name: "web", image: "web:1" }] },
    status: { phase: "Pending", containerStatuses: [{ name: "web", state }], ...more },
  };
}

describe("what is kept of a list of pods", () => {
  const kept: readonly (readonly [what: string, object: Parameters<PodGatherer["eat"]>[0], kept: boolean])[] = [
    ["a pod whose image cannot be pulled", pod("a", { waiting: { reason: "ImagePullBackOff" } }), true],
    ["a pod that is being created", pod("a", { waiting: { reason: "ContainerCreating" } }), true],
    ["a pod that tells nothing yet", pod("a", {}), true],
    ["a pod that runs", pod("a", { running: {} }), false],
    ["a pod that crashes", pod("a", { waiting: { reason: "CrashLoopBackOff" } }), false],
    ["a pod that has ended", pod("a", {}, { phase: "Succeeded" }), false],
    [
      "a pod that was evicted while it could not be pulled",
      pod("a", { waiting: { reason: "ErrImagePull" } }, { phase: "Failed" }),
      true,
    ],
  ];
  for (const [what, object, isKept] of kept) {
    it(`${isKept ? "is" : "is not"} ${what}`, () => {
      const gatherer = new PodGatherer();
      gatherer.eat(object);
      expect([gatherer.kept.length, gatherer.others.size]).to.deep.equal(isKept ? [1, 0] : [0, 1]);
      expect([...gatherer.containers]).to.deep.equal(["web"]);
      expect(gatherer.unread).to.deep.equal([]);
    });
  }

  it("ends somewhere, and that is said", () => {
    const gatherer = new PodGatherer();
    for (let number = 0; number < 5002; number++) gatherer.eat(pod(`web-${number}`, {}));
    expect(gatherer.kept).to.have.length(5000);
    expect(gatherer.unread.map(({ message }) => message)).to.deep.equal([
      "More than 5,000 pods wait for their images; 2 further ones are counted only.",
    ]);
  });
});
