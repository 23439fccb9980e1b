import { expect } from "chai";
import { parseEventRow, splitRows } from "../../src/read/event-row.ts";

const MESSAGE = 'Failed to pull image "nginx:lates": rpc error: code = NotFound desc = x';

describe("a row of an events table", () => {
  it("is read from describe", () => {
    const row = parseEventRow(`  Warning  Failed     25s (x3 over 66s)  kubelet            ${MESSAGE}`);
    expect(row).to.include({
      type: "Warning",
      reason: "Failed",
      age: "25s",
      count: 3,
      over: "66s",
      from: "kubelet",
      message: MESSAGE,
      object: null,
    });
  });

  it("is read from get events, plain and with the namespace in front", () => {
    expect(parseEventRow(`25s         Warning   Failed      pod/demo-pod   ${MESSAGE}`)).to.include({
      age: "25s",
      object: "pod/demo-pod",
      namespace: null,
      message: MESSAGE,
    });
    expect(parseEventRow(`team-a      25s         Warning   Failed      pod/demo-pod   ${MESSAGE}`)).to.include({
      namespace: "team-a",
      object: "pod/demo-pod",
    });
  });

  it("is read from get events -o wide, with container, node and count", () => {
    const row = parseEventRow(
      `25s   Warning   Failed   pod/demo-pod   spec.containers{web}   kubelet, node-1   ${MESSAGE}   66s   3   demo-pod.17c8ab00d0e4c8a2`,
    );
    expect(row).to.include({
      container: "web",
      from: "kubelet",
      node: "node-1",
      count: 3,
      over: "66s",
      message: MESSAGE,
    });
  });

  it("is read from kubectl events, whose object keeps its capital", () => {
    expect(parseEventRow(`25s (x3 over 66s)   Warning   Failed   Pod/demo-pod   ${MESSAGE}`)).to.include({
      object: "pod/demo-pod",
      count: 3,
      over: "66s",
    });
  });

  it("is read from the tables of kubectl before 1.9", () => {
    const row = parseEventRow(
      '66s  25s  3  {kubelet node-1}  spec.containers{web}  Warning  Failed  Failed to pull image "x": boom',
    );
    expect(row).to.include({
      age: "25s",
      over: "66s",
      count: 3,
      from: "kubelet",
      node: "node-1",
      container: "web",
      reason: "Failed",
    });
  });

  it("names the node where an old kubectl prints it", () => {
    expect(parseEventRow(`  Warning  Failed  25s  kubelet, node-1  ${MESSAGE}`)).to.include({
      from: "kubelet",
      node: "node-1",
    });
  });

  it("gives up the container that kubectl 1.35 puts in front of the message", () => {
    expect(parseEventRow(`  Warning  Failed  3s  kubelet  spec.initContainers{setup}: ${MESSAGE}`)).to.include({
      container: "setup",
    });
  });

  it("survives columns squeezed to single blanks", () => {
    expect(parseEventRow(`Warning Failed 25s (x3 over 66s) kubelet, minikube ${MESSAGE}`)).to.include({
      age: "25s",
      from: "kubelet",
      node: "minikube",
      message: MESSAGE,
    });
  });

  it("survives ages that tell nothing", () => {
    expect(parseEventRow(`  Warning  Failed  <unknown> (x4 over 43m)  kubelet  ${MESSAGE}`)).to.include({
      age: "<unknown>",
      count: 4,
      over: "43m",
    });
    expect(parseEventRow(`  Warning  Failed  <invalid> (x2 over <invalid>)  kubelet  ${MESSAGE}`)).to.include({
      age: "<invalid>",
      over: "<invalid>",
    });
  });

  it("may have lost its age", () => {
    expect(parseEventRow(`Warning  Failed     kubelet  ${MESSAGE}`)).to.include({
      age: null,
      from: "kubelet",
      message: MESSAGE,
    });
  });

  it("may have lost its first column", () => {
    expect(parseEventRow(`Failed    kubelet   ${MESSAGE}`)).to.include({
      type: null,
      reason: "Failed",
      message: MESSAGE,
    });
  });

  it("keeps blanks inside the message", () => {
    expect(parseEventRow("  Warning  Failed  3s  kubelet  a   b    c")?.message).to.equal("a   b    c");
  });

  it("is not seen in sentences", () => {
    const sentences = [
      "Warning: Failed to pull image",
      "Normal operation resumes after the Warning Failed state was cleared",
      "Type     Reason     Age                From               Message",
      "  ----     ------     ----               ----               -------",
      "level=warning msg=Failed",
      "The Warning Failed to reach us in time",
    ];
    for (const sentence of sentences) expect(parseEventRow(sentence), sentence).to.equal(null);
  });

  it("is found behind another on the same line", () => {
    const rows = splitRows(
      `end of a broken message  Warning  Failed  43m (x4 over 44m)   kubelet, n1  Error: ErrImagePull`,
    );
    expect(rows).to.have.lengthOf(2);
    expect(parseEventRow(rows[1] as string)?.message).to.equal("Error: ErrImagePull");
  });
});
