import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { examine } from "../../src/diagnose/diagnose.ts";
import { openText } from "../../src/diagnose/open-text.ts";
import { readText } from "../../src/read/read-text.ts";
import type { PullReport } from "../../src/report.ts";

const DESCRIBED = new URL("../../fixtures/kubectl/1.35/", import.meta.url);
const failing = ["a", "b", "c", "d", "e"].map((name) =>
  readFileSync(new URL(`${name}-describe-pods.txt`, DESCRIBED), "utf8").trimEnd(),
);

/** Two megabytes of pods in which nothing fails, so that whatever stands among them is part of a long text. */
const MANY = 1000;
const quiet = Array.from(
  { length: MANY },
  (_, index) => `Name:         idle-${index}
Namespace:    shop
Node:         node-1/10.0.0.1
Status:       Running
Containers:
  app:
    Image:          nginx:1.29
    State:          Running
      Started:      Sat, 21 Nov 2026 10:00:00 +0000
    Ready:          True
    Restart Count:  0
    Mounts:
      ${"/var/lib/a/rather/long/path/to/make/this/pod/longer ".repeat(20)}
Conditions:
  Type                        Status
  Ready                       True
QoS Class:                   BestEffort
Events:                      <none>`,
);

function reportOf(text: string, pieces = 100_000): PullReport {
  const long = openText("-");
  for (let at = 0; at < text.length; at += pieces) long.write(text.slice(at, at + pieces));
  return examine([long.end()], ["-"]).report;
}

/** All that a report says of failures; where their events stand in the list is not a part of it. */
function failuresOf({ failures }: PullReport): unknown[] {
  return failures.map(({ evidence, ...rest }) => ({
    ...rest,
    evidence: evidence.map(({ quote, from }) => [quote, from]),
  }));
}

describe("a long text", () => {
  const long = [...quiet.slice(0, 300), failing[0], ...quiet.slice(300, 700), ...failing.slice(1), ...quiet.slice(700)];
  const text = `${long.join("\n\n\n")}\n`;

  it("tells the same failures as what is in it alone", () => {
    const alone = examine([readText("-", failing.join("\n\n\n"))], ["-"]).report;
    expect(failuresOf(reportOf(text))).to.deep.equal(failuresOf(alone));
  });

  it("counts the pods in which nothing fails", () => {
    const alone = examine([readText("-", failing.join("\n\n\n"))], ["-"]).report;
    expect(reportOf(text).summary.podsSeen).to.equal(alone.summary.podsSeen + MANY);
    expect(reportOf(`${text}\n\n${text}`).summary.podsSeen).to.equal(alone.summary.podsSeen + MANY);
  });

  it("is the same however it comes", () => {
    const whole = reportOf(text);
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 3_000_000 }), (pieces) => {
        expect(reportOf(text, pieces)).to.deep.equal(whole);
      }),
      { numRuns: 10 },
    );
  }).timeout(60_000);

  it("is the same with the line ends of Windows", () => {
    expect(failuresOf(reportOf(text.replaceAll("\n", "\r\n")))).to.deep.equal(failuresOf(reportOf(text)));
  });

  it("of one pod, told again and again, has one failure and the events of one", () => {
    const again = Array.from({ length: 800 }, () => failing[0]).join("\n\n\n");
    const once = reportOf(failing[0] as string);
    const { failures, events, summary } = reportOf(again);
    expect(summary).to.deep.equal(once.summary);
    expect(failures.map(({ cause, pod }) => [cause, pod])).to.deep.equal(
      once.failures.map(({ cause, pod }) => [cause, pod]),
    );
    expect(events).to.have.lengthOf(once.events.length);
  });

  it("forgets a failure that a later part tells the end of", () => {
    const healed = (failing[0] as string)
      .replace(/State: +Waiting\n +Reason: +\S+/, "State:          Running")
      .replace(/\nEvents:[\s\S]*/, "\nEvents:                      <none>");
    const { failures } = reportOf([failing[0], ...quiet, healed].join("\n\n\n"));
    expect(failures).to.deep.equal([]);
  });

  it("of rows is cut between two rows", () => {
    const row = (index: number): string =>
      `shop        ${index}s         Warning   Failed      pod/web-${index}                    Failed to pull image "nginx:lates-${index}": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:lates-${index}": failed to resolve reference "docker.io/library/nginx:lates-${index}": docker.io/library/nginx:lates-${index}: not found`;
    const header = "NAMESPACE   LAST SEEN   TYPE      REASON      OBJECT                          MESSAGE";
    const table = [header, ...Array.from({ length: 4000 }, (_, index) => row(index))].join("\n");
    const { failures, summary } = reportOf(table);
    expect(failures).to.have.lengthOf(4000);
    expect(summary.causes).to.deep.equal({ "tag-not-found": 4000 });
  }).timeout(20_000);

  it("that is a log is read for its errors", () => {
    const at = (index: number): string => `1122 10:00:${String(index % 60).padStart(2, "0")}.000000    1234`;
    const quietLine = (index: number): string =>
      `I${at(index)} reconciler.go:224] "Volume mounted" pod="default/ok-${index}"`;
    const error = (index: number): string =>
      `E${at(index)} kuberuntime_image.go:55] "Failed to pull image" err="rpc error: code = NotFound desc = failed to pull and unpack image \\"docker.io/library/nginx:lates\\": failed to resolve reference \\"docker.io/library/nginx:lates\\": docker.io/library/nginx:lates: not found" image="nginx:lates"`;
    const log = Array.from({ length: 30_000 }, (_, index) => (index % 500 === 7 ? error(index) : quietLine(index)));
    const { failures } = reportOf(log.join("\n"));
    expect(failures.map(({ cause, image }) => [cause, image?.repository, image?.tag])).to.deep.equal([
      ["tag-not-found", "library/nginx", "lates"],
    ]);
  });

  it("of rows counts the pods in which nothing fails", () => {
    const created = (index: number): string =>
      `default   5s   Normal   Created   pod/ok-${index}   Created container app`;
    const table = Array.from({ length: 30_000 }, (_, index) => created(index)).join("\n");
    expect(reportOf(table).summary).to.deep.equal({ failures: 0, podsSeen: 30_000, causes: {} });
  });

  it("of more failing pods than anybody reads says how many are not listed, and lists what is new among them", () => {
    const pod = (name: string, tag: string): string =>
      (failing[0] as string).replace(/^Name:( +)\S+/, `Name:$1${name}`).replaceAll("nginx:lates", `nginx:${tag}`);
    const many = Array.from({ length: 2200 }, (_, index) => pod(`web-${index}`, "lates"));
    const { failures, warnings, complete, summary } = reportOf([...many, pod("other", "1.99")].join("\n\n\n"));
    expect(summary.podsSeen).to.equal(2201);
    expect(complete).to.equal(false);
    expect(warnings[0]).to.match(/^More than 2,000 pods fail; 200 further ones, .* counted only\.$/);
    expect(failures.map(({ image }) => image?.tag)).to.include("1.99");
  }).timeout(60_000);
});
