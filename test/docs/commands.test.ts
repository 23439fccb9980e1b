import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { create } from "tar";
import { parseArgs } from "../../src/cli/args.ts";
import { helpText } from "../../src/cli/help.ts";
import { fetchKubectl, findKubectl } from "../../tools/kubectl.ts";
import { buildPlugin, installPlugin, type Plugin } from "../e2e/plugin.ts";
import { type ApiServer, loadScenario, startApiServer } from "../tools/api-server.ts";
import { markdownPages, ROOT } from "./pages.ts";

/** Lines that are not run here, each with the reason; what they call is looked for, and our own arguments are parsed. */
const NOT_RUN: readonly (readonly [begins: string, because: string])[] = [
  ["npm ci && npm run demo", "installs everything anew; CI runs both"],
  ["npm ci && npm test", "runs all tests, this one among them"],
  ["npm run gen", "writes into the checkout; npm run build runs its --check"],
  ["npx mocha ", "runs tests inside of a test"],
  ["npm run accuracy", "takes a minute; CI runs it"],
  ["kubectl krew install ", "needs a release; test/release/krew.test.ts installs one"],
  ["sha256sum ", "needs a release; test/release checks one"],
  ["tar -xzf pullcheck-", "needs a release; test/release unpacks one"],
  ["kubectl pullcheck completion install", "writes beside the plugin; test/cli/completion/install.test.ts does so"],
  ["source <(", "is for bash; test/e2e/completion.test.ts runs it there"],
  ["kubectl-pullcheck completion fish |", "is for fish; test/e2e/completion.test.ts runs it there"],
  ["kubectl-pullcheck completion powershell |", "is for PowerShell; test/e2e/completion.test.ts runs it there"],
];

interface Line {
  readonly place: string;
  readonly text: string;
}

const pages = markdownPages();
const blocks = pages.flatMap(({ path, blocks: some }) =>
  some.filter(({ language }) => language === "sh").map((block) => ({ ...block, place: `${path}:${block.line}` })),
);
/** Pages of causes advise; what they advise is for the failure that they show, and is tested where it is made. */
const lines: readonly Line[] = [
  ...blocks.filter(({ place }) => !place.startsWith("docs/causes/")),
  ...[helpText(), helpText("causes"), helpText("completion")].map((text, index) => ({
    place: `help ${index}`,
    text: /^Examples:\n([\s\S]*?)\n\n\w/m.exec(text)?.[1] ?? "",
  })),
].flatMap(({ place, text }) =>
  text
    .split("\n")
    .map((line) => ({ place, text: line.trim() }))
    .filter((line) => line.text !== "" && !line.text.startsWith("#")),
);

const reasonFor = ({ text }: Line): string | undefined => NOT_RUN.find(([begins]) => text.startsWith(begins))?.[1];

let folder: string;
let plugin: Plugin;
let server: ApiServer;

