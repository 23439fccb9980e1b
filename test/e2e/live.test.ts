import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect } from "chai";
import type { PullReport } from "../../src/report.ts";
import { type ApiServer, loadScenario, type Scenario, startApiServer } from "../tools/api-server.ts";
import { installPlugins, type Plugin, type Ran } from "./plugin.ts";

/** The oldest that is to be had, one in the middle, the newest. */
const MIDDLE = 29;
const MINORS = [22, MIDDLE, 36];

const isReport = new Ajv().compile<PullReport>(
  JSON.parse(readFileSync(new URL("../../src/report.schema.json", import.meta.url), "utf8")),
);

function scenario(id: string): Scenario {
  return loadScenario(new URL(`../../fixtures/kubectl/scenarios/${id}.json`, import.meta.url));
}

function reportOf({ stdout }: Ran): PullReport {
  const report: unknown = JSON.parse(stdout);
  if (!isReport(report)) throw new Error(JSON.stringify(isReport.errors));
  return report;
}

/** Everything but the time that went by, and the order of events of the same second, which no version promises. */
function timeless(report: PullReport): unknown {
  const age = (text: string | null) => text?.replace(/\d+[ydhms]/g, "#") ?? null;
  return {
    ...report,
    failures: report.failures.map(({ firstSeen, lastSeen, retry, evidence, ...rest }) => ({
      ...rest,
      wait: retry?.wait,
      firstSeen: age(firstSeen),
      lastSeen: age(lastSeen),
      evidence: evidence.map((one) => ({
        ...one,
        event: one.event === null ? null : report.events[one.event]?.message,
      })),
    })),
    groups: report.groups.map(({ since, newest, ...rest }) => ({
      ...rest,
      newest: newest.toSorted((a, b) => a - b),
      since: age(since),
    })),
    events: report.events
      .map((event) => JSON.stringify({ ...event, age: age(event.age), over: age(event.over) }))
      .sort(),
  };
}

let plugins: ReadonlyMap<number, Plugin>;

before(async function () {
  this.timeout(300_000);
  plugins = await installPlugins(MINORS);
});
after(() => {
  for (const plugin of plugins.values()) plugin.remove();
});

let server: ApiServer;

afterEach(async () => {
  if (server === undefined) return;
  // Whatever was asked for: nothing is changed, and no secret is read.
  for (const { method, path, resource } of server.requests) {
    expect(method === "GET" || path.endsWith("/selfsubjectaccessreviews"), `${method} ${path}`).to.equal(true);
    expect(resource).not.to.equal("secrets");
  }
  await server.close();
});

