import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect } from "chai";
import { CAUSE_IDS } from "../../src/catalogue/ids.ts";
import type {
  Alternative,
  ErrorStep,
  Evidence,
  Fact,
  FailureGroup,
  Fix,
  FixCommand,
  PullReport,
  ReportedError,
  ReportedEvent,
  ReportedFailure,
  ReportedImage,
  ReportedOwnCause,
  ReportedSuggestion,
  Retry,
} from "../../src/report.ts";
import { aFailure, anEvent, aReport, renderPlain, reportOf } from "./build.ts";
import { DEMO_POD, HEALTHY, NOTHING_LEFT, THREE_PODS_ONE_CAUSE, TWO_CAUSES } from "./texts.ts";

interface Shape {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
  readonly additionalProperties: boolean;
}

const schema = JSON.parse(readFileSync(new URL("../../src/report.schema.json", import.meta.url), "utf8"));
const validate = new Ajv({ strict: true, allErrors: true }).compile(schema);

/** The fields of a type. It is total, so a field that is added to the type does not compile until it stands here. */
const fields = <T>(names: { readonly [Name in keyof Required<T>]: true }): string[] => Object.keys(names);

const TYPES: Readonly<Record<string, readonly [shape: Shape, names: readonly string[]]>> = {
  PullReport: [
    schema,
    fields<PullReport>({
      apiVersion: true,
      kind: true,
      complete: true,
      summary: true,
      failures: true,
      groups: true,
      events: true,
      warnings: true,
      ownCauses: true,
      probe: true,
    }),
  ],
  summary: [schema.properties.summary, fields<PullReport["summary"]>({ failures: true, podsSeen: true, causes: true })],
  ReportedFailure: [
    schema.definitions.failure,
    fields<ReportedFailure>({
      source: true,
      namespace: true,
      pod: true,
      container: true,
      node: true,
      image: true,
      state: true,
      runtime: true,
      cause: true,
      confidence: true,
      alternatives: true,
      error: true,
      evidence: true,
      attempts: true,
      firstSeen: true,
      lastSeen: true,
      retry: true,
      fixes: true,
      suggestions: true,
    }),
  ],
  ReportedImage: [
    schema.definitions.image,
    fields<ReportedImage>({ raw: true, registry: true, repository: true, tag: true, digest: true }),
  ],
  Alternative: [
    schema.definitions.alternative,
    fields<Alternative>({ cause: true, confidence: true, why: true, check: true }),
  ],
  ReportedError: [
    schema.definitions.error,
    fields<ReportedError>({
      message: true,
      grpcCode: true,
      httpStatus: true,
      registryCode: true,
      chain: true,
      leaf: true,
    }),
  ],
  ErrorStep: [schema.definitions.step, fields<ErrorStep>({ step: true, subject: true, text: true })],
  Evidence: [schema.definitions.evidence, fields<Evidence>({ event: true, from: true, quote: true })],
  ReportedSuggestion: [schema.definitions.suggestion, fields<ReportedSuggestion>({ image: true, why: true })],
  Fix: [schema.definitions.fix, fields<Fix>({ title: true, commands: true, note: true, own: true })],
  FixCommand: [schema.definitions.command, fields<FixCommand>({ run: true, effect: true })],
  FailureGroup: [
    schema.definitions.group,
    fields<FailureGroup>({
      scope: true,
      key: true,
      cause: true,
      failures: true,
      pods: true,
      namespaces: true,
      nodes: true,
      nodesPulling: true,
      workloads: true,
      since: true,
      newest: true,
      facts: true,
    }),
  ],
  ReportedOwnCause: [
    schema.definitions.ownCause,
    fields<ReportedOwnCause>({ id: true, title: true, what: true, why: true, links: true, file: true }),
  ],
  Retry: [schema.definitions.retry, fields<Retry>({ wait: true, isLongest: true, earliest: true, latest: true })],
  Fact: [schema.definitions.fact, fields<Fact>({ about: true, text: true, isKnown: true, names: true })],
  ReportedEvent: [
    schema.definitions.event,
    fields<ReportedEvent>({
      source: true,
      namespace: true,
      object: true,
      type: true,
      reason: true,
      age: true,
      count: true,
      over: true,
      from: true,
      message: true,
    }),
  ],
};

/** Told only where a team has causes of its own. */
const OPTIONAL = ["PullReport.probe", "PullReport.ownCauses", "Fix.own"];

function expectValid(report: unknown): void {
  expect(validate(report), JSON.stringify(validate.errors)).to.equal(true);
}

describe("the JSON Schema of the report", () => {
  it("knows exactly the causes of the catalogue", () => {
    expect(schema.definitions.cause.anyOf[0].enum).to.have.members([...CAUSE_IDS]);
  });

  for (const [name, [shape, names]] of Object.entries(TYPES))
    it(`describes every field of ${name}, and no other`, () => {
      expect(Object.keys(shape.properties)).to.have.members(names);
      expect(shape.required).to.have.members(names.filter((field) => !OPTIONAL.includes(`${name}.${field}`)));
    });

  it("lets fields be added", () => {
    for (const [name, [shape]] of Object.entries(TYPES)) expect(shape.additionalProperties, name).to.equal(true);
    expectValid({ ...reportOf(DEMO_POD), addedLater: true });
  });

  it("accepts what is printed for a text", () => {
    for (const text of [DEMO_POD, THREE_PODS_ONE_CAUSE, TWO_CAUSES, NOTHING_LEFT, HEALTHY, ""])
      expectValid(JSON.parse(renderPlain(reportOf(text), { format: "json" })));
    expectValid(JSON.parse(renderPlain(reportOf(DEMO_POD, TWO_CAUSES), { format: "json" })));
  });

  it("accepts null wherever the input may be silent", () => {
    const silent = aFailure({
      namespace: null,
      pod: null,
      container: null,
      node: null,
      image: null,
      state: null,
      error: null,
      attempts: null,
      firstSeen: null,
      lastSeen: null,
      retry: null,
    });
    const event = anEvent({
      namespace: null,
      object: null,
      type: null,
      reason: null,
      age: null,
      count: null,
      over: null,
      from: null,
    });
    expectValid(aReport([silent], { events: [event] }));
  });

  it("refuses a cause, a confidence and an effect that do not exist, and a report without its events", () => {
    const broken = (more: object): unknown => ({ ...reportOf(DEMO_POD), ...more });
    for (const more of [
      { failures: [{ ...aFailure(), cause: "bad-luck" }] },
      { failures: [{ ...aFailure(), confidence: "sure" }] },
      { failures: [{ ...aFailure(), fixes: [{ title: "t", commands: [{ run: "r", effect: "x" }], note: null }] }] },
      { events: undefined },
    ])
      expect(validate(JSON.parse(JSON.stringify(broken(more))))).to.equal(false);
  });
});
