import { expect } from "chai";
import fc from "fast-check";
import { type Command, quote } from "../../src/catalogue/commands.ts";
import { runFor } from "../../src/catalogue/for-shell.ts";
import { CAUSE_IDS } from "../../src/catalogue/ids.ts";
import { proseToPowerShell, toPowerShell } from "../../src/catalogue/powershell.ts";
import { maskSecrets } from "../../src/diagnose/mask-secrets.ts";
import { expectHarmless } from "../render/expect-harmless.ts";
import { attacked, harmless } from "./attacked-commands.ts";
import { complaint, readPowerShell, type Stages } from "./powershell.ts";
import { runAmongStubs, unreadable } from "./shell.ts";
import { FLAG_AS_NAME, isValid, MARK, TRAPS } from "./signs.ts";

/** Programs that a machine with Windows can have. */
const PROGRAMS =
  "kubectl skopeo crane cosign helm docker minikube kind k3d talosctl colima rdctl aws az gcloud openssl curl jq dig oc curl.exe".split(
    " ",
  );
const CMDLETS = ["Select-String", "Out-Null", "Set-Content", "Remove-Item", "Resolve-Path"];
/** What stands for a cmdlet in sh. */
const FILTERS = ["grep", "base64", "rm"];

const hereOf = (commands: readonly Command[]): Command[] => {
  const distinct = new Map(commands.map((command) => [command.anywhere, command]));
  return [...distinct.values()].filter(({ anywhere }) => anywhere !== null);
};

