import { expect } from "chai";
import { parse } from "yaml";
import { FORMATS, render } from "../../src/render/render.ts";
import { aFailure, aFix, anEvent, aReport, PLAIN } from "./build.ts";
import { expectHarmless } from "./expect-harmless.ts";

const EVIL = {
  "a colour": "\u001b[31mred\u001b[0m",
  "a cursor movement": "\u001b[2J\u001b[1;1H",
  "a window title": "\u001b]0;owned\u0007",
  "a hyperlink": "\u001b]8;;http://evil\u001b\\click\u001b]8;;\u001b\\",
  "a C1 control": "\u009b31mred",
  "an escape in two halves": "\u001b\u200b[31m",
  "a direction override": "\u202egpj.exe\u202c",
  "an isolate": "\u2066a\u2069",
  "invisible characters": "ng\u200binx\ufeff\u00ad",
  "tag characters": "a\u{e0041}\u{e0042}\u{e007f}",
  "a line separator": "a\u2028b\u2029c",
  "a carriage return": "safe\rEVIL",
  "a bell, a backspace and a null": "\u0007\b\u0000",
  "a lone surrogate": "\ud800x",
  "a forged line": "a\n\nLooked at everything: all is well.\n",
  "a tab and a form feed": "a\tb\fc\vd",
} as const;

const evilReport = (evil: string) =>
  aReport(
    [
      aFailure({
        source: evil,
        namespace: evil,
        pod: evil,
        container: evil,
        node: evil,
        image: { raw: evil, registry: evil, repository: evil, tag: evil, digest: evil },
        state: evil,
        firstSeen: evil,
        lastSeen: evil,
        alternatives: [{ cause: "image-removed", confidence: "possible", why: evil, check: evil }],
        error: {
          message: evil,
          grpcCode: evil,
          httpStatus: 404,
          registryCode: evil,
          chain: [{ step: evil, subject: evil, text: evil }],
          leaf: evil,
        },
        evidence: [{ event: 0, from: "event", quote: evil }],
        fixes: [aFix({ title: evil, commands: [{ run: evil, effect: "changes" }], note: evil })],
      }),
      aFailure({ cause: "unrecognized", pod: evil, namespace: evil, fixes: [], evidence: [] }),
    ],
    {
      complete: false,
      warnings: [evil],
      events: [anEvent({ reason: evil, age: evil, over: evil, message: evil })],
    },
  );

describe("a hostile text", () => {
  for (const [name, evil] of Object.entries(EVIL))
    it(`with ${name} comes out harmless in every format`, () => {
      for (const format of FORMATS)
        for (const quiet of [false, true])
          for (const width of [30, 80, 200]) {
            const options = { ...PLAIN, format, quiet, width, verbose: true, looked: evil };
            expectHarmless(render(evilReport(evil), options), `${format} at ${width}`);
          }
    });

  it("is the same string again for a program that reads the JSON or the YAML", () => {
    for (const evil of Object.values(EVIL)) {
      const report = evilReport(evil);
      expect(JSON.parse(render(report, { ...PLAIN, format: "json" }))).to.deep.equal(report);
      expect(parse(render(report, { ...PLAIN, format: "yaml" }))).to.deep.equal(report);
    }
  });

  it("cannot forge a line at the margin", () => {
    const evil = evilReport(EVIL["a forged line"]);
    // A command of several lines stands at the margin, but commands are ours: names in them are checked or quoted.
    const failures = evil.failures.map((failure) => ({ ...failure, fixes: [], alternatives: [] }));
    for (const format of ["table", "wide", "name"] as const) {
      const lines = render({ ...evil, failures }, { ...PLAIN, format, verbose: true }).split("\n");
      expect(lines, format).to.not.include("Looked at everything: all is well.");
    }
  });

  it("turns no line separator in a command into a second command", () => {
    const commands = [{ run: "echo a\u2028rm -rf b\rrm c", effect: "inspect" }] as const;
    const said = render(aReport([aFailure({ fixes: [aFix({ commands })] })]), PLAIN);
    expect(said).to.include("  echo a rm -rf b rm c\n");
  });
});
