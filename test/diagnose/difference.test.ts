import { expect } from "chai";
import type { CauseId } from "../../src/catalogue/ids.ts";
import { difference, NOTHING_FAILS, type Sight, type Standing } from "../../src/diagnose/difference.ts";
import { aFailure } from "../render/build.ts";

function failing(pod: string, cause: CauseId, more: { container?: string; image?: string } = {}) {
  const { container = "web", image = "web:1" } = more;
  return aFailure({
    namespace: "shop",
    pod,
    container,
    cause,
    image: { raw: image, registry: "docker.io", repository: "library/web", tag: "1", digest: null },
  });
}

/** Pods as "name" or "name=uid"; "name!" was given up. */
function sight(failures: Sight["failures"], pods: string, isWhole = true): Sight {
  const seen = pods.split(" ").flatMap((word): [string, { uid: string; isGivenUp: boolean }][] => {
    const [, name = "", uid = name, mark = ""] = /^(\w+)(?:=(\w+))?(!?)$/.exec(word) ?? [];
    return name === "" ? [] : [[`shop/${name}`, { uid, isGivenUp: mark === "!" }]];
  });
  return { failures, pods: new Map(seen), isWhole };
}

function after(...sights: readonly Sight[]): { told: string[]; standing: Standing } {
  let standing = NOTHING_FAILS;
  let told: string[] = [];
  for (const one of sights) {
    const found = difference(standing, one);
    standing = found.standing;
    told = found.changes.map(({ change, failure, was }) => `${change} ${failure.pod} ${failure.cause} ${was}`);
  }
  return { told, standing };
}

const BEFORE = sight([failing("a", "tag-not-found")], "a b");

describe("the difference between two looks", () => {
  const cases: readonly (readonly [what: string, now: Sight, told: readonly string[]])[] = [
    ["is nothing where nothing has changed", BEFORE, []],
    [
      "is a failure that was not there",
      sight([failing("a", "tag-not-found"), failing("b", "dns-failure")], "a b"),
      ["failing b dns-failure null"],
    ],
    ["is another cause", sight([failing("a", "dns-failure")], "a b"), ["changed a dns-failure tag-not-found"]],
    [
      "is another image of the same cause",
      sight([failing("a", "tag-not-found", { image: "web:2" })], "a b"),
      ["changed a tag-not-found tag-not-found"],
    ],
    ["is a recovery where the pod is still there", sight([], "a b"), ["recovered a tag-not-found tag-not-found"]],
    ["is no recovery where the pod is gone", sight([], "b"), ["gone a tag-not-found tag-not-found"]],
    ["is no recovery where the pod was given up", sight([], "a! b"), ["gone a tag-not-found tag-not-found"]],
    ["is no recovery where another pod has its name", sight([], "a=other b"), ["gone a tag-not-found tag-not-found"]],
    [
      "is two things where another pod of the same name fails too",
      sight([failing("a", "tag-not-found")], "a=other b"),
      ["failing a tag-not-found null", "gone a tag-not-found tag-not-found"],
    ],
    ["is nothing where the cause is merely no longer told", sight([failing("a", "unrecognized")], "a b"), []],
    ["is nothing where half of the pods could not be read", sight([], "b", false), []],
    [
      "is a second container of the same pod",
      sight([failing("a", "tag-not-found"), failing("a", "tag-not-found", { container: "log" })], "a b"),
      ["failing a tag-not-found null"],
    ],
  ];
  for (const [what, now, told] of cases) {
    it(what, () => expect(after(BEFORE, now).told).to.deep.equal(told));
  }

  it("keeps a cause that was known", () => {
    const { standing } = after(BEFORE, sight([failing("a", "unrecognized")], "a b"));
    expect([...standing.values()].map(({ cause }) => cause)).to.deep.equal(["tag-not-found"]);
  });

  it("tells of a pod that could not be read when it is read again", () => {
    expect(after(BEFORE, sight([], "b", false), sight([], "a b")).told).to.deep.equal([
      "recovered a tag-not-found tag-not-found",
    ]);
  });
});
