import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect } from "chai";
import fc from "fast-check";
import { CAUSE_IDS } from "../../src/catalogue/ids.ts";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import type { PullReport } from "../../src/report.ts";
import { cleanLines } from "../../src/text/clean.ts";

const validate = new Ajv({ strict: false }).compile<PullReport>(
  JSON.parse(readFileSync(new URL("../../src/report.schema.json", import.meta.url), "utf8")),
);

const EXAMPLES = CAUSE_IDS.flatMap((id) => CATALOGUE[id].examples.is.map((text) => ({ id, text })));

const report = (text: string): PullReport => diagnose([{ source: "-", text }]);

/** Letters and digits only: what is left when white space, quotation marks, borders and colours are set aside. */
const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, "");

/** Words, punctuation and line shapes that pull errors and kubectl's tables are made of. */
const word = fc.constantFrom(
  "Failed to pull image",
  '"nginx:lates"',
  "rpc error: code = NotFound desc =",
  "Warning  Failed",
  "25s (x3 over 66s)",
  "kubelet",
  "Events:",
  "  ----",
  "Name:         web",
  "Namespace:    default",
  "Containers:",
  "  app:",
  "    Image:  nginx",
  "    State:  Waiting",
  "      Reason:  ErrImagePull",
  "not found",
  "denied:",
  "unauthorized:",
  "dial tcp 10.0.0.1:443:",
  "i/o timeout",
  "lookup x on 1.1.1.1:53:",
  "no such host",
  "[",
  "]",
  "(",
  ")",
  '"',
  '\\"',
  "│",
  "> ",
  "```",
  "\n",
  "\n\n",
  "\t",
  "    ",
  "{",
  "}",
  "'",
  "<none>",
  "429 Too Many Requests",
  "https://r.example/v2/a/manifests/1",
  "Error: ErrImagePull",
  "errors:",
  ";",
  "; artifact err: ",
  "(Mirrors also failed: [a/b: EOF]): ",
  "pod/web",
  "\u202e",
  "\u001b[31m",
  "🚫",
  "ü",
);
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.array(word, { maxLength: 60 }).map((words) => words.join(" ")),
  fc.array(word, { maxLength: 60 }).map((words) => words.join("")),
);

describe("any input", () => {
  it("yields a report that the schema admits, never an exception", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const got = report(text);
        expect(validate(got), JSON.stringify(validate.errors)).to.equal(true);
      }),
      { numRuns: 1500 },
    );
  });

  it("is quoted, never paraphrased", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constantFrom(...EXAMPLES.map(({ text }) => text))), anyText, (first, second) => {
        const text = `${first}\n\n${second}`;
        for (const failure of report(text).failures) {
          for (const { quote } of failure.evidence)
            expect(letters(cleanLines(text).join("\n"))).to.include(letters(quote));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("has every failure in exactly one group", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EXAMPLES), { maxLength: 6 }), (examples) => {
        const got = report(examples.map(({ text }) => text).join("\n\n"));
        expect(got.groups.flatMap((group) => group.failures).sort((a, b) => a - b)).to.deep.equal(
          got.failures.map((_, index) => index),
        );
      }),
    );
  });
});

describe("text around an error", () => {
  const prose = fc.constantFrom(
    "Hello team, since this morning our pods hang.",
    "Can somebody have a look? We changed nothing.",
    "Seit heute früh startet nichts mehr, siehe unten:",
    "NAME   READY   STATUS    RESTARTS   AGE\nweb    1/1     Running   0          3d",
    "cluster: production-4, namespace: shop, ticket 4711",
    "The registry was fine on 2026-01-02 at 10:03.",
  );

  it("changes no cause", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...EXAMPLES),
        fc.array(prose, { maxLength: 3 }),
        fc.array(prose, { maxLength: 3 }),
        ({ id, text }, before, after) => {
          const got = report([...before, text, ...after].join("\n\n"));
          expect(got.failures.map((failure) => failure.cause)).to.include(id);
        },
      ),
      { numRuns: 600 },
    );
  });
});

describe("words inside image names", () => {
  const HOSTILE = [
    "timeout/eof:403",
    "no-such-host/denied:429",
    "unauthorized/connection-refused:404",
    "x509/not-found:not-found",
    "manifest-unknown/toomanyrequests:tls",
    "proxyconnect/lookup:dial",
    "short-name/signature:policy",
  ];
  const rows: readonly { image: string; message: string; cause: string }[] = readFileSync(
    new URL("../../fixtures/corpus/runtimes/messages.jsonl", import.meta.url),
    "utf8",
  )
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter(
      (row: { image: string; cause: string }) =>
        /^[a-z0-9.-]+\.example\/[a-z/-]+:[\w.]+$/.test(row.image) && row.cause !== "invalid-image-name",
    );
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  it("never decide", () => {
    expect(rows.length).to.be.greaterThan(300);
    fc.assert(
      fc.property(fc.constantFrom(...rows), fc.constantFrom(...HOSTILE), ({ image, message }, hostile) => {
        const [, repository = "", tag = ""] = /^[^/]+\/(.+):(.+)$/.exec(image) ?? [];
        const [name = "", version = ""] = hostile.split(":");
        const honest = `Failed to pull image "${image}": ${message}`;
        const disguised = honest
          .replace(new RegExp(`${literal(repository)}(?![\\w-])`, "g"), name)
          .replace(new RegExp(`(?<=[:/ \\[])${literal(tag)}(?![\\w.-])`, "g"), version);
        expect(report(disguised).failures[0]?.cause, disguised).to.equal(report(honest).failures[0]?.cause);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("secrets in a message", () => {
  it("never reach the report", () => {
    const secrets = [
      "https://acme:hunter2secret@r.example/v2/",
      "https://s3.example/x?X-Amz-Signature=deadbeefcafe0123&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE",
      "https://b.example/x?sv=2020&sig=hunter2secret%3D",
      "Authorization: Bearer hunter2secret.hunter2secret.hunter2secret",
      "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJodW50ZXIyc2VjcmV0In0.c2lnbmF0dXJl",
    ];
    for (const secret of secrets) {
      const text = `Failed to pull image "r.example/a:1": failed to do request: Get "${secret}": EOF`;
      expect(JSON.stringify(report(text)), secret).not.to.match(/hunter2secret|deadbeefcafe|AKIAIOSFODNN7|eyJzdWIi/);
    }
  });
});

describe("a hostile text", () => {
  it("of a megabyte is read in a moment", () => {
    const started = performance.now();
    for (const unit of [
      "Failed to pull image ",
      "a:",
      "a/",
      "(",
      '"',
      "lookup ",
      ' "x',
      "[rpc error: ",
      "x".repeat(50),
      "Warning  Failed  ",
      "dial tcp ",
      "not found ",
      "│ ",
      "> ",
    ]) {
      report(unit.repeat(Math.ceil(100_000 / unit.length)));
    }
    expect(performance.now() - started).to.be.lessThan(8000);
  }).timeout(30_000);
});
