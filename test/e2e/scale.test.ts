import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import type { PullReport } from "../../src/report.ts";
import { type ApiServer, type ClusterOptions, startApiServer } from "../tools/api-server.ts";
import { isFailing, manyPods } from "../tools/many-pods.ts";
import { installPlugins, type Plugin, type Ran, runAlone } from "./plugin.ts";

/** The oldest that is to be had, one in the middle, the newest. */
const MINORS = [22, 29, 36];
const PODS = 500;
const FAILING = Array.from({ length: PODS }, (_, number) => number).filter(isFailing).length;

const many = manyPods(PODS);
let plugins: ReadonlyMap<number, Plugin>;
let server: ApiServer;

before(async function () {
  this.timeout(300_000);
  plugins = await installPlugins(MINORS);
});
after(() => {
  for (const plugin of plugins.values()) plugin.remove();
});
afterEach(async () => {
  if (server === undefined) return;
  for (const { method, path, resource } of server.requests) {
    expect(method === "GET" || path.endsWith("/selfsubjectaccessreviews"), `${method} ${path}`).to.equal(true);
    expect(resource).not.to.equal("secrets");
  }
  await server.close();
});

async function startMany(options: Partial<ClusterOptions> = {}): Promise<void> {
  server = await startApiServer({ ...many, ...options });
}

function reportOf({ stdout, stderr }: Ran): PullReport {
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as PullReport;
}

/** The lists of pods and events that were asked for; facts about nodes and the like are other questions. */
function lists(): string[] {
  return server.requests
    .filter(({ resource }) => resource === "pods" || resource === "events")
    .map(({ verb, resource, namespace }) => `${verb} ${resource} ${namespace ?? "-A"}`);
}

for (const minor of MINORS) {
  describe(`kubectl 1.${minor} pullcheck of ten namespaces with ${PODS} pods`, () => {
    let plugin: Plugin;
    const pullcheck = (...args: string[]) => plugin.run(args, server.env());
    const report = async (...args: string[]) => reportOf(await pullcheck(...args, "-o", "json"));

    before(function () {
      const found = plugins.get(minor);
      if (found === undefined) return this.skip();
      plugin = found;
    });

    it("finds the one cause behind all failures, with one list of pods and one of events", async () => {
      await startMany();
      const found = await report("-A");
      expect(found.summary).to.deep.equal({
        failures: FAILING,
        podsSeen: PODS,
        causes: { "registry-rate-limited": FAILING },
      });
      expect(found).to.include({ complete: true }).and.have.property("groups").with.length(1);
      expect(lists()).to.deep.equal(["list pods -A", "list events -A"]);
    });

    it("asks for as many lists as there are pages", async () => {
      await startMany({ mostPerPage: 100 });
      expect((await report("-A")).summary).to.include({ failures: FAILING, podsSeen: PODS });
      expect(lists().filter((list) => list === "list pods -A")).to.have.length(PODS / 100);
    });

    it("asks for no events where nothing can be pulling", async () => {
      await startMany();
      expect((await report("-l", "", "-n", "team-9")).summary).to.deep.equal({
        failures: 0,
        podsSeen: PODS / 10,
        causes: {},
      });
      expect(lists()).to.deep.equal(["list pods team-9"]);
    });

    // How they take a fault is the same in all; one second for each is enough.
    const faults = [{ status: 410 }, { status: 429 }, { status: 500 }, { drop: "mid-body" }] as const;
    for (const fault of minor === 29 ? faults : faults.slice(0, 1)) {
      it(`counts nothing twice and misses nothing after ${JSON.stringify(fault)} in the middle of a list`, async () => {
        await startMany({ mostPerPage: 100 });
        server.fail(/\/pods\?.*continue=/, { ...fault, times: 1 });
        const ran = await pullcheck("-A", "-o", "json");
        expect(reportOf(ran).summary).to.include({ failures: FAILING, podsSeen: PODS });
        expect(ran.exitCode).to.equal(1);
      });
    }

    it("reads a list that always expires in one piece", async () => {
      await startMany({ mostPerPage: 100 });
      server.fail(/\/pods\?.*continue=/, { status: 410 });
      expect((await report("-A")).summary).to.include({ failures: FAILING, podsSeen: PODS });
      expect(lists().slice(0, 3)).to.deep.equal(["list pods -A", "list pods -A", "list pods -A"]);
    });
  });
}

