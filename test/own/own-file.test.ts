import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect } from "chai";
import fc from "fast-check";
import { parse } from "yaml";
import { readOwnFile } from "../../src/own/own-file.ts";
import { oneCause, WORKED } from "./files.ts";

const schema = JSON.parse(readFileSync(new URL("../../src/own-causes.schema.json", import.meta.url), "utf8"));
const admits = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);

function problemsOf(text: string): string[] {
  return readOwnFile("gate.yaml", text).problems.map(
    ({ line, column, field, message }) => `${line}:${column} ${field ?? "-"} ${message}`,
  );
}

const HEAD = "apiVersion: pullcheck/v1\nkind: OwnCauses\n";
const ADVICE = `${HEAD}advice:\n  - for: access-denied\n    title: Ask the team\n`;

describe("a file of own causes", () => {
  describe("is told with line, column and field", () => {
    const cases: Readonly<Record<string, readonly [text: string, ...problems: RegExp[]]>> = {
      "a field that does not exist": [
        oneCause({ titel: "The gate" }),
        /^10:5 causes\[0\] There is no field "titel" here\. Did you mean title\?$/,
      ],
      "a field that is missing": [
        oneCause().replace(/ {4}confidence.*\n/, ""),
        /^4:5 causes\[0\] "confidence" is missing\.$/,
      ],
      "a cause without an example": [
        oneCause({ examples: "{ is: [] }" }),
        /^9:21 causes\[0\]\.examples\.is must have at least 1 entry\.$/,
      ],
      "a title of two lines": [oneCause({ title: '"a\\nb"' }), /causes\[0\]\.title must be one line/],
      "an empty field": [oneCause({ what: "" }), /^6:\d+ causes\[0\]\.what must be a text\.$/],
      "a number for a text": [
        oneCause({ title: "403" }),
        /^5:12 causes\[0\]\.title must be a text: write "403" in quotes\.$/,
      ],
      "a cause that does not exist": [
        oneCause({ when: "{ cause: acces-denied }" }),
        /^8:20 causes\[0\]\.when\.cause "acces-denied" is not known here\. Did you mean access-denied\?$/,
      ],
      "a word that is no choice": [
        oneCause({ confidence: "sure" }),
        /"sure" is not known here\. Write one of certain, likely, possible\.$/,
      ],
      "an id without a team": [
        oneCause({ id: "gate" }),
        /^4:9 causes\[0\]\.id must be a name such as team\/blocked-by-gate/,
      ],
      "a built-in id": [oneCause({ id: "access-denied" }), /causes\[0\]\.id must be a name such as/],
      "a status that is none": [
        oneCause({ when: '{ status: "4xx" }' }),
        /causes\[0\]\.when\.status must be a status such as 403/,
      ],
      "a place that stands alone": [
        oneCause({ when: "{ registry: a.example }" }),
        /a place alone would claim every failure/,
      ],
      "a channel that YAML takes for a comment": [
        oneCause({ title: "Ask #platform for it" }),
        /^5:12 causes\[0\]\.title "#platform" would be lost as a comment\. Put the text in quotes\.$/,
      ],
      "a field that stands there twice": [
        `${oneCause()}    title: Other\n`,
        /^10:5 causes\[0\]\.title stands here twice\.$/,
      ],
      "an effect that is not said": [
        oneCause({ fixes: "[{ title: Look, commands: [{ run: ls }] }]" }),
        /causes\[0\]\.fixes\[0\]\.commands\[0\] "effect" is missing\.$/,
      ],
      "a placeholder with a slip": [
        oneCause({ fixes: '[{ title: Look, commands: [{ run: "ls {namspace}", effect: inspect }] }]' }),
        /\{namspace\} stands for nothing\. Did you mean \{namespace\}\?/,
      ],
      "a control character": [oneCause({ title: '"a\\eb"' }), /causes\[0\]\.title holds characters that nobody sees/],
      "a link that leads nowhere": [oneCause({ links: "['javascript:alert(1)']" }), /links\[0\] must be an address/],
      "a list that is none": [`${HEAD}causes: none\n`, /^3:9 causes must be a list\.$/],
      "a file that is something else": [
        "apiVersion: v1\nkind: Pod\n",
        /apiVersion "v1" is not known here/,
        /kind "Pod"/,
        /neither "causes" nor "advice"/,
      ],
      "an empty file": ["", /must have fields: apiVersion, kind/],
      "broken YAML": [`${HEAD}causes: [\n`, /This is no valid YAML: /],
      "a second document": [`${oneCause()}---\n${oneCause()}`, /^11:1 - A file holds one document\./],
    };
    for (const [name, [text, ...expected]] of Object.entries(cases)) {
      it(`: ${name}`, () => {
        const problems = problemsOf(text);
        expect(problems, problems.join("\n")).to.have.lengthOf(expected.length);
        for (const [index, one] of expected.entries()) expect(problems[index]).to.match(one);
      });
    }
  });

  describe("is refused where YAML is used to do harm", () => {
    const bomb = [
      "a: &a [x, x]",
      ...Array.from({ length: 30 }, (_, n) => `b${n}: &b${n} [*${n === 0 ? "a" : `b${n - 1}`}, *a]`),
    ];
    const cases: Readonly<Record<string, readonly [string, RegExp]>> = {
      "aliases that grow": [bomb.join("\n"), /Anchors \(&a\) are not read here/],
      "an alias": [`${HEAD}causes: *x\n`, /no valid YAML|Aliases/],
      "a tag": [oneCause({ title: "!!js/function 'x'" }), /Tags .* are not read here/],
      "a tag of YAML's own": [oneCause({ title: "!!binary aGk=" }), /Tags .* are not read here/],
      "a merge key": [`${HEAD}<<: { causes: [] }\n`, /There is no field "<<" here/],
      "a key of every object": [`${HEAD}__proto__: { causes: [] }\n`, /There is no field "__proto__" here/],
      "a constructor": [`${HEAD}constructor: { prototype: 1 }\n`, /There is no field "constructor" here/],
      "a key that is a list": [`${HEAD}? [a]\n: b\n`, /A field has a plain name/],
      "nesting without end": [`${HEAD}causes: ${"[".repeat(100_000)}`, /nested too deeply/],
      "mappings without end": ["{".repeat(100_000), /nested too deeply/],
      "lists without end": ["- ".repeat(50_000), /nested too deeply/],
      "a file without end": ["#".repeat(200_000), /longer than 128 kB/],
    };
    for (const [name, [text, expected]] of Object.entries(cases)) {
      it(`: ${name}`, () => {
        const started = performance.now();
        expect(problemsOf(text)[0]).to.match(expected);
        expect(performance.now() - started).to.be.lessThan(4000);
        expect(({} as Record<string, unknown>)["causes"]).to.equal(undefined);
      });
    }
  });

  describe("may not hold a regular expression", () => {
    for (const pattern of [
      "(a+)+$",
      "held.*gate",
      "^held by",
      "held by gate-\\d+",
      "(held|kept)+ by",
      "[a-z]+ held",
      "(?:held) by",
      "held$",
    ]) {
      it(`: ${pattern}`, () => {
        const [problem = ""] = problemsOf(oneCause({ when: `{ words: '${pattern}' }` }));
        expect(problem).to.match(
          /^8:20 causes\[0\]\.when\.words .*is a regular expression.*Write the plain words, with \*/,
        );
      });
    }

    for (const words of [
      "403 Forbidden: held (code 7)",
      "denied: [gate] image is held",
      "gate: 50% of scans",
      "(Client.Timeout exceeded while awaiting headers)",
      "held? ask the gate",
      "no match for application/vnd.oci.image+json",
    ]) {
      it(`and may hold what messages hold: ${words}`, () => {
        expect(problemsOf(oneCause({ when: `{ words: '${words}' }` }))).to.deep.equal([]);
      });
    }

    for (const name of ["registry\\.corp", ".*corp.example", "(a|b).example", "^registry", "registry$", "a b"])
      it(`nor may a name: ${name}`, () => {
        const [problem] = problemsOf(oneCause({ when: `{ status: 403, registry: '${name}' }` }));
        expect(problem).to.match(
          /^8:36 causes\[0\]\.when\.registry must be a plain name in which \* stands for anything/,
        );
      });

    it("nor a name that words never see", () => {
      const [problem] = problemsOf(oneCause({ when: "{ words: 'refused by https://gate.corp.example/v2' }" }));
      expect(problem).to.match(/"https:\/\/gate\.corp\.example\/v2" looks like the name .* Put \* in its place/);
    });

    it("nor words that stand everywhere", () => {
      for (const words of ["*", "a*b", "  "])
        expect(problemsOf(oneCause({ when: `{ words: '${words}' }` })), words).to.have.lengthOf(1);
    });
  });

  describe("is the same to the JSON Schema", () => {
    const accepted = [
      ...WORKED,
      oneCause(),
      oneCause({ when: "[{ status: [403, '500-599'] }, { code: DENIED, registry: '*' }]" }),
      oneCause({ outranks: "[access-denied, other/cause]", scope: "node", group: "auth", why: "Because." }),
      oneCause({ outranks: "access-denied" }),
      ADVICE,
      `${ADVICE}    when: { registry: "*.corp.example" }\n    note: Text.\n`,
    ];
    const refused = [
      oneCause({ titel: "x" }),
      oneCause({ id: "gate" }),
      oneCause({ id: "Team/Gate" }),
      oneCause({ confidence: "sure" }),
      oneCause({ when: "{}" }),
      oneCause({ when: "[]" }),
      oneCause({ when: "{ registry: a.example }" }),
      oneCause({ when: "{ status: 99 }" }),
      oneCause({ when: "{ status: '4xx' }" }),
      oneCause({ when: "{ status: 403.5 }" }),
      oneCause({ when: "{ code: denied }" }),
      oneCause({ when: "{ cause: bad-luck }" }),
      oneCause({ when: "{ runtime: rkt, words: held by }" }),
      oneCause({ examples: "{ isNot: [x] }" }),
      oneCause({ examples: "{ is: [] }" }),
      oneCause({ examples: "{ is: one }" }),
      oneCause({ title: "''" }),
      oneCause({ title: "'  '" }),
      oneCause({ title: "403" }),
      oneCause({ title: "x".repeat(121) }),
      oneCause({ outranks: "[bad-luck]" }),
      oneCause({ outranks: "[]" }),
      oneCause({ scope: "secret" }),
      oneCause({ links: "[ftp://x.example]" }),
      oneCause({ fixes: "[{ title: Look, commands: [{ run: ls, effect: look }] }]" }),
      oneCause({ fixes: "[{ commands: [{ run: ls, effect: inspect }] }]" }),
      HEAD,
      "[]",
      `${HEAD}causes: []\n`,
      ADVICE.replace("access-denied", "team/gate"),
      ADVICE.replace(/ {4}title.*\n/, ""),
      oneCause().replace("OwnCauses", "OwnCause"),
      oneCause().replace("pullcheck/v1", "pullcheck/v2"),
    ];
    for (const text of accepted)
      it(`, which admits: ${shortly(text)}`, () => {
        expect(problemsOf(text)).to.deep.equal([]);
        expect(admits(parse(text)), JSON.stringify(admits.errors)).to.equal(true);
      });
    for (const text of refused)
      it(`, which refuses: ${shortly(text)}`, () => {
        expect(problemsOf(text)).not.to.deep.equal([]);
        expect(admits(parse(text))).to.equal(false);
      });

    it(", whatever the values are", () => {
      const value = fc.oneof(
        fc.constantFrom(
          "access-denied",
          "team/gate",
          "certain",
          "inspect",
          "x",
          "",
          403,
          null,
          true,
          "*.example",
          "DENIED",
        ),
        fc.array(fc.constantFrom("access-denied", "team/other", 404, "held by gate"), { maxLength: 2 }),
        fc.constant({ registry: "a.example" }),
        fc.constant({ status: 403 }),
      );
      const field = fc.constantFrom(
        "id",
        "title",
        "what",
        "why",
        "confidence",
        "when",
        "examples",
        "outranks",
        "scope",
        "group",
        "links",
        "fixes",
        "other",
      );
      fc.assert(
        fc.property(field, value, (name, one) => {
          const text = oneCause({ [name]: JSON.stringify(one) });
          expect(problemsOf(text).length === 0, problemsOf(text).join()).to.equal(admits(parse(text)));
        }),
        { numRuns: 400 },
      );
    });
  });

  it("may have comments behind what is in quotes, and behind a blank", () => {
    expect(problemsOf(oneCause({ title: '"The #gate" #of the team', what: "It holds. # so they say" }))).to.deep.equal(
      [],
    );
  });

  it("may have the line ends of Windows, a byte order mark and indented lists", () => {
    for (const text of WORKED) {
      const file = readOwnFile("x", `\ufeff${text.replaceAll("\n", "\r\n")}`);
      expect(file.problems).to.deep.equal([]);
    }
  });

  it("never throws, whatever is in it", () => {
    const bits = fc.constantFrom(
      ..."[]{}&*!|>%@`\"'#-?:,\n\t ~<".split(""),
      "\n  ",
      "- ",
      ": ",
      "---\n",
      "causes",
      "\u0000",
      "\ud800",
      "<<: ",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(bits, { maxLength: 60 }).map((all) => all.join("")),
        ),
        (text) => {
          for (const one of [
            text,
            `${HEAD}causes:\n  - ${text}`,
            oneCause({ title: text }),
            oneCause({ when: `{ words: ${text} }` }),
          ])
            for (const { line, column, message } of readOwnFile("x", one).problems) {
              expect(line).to.be.within(1, one.split("\n").length + 1);
              expect(column).to.be.greaterThan(0);
              expect(message).to.match(/[.?]$/);
            }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

function shortly(text: string): string {
  return text.replace(/\s+/g, " ").slice(40, 170);
}
