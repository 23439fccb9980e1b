import { expect } from "chai";
import { changeLine, changeName, jsonLine } from "../../src/render/change.ts";
import { type LiveView, liveLines, type Screen } from "../../src/render/live.ts";
import { displayWidth } from "../../src/render/wrap.ts";
import type { PullChange, ReportedFailure } from "../../src/report.ts";
import { aFailure, aReport } from "./build.ts";
import { expectHarmless } from "./expect-harmless.ts";

const EVIL = "a\u001b[2J\u009b31m\u202eb\r\n\u0007\u{e0041}\ud800c";

function change(kind: PullChange["change"], failure: ReportedFailure = aFailure()): PullChange {
  const was = kind === "failing" ? null : "dns-failure";
  return {
    apiVersion: "pullcheck/v1",
    kind: "PullChange",
    time: "2026-11-22T10:00:07.123Z",
    change: kind,
    failure,
    was,
  };
}

const evil = aFailure({
  namespace: EVIL,
  pod: EVIL,
  container: EVIL,
  image: { raw: EVIL, registry: null, repository: null, tag: null, digest: null },
  evidence: [{ event: null, from: "event", quote: EVIL }],
});

const KINDS = ["failing", "changed", "recovered", "gone"] as const;

describe("a change on one line", () => {
  it("tells when, what, where and why", () => {
    expect(KINDS.map((kind) => changeLine(change(kind)))).to.deep.equal([
      '2026-11-22T10:00:07Z failing   default/demo-pod[nginx] nginx:lates tag-not-found "docker.io/library/nginx:lates: not found"',
      '2026-11-22T10:00:07Z changed   default/demo-pod[nginx] nginx:lates tag-not-found "docker.io/library/nginx:lates: not found" (was dns-failure)',
      "2026-11-22T10:00:07Z recovered default/demo-pod[nginx] nginx:lates (was dns-failure)",
      "2026-11-22T10:00:07Z gone      default/demo-pod[nginx] nginx:lates (was dns-failure)",
    ]);
  });

  it("stays one, and moves nothing, whatever it is about", () => {
    for (const kind of KINDS) {
      for (const line of [
        changeLine(change(kind, evil)),
        jsonLine(change(kind, evil)),
        changeName(change(kind, evil)) ?? "",
      ]) {
        expectHarmless(line);
        expect(line).not.to.contain("\n");
      }
    }
    expect((JSON.parse(jsonLine(change("failing", evil))) as PullChange).failure.pod).to.equal(EVIL);
  });

  it("is a name where something begins to fail only", () => {
    expect(KINDS.map((kind) => changeName(change(kind)))).to.deep.equal(["pod/demo-pod", null, null, null]);
  });
});

describe("the live screen", () => {
  const draw = (failures: readonly ReportedFailure[], screen: Partial<Screen> = {}, view: Partial<LiveView> = {}) =>
    liveLines(
      {
        report: aReport(failures),
        looked: "the pods in namespace shop",
        changes: [],
        warning: null,
        closing: null,
        ...view,
      },
      { width: 80, height: 24, color: false, ...screen },
    );
  const many = (count: number) => Array.from({ length: count }, (_, at) => aFailure({ pod: `web-${at}` }));

  it("has a row for each failure, and the last changes", () => {
    const lines = draw(many(2), {}, { changes: [change("recovered")] });
    expect(lines[0]).to.match(/^Looked at the pods in namespace shop: 2 image pulls fail/);
    expect(lines.join("\n")).to.match(/\nPOD +CONTAINER +IMAGE +CAUSE\nweb-0 [\s\S]*\nweb-1 /);
    expect(lines.join("\n")).to.match(/\nLast changes\n\d\d:\d\d:07 recovered default\/demo-pod/);
    expect(lines.at(-1)).to.equal("Ctrl-C ends it and sums up.");
  });

  it("tells by cause what has no room pod by pod", () => {
    expect(draw(many(300), {}).join("\n")).to.match(/\nCAUSE +WHERE/);
  });

  it("says that it may be out of date", () => {
    expect(draw([], {}, { warning: "What was told may be out of date." })[1]).to.equal(
      "What was told may be out of date.",
    );
  });

  it("never has more lines or columns than the terminal, nor anything that moves it", () => {
    const changes = KINDS.flatMap((kind) => [change(kind), change(kind, evil)]);
    for (const width of [20, 57, 79, 200]) {
      for (const height of [1, 5, 12, 24, 60]) {
        for (const failures of [[], many(1), [evil, evil], many(40)]) {
          const lines = draw(failures, { width, height }, { changes, looked: EVIL, warning: EVIL });
          expect(lines.length).to.be.at.most(height);
          for (const line of lines) {
            expectHarmless(line);
            expect(displayWidth(line), line).to.be.at.most(width);
          }
        }
      }
    }
  });
});
