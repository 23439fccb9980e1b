import { expect } from "chai";
import { PodStates } from "../../../src/cli/watch/pod-states.ts";
import { toPod } from "../../../src/read/objects.ts";

function pod(state: object, more: { uid?: string; phase?: string; image?: string } = {}) {
  const { uid = "1", phase = "Pending", image = "web:1" } = more;
  return {
    metadata: { name: "web", namespace: "shop", uid },
    spec: { nodeName: "node-1", containers: [{ name: "web", image }] },
    status: { phase, containerStatuses: [{ name: "web", state }] },
  };
}

const RUNNING = pod({ running: {} }, { phase: "Running" });
const CREATING = pod({ waiting: { reason: "ContainerCreating" } });
const BACK_OFF = pod({ waiting: { reason: "ImagePullBackOff", message: 'Back-off pulling image "web:1"' } });
const because = (message: string, uid = "1") => pod({ waiting: { reason: "ErrImagePull", message } }, { uid });
const NOT_FOUND = because("web:1: not found");

describe("a change of a pod", () => {
  const cases: readonly (readonly [what: string, before: object, now: object, isNews: boolean])[] = [
    ["that begins to fail", CREATING, NOT_FOUND, true],
    ["that fails as before", NOT_FOUND, NOT_FOUND, false],
    ["that backs off, which names no cause", NOT_FOUND, BACK_OFF, false],
    [
      "that backs off in the words of newer kubelets",
      NOT_FOUND,
      pod({
        waiting: {
          reason: "ImagePullBackOff",
          message: 'Back-off pulling image "web:1": ErrImagePull: web:1: not found',
        },
      }),
      false,
    ],
    [
      "that fails with another request's number",
      because("denied, id 1f2e3d4c-aa"),
      because("denied, id 99887766-bb"),
      false,
    ],
    ["that fails for another cause", NOT_FOUND, because("connection refused"), true],
    ["that fails at another image", NOT_FOUND, pod({ waiting: { reason: "ErrImagePull" } }, { image: "web:2" }), true],
    ["that recovers", NOT_FOUND, RUNNING, true],
    ["that has been replaced by one that fails in the same way", NOT_FOUND, because("web:1: not found", "2"), true],
    ["that begins to run", CREATING, RUNNING, false],
  ];
  for (const [what, before, now, isNews] of cases) {
    it(`${what} is ${isNews ? "" : "not "}worth a look`, () => {
      const states = new PodStates({ mindsOpen: false });
      states.hear("ADDED", before as never);
      expect(states.hear("MODIFIED", now as never)).to.equal(isNews);
    });
  }

  it("after a back-off is compared with the last words that named a cause", () => {
    const states = new PodStates({ mindsOpen: false });
    const heard = [NOT_FOUND, BACK_OFF, NOT_FOUND, BACK_OFF, because("connection refused"), BACK_OFF];
    expect(heard.map((one) => states.hear("MODIFIED", one))).to.deep.equal([true, false, false, false, true, false]);
  });

  it("is worth a look where images are awaited", () => {
    const states = new PodStates({ mindsOpen: true });
    expect([CREATING, RUNNING, RUNNING].map((one) => states.hear("MODIFIED", one))).to.deep.equal([true, true, false]);
    expect(states.hear("DELETED", RUNNING)).to.equal(false);
  });

  it("is compared with what a look has shown", () => {
    const states = new PodStates({ mindsOpen: false });
    const { witness, pods } = states.beginLook();
    witness.see(toPod("cluster", NOT_FOUND) as never, NOT_FOUND);
    expect(pods.get("shop/web")).to.deep.equal({ uid: "1", isGivenUp: false });
    expect(states.hear("MODIFIED", BACK_OFF)).to.equal(false);
    expect(states.hear("DELETED", BACK_OFF)).to.equal(true);
  });
});
