import { expect } from "chai";
import type { Facts } from "../../src/catalogue/define.ts";
import { CAUSE_IDS, type CauseId } from "../../src/catalogue/ids.ts";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import { matchCauses } from "../../src/catalogue/match.ts";
import { BUILT_IN } from "../../src/catalogue/own.ts";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { judge } from "../../src/diagnose/judge.ts";
import { parsePullErrors } from "../../src/error/pull-error.ts";
import { parseReference } from "../../src/image/reference.ts";
import { collectFailures } from "../../src/pull/collect.ts";
import { readText } from "../../src/read/read-text.ts";

const EVERY = CAUSE_IDS.map((id) => [id, CATALOGUE[id]] as const);

function causeOf(text: string): string {
  return diagnose([{ source: "-", text }]).failures[0]?.cause ?? "no failure";
}

describe("the catalogue", () => {
  for (const [id, cause] of EVERY) {
    describe(id, () => {
      for (const text of cause.examples.is) it(`explains: ${text}`, () => expect(causeOf(text)).to.equal(id));
      for (const [text, other] of cause.examples.isNot) {
        it(`leaves to ${other}: ${text}`, () => expect(causeOf(text)).to.equal(other));
      }

      it("says what, why, and what to do", () => {
        expect(cause.title).to.match(/^[A-Z].{5,70}[^.]$/);
        expect(cause.what).to.match(/^[A-Z].*\.$/);
        expect(cause.why.length).to.be.greaterThan(100);
        expect(cause.origins).not.to.have.lengthOf(0);
        if (id !== "unrecognized") {
          expect(cause.examples.is, "examples of what it is").not.to.have.lengthOf(0);
          expect(cause.examples.isNot.length, "look-alikes").to.be.greaterThanOrEqual(2);
        }
      });

      it("has a lead for whoever has nothing but the id", () => {
        expect(cause.fixes(noFacts()).length).to.be.greaterThan(0);
      });

      it("puts what only reads before what changes", () => {
        for (const fix of cause.fixes(noFacts())) {
          const effects = fix.commands.map((command) => command.effect);
          expect(effects, fix.title).to.deep.equal(
            [...effects].sort((a, b) => (a === b ? 0 : a === "inspect" ? -1 : 1)),
          );
        }
      });

      it("remembers nothing between two looks", () => {
        const source = cause.signals.map((signal) => signal.see.toString()).join();
        expect(source).not.to.match(/\/[a-z]*g[a-z]*\.test/);
      });
    });
  }

  it("outranks without going round in a circle", () => {
    const visit = (id: CauseId, path: readonly CauseId[]): void => {
      expect(path, [...path, id].join(" > ")).not.to.include(id);
      for (const next of CATALOGUE[id].outranks ?? []) visit(next, [...path, id]);
    };
    for (const id of CAUSE_IDS) visit(id, []);
  });

  it("gives the same answers in any order", () => {
    const causes = Object.fromEntries(Object.entries(CATALOGUE).reverse()) as typeof CATALOGUE;
    const backwards = { ...BUILT_IN, causes };
    for (const [, cause] of EVERY) {
      for (const text of [...cause.examples.is, ...cause.examples.isNot.map(([one]) => one)]) {
        for (const failure of collectFailures([readText("-", text)]).failures) {
          const image = failure.image === null ? null : parseReference(failure.image);
          for (const error of failure.sightings.flatMap((sighting) => sighting.errors)) {
            const reference = image?.ok === true ? image.image : null;
            expect(matchCauses(error, failure, reference, backwards)[0]?.cause, text).to.equal(
              matchCauses(error, failure, reference)[0]?.cause,
            );
          }
        }
      }
    }
  });
});

function noFacts(): Facts {
  const failure = collectFailures([
    readText(
      "-",
      "Name: p\nNamespace: n\nContainers:\n  c:\n    Image: a\n    State: Waiting\n      Reason: ErrImagePull",
    ),
  ]).failures[0];
  if (failure === undefined) throw new Error("the text above holds a failure");
  const error = parsePullErrors("")[0];
  if (error === undefined) throw new Error("every text is at least one error");
  return {
    error,
    failure: { ...failure, image: null, pod: null, namespace: null, container: null },
    image: null,
    scope: "leaf",
  };
}

describe("a diagnosis", () => {
  it("passes on what the wording leaves open, with the check that settles it", () => {
    const text =
      'Failed to pull image "acme/app:1": failed to resolve reference "docker.io/acme/app:1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed';
    const failure = collectFailures([readText("-", text)]).failures[0];
    if (failure === undefined) throw new Error("the text holds a failure");
    const { cause, confidence, alternatives } = judge(failure);
    expect([cause, confidence]).to.deep.equal(["missing-credentials", "likely"]);
    expect(alternatives.map((one) => one.cause)).to.include("repository-not-found");
  });
});
