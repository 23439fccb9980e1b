import { expect } from "chai";
import fc from "fast-check";
import { parse } from "yaml";
import { CAUSE_IDS } from "../../src/catalogue/ids.ts";
import { FORMATS, type RenderOptions, render } from "../../src/render/render.ts";
import type { PullReport } from "../../src/report.ts";
import { expectHarmless, expectHarmlessColored } from "./expect-harmless.ts";

const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  fc.constantFrom(
    "",
    " ",
    "\n",
    "- a",
    "# b",
    ": c",
    "'",
    '"',
    "true",
    "1.2",
    "\u001b[2J",
    "a\n  b\n",
    "x".repeat(300),
  ),
);
const maybe = fc.option(text, { nil: null });
const cause = fc.constantFrom(...CAUSE_IDS);
const confidence = fc.constantFrom("certain", "likely", "possible");
const index = fc.integer({ min: 0, max: 6 });
const few = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { maxLength: 3 });
const maybeNumber = fc.option(fc.nat(), { nil: null });

const failure = fc.record({
  source: text,
  namespace: maybe,
  pod: maybe,
  container: maybe,
  node: maybe,
  image: fc.option(fc.record({ raw: text, registry: maybe, repository: maybe, tag: maybe, digest: maybe }), {
    nil: null,
  }),
  state: maybe,
  runtime: fc.constantFrom("containerd", "docker", "cri-o", "unknown"),
  cause,
  confidence,
  alternatives: few(fc.record({ cause, confidence, why: text, check: maybe })),
  error: fc.option(
    fc.record({
      message: text,
      grpcCode: maybe,
      httpStatus: maybeNumber,
      registryCode: maybe,
      chain: few(fc.record({ step: text, subject: maybe, text })),
      leaf: text,
    }),
    { nil: null },
  ),
  evidence: few(
    fc.record({
      event: fc.option(index, { nil: null }),
      from: fc.constantFrom("event", "status", "text"),
      quote: text,
    }),
  ),
  attempts: maybeNumber,
  firstSeen: maybe,
  lastSeen: maybe,
  retry: fc.option(fc.record({ wait: fc.nat(), isLongest: fc.boolean(), earliest: fc.nat(), latest: fc.nat() }), {
    nil: null,
  }),
  fixes: few(
    fc.record({
      title: text,
      commands: few(fc.record({ run: text, effect: fc.constantFrom("inspect", "changes") })),
      note: maybe,
    }),
  ),
  suggestions: few(fc.record({ image: text, why: text })),
});

/** Any report that the types allow, also one whose indexes point nowhere. */
const report = fc.record({
  apiVersion: fc.constant("pullcheck/v1"),
  kind: fc.constant("PullReport"),
  complete: fc.boolean(),
  summary: fc.record({ failures: fc.nat(), podsSeen: fc.nat(), causes: fc.constant({}) }),
  failures: fc.array(failure, { maxLength: 16 }),
  groups: few(
    fc.record({
      scope: fc.constantFrom("registry", "namespace", "secret", "image", "node"),
      key: text,
      cause,
      failures: few(index),
      pods: fc.nat(),
      namespaces: fc.nat(),
      nodes: fc.nat(),
      nodesPulling: maybeNumber,
      workloads: few(text),
      since: maybe,
      newest: few(index),
      facts: few(
        fc.record({
          about: fc.constantFrom("other-nodes", "nodes", "pull-secret", "service-account"),
          text,
          isKnown: fc.boolean(),
          names: few(fc.record({ kind: fc.constantFrom("node", "secret", "registry"), name: text })),
        }),
      ),
    }),
  ),
  events: few(
    fc.record({
      source: text,
      namespace: maybe,
      object: maybe,
      type: maybe,
      reason: maybe,
      age: maybe,
      count: maybeNumber,
      over: maybe,
      from: maybe,
      message: text,
    }),
  ),
  warnings: few(text),
}) as fc.Arbitrary<PullReport>;

const options: fc.Arbitrary<RenderOptions> = fc.record({
  format: fc.constantFrom(...FORMATS),
  color: fc.boolean(),
  width: fc.oneof(fc.integer({ min: -5, max: 250 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 61.5)),
  verbose: fc.boolean(),
  quiet: fc.boolean(),
  looked: text,
});

describe("any report", () => {
  it("is rendered, and never throws", () => {
    fc.assert(
      fc.property(report, options, (one, how) => {
        const output = render(one, how);
        expect(output === "" || output.endsWith("\n")).to.equal(true);
      }),
      { numRuns: 600 },
    );
  });

  it("puts no control character out but its own line breaks and colours", () => {
    fc.assert(
      fc.property(report, options, (one, how) => {
        const output = render(one, how);
        if (how.color) expectHarmlessColored(output);
        else expectHarmless(output);
      }),
      { numRuns: 300 },
    );
  });

  it("is the same again when its JSON or its YAML is read", () => {
    fc.assert(
      fc.property(report, options, (one, how) => {
        expect(JSON.parse(render(one, { ...how, format: "json" }))).to.deep.equal(one);
        expect(parse(render(one, { ...how, format: "yaml" }))).to.deep.equal(one);
      }),
      { numRuns: 300 },
    );
  });
});