describe("a look that stays incomplete", () => {
  let plugin: Plugin;
  const pullcheck = (...args: string[]) => plugin.run(args, server.env());

  before(function () {
    const found = plugins.get(36);
    if (found === undefined) return this.skip();
    plugin = found;
  });

  /** Says so in the report, in the table and by its status. */
  const isIncomplete = async (what: RegExp, ...args: string[]) => {
    const [ran, table] = await Promise.all([pullcheck("-A", "-o", "json", ...args), pullcheck("-A", ...args)]);
    expect(ran.exitCode).to.equal(2);
    const report = reportOf(ran);
    expect(report.complete).to.equal(false);
    expect(report.warnings.join("\n")).to.match(what);
    expect(table.exitCode).to.equal(2);
    expect(table.stdout).to.contain("Not everything could be read");
    expect(table.stderr).to.match(what);
    return report;
  };
  const LATER_PODS = /\/pods\?.*continue=/;

  it("after pages that the server fails to give", async () => {
    await startMany({ mostPerPage: 200 });
    server.fail(LATER_PODS, { status: 503 });
    const report = await isIncomplete(/Only the first 200 pods could be read\. The API server is in trouble/);
    expect(report.summary.podsSeen).to.equal(200);
    expect(report.summary.failures).to.be.greaterThan(0);
  });

  it("after connections that break in the middle of every later page", async () => {
    await startMany({ mostPerPage: 200 });
    server.fail(LATER_PODS, { drop: "mid-body" });
    await isIncomplete(/could be read\. The connection to the API server broke off/);
  });

  it("after a page that takes too long", async () => {
    await startMany({ mostPerPage: 200 });
    server.fail(LATER_PODS, { delay: 4000 });
    await isIncomplete(/Only the first 200 pods could be read\. The API server gave no answer/, "--request-timeout=1s");
  });

  it("without the events, where the pods' status does not say why", async () => {
    await startMany();
    server.fail({ resource: "events" }, { status: 500 });
    const report = await isIncomplete(/The events of \d+ pods could not be read/);
    expect(report.summary).to.include({ failures: FAILING, podsSeen: PODS });
  });

  it("is no report at all where not one page came", async () => {
    await startMany();
    server.fail({ resource: "pods" }, { status: 503 });
    const ran = await pullcheck("-A");
    expect(ran).to.include({ exitCode: 2, stdout: "" });
    expect(ran.stderr).to.match(/^error: The API server is in trouble and did not answer\./);
  });
});

describe("a look that takes more than a second", () => {
  before(function () {
    if (!plugins.has(36)) this.skip();
  });

  const onTerminal = async (redirect: string): Promise<string> => {
    await startMany({ mostPerPage: 200 });
    server.fail(/\/pods\?/, { delay: 600 });
    const env = { ...server.env(), PATH: plugins.get(36)?.path, TERM: "xterm" };
    const { stdout } = await execa("script", ["-qec", `kubectl pullcheck -A -o name ${redirect}`, "/dev/null"], {
      env,
      extendEnv: false,
      reject: false,
    });
    return stdout;
  };

  it("tells on a terminal how far it is, and takes the line away", async () => {
    const shown = await onTerminal("> /dev/null");
    expect(shown).to.match(/Reading the cluster: \d pages?, \d+ pods …/);
    expect(shown.endsWith("\r\u001b[K")).to.equal(true);
  });

  it("tells nothing into a file", async () => {
    expect(
      await onTerminal(
        "> /dev/null 2>/tmp/pullcheck-progress-$$; cat /tmp/pullcheck-progress-$$; rm -f /tmp/pullcheck-progress-$$",
      ),
    ).to.equal("");
  });
});

describe("a kubectl that is not well", () => {
  let folder: string;
  /** Runs the plugin with a kubectl that does this for the list of pods. */
  const withKubectl = async (script: string, ...args: string[]): Promise<Ran> => {
    folder = mkdtempSync(join(tmpdir(), "pullcheck-stub-"));
    const file = join(folder, "kubectl");
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return runAlone(["-A", "-o", "json", ...args], { ...process.env, KUBECTL_PATH: file });
  };
  afterEach(() => rmSync(folder, { recursive: true }));

  const POD = JSON.stringify({ metadata: { name: "web", namespace: "shop", uid: "1" }, spec: {}, status: {} });
  const LIST = `{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[${POD}]}`;

  it("may print warnings on standard error", async () => {
    const ran = await withKubectl(`echo "Warning: something is deprecated" >&2; echo '${LIST}'`);
    expect(ran).to.include({ exitCode: 0, stderr: "" });
    expect(reportOf(ran)).to.include({ complete: true });
  });

  for (const [what, script] of [
    ["prints words before the list", `echo "Logging in …"; echo '${LIST}'`],
    ["prints words after the list", `echo '${LIST}'; echo bye`],
    ["prints a page of a login portal", "echo '<html><body>Please log in</body></html>'"],
    ["prints nothing", "true"],
    ["prints another object", `echo '{"kind":"Status","status":"Success"}'`],
    ["ends the list in the middle", `printf '%s' '${LIST.slice(0, -4)}'`],
    ["hands out the same page for ever", `echo '${LIST.replace('"metadata":{}', '"metadata":{"continue":"x"}')}'`],
  ] as const) {
    it(`is not believed when it ${what}`, async () => {
      const ran = await withKubectl(script);
      expect(ran.exitCode).to.equal(2);
      expect(ran.stderr).to.match(/^error: .*kubectl's answer is not the whole list/);
      if (ran.stdout !== "") expect(reportOf(ran).complete).to.equal(false);
    });
  }
});
