import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { parse } from "smol-toml";
import type { Runtime } from "../../src/report.ts";
import { advisedIn } from "./situations.ts";

const RUNTIMES: readonly Runtime[] = ["containerd", "docker", "cri-o", "unknown"];
const FIXES = RUNTIMES.flatMap((runtime) => advisedIn("deployment", { runtime }).flatMap(({ fixes }) => fixes));
const COMMANDS = [...new Set(FIXES.flatMap(({ commands }) => commands.map(({ run }) => run)))];
const NOTES = [...new Set(FIXES.map(({ note }) => note ?? ""))];

describe("configuration that a fix writes", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "pullcheck-node-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const files = (): string[] =>
    readdirSync(root, { recursive: true })
      .map((name) => join(root, String(name)))
      .filter((path) => statSync(path).isFile());

  const writing = COMMANDS.filter((command) => /^sh -c .*> ?"?\/etc\//.test(command));

  it("is there for containerd and for CRI-O", () => {
    expect(
      writing.filter((command) => command.includes("hosts.toml")),
      "hosts.toml",
    ).not.to.be.empty;
    expect(
      writing.filter((command) => command.includes("registries.conf.d")),
      "registries.conf.d",
    ).not.to.be.empty;
  });

  for (const command of writing)
    it(`can be parsed, and leaves alone what is there: ${command}`, async () => {
      const here = command.replaceAll("/etc/", `${root}/etc/`);
      mkdirSync(dirname(/> ?"?(\S+?)["' ]/.exec(here)?.[1] ?? root), { recursive: true });
      const run = () => execa("sh", ["-c", here], { reject: false });
      expect((await run()).exitCode, here).to.equal(0);
      const [file = ""] = files();
      const text = readFileSync(file, "utf8");
      expect(parse(text), text).to.satisfy((toml: object) => Object.keys(toml).length > 0);
      expect((await run()).exitCode, "a second time").not.to.equal(0);
      expect(readFileSync(file, "utf8")).to.equal(text);
    });

  it("can be parsed where a note hands out a line of it", () => {
    const lines = NOTES.flatMap((note) =>
      [...note.matchAll(/\b(?:ca|client|server) = (?:"[^"]*"|\[\[.*?\]\])/g)].map(([line]) => line),
    );
    expect(lines).not.to.be.empty;
    for (const line of lines) expect(() => parse(line), line).not.to.throw();
  });

  it("can be parsed where a command or a note hands out JSON", () => {
    const texts = [...COMMANDS, ...NOTES].flatMap((text) =>
      [...text.matchAll(/'([{[]".*?)'(?!\\)/g)].map(([, json = ""]) => json),
    );
    expect(texts).not.to.be.empty;
    for (const json of texts) expect(() => JSON.parse(json) as unknown, json).not.to.throw();
  });
});
