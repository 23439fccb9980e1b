import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect } from "chai";
import fc from "fast-check";
import { examine } from "../../src/diagnose/diagnose.ts";
import { type PullError, parsePullErrors } from "../../src/error/pull-error.ts";
import { parseReference } from "../../src/image/reference.ts";
import { compose } from "../../src/own/compose.ts";
import { fill, PLACEHOLDERS } from "../../src/own/fill.ts";
import { failingExamples } from "../../src/own/lint.ts";
import { findIn, isAll, parseWildcard, small } from "../../src/own/wildcard.ts";
import { NO_FAILURE } from "../../src/pull/failure.ts";
import { readText } from "../../src/read/read-text.ts";
import { renderPlain } from "../render/build.ts";
import { oneCause, own, pullError, reportWith, WORKED } from "./files.ts";

const isReport = new Ajv().compile(
  JSON.parse(readFileSync(new URL("../../src/report.schema.json", import.meta.url), "utf8")),
);

const HELD = pullError("403 Forbidden: image held by gate-2 until scanned");
const UNKNOWN = pullError("299 Odd: image held by gate-2 until scanned").replace(
  "unexpected status from",
  "strange answer to",
);

function answerOf(fields: Readonly<Record<string, string>>, text = HELD): string | undefined {
  return reportWith(own(oneCause({ outranks: "[access-denied]", ...fields })), text).failures[0]?.cause;
}

