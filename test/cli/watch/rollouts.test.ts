import { expect } from "chai";
import { isUnfinished } from "../../../src/cli/watch/rollouts.ts";

const object = (kind: string, spec: object, status: object) => ({ kind, metadata: { generation: 2 }, spec, status });

describe("what makes pods", () => {
  const cases: readonly (readonly [what: string, object: Parameters<typeof isUnfinished>[0], isUnfinished: boolean])[] =
    [
      ["a Deployment that nobody has looked at yet", object("Deployment", { replicas: 2 }, {}), true],
      [
        "a Deployment that was changed since",
        object("Deployment", {}, { observedGeneration: 1, updatedReplicas: 1 }),
        true,
      ],
      [
        "a Deployment on its way",
        object("Deployment", { replicas: 2 }, { observedGeneration: 2, updatedReplicas: 1 }),
        true,
      ],
      [
        "a Deployment that has made all",
        object("Deployment", { replicas: 2 }, { observedGeneration: 2, updatedReplicas: 2 }),
        false,
      ],
      ["a Deployment of none", object("Deployment", { replicas: 0 }, { observedGeneration: 2 }), false],
      [
        "a StatefulSet on its way",
        object("StatefulSet", { replicas: 3 }, { observedGeneration: 2, updatedReplicas: 1 }),
        true,
      ],
      [
        "a StatefulSet that is to stop at its partition",
        object(
          "StatefulSet",
          { replicas: 3, updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 2 } } },
          { observedGeneration: 2, updatedReplicas: 1 },
        ),
        false,
      ],
      [
        "a DaemonSet on its way",
        object("DaemonSet", {}, { observedGeneration: 2, desiredNumberScheduled: 3, updatedNumberScheduled: 2 }),
        true,
      ],
      [
        "a DaemonSet whose pods wait to be deleted by hand",
        object(
          "DaemonSet",
          { updateStrategy: { type: "OnDelete" } },
          { observedGeneration: 2, desiredNumberScheduled: 3 },
        ),
        false,
      ],
      ["a kind of the cluster's own", { kind: "Rollout", metadata: {}, spec: { replicas: 2 } }, false],
    ];
  for (const [what, one, expected] of cases) {
    it(`${expected ? "is not done yet" : "is done"}: ${what}`, () => expect(isUnfinished(one)).to.equal(expected));
  }
});
