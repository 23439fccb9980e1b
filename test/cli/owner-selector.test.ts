import { expect } from "chai";
import { selectorOf } from "../../src/cli/owner-selector.ts";

describe("the selector of an owner", () => {
  const cases: readonly (readonly [selector: unknown, text: string | null])[] = [
    [{ matchLabels: { app: "web", tier: "front" } }, "app=web,tier=front"],
    [
      {
        matchLabels: { app: "web" },
        matchExpressions: [
          { key: "tier", operator: "In", values: ["a", "b"] },
          { key: "zone", operator: "NotIn", values: ["c"] },
          { key: "live", operator: "Exists" },
          { key: "old", operator: "DoesNotExist" },
        ],
      },
      "app=web,tier in (a,b),zone notin (c),live,!old",
    ],
    [{ matchExpressions: [{ key: "live", operator: "Exists" }] }, "live"],
    [{ app: "web" }, "app=web"],
    [{}, null],
    [undefined, null],
  ];
  for (const [selector, text] of cases) {
    it(`${JSON.stringify(selector)} is ${text}`, () => expect(selectorOf({ spec: { selector } })).to.equal(text));
  }
});