describe("an own cause", () => {
  describe("is recognised by", () => {
    const held: Readonly<Record<string, string>> = {
      words: "{ words: held by gate }",
      "words in capitals": "{ words: HELD BY GATE }",
      "words with a star": "{ words: image held*until scanned }",
      "one of several words": "{ words: [nothing here, held by gate] }",
      "a status": "{ status: 403 }",
      "a range of statuses": '{ status: "400-499" }',
      "the built-in cause": "{ cause: access-denied }",
      "the registry": "{ cause: access-denied, registry: registry.corp.example }",
      "a part of the registry": '{ status: 403, registry: "*.corp.example" }',
      "the repository": '{ status: 403, repository: "shop/*" }',
      "the host": "{ status: 403, host: registry.corp.example }",
      "the runtime": "{ status: 403, runtime: containerd }",
      "one of two conditions": "[{ status: 500 }, { words: held by gate }]",
    };
    for (const [name, when] of Object.entries(held)) it(name, () => expect(answerOf({ when })).to.equal("team/gate"));

    it("the registry's own code", () => {
      const text = pullError("403 Forbidden").replace(/unexpected status.*/, "denied: held by gate");
      expect(answerOf({ when: "{ code: DENIED }" }, text)).to.equal("team/gate");
    });

    it("namespace and node of a describe", () => {
      const text = `Name:         web-0\nNamespace:    shop\nNode:         node-7/10.0.0.7\nContainers:\n  web:\n    Image:          registry.corp.example/shop/web:7\n    State:          Waiting\n      Reason:       ImagePullBackOff\nEvents:\n  Type     Reason   Age   From     Message\n  ----     ------   ----  ----     -------\n  Warning  Failed   5s    kubelet  ${HELD}\n`;
      expect(answerOf({ when: "{ words: held by gate, namespace: shop, node: node-* }" }, text)).to.equal("team/gate");
      expect(answerOf({ when: "{ words: held by gate, namespace: other }" }, text)).to.equal("access-denied");
    });
  });

  describe("is not recognised by", () => {
    const other: Readonly<Record<string, string>> = {
      "other words": "{ words: held by nobody }",
      "words in the wrong order": "{ words: until scanned*held by gate }",
      "another status": "{ status: [401, 404] }",
      "another cause": "{ cause: tag-not-found }",
      "another registry": "{ status: 403, registry: corp.example }",
      "half a repository": "{ status: 403, repository: shop }",
      "a code that was not given": "{ code: DENIED }",
      "one of two fields": "{ words: held by gate, status: 500 }",
    };
    for (const [name, when] of Object.entries(other))
      it(name, () => expect(answerOf({ when })).to.equal("access-denied"));

    it("words inside an image's name", () => {
      const text = pullError("403 Forbidden", "registry.corp.example/held/by-gate:7");
      expect(answerOf({ when: "{ words: by-gate }" }, text)).to.equal("access-denied");
    });
  });

  describe("does not push itself forward", () => {
    it("and is only what else it could be where it outranks nothing", () => {
      const [failure] = reportWith(own(oneCause({ confidence: "certain" })), HELD).failures;
      expect(failure?.cause).to.equal("access-denied");
      expect(failure?.alternatives[0]).to.include({
        cause: "team/gate",
        confidence: "certain",
        why: "The gate holds it.",
      });
    });

    it("and is the answer where no built-in cause is", () => {
      const [failure] = reportWith(own(oneCause({ confidence: "possible" })), UNKNOWN).failures;
      expect(failure).to.include({ cause: "team/gate", confidence: "possible" });
    });

    it("and gives way to another error of the same message, of which a built-in cause is recognised", () => {
      const pulled = 'failed to pull and unpack image "registry.corp.example/shop/web:7":';
      const odd = `${pulled} odd answer: image held by gate-2 until scanned`;
      const lookup = `${pulled} dial tcp: lookup registry.corp.example on 10.0.0.2:53: no such host`;
      const text = `Failed to pull image "registry.corp.example/shop/web:7": [${odd}, ${lookup}]`;
      expect(reportWith([], text).failures[0]?.cause).to.equal("dns-failure");
      expect(reportWith(own(oneCause()), text).failures[0]?.cause).to.equal("dns-failure");
    });

    it("and makes no failure of a sentence that is none", () => {
      const text = "Some job wrote: image held by gate-2 until scanned";
      expect(reportWith(own(oneCause()), text).failures).to.deep.equal(reportWith([], text).failures);
    });

    it("and keeps in sight what it outranks", () => {
      const [failure] = reportWith(own(oneCause({ outranks: "[access-denied]" })), HELD).failures;
      expect(failure).to.include({ cause: "team/gate", confidence: "likely" });
      expect(failure?.alternatives.map(({ cause }) => cause)).to.include("access-denied");
    });

    it("and gives way to an own cause that outranks it", () => {
      const second = oneCause({ id: "team/scan", outranks: "[team/gate, access-denied]" });
      expect(reportWith(own(oneCause({ outranks: "[access-denied]" }), second), HELD).failures[0]?.cause).to.equal(
        "team/scan",
      );
    });

    it("and changes nothing elsewhere", () => {
      const text = pullError("500 Internal Server Error");
      expect(reportWith(own(...WORKED), text)).to.deep.equal(reportWith([], text));
    });
  });

  it("groups by its scope", () => {
    expect(reportWith(own(oneCause({ outranks: "[access-denied]", scope: "registry" })), HELD).groups[0]).to.include({
      scope: "registry",
      key: "registry.corp.example",
      cause: "team/gate",
    });
  });

  it("brings its words along in the report, and is marked wherever it is shown", () => {
    const report = reportWith(own(WORKED[0] as string), HELD);
    expect(report.ownCauses?.map(({ id, file }) => [id, file])).to.deep.equal([
      ["platform/blocked-by-gate", "file-1.yaml"],
    ]);
    expect(isReport(report), JSON.stringify(isReport.errors)).to.equal(true);
    for (const format of ["table", "markdown"] as const) {
      const shown = renderPlain(report, { format }).replace(/\s+/g, " ").replaceAll("\\", "");
      expect(shown).to.contain("The image gate holds this image back").and.contain("platform/blocked-by-gate");
      expect(shown).to.contain("(Your team's own words, from file-1.yaml.)");
      expect(shown).to.contain("See what the gate says [your team's own, file-1.yaml]");
    }
  });

  describe("fills its commands", () => {
    const commandsOf = (run: string, text = HELD): string | undefined =>
      reportWith(
        own(
          oneCause({
            outranks: "[access-denied]",
            fixes: `[{ title: Look, commands: [{ run: ${JSON.stringify(run)}, effect: changes }] }]`,
          }),
        ),
        text,
      ).failures[0]?.fixes[0]?.commands[0]?.run;

    it("with names, and CAPITALS for those that the text does not say", () => {
      expect(commandsOf("gate {registry} {repository} {tag} {image} -n {namespace} {pod} {node} {host}")).to.equal(
        "gate registry.corp.example shop/web 7 registry.corp.example/shop/web:7 -n NAMESPACE POD NODE registry.corp.example",
      );
    });

    it("and leaves alone what braces mean elsewhere", () => {
      const run = `kubectl get pods -o jsonpath='{range .items[*]}{.metadata.name}{"\\n"}{end}' | awk '{print}' | grep "\${pod}"`;
      expect(commandsOf(run)).to.equal(run);
    });

    it("never with anything that a shell would act upon", () => {
      const name = fc.oneof(
        fc.string({ unit: "binary" }),
        fc.constantFrom(
          "$(reboot)",
          "`reboot`",
          "a'b",
          'a"b',
          "a;reboot",
          "a|b",
          "--all",
          "a\nb",
          "é",
          "web",
          "[::1]:5000/a",
        ),
        fc.constantFrom("a.example/b:$(reboot)", "--registry.example/x", "a.example/b:1;ls", "web:7"),
      );
      fc.assert(
        fc.property(name, name, (one, other) => {
          const parsed = parseReference(other);
          const failure = {
            ...NO_FAILURE,
            pod: one,
            namespace: one,
            container: one,
            node: one,
            owner: `Deployment/${one}`,
            missingSecrets: [one],
          };
          const [error] = parsePullErrors(pullError("403 Forbidden").replaceAll("registry.corp.example", one)) as [
            PullError,
          ];
          const facts = { error, failure, image: parsed.ok ? parsed.image : null, scope: "leaf" } as const;
          for (const placeholder of PLACEHOLDERS)
            expect(fill(`{${placeholder}}`, facts)).to.match(/^[\w@%+=:,./][\w@%+=:,./-]*$/);
        }),
        { numRuns: 2000 },
      );
    });

    it("and leaves them as they stand for PowerShell too", () => {
      const run = `gate '{tag}' | jq '.["x"]' > /dev/null`;
      const fixes = JSON.stringify([{ title: "Look", commands: [{ run, effect: "inspect" }] }]);
      const { catalogue } = compose(own(oneCause({ outranks: "[access-denied]", fixes })));
      const { report } = examine([readText("-", HELD)], [], { shell: "powershell", catalogue });
      expect(report.failures[0]?.fixes[0]?.commands[0]?.run).to.equal(`gate '7' | jq '.["x"]' > /dev/null`);
    });
  });
});

