import { expect } from "chai";
import { parse } from "yaml";
import { aFailure, anEvent, aReport, renderPlain, reportOf } from "./build.ts";
import { DEMO_POD, HEALTHY, NOTHING_LEFT, TWO_CAUSES } from "./texts.ts";

const TEXTS = [DEMO_POD, TWO_CAUSES, NOTHING_LEFT, HEALTHY];

describe("-o json", () => {
  it("is the report itself", () => {
    for (const text of TEXTS)
      expect(JSON.parse(renderPlain(reportOf(text), { format: "json" }))).to.deep.equal(reportOf(text));
  });

  it("keeps the order of the contract and is indented by two blanks", () => {
    const json = renderPlain(reportOf(DEMO_POD), { format: "json" });
    expect(Object.keys(JSON.parse(json))).to.deep.equal([
      "apiVersion",
      "kind",
      "complete",
      "summary",
      "failures",
      "groups",
      "events",
      "warnings",
    ]);
    expect(json).to.match(/^\{\n {2}"apiVersion": "pullcheck\/v1",\n {2}"kind": "PullReport",\n/);
    expect(json.endsWith("}\n")).to.equal(true);
  });

  it("does not depend on quiet, verbose, colour or width", () => {
    const report = reportOf(DEMO_POD);
    expect(renderPlain(report, { format: "json", quiet: true, verbose: true, color: true, width: 20 })).to.equal(
      renderPlain(report, { format: "json" }),
    );
  });
});

describe("-o yaml", () => {
  it("is the same object as -o json", () => {
    for (const text of TEXTS)
      expect(parse(renderPlain(reportOf(text), { format: "yaml" }))).to.deep.equal(reportOf(text));
  });

  it("reads the same with a parser of YAML 1.1", () => {
    const failures = ["1.20", "on", "no", "1:30", "0o7", "010", "1_000", "~", "null", "=", "2026-11-22", ".5"].map(
      (tag) => aFailure({ pod: tag, container: tag }),
    );
    const report = aReport(failures);
    expect(parse(renderPlain(report, { format: "yaml" }), { version: "1.1" })).to.deep.equal(report);
  });

  it("keeps a long message on one line", () => {
    const message = `Failed to pull image: ${"a word ".repeat(60)}end`;
    const yaml = renderPlain(aReport([], { events: [anEvent({ message })] }), { format: "yaml" });
    expect(yaml.split("\n").some((line) => line.includes(message))).to.equal(true);
  });

  it("names nothing by an anchor, so that a part can be cut out", () => {
    const failure = aFailure();
    expect(renderPlain(aReport([failure, failure]), { format: "yaml" })).to.not.match(/&a\d/);
  });
});

describe("-o name", () => {
  it("is one pod/NAME for each failing pod, as kubectl prints it", () => {
    const failures = [aFailure({ container: "a" }), aFailure({ container: "b" }), aFailure({ namespace: "other" })];
    expect(renderPlain(aReport(failures), { format: "name" })).to.equal("pod/demo-pod\npod/demo-pod\n");
  });

  it("is the image where the input names no pod", () => {
    expect(renderPlain(aReport([aFailure({ pod: null })]), { format: "name" })).to.equal("nginx:lates\n");
  });

  it("is nothing where nothing fails", () => {
    expect(renderPlain(aReport([]), { format: "name" })).to.equal("");
  });
});
