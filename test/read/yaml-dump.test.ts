import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { stringify } from "yaml";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { readLooseJson } from "../../src/read/loose-json.ts";
import { readLooseYaml } from "../../src/read/loose-yaml.ts";
import { readText } from "../../src/read/read-text.ts";
import { parseYaml } from "../../src/read/yaml-dump.ts";

interface Row {
  readonly id: string;
  readonly image: string;
  readonly message: string;
  readonly cause: string;
}

const ROWS: readonly Row[] = readFileSync(
  new URL("../../fixtures/corpus/runtimes/messages.jsonl", import.meta.url),
  "utf8",
)
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line))
  .filter(({ cause }: Row) => cause !== "invalid-image-name");

const podOf = ({ image, message }: Row): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    creationTimestamp: "2026-10-01T10:00:00Z",
    labels: { app: "web", "pod-template-hash": "6b7" },
    name: "web-0",
    namespace: "shop",
    ownerReferences: [{ apiVersion: "apps/v1", controller: true, kind: "ReplicaSet", name: "web", uid: "u" }],
    resourceVersion: "12",
    uid: "3b13",
  },
  spec: {
    containers: [
      { env: [{ name: "A", value: "b" }], image, imagePullPolicy: "Always", name: "web", resources: {} },
      { image: "busybox:1", name: "side" },
    ],
    nodeName: "node-1",
  },
  status: {
    conditions: [{ message: "containers with unready status: [web]", reason: "ContainersNotReady", type: "Ready" }],
    containerStatuses: [
      { image: "busybox:1", lastState: {}, name: "side", state: { running: { startedAt: "2026-10-01T10:00:00Z" } } },
      { image, imageID: "", lastState: {}, name: "web", state: { waiting: { message, reason: "ErrImagePull" } } },
    ],
    hostIP: "10.0.0.1",
    phase: "Pending",
  },
});

const eventOf = ({ image, message }: Row): object => ({
  apiVersion: "v1",
  count: 3,
  involvedObject: { fieldPath: "spec.containers{web}", kind: "Pod", name: "web-0", namespace: "shop" },
  kind: "Event",
  lastTimestamp: "2026-10-01T10:01:00Z",
  message: `Failed to pull image "${image}": ${message}`,
  metadata: { name: "web-0.17c1", namespace: "shop" },
  reason: "Failed",
  source: { component: "kubelet", host: "node-1" },
  type: "Warning",
});

const listOf = (row: Row): object => ({ apiVersion: "v1", items: [eventOf(row), podOf(row)], kind: "List" });

/** As kubectl prints it: folded at 80 columns, lists as far left as their key. */
const yaml = (value: unknown): string => stringify(value, { lineWidth: 80, singleQuote: true, indentSeq: false });
const json = (value: unknown): string => JSON.stringify(value, null, 4);

const causes = (text: string): string[] => diagnose([{ source: "-", text }]).failures.map(({ cause }) => cause);

const dump = fc
  .tuple(fc.constantFrom(...ROWS), fc.constantFrom(podOf, eventOf, listOf))
  .map(([row, make]) => ({ row, value: make(row) }));

const SETTINGS: readonly (readonly [string, (value: object) => string])[] = [
  ["as YAML", yaml],
  ["as YAML between sentences", (value) => `Hello,\n\n$ kubectl get pod -o yaml\n${yaml(value)}\nThanks, Bob's team`],
  ["indented", (value) => yaml(value).replace(/^/gm, "      ")],
  ["quoted in a mail", (value) => `Hello,\n${yaml(value).replace(/^/gm, "> ")}`],
  ["in a fence", (value) => `Pod:\n\`\`\`yaml\n${yaml(value)}\`\`\`\nregards`],
  ["twice, as two documents", (value) => `${yaml(value)}---\n${yaml(value)}`],
  ["as JSON between sentences", (value) => `see this:\n${json(value)}\nthanks`],
  ["as JSON with tabs", (value) => json(value).replace(/^( +)/gm, (blanks) => "\t".repeat(blanks.length / 4))],
  ["as two JSON documents", (value) => `${json(value)}\n${json(value)}`],
  ["as lines of JSON", (value) => `${JSON.stringify(value)}\n${JSON.stringify(value)}\n`],
  ["as a string inside JSON", (value) => JSON.stringify({ ticket: 4711, attachment: JSON.stringify(value) })],
  ["as YAML inside JSON", (value) => JSON.stringify({ ticket: 4711, output: yaml(value) })],
];

