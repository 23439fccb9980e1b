import { expect } from "chai";
import type { Look } from "../../../src/cli/live.ts";
import { EventMemory } from "../../../src/cli/watch/memory.ts";
import { toEvent, toPod } from "../../../src/read/objects.ts";

function lookAt(...messages: readonly (readonly [message: string, at: string, count?: number])[]): Look {
  const pod = toPod("cluster", { metadata: { name: "web", namespace: "shop" }, spec: {}, status: {} });
  const events = messages.map(([message, at, count = 1]) =>
    toEvent("cluster", {
      involvedObject: { kind: "Pod", name: "web", namespace: "shop" },
      message,
      firstTimestamp: "2026-11-22T10:00:00Z",
      lastTimestamp: `2026-11-22T${at}:00Z`,
      count,
    }),
  );
  return {
    pods: [pod as NonNullable<typeof pod>],
    morePods: 0,
    unscheduled: 0,
    containers: [],
    events,
    looked: "",
    unanswered: [],
    unheard: [],
    notes: [],
  };
}

const uid = (of: string) => new Map([["shop/web", { uid: of, isGivenUp: false }]]);
const told = ({ events }: Look) => events.map(({ message, count }) => `${message} ${count}`);

describe("the memory of events", () => {
  it("has what the server has forgotten", () => {
    const memory = new EventMemory();
    memory.recall(lookAt(["not found", "10:00"]), uid("1"));
    expect(told(memory.recall(lookAt(), uid("1")))).to.deep.equal(["not found 1"]);
    expect(told(memory.recall(lookAt(["back-off", "10:05"]), uid("1")))).to.deep.equal(["not found 1", "back-off 1"]);
  });

  it("has an event that is counted on once", () => {
    const memory = new EventMemory();
    memory.recall(lookAt(["not found", "10:00"], ["no such host", "10:01"]), uid("1"));
    const again = memory.recall(lookAt(["not found", "10:05", 2]), uid("1"));
    expect(told(again)).to.deep.equal(["no such host 1", "not found 2"]);
  });

  it("is not about another pod of the same name", () => {
    const memory = new EventMemory();
    memory.recall(lookAt(["not found", "10:00"]), uid("1"));
    expect(told(memory.recall(lookAt(), uid("2")))).to.deep.equal([]);
  });

  it("does not grow with what is said anew at each attempt", () => {
    const memory = new EventMemory();
    let last = lookAt();
    for (let at = 0; at < 300; at++) last = memory.recall(lookAt([`request ${at}`, "10:00"]), uid("1"));
    expect(last.events).to.have.length(100);
    expect(last.events.at(-1)?.message).to.equal("request 299");
  });
});
