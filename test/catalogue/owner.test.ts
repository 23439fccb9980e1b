import { expect } from "chai";
import { type Owner, ownerOfPod } from "../../src/catalogue/owner.ts";

const NOBODY = { owner: null, isBare: false, marks: {} };

describe("the owner of a pod", () => {
  const cases: Readonly<Record<string, readonly [pod: string, owner: string | null, is: Owner["is"], name: string]>> = {
    "a Deployment, by its ReplicaSet": ["web-1", "ReplicaSet/web-6b7f6db4c4", "replaces", "deployment/web"],
    "a ReplicaSet of nobody's": ["pool-x", "ReplicaSet/pool", "keeps", "replicaset/pool"],
    "a CronJob, by its Job": ["b-1", "Job/backup-29012345", "schedules", "cronjob/backup"],
    "a Job that somebody made": ["b-1", "Job/backup-2024", "fixed", "job/backup-2024"],
    "a node": ["etcd-node-1", "Node/node-1", "static", "node/node-1"],
    "another program's kind": ["flow-1", "Workflow/flow", "foreign", "workflow/flow"],
    "a Deployment, by the pod's name alone": ["web-7d9f5c6b8d-x2x9z", null, "replaces", "deployment/web"],
    "unknown, where the name tells nothing": ["web-0", null, "unknown", "pod/web-0"],
    "unknown, where it is no name": ["web-0", "Deployment/$(x)", "unknown", "pod/web-0"],
  };
  for (const [what, [pod, owner, is, name]] of Object.entries(cases))
    it(`is ${what}`, () => expect(ownerOfPod({ ...NOBODY, owner }, pod)).to.include({ is, name }));

  it("is nobody only where that is known", () => {
    expect(ownerOfPod({ ...NOBODY, isBare: true }, "web-7d9f5c6b8d-x2x9z")).to.include({ is: "none" });
  });

  it("is OpenShift's DeploymentConfig, by the annotation of its pods", () => {
    const marks = { "openshift.io/deployment-config.name": "web" };
    expect(ownerOfPod({ ...NOBODY, owner: "ReplicationController/web-3", marks }, "web-3-abcde").name).to.equal(
      "deploymentconfig/web",
    );
  });
});