describe("a dump of a pod or of events", () => {
  for (const [name, written] of SETTINGS) {
    it(`has the same causes ${name}`, () => {
      fc.assert(
        fc.property(dump, ({ value }) => {
          expect(causes(written(value))).to.deep.equal(causes(json(value)));
        }),
        { numRuns: 60 },
      );
    });
  }

  it("cut anywhere but in its message has the same cause or none", () => {
    fc.assert(
      fc.property(
        dump,
        fc.constantFrom(yaml, json),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ value }, write, share) => {
          const text = write(value);
          const whole = causes(text)[0];
          const at = Math.floor(text.length * share);
          const inMessage = messagesOf(text).some(([start, end]) => start < at && at < end);
          for (const part of [text.slice(0, at), text.slice(at)]) {
            const found = causes(part).filter((cause) => cause !== "unrecognized");
            if (!inMessage) expect(new Set([whole, ...found]), part).to.have.length(1);
          }
        },
      ),
      { numRuns: 600 },
    );
  });

  it("without its beginning still tells the container and the image", () => {
    const text = yaml(podOf({ id: "", cause: "", image: "r.example/a:1", message: "r.example/a:1: not found" }));
    const [failure] = diagnose([{ source: "-", text: text.slice(text.indexOf("  containerStatuses:")) }]).failures;
    expect([failure?.pod, failure?.container, failure?.image?.raw]).to.deep.equal([null, "web", "r.example/a:1"]);
  });

  it("without its end still tells the pod", () => {
    const text = json(podOf({ id: "", cause: "", image: "r.example/a:1", message: "r.example/a:1: not found" }));
    const [failure] = diagnose([{ source: "-", text: text.slice(0, text.indexOf('"hostIP"')) }]).failures;
    expect([failure?.namespace, failure?.pod, failure?.state]).to.deep.equal(["shop", "web-0", "ErrImagePull"]);
  });

  it("of which only the status was asked has the pod of the command", () => {
    const text =
      '$ kubectl get pod web-0 -n shop -o jsonpath={.status.containerStatuses}\n[{"image":"r.example/a:1","name":"web","state":{"waiting":{"message":"Back-off pulling image \\"r.example/a:1\\": ErrImagePull: r.example/a:1: not found","reason":"ImagePullBackOff"}}}]\n';
    const [failure] = diagnose([{ source: "-", text }]).failures;
    expect([failure?.namespace, failure?.pod, failure?.container]).to.deep.equal(["shop", "web-0", "web"]);
  });
});

/** Where the values of `message` begin and end. */
function messagesOf(text: string): [number, number][] {
  return [...text.matchAll(/^ *(?:- )?"?message"?: (?:.*\n(?: +[^\n]*\n)*?)(?= *"?(?:metadata|reason)"?:)/gm)].map(
    (found) => [found.index, found.index + found[0].length],
  );
}

describe("the tolerant reader of YAML", () => {
  const folded = (_: string, value: unknown): unknown =>
    typeof value === "string" ? value.replace(/\s+/g, " ").trim() : value;
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

  it("reads what is whole as the parser does", () => {
    fc.assert(
      fc.property(dump, ({ value }) => {
        const lines = yaml(value).split("\n");
        const [strict] = parseYaml(lines) ?? [];
        expect(strict).to.deep.equal(value);
        const [loose] = readLooseYaml(lines, 0).documents;
        // Where lines end inside a message says nothing.
        const words = (of: unknown): unknown => JSON.parse(JSON.stringify(of, folded));
        expect(words(plain(loose))).to.deep.equal(words(value));
      }),
      { numRuns: 200 },
    );
  });

  it("puts what lies left of the beginning around it", () => {
    const { documents } = readLooseYaml(["    reason: ErrImagePull", "  name: web", "- name: db"], 0);
    expect(plain(documents)).to.deep.equal([[{ "": [{ reason: "ErrImagePull" }], name: "web" }, { name: "db" }]]);
  });

  it("stops at a line of describe", () => {
    expect(readLooseYaml(["kind: Pod", "Warning  Failed  2s  kubelet  Error: ErrImagePull"], 0).end).to.equal(1);
  });

  it("expands no aliases", () => {
    const bomb = [
      "a: &a [x,x]",
      ..."bcdefghijklmnopq"
        .split("")
        .map((one, i) => `${one}: &${one} [*${"abcdefghijklmnopq"[i]},*${"abcdefghijklmnopq"[i]}]`),
    ];
    expect(parseYaml(bomb)).to.equal(null);
  });
});

describe("the tolerant reader of JSON", () => {
  it("reads what is whole as the parser does", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const { value, whole } = readLooseJson(text, 0);
        if (whole && !/"[^"]*\s[^"]*":|"":|__proto__|\\/.test(text))
          expect(JSON.stringify(value)).to.equal(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it("takes a key called __proto__ for a key", () => {
    readLooseJson('{"__proto__": {"polluted": true}}', 0);
    expect(({} as Record<string, unknown>)["polluted"]).to.equal(undefined);
  });

  it("makes a string whole that a terminal broke", () => {
    const { value } = readLooseJson('{"message": "no such ho\nst"}', 0);
    expect(JSON.stringify(value)).to.equal('{"message":"no such host"}');
  });
});

describe("any text", () => {
  const piece = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    '"',
    '\\"',
    ":",
    ",",
    "\n",
    "\n  ",
    "- ",
    "---\n",
    "'",
    "|\n",
    "&a ",
    "*a ",
    "kind: Pod",
    '"kind": "Pod"',
    "metadata:\n  name: web\n",
    '"metadata":{"name":"web"}',
    "status:\n",
    "containerStatuses:\n",
    '"containerStatuses":[',
    "state:\n    waiting:\n      reason: ErrImagePull\n",
    '"state":{"waiting":{"reason":"ErrImagePull"}}',
    'message: Failed to pull image "x:1": not found\n',
    "involvedObject:",
    "__proto__:",
    "constructor:",
    "Warning  Failed  2s",
    "REASON  MESSAGE\n",
    "Warning\n",
    "Pod: web-0\n",
    "…",
    "> ",
    "\t",
  );
  it("yields records, never an exception", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 80 }), (pieces) => {
        const { pods, events, errors } = readText("-", pieces.join(""));
        for (const { name } of pods) expect(name).to.be.a("string").that.is.not.empty;
        for (const { message } of events) expect(message).to.be.a("string");
        for (const { text } of errors) expect(text).to.be.a("string");
      }),
      { numRuns: 3000 },
    );
  });
});