describe("own advice", () => {
  const DENIED = pullError("401 Unauthorized");

  it("stands first, marked, with the catalogue's own behind it", () => {
    const plain = reportWith([], DENIED).failures[0];
    const [failure] = reportWith(own(WORKED[1] as string), DENIED).failures;
    expect(failure?.cause).to.equal(plain?.cause);
    expect(failure?.fixes[0]).to.include({ title: "Get the team's robot account from #platform", own: "file-1.yaml" });
    expect(failure?.fixes.slice(1)).to.deep.equal(plain?.fixes);
  });

  it("is not given for another registry, nor for another cause", () => {
    for (const text of [pullError("401 Unauthorized", "ghcr.io/acme/web:7"), pullError("500 Internal Server Error")])
      expect(reportWith(own(WORKED[1] as string), text)).to.deep.equal(reportWith([], text));
  });
});

describe("several files of own causes", () => {
  const problemsOf = (...texts: string[]): string[] =>
    compose(own(...texts)).refused.flatMap(({ file, problems }) =>
      problems.map(({ message }) => `${file.name} ${message}`),
    );

  it("may not use one id twice", () => {
    expect(problemsOf(oneCause(), oneCause())).to.deep.equal([
      "/etc/team/file-2.yaml team/gate is there already, in file-1.yaml. Give it another name.",
    ]);
  });

  it("may not outrank each other in a circle", () => {
    const first = oneCause({ outranks: "[team/scan]" });
    const second = oneCause({ id: "team/scan", outranks: "[team/gate]" });
    expect(problemsOf(first, second)).to.deep.equal([
      "/etc/team/file-2.yaml team/scan outranks team/gate outranks team/scan: that goes round in a circle. Leave out one of them.",
    ]);
    expect(problemsOf(oneCause({ outranks: "[team/gate]" }))).to.have.lengthOf(1);
  });

  it("are tested each for itself: what a file found in causes.d has twice gives way to the one that was named", () => {
    const [named, found] = own(oneCause({ title: "New" }), oneCause({ title: "Old" }));
    const { catalogue, refused } = compose([named as never], [found as never]);
    expect([...catalogue.own.values()].map(({ title }) => title)).to.deep.equal(["New"]);
    expect(refused).to.deep.equal([]);
  });
});

