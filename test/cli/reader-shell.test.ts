import { expect } from "chai";
import { readerShell } from "../../src/cli/reader-shell.ts";
import { run } from "../../src/cli/run.ts";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { complaint } from "../hostile/powershell.ts";

/** What is written for standard input, on such a machine. */
async function told(argv: readonly string[], stdin: string, platform: string, env: Record<string, string> = {}) {
  let text = "";
  const stdout = { write: (more: string) => (text += more) };
  const stderr = { write: () => true };
  await run(argv, { stdin: [stdin] as never, stdout, stderr, env, platform }, { stdinIsTerminal: false });
  return text;
}

const MISSING = `Failed to pull image "acme.corp.example/app:1": pull access denied for acme.corp.example/app, repository does not exist or may require 'docker login'`;

describe("the shell of the commands", () => {
  const CASES = [
    ["win32", {}, "powershell"],
    ["win32", { MSYSTEM: "MINGW64" }, "sh"],
    ["win32", { SHELL: "/usr/bin/bash" }, "sh"],
    ["linux", {}, "sh"],
    ["linux", { PSModulePath: "/opt/microsoft/powershell" }, "sh"],
    ["darwin", {}, "sh"],
    [undefined, {}, "sh"],
  ] as const;
  for (const [platform, env, shell] of CASES)
    it(`is ${shell} on ${platform} with ${JSON.stringify(env)}`, () => {
      expect(readerShell({ env, ...(platform !== undefined && { platform }) })).to.equal(shell);
    });

  it("is PowerShell on Windows in a report, in its checks and in the catalogue", async () => {
    for (const argv of [
      ["-f", "-", "-o", "json"],
      ["causes", "missing-credentials", "-o", "json"],
      ["causes", "missing-credentials", "-o", "yaml"],
      ["causes", "missing-credentials"],
    ]) {
      expect(await told(argv, MISSING, "win32")).to.include("| Out-Null");
      expect(await told(argv, MISSING, "win32")).to.not.include("/dev/null");
      expect(await told(argv, MISSING, "linux")).to.include("> /dev/null");
    }
  });

  it("changes nothing but commands and what a note says of them", () => {
    const [sh, powershell] = (["sh", "powershell"] as const).map(
      (shell) => diagnose([{ source: "-", text: MISSING }], shell).failures[0],
    );
    expect({ ...powershell, fixes: [], alternatives: [] }).to.deep.equal({ ...sh, fixes: [], alternatives: [] });
    expect(powershell?.fixes.map(({ title }) => title)).to.deep.equal(sh?.fixes.map(({ title }) => title));
    for (const { commands } of powershell?.fixes ?? [])
      for (const { run: command } of commands) expect(complaint(command), command).to.equal(null);
  });
});
