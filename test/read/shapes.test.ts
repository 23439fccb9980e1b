import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import type { ReportedFailure } from "../../src/report.ts";

const FOLDER = new URL("../../fixtures/shapes/", import.meta.url);
const IMAGE = "registry.example/shop/web:2.1";

/** What each text says besides the image; null where it does not say. */
const SAID: Readonly<Record<string, { pod: string | null; namespace?: string; container?: string; events: number }>> = {
  "argocd-app-yaml": { pod: "web-0", namespace: "shop", events: 0 },
  "argocd-tree-json": { pod: "web-0", namespace: "shop", events: 0 },
  "cc-header": { pod: null, events: 5 },
  "cc-kubectl-order": { pod: "web-0", namespace: "shop", events: 2 },
  "cc-name": { pod: "web-0", events: 3 },
  "cc-reason-msg": { pod: null, events: 2 },
  "containerd-json": { pod: null, events: 0 },
  "containerd-logfmt": { pod: null, events: 0 },
  dashboard: { pod: "web-0", container: "web", events: 1 },
  "docker-json-file": { pod: "web-0", namespace: "shop", container: "web", events: 0 },
  "docker-json-file-json": { pod: "web-0", namespace: "shop", container: "web", events: 0 },
  "event-exporter": { pod: "web-0", namespace: "shop", container: "web", events: 1 },
  eventrouter: { pod: "web-0", namespace: "shop", container: "web", events: 1 },
  "events-json-escaped": { pod: "web-0", namespace: "shop", container: "web", events: 1 },
  gha: { pod: "web-0", namespace: "shop", container: "web", events: 1 },
  "gke-kubelet": { pod: "web-0", namespace: "shop", container: "web", events: 0 },
  "gke-log": { pod: "web-0", namespace: "shop", events: 1 },
  headlamp: { pod: null, events: 2 },
  "headlamp-cells": { pod: null, events: 1 },
  "jp-podstate": { pod: "web-0", events: 0 },
  k9s: { pod: "web-0", events: 1 },
  "klog-event": { pod: "web-0", namespace: "shop", container: "web", events: 1 },
  "klog-journald": { pod: "web-0", namespace: "shop", container: "web", events: 0 },
  "kubelet-json": { pod: "web-0", namespace: "shop", container: "web", events: 0 },
  "kubelet-json-journald": { pod: "web-0", namespace: "shop", container: "web", events: 0 },
  "kubelet-json2": { pod: "web-0", namespace: "shop", container: "web", events: 0 },
  lens: { pod: "web-0", namespace: "shop", events: 2 },
  "lens-tab": { pod: "web-0", namespace: "shop", events: 1 },
  "loki-logfmt": { pod: "web-0", events: 1 },
  "oc-console": { pod: "web-0", namespace: "shop", events: 0 },
  "oc-describe": { pod: "web-0", namespace: "shop", container: "web", events: 1 },
  "oc-old-console": { pod: null, events: 1 },
  "oc-old-console-glued": { pod: null, events: 1 },
  "workflow-json": { pod: null, namespace: "shop", events: 0 },
};

const read = (name: string): string => readFileSync(new URL(`${name}.txt`, FOLDER), "utf8");

function only(failures: readonly ReportedFailure[]): ReportedFailure {
  expect(failures).to.have.length(1);
  return failures[0] as ReportedFailure;
}

describe("another program's copy of an error", () => {
  for (const [name, said] of Object.entries(SAID)) {
    it(`is read with its place: ${name}`, () => {
      const { failures, events } = diagnose([{ source: "-", text: read(name) }]);
      const failure = only(failures);
      expect(failure.cause).to.equal("image-not-found");
      expect(failure.image?.raw).to.equal(IMAGE);
      expect(failure.pod).to.equal(said.pod);
      if (said.namespace !== undefined) expect(failure.namespace).to.equal(said.namespace);
      if (said.container !== undefined) expect(failure.container).to.equal(said.container);
      expect(events).to.have.length(said.events);
    });
  }

  it("that tells only of a back-off leaves the cause open: tekton", () => {
    const failure = only(diagnose([{ source: "-", text: read("tekton") }]).failures);
    expect([failure.cause, failure.pod, failure.image?.raw]).to.deep.equal(["unrecognized", "b-1-pod", IMAGE]);
  });

  it("keeps two pods of a jsonpath output apart", () => {
    const { failures } = diagnose([{ source: "-", text: read("jp-tab") }]);
    expect(failures.map(({ pod, state, cause }) => [pod, state, cause])).to.deep.equal([
      ["web-0", "ErrImagePull", "image-not-found"],
      ["web-1", "ImagePullBackOff", "image-not-found"],
    ]);
  });

  it("has an expectation for every sample", () => {
    const samples = readdirSync(FOLDER).map((file) => file.replace(/\.txt$/, ""));
    expect(samples.filter((one) => SAID[one] === undefined)).to.have.members(["jp-tab", "tekton"]);
  });
});

describe("what only looks like a table or a dump", () => {
  const silent = (text: string): void => {
    expect(diagnose([{ source: "-", text }]).failures).to.deep.equal([]);
  };

  it("a manifest that somebody wrote is no failing pod", () => {
    silent(
      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - image: nginx:lates\n    name: web\n",
    );
  });

  it("a healthy pod's dump is no failure", () => {
    silent(
      "Here it is:\n\nkind: Pod\nmetadata:\n  name: web\nstatus:\n  containerStatuses:\n  - image: nginx:1\n    name: web\n    state:\n      running: {}\n",
    );
  });

  it("a JSON log about something else is none", () => {
    silent('{"level":"error","ts":1,"msg":"Reconciler error","error":"secret \\"a\\" not found"}\n');
  });

  it("a registry's answer inside a message stays in it", () => {
    const text =
      'Failed to pull image "r.example/a:1": unexpected status 401 Unauthorized: {"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}';
    expect(diagnose([{ source: "-", text }]).failures.map(({ error }) => error?.message)).to.deep.equal([text]);
  });
});