describe("the examples of a file", () => {
  const lint = (text: string): string[] => {
    const [file] = own(text);
    return failingExamples(file as never, compose([file as never]).catalogue).map(
      ({ line, field, message }) => `${line} ${field} ${message}`,
    );
  };

  for (const [index, text] of WORKED.entries())
    it(`hold in the documentation's example ${index + 1}`, () => expect(lint(text)).to.deep.equal([]));

  it("must be recognised, and it is said why not", () => {
    const failed = (fields: Readonly<Record<string, string>>, example: string): string | undefined =>
      lint(oneCause({ ...fields, examples: `{ is: [${JSON.stringify(example)}] }` }))[0];
    expect(failed({}, HELD)).to.match(
      /^9 causes\[0\]\.examples\.is\[0\] .*only what else it could be\. To be the answer it must outrank access-denied\.$/,
    );
    expect(failed({}, pullError("500 Internal Server Error"))).to.match(
      /put down to registry-unavailable: "when" does not hold/,
    );
    expect(failed({}, "All is well.")).to.match(/No failing pull can be read in this/);
    expect(failed({ outranks: "[access-denied]" }, HELD)).to.equal(undefined);
  });

  it("must not be recognised where they are look-alikes", () => {
    const text = oneCause({
      outranks: "[access-denied]",
      examples: JSON.stringify({ is: [HELD], isNot: [HELD, pullError("403 Forbidden")] }),
    });
    expect(lint(text)).to.deep.equal(["9 causes[0].examples.isNot[0] This is recognised as team/gate."]);
  });

  it("of advice must get it", () => {
    const advice = (WORKED[1] as string).replace("*.corp.example", "*.other.example");
    expect(lint(advice)[0]).to.match(
      /^\d+ advice\[0\]\.examples\.is\[0\] This does not get the advice: it is put down to missing-credentials/,
    );
  });
});

describe("a pattern", () => {
  const cases: readonly (readonly [pattern: string, text: string, all: boolean])[] = [
    ["*.corp.example", "registry.corp.example", true],
    ["*.corp.example", "corp.example", false],
    ["registry.*.example", "Registry.a.b.Example", true],
    ["a*a", "a", false],
    ["a*b*c", "a-b-b-c", true],
    ["a*b*c", "a-c-b", false],
    ["*", "", true],
    ["", "a", false],
  ];
  for (const [pattern, text, all] of cases)
    it(`"${pattern}" ${all ? "is" : "is not"} all of "${text}"`, () =>
      expect(isAll(parseWildcard(pattern), text)).to.equal(all));

  it("says of any text what a regular expression would", () => {
    const letters = fc.array(fc.constantFrom("a", "b", "A", "*", " "), { maxLength: 12 }).map((all) => all.join(""));
    fc.assert(
      fc.property(letters, letters, (pattern, text) => {
        const source = pattern.replace(/\s+/g, " ").replaceAll("*", "[\\s\\S]*");
        expect(isAll(parseWildcard(pattern), text)).to.equal(new RegExp(`^${source}$`, "i").test(text));
        expect(findIn(parseWildcard(pattern), small(text)) !== null).to.equal(new RegExp(source, "i").test(text));
      }),
    );
  });

  it("takes no longer for a text that is made for it", () => {
    const pattern = parseWildcard("a*".repeat(100));
    const text = `${"a".repeat(99)}${"b".repeat(64 * 1024)}`;
    const started = performance.now();
    for (let i = 0; i < 100; i++) findIn(pattern, text);
    expect(performance.now() - started).to.be.lessThan(1000);
  });
});