describe("commands for PowerShell", () => {
  const made = new Map<string, Command>();

  for (const cause of CAUSE_IDS)
    it(`of ${cause}, made of attacks, are words that PowerShell takes as they stand`, () => {
      for (const command of hereOf(attacked(cause))) {
        const run = runFor("powershell", command);
        made.set(run, command);
        expectHarmless(run, run);
        expect(run).to.not.match(FLAG_AS_NAME);
        for (const [program, ...args] of readPowerShell(run)) {
          expect([...PROGRAMS, ...CMDLETS], run).to.include(program);
          for (const arg of args.filter((one) => MARK.test(one))) expect(arg, run).to.satisfy(isValid);
        }
      }
    });

  it("of every cause are words as well when nothing is an attack", () => {
    const commands = hereOf(harmless()).map((command) => runFor("powershell", command));
    expect(commands.length).to.be.greaterThan(400);
    expect(commands.map(complaint).filter(Boolean)).to.deep.equal([]);
  });

  it("hand on what sh hands on", async function () {
    this.timeout(120_000);
    const attacks = [...made.values()].filter(({ anywhere }) => MARK.test(anywhere ?? ""));
    const texts = hereOf([...harmless(), ...attacks]).map(({ anywhere }) => anywhere as string);
    const { ran } = await runAmongStubs(texts, [...PROGRAMS, ...FILTERS, ...TRAPS]);
    expect(texts.length).to.be.greaterThan(500);
    for (const { command, programs } of ran)
      expect(told(readPowerShell(toPowerShell(command))), command).to.deep.equal(
        told(programs.filter(([program = ""]) => !FILTERS.includes(program))),
      );
  });

  it("have a form in sh without what only Unix has", async () => {
    const texts = hereOf(harmless()).map(({ anywhere }) => anywhere as string);
    for (const text of texts) {
      expect(text).to.not.match(/\/dev\/stdin|--decode|&&|\|\||<</);
      // Only these take a ' where sh has a ".
      if (text.replaceAll(/"\$\([^()]*\)"/g, "").includes('"')) expect(text).to.match(/ (?:jsonpath=|-p )'/);
    }
    expect(await unreadable(texts)).to.deep.equal([]);
  });

  it("hold nothing that cmd.exe would read, where a program is a batch file", () => {
    for (const run of made.keys())
      for (const [program = "", ...args] of readPowerShell(run))
        if (["az", "gcloud"].includes(program)) expect(args.join(" "), run).to.not.match(/[&|<>^%!"]/);
  });

  it("are not taken for secrets", () => {
    for (const command of harmless()) {
      const run = runFor("powershell", command);
      expect(maskSecrets(run)).to.equal(run);
    }
  });

  it("stay those of sh on a node", () => {
    const node = [...harmless()].filter(({ anywhere }) => anywhere === null);
    expect(node.length).to.be.greaterThan(100);
    for (const command of node) expect(runFor("powershell", command)).to.equal(command.run);
  });
});

describe("toPowerShell", () => {
  const CASES: readonly (readonly [sh: string, powershell: string])[] = [
    ["kubectl get pod -n shop web", "kubectl get pod -n shop web"],
    ["kubectl get pod -n 007 1e3", "kubectl get pod -n '007' '1e3'"],
    ["docker push 10.0.0.7:5000/app:1", "docker push '10.0.0.7:5000/app:1'"],
    ["kubectl get service,ingress", "kubectl get 'service,ingress'"],
    ["crane validate a@sha256:0", "crane validate 'a@sha256:0'"],
    [`kubectl get pod -o jsonpath='{.a}{"\\n"}'`, `kubectl get pod -o jsonpath="{.a}{'\\n'}"`],
    [`kubectl patch x -p '{"a":"b"}'`, `kubectl patch x -p "{'a':'b'}"`],
    ["kubectl get pods | grep -iE 'a|b'", "kubectl get pods | Select-String 'a|b'"],
    ["kubectl get pods | grep -wF 10.0.0.7", "kubectl get pods | Select-String -CaseSensitive -SimpleMatch '10.0.0.7'"],
    ["curl -sS https://a/", "curl.exe -sS https://a/"],
    ["skopeo inspect docker://a > /dev/null", "skopeo inspect docker://a | Out-Null"],
    ["openssl s_client -connect 'a:443' </dev/null", "$null | openssl s_client -connect 'a:443'"],
    ["a > f; b f; rm f", "a | Set-Content f; b f; Remove-Item f"],
    ['a --p="$(aws x --y z)"', 'a --p="$(aws x --y z)"'],
    ['a AWS:"$(aws x)"', 'a "AWS:$(aws x)"'],
    ['a \'$u`:"”\'"$(aws x)"', 'a "`$u``:\'`”$(aws x)"'],
    ["a --u='robot$P+N'", "a --u='robot$P+N'"],
    // Names that never get here, since they are not valid; were they let in, they would be words all the same.
    ["a 'it'\\''s'", `a "it's"`],
    ["a 'it'\\''s $(evil)'", "a 'it''s $(evil)'"],
    ["a '’; evil ‘'", "a '’’; evil ‘‘'"],
    ["a '“$(evil)”'", "a '“$(evil)”'"],
    [`a "$(evil 'b')" '"'`, `a "$(evil 'b')" "'"`],
    ["a --%", "a '--%'"],
    ["a '@b' '#c' '-x.y' '–z'", "a '@b' '#c' '-x.y' '–z'"],
    ['a b"c', `a "b'c"`],
  ];
  for (const [sh, powershell] of CASES)
    it(sh, () => {
      expect(toPowerShell(sh)).to.equal(powershell);
      expect(complaint(powershell)).to.equal(null);
    });

  it("makes one argument of any text that is one in sh", () => {
    // Nothing can be a control character or empty by now, and no argument ends in a backslash.
    const text = fc.string({ unit: "binary", minLength: 1 }).filter((one) => !/[\p{Cc}\p{Zl}\p{Zp}]|\\$/u.test(one));
    const signs = fc.string({ unit: fc.constantFrom(..."ab01.,;:|&@#%$`'\"‘’‚‛“”„–-~*?(){}[]<>=+/ "), minLength: 1 });
    fc.assert(
      fc.property(fc.oneof(text, signs), (word) => {
        const run = toPowerShell(`a ${quote(word)} | b --c=${quote(word)}`);
        const arg = word.replaceAll('"', "'");
        expect(readPowerShell(run), run).to.deep.equal([
          ["a", arg],
          ["b", `--c=${arg}`],
        ]);
      }),
      { numRuns: 2000 },
    );
  });

  it("quotes JSON within prose", () => {
    expect(proseToPowerShell(`use -p '{"a":[{"b":"c"}]}'. It's the pod's.`)).to.equal(
      `use -p "{'a':[{'b':'c'}]}". It's the pod's.`,
    );
  });
});

describe("the reader of PowerShell", () => {
  const UNSAFE = [
    "kubectl get $(pwned)",
    "kubectl get $x",
    "kubectl get a & pwned",
    "kubectl get a && pwned",
    "kubectl get a,b",
    "kubectl get (pwned)",
    "kubectl get { pwned }",
    "kubectl get @x",
    "kubectl get a`nb",
    "kubectl get a #b",
    "kubectl get a > b",
    "kubectl get 2>b",
    "kubectl --% get",
    "kubectl get 'a",
    'kubectl get "$x"',
    "kubectl get '{\"a\"}'",
    "kubectl get ''",
    "kubectl get 1e3",
    "kubectl -x.y",
    "kubectl get a\npwned",
    "curl https://a",
    "'kubectl' get",
    "if x",
    "kubectl |",
  ];
  for (const command of UNSAFE)
    it(`refuses ${JSON.stringify(command)}`, () => expect(complaint(command)).to.not.equal(null));

  it("sees what an attack would run", () => {
    expect(readPowerShell("kubectl get 'a’ ; pwned 'b'")).to.deep.equal([
      ["kubectl", "get", "a"],
      ["pwned", "b"],
    ]);
    expect(readPowerShell("kubectl get 'a‘; pwned")).to.deep.include(["pwned"]);
    expect(readPowerShell("kubectl get “$(pwned)”")).to.deep.include(["pwned"]);
    expect(readPowerShell('kubectl "a$(pwned b)"')).to.deep.equal([
      ["pwned", "b"],
      ["kubectl", "a"],
    ]);
  });
});

/** In an order that does not depend on which program of a pipe was first. */
function told(programs: Stages): string[] {
  return programs
    .filter(([program = ""]) => !CMDLETS.includes(program))
    .map(([program = "", ...args]) =>
      JSON.stringify([program.replace(/\.exe$/, ""), ...args.map((arg) => arg.replaceAll('"', "'"))]),
    )
    .sort();
}