for (const minor of MINORS) {
  describe(`kubectl 1.${minor} pullcheck`, () => {
    let plugin: Plugin;
    const pullcheck = (...args: string[]) => plugin.run(args, server.env());

    before(function () {
      const found = plugins.get(minor);
      if (found === undefined) return this.skip();
      plugin = found;
    });

    it("finds the tag that is missing", async () => {
      const { main, ...a } = scenario("a");
      server = await startApiServer(a);
      const ran = await pullcheck(main);
      expect(ran.stdout).to.match(/^Looked at pod demo-pod in namespace default: one image pull fails\.\n/);
      expect(ran.stdout).to.contain("tag-not-found, certain").and.contain("docker.io/library/nginx:lates: not found");
      expect(ran).to.include({ exitCode: 1, stderr: "" });
    });

    it("tells init, sidecar and ephemeral containers apart", async () => {
      const { main, ...b } = scenario("b");
      server = await startApiServer(b);
      const { failures } = reportOf(await pullcheck(main, "-o", "json"));
      expect(failures.map(({ container, cause }) => `${container} ${cause}`)).to.deep.equal([
        "metrics tls-untrusted-ca",
        "logger image-not-found",
      ]);
      const narrowed = reportOf(await pullcheck(main, "-c", "logger", "-o", "json"));
      expect(narrowed.failures.map(({ container }) => container)).to.deep.equal(["logger"]);
      expect(narrowed.groups.map((group) => group.failures)).to.deep.equal([[0]]);
      expect((await pullcheck(main, "-c", "api")).exitCode).to.equal(0);
    });

    it("finds the pull secret that is missing, in the namespace of the context", async () => {
      const { main, ...c } = scenario("c");
      server = await startApiServer(c);
      const ran = await pullcheck(main, "--context=team-a", "-o", "json");
      expect(reportOf(ran).failures.map(({ cause, namespace }) => [namespace, cause])).to.deep.equal([
        ["team-a", "pull-secret-not-found"],
      ]);
      expect(ran.exitCode).to.equal(1);
    });

    it("is content with a healthy pod", async () => {
      const { main, ...j } = scenario("j");
      server = await startApiServer(j);
      const ran = await pullcheck(main);
      expect(ran.stdout).to.match(/^No image pull fails in pod ok in namespace default/);
      expect(ran).to.include({ exitCode: 0, stderr: "" });
    });

    it("says that the events may not be listed, and finds what the status tells", async () => {
      const { main, ...a } = scenario("a");
      server = await startApiServer({ ...a, rights: { "list events": false } });
      const ran = await pullcheck(main);
      expect(ran.stderr).to.match(/^warning: The events of pod demo-pod .* the right to list events is missing\.\n$/);
      expect(ran.stdout).to.contain("Not everything could be read").and.contain("tag-not-found");
      expect(ran.exitCode).to.equal(1);
    });

    it("does not take events that may not be listed for health", async () => {
      const { main, pods, ...a } = scenario("a");
      const [pod] = structuredClone(pods);
      const status = pod?.["status"] as { containerStatuses: { state: unknown }[] };
      for (const one of status.containerStatuses) one.state = { waiting: { reason: "ContainerCreating" } };
      server = await startApiServer({ ...a, pods: pod ? [pod] : [], rights: { "list events": false } });
      const ran = await pullcheck(main);
      expect(ran.stdout)
        .to.match(/^No failing image pull was found/)
        .and.contain("Not everything could be read");
      expect(ran.stderr).to.contain("error: You may not read the events: the right to list events is missing.");
      expect(ran.exitCode).to.equal(2);
    });

    it("says that the events are gone, and how to hear again", async () => {
      server = await startApiServer(scenario("f"));
      const ran = await pullcheck("quiet", "-o", "json");
      const report = reportOf(ran);
      expect(report.failures.map(({ cause }) => cause)).to.deep.equal(["unrecognized"]);
      expect(report.complete).to.equal(false);
      expect(report.warnings.join("\n")).to.contain("run kubectl pullcheck quiet -n default again");
      expect(ran.exitCode).to.equal(1);
    });

    it("asks once more for events that describe lost without a word", async () => {
      const { main, ...a } = scenario("a");
      server = await startApiServer(a);
      server.fail({ resource: "events" }, { status: 500, times: 1 });
      const report = reportOf(await pullcheck(main, "-o", "json"));
      expect(report.events).to.have.length(a.events.length);
      expect(report.complete).to.equal(true);
    });

    it("reports the pod that is there when another is not", async () => {
      const { main, ...a } = scenario("a");
      server = await startApiServer(a);
      const ran = await pullcheck(main, "nosuch", "-o", "json");
      const report = reportOf(ran);
      expect(report.failures.map(({ pod, cause }) => [pod, cause])).to.deep.equal([[main, "tag-not-found"]]);
      expect(report.complete).to.equal(false);
      expect(report.warnings).to.include('There is no pod "nosuch" in namespace "default".');
      expect(ran.stderr).to.match(/^error: There is no pod "nosuch" in namespace "default"\. See which pods there are/);
      expect(ran.exitCode).to.equal(2);
    });

    it("reads the events of several pods", async () => {
      const { two = [], ...g } = scenario("g");
      server = await startApiServer(g);
      const report = reportOf(await pullcheck(...two, "-o", "json"));
      expect(report.summary).to.include({ podsSeen: 2, failures: 1 });
      expect(report.events.length).to.be.greaterThan(5);
    });

    it("finds the pods of a deployment, of a selector, of a namespace, of all", async () => {
      server = await startApiServer(scenario("g"));
      const ways = [["deployment/web"], ["-l", "app=web"], ["-l", "", "-n", "default"], ["-A"]];
      const reports = await Promise.all(ways.map(async (way) => reportOf(await pullcheck(...way, "-o", "json"))));
      const [first, ...others] = reports.map(timeless);
      expect(reports[0]?.summary).to.deep.include({ podsSeen: 3, causes: { "registry-rate-limited": 2 } });
      for (const other of others) expect(other).to.deep.equal(first);
    });

    // What kubectl complains of has the same words in between.
    if (minor === MIDDLE) return;

    describe("says in one sentence, with status 2, that", () => {
      const refuses = async (args: string[], sentence: RegExp) => {
        const ran = await pullcheck(...args);
        expect(ran.stderr.split("\n")[0]).to.match(sentence);
        expect(ran.stderr).to.match(/^error: [^\n]+\n(?: {7}kubectl said: [^\n]+\n)?$/);
        expect(ran).to.include({ exitCode: 2, stdout: "" });
      };
      const a = scenario("a");

      it("the login is not accepted", async () => {
        server = await startApiServer(a);
        server.fail({}, { status: 401 });
        await refuses([a.main], /^error: The cluster does not accept your login\. Log in again/);
      });

      it("the pod may not be read", async () => {
        server = await startApiServer({ ...a, rights: { "get pods": false } });
        await refuses([a.main], /^error: You may not read pod demo-pod: the right to get pods is missing\. Ask/);
      });

      it("there is no such pod, and where there is one", async () => {
        server = await startApiServer(a);
        await refuses(["nosuch"], /^error: There is no pod "nosuch" in namespace "default"\. See which/);
        await refuses(["demo"], /^error: There is no pod "demo" in namespace "default"\. Did you mean demo-pod\?$/);
        await refuses(
          [a.main, "-n", "team-a"],
          /^error: There is no pod "demo-pod" in namespace "team-a"\. There is one in namespace default: kubectl pullcheck demo-pod -n default$/,
        );
      });

      it("there is no such namespace", async () => {
        server = await startApiServer(a);
        await refuses(["-l", "app=demo", "-n", "nosuch"], /^error: There is no namespace "nosuch"\./);
      });

      it("there is no such container", async () => {
        server = await startApiServer(a);
        await refuses(
          [a.main, "-c", "nosuch"],
          /^error: Pod "demo-pod" has no container "nosuch"\. There is: demo-con/,
        );
      });

      it("there is no such context", async () => {
        server = await startApiServer(a);
        await refuses([a.main, "--context=nosuch"], /^error: The kubeconfig has no context "nosuch"\. See which/);
      });

      it("the server is too slow for the time that is given", async () => {
        server = await startApiServer(a);
        server.fail({ resource: "pods" }, { delay: 5000 });
        const started = Date.now();
        await refuses(
          [a.main, "--request-timeout=1s"],
          /^error: The API server gave no answer about pod demo-pod in time/,
        );
        expect(Date.now() - started).to.be.lessThan(4000);
      });

      it("the connection broke off", async () => {
        server = await startApiServer(a);
        server.fail({ resource: "pods" }, { drop: "mid-body" });
        await refuses([a.main], /^error: The connection to the API server broke off\. Try again/);
      });

      it("the server refuses the connection", async () => {
        server = await startApiServer(a);
        const gone = await startApiServer(a);
        await gone.close();
        await refuses([a.main, "-s", gone.url], /^error: The API server at 127\.0\.0\.1:\d+ refuses the connection\./);
      });
    });
  });
}