before(async function () {
  this.timeout(300_000);
  const kubectl = (await fetchKubectl(36)) ?? (await findKubectl());
  if (kubectl === null) return this.skip();
  await buildPlugin();
  plugin = installPlugin(kubectl);
  folder = mkdtempSync(join(tmpdir(), "pullcheck-docs-"));
  const saved = join(ROOT, "fixtures/kubectl/1.36/a-describe-pod.txt");
  for (const name of ["ticket.txt", "describe.txt", "fixtures/kubectl/1.36/a-describe-pod.txt"]) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    cpSync(saved, join(folder, name));
  }
  // The first of the files that docs/own-causes.md shows.
  const own = pages.find(({ path }) => path === "docs/own-causes.md");
  writeFileSync(join(folder, "gate.yaml"), own?.blocks.find(({ language }) => language === "yaml")?.text ?? "");
  await create({ gzip: true, file: join(folder, "bundle.tgz"), cwd: join(ROOT, "fixtures/bundles") }, ["tickets"]);
  server = await startApiServer(clusterOfTheDocs());
});
after(async () => {
  plugin?.remove();
  await server?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** The pods that the documentation speaks of, in each namespace that it names. */
function clusterOfTheDocs() {
  const scenarios = ["a", "g"].map((id) => loadScenario(join(ROOT, `fixtures/kubectl/scenarios/${id}.json`)));
  const kinds = ["pods", "events", "deployments", "replicasets"] as const;
  const lists = kinds.map((kind) => {
    const objects = scenarios.flatMap((one) => one[kind] ?? []);
    const copies = ["default", "shop", "team-a"].map((name) =>
      JSON.stringify(objects).replaceAll('"namespace":"default"', `"namespace":"${name}"`),
    );
    return [kind, copies.flatMap((one): typeof objects => JSON.parse(one))] as const;
  });
  return Object.fromEntries(lists) as Pick<ReturnType<typeof loadScenario>, "pods" | "events">;
}

describe("the commands in the documentation", () => {
  it("are found", () => {
    expect(lines.filter((line) => reasonFor(line) === undefined)).to.have.length.of.at.least(20);
    for (const [begins] of NOT_RUN)
      expect(
        lines.some(({ text }) => text.startsWith(begins)),
        begins,
      ).to.equal(true);
  });

  for (const { place, text } of blocks)
    it(`of ${place} are written in a shell's grammar`, async () => {
      const { exitCode, stderr } = await execa("sh", ["-n"], { input: text, reject: false });
      expect(exitCode, stderr).to.equal(0);
    });

  for (const line of lines) {
    const reason = reasonFor(line);
    if (reason === undefined)
      it(`run: ${line.text}`, async () => {
        const input = readFileSync(join(folder, "ticket.txt"));
        // What goes on until it is stopped, or until the pods are well, which these never are.
        const goesOn = / --watch\b/.test(line.text);
        const text = line.text.replace(/--wait=\d+m/, "--wait=1s");
        const { exitCode, stderr } = await execa(
          "sh",
          ["-c", goesOn ? `timeout --preserve-status -s INT 8 ${text}` : text],
          {
            cwd: folder,
            extendEnv: false,
            reject: false,
            input,
            env: { ...server.env(), PATH: plugin.path },
          },
        );
        expect(exitCode, stderr).to.be.oneOf([0, 1]);
        expect(stderr).to.not.match(/^error|holds no error/m);
      });
    else
      it(`are not run, since it ${reason}: ${line.text}`, async () => {
        for (const argv of await argumentsIn(line.text))
          expect(() => parseArgs(argv, { stdinIsTerminal: true })).to.not.throw();
        const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
        for (const [, script = ""] of line.text.matchAll(/npm run ([\w:]+)/g)) expect(scripts).to.have.property(script);
        for (const [path] of line.text.matchAll(/\btest\/[\w/.-]+/g))
          expect(existsSync(join(ROOT, path)), path).to.equal(true);
      });
  }
});

/** The arguments with which a line calls this program, as a shell takes it apart; nothing else in it is run. */
async function argumentsIn(line: string): Promise<string[][]> {
  const bin = join(folder, "recorders");
  mkdirSync(bin, { recursive: true });
  const calls = join(folder, "calls");
  writeFileSync(calls, "");
  const record = '#!/bin/sh\n{ for one; do printf "%s\\n" "$one"; done; echo; } >> "$CALLS"\n';
  const names = [
    "kubectl",
    "kubectl-pullcheck",
    "npm",
    "npx",
    "sha256sum",
    "tar",
    "mv",
    "source",
    "fish",
    "Out-String",
  ];
  for (const name of names) {
    writeFileSync(join(bin, name), name.startsWith("kubectl") ? record : "#!/bin/sh\n");
    chmodSync(join(bin, name), 0o755);
  }
  await execa("bash", ["-c", line], {
    extendEnv: false,
    env: { PATH: bin, CALLS: calls },
    reject: false,
    stdin: "ignore",
  });
  return readFileSync(calls, "utf8")
    .split("\n\n")
    .map((call) => call.split("\n").filter((word) => word !== ""))
    .filter((words) => words.length > 0 && words[0] !== "krew")
    .map((words) => (words[0] === "pullcheck" ? words.slice(1) : words));
}

describe("what the documentation shows", () => {
  for (const { path, blocks: some } of pages)
    for (const { language, text, line } of some)
      if (language === "console")
        it(`as printed in ${path}:${line} is what is printed`, async () => {
          const [command = "", ...output] = text.split("\n");
          expect(command).to.match(/^\$ kubectl pullcheck /);
          const ran = await execa("sh", ["-c", command.slice(2)], {
            cwd: folder,
            extendEnv: false,
            reject: false,
            env: { ...server.env(), PATH: plugin.path, COLUMNS: "80" },
          });
          expect(ran.stdout).to.equal(output.join("\n"));
        });
      else if (language === "js")
        it(`as a program in ${path}:${line} prints what it says`, async () => {
          const ticket = JSON.stringify(readFileSync(join(folder, "ticket.txt"), "utf8"));
          const { stdout } = await execa("node", ["--input-type=module", "-e", `const text = ${ticket};\n${text}`], {
            cwd: ROOT,
          });
          expect(JSON.stringify(stdout)).to.equal(/console\.log\(.*\); \/\/ (".*")$/m.exec(text)?.[1]);
        });
});