describe("the report of a pod", () => {
  for (const id of ["a", "b", "c", "j", "k"]) {
    it(`is the same through every kubectl: ${scenario(id).title}`, async function () {
      if (plugins.size < 2) return this.skip();
      const { main, ns, ...rest } = scenario(id);
      server = await startApiServer(rest);
      const reports = await Promise.all(
        [...plugins.values()].map(async (plugin) =>
          timeless(reportOf(await plugin.run([main, "-n", ns, "-o", "json"], server.env()))),
        ),
      );
      for (const report of reports) expect(report).to.deep.equal(reports.at(-1));
    });
  }

  it("comes in four requests where kubectl knows the server already, and one for a page of neighbours", async function () {
    const plugin = plugins.get(36);
    if (plugin === undefined) return this.skip();
    const { main, ...a } = scenario("a");
    server = await startApiServer(a);
    await plugin.run([main], server.env());
    server.requests.length = 0;
    await plugin.run([main], server.env());
    expect(server.requests.map(({ verb, resource }) => `${verb} ${resource}`).sort()).to.deep.equal([
      "get pods",
      "get pods",
      "get pods",
      "list events",
      "list pods",
    ]);
    expect(
      server.requests.find(({ verb, resource }) => `${verb} ${resource}` === "list pods")?.query["limit"],
    ).to.equal("500");
  });
});
