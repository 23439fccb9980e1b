import { readFileSync } from "node:fs";
import { expect } from "chai";
import { execa } from "execa";
import { fetchKubectl } from "../../tools/kubectl.ts";
import { type ApiServer, loadScenario, startApiServer } from "./api-server.ts";

const fixtures = new URL("../../fixtures/kubectl/", import.meta.url);

// Each binary against the stored output of the nearest version: what changed in between does not touch these scenarios.
// describe sorts by time and leaves ties in any order; the builds of 1.20 and 1.22 disagree about it.
const runs = [
  { minor: 22, stored: "1.20", hasEventsCommand: false, hasSameTies: false },
  { minor: 29, stored: "1.26", hasEventsCommand: true, hasSameTies: true },
  { minor: 36, stored: "1.36", hasEventsCommand: true, hasSameTies: true },
];

for (const { minor, stored, hasEventsCommand, hasSameTies } of runs) {
  describe(`kubectl 1.${minor} at the test API server`, function () {
    this.timeout(20_000);
    let binary = "";
    let server: ApiServer;

    const kubectl = (...args: string[]) =>
      execa(binary, args, { env: server.env(), extendEnv: false, reject: false, stripFinalNewline: false });

    before(async function () {
      this.timeout(200_000);
      const path = await fetchKubectl(minor);
      if (path === null) return this.skip();
      binary = path;
    });

    afterEach(() => server?.close());

    for (const id of ["a", "b"]) {
      const scenario = loadScenario(new URL(`scenarios/${id}.json`, fixtures));
      const commands = {
        "describe-pod": ["describe", "pod", scenario.main],
        "get-events": ["get", "events"],
        "get-events-wide": ["get", "events", "-o", "wide"],
        "get-pods-wide": ["get", "pods", "-o", "wide"],
        "get-pods-events": ["get", "pods,events"],
        ...(hasEventsCommand && { events: ["events"], "events-for": ["events", "--for", `pod/${scenario.main}`] }),
      };

      for (const [name, args] of Object.entries(commands)) {
        it(`prints what kubectl ${stored} printed: ${args.join(" ")}`, async () => {
          server = await startApiServer(scenario);
          const { stdout, stderr } = await kubectl(...args);
          const expected = readFileSync(new URL(`${stored}/${id}-${name}.txt`, fixtures), "utf8");
          const isOrdered = hasSameTies || args[0] !== "describe";
          expect(linesOf(stdout, isOrdered)).to.deep.equal(linesOf(expected, isOrdered));
          expect(stderr).to.equal("");
        });
      }
    }

    it("says Events: <none> and nothing else when it may not list events", async () => {
      const { main, ...scenario } = loadScenario(new URL("scenarios/a.json", fixtures));
      server = await startApiServer({ ...scenario, rights: { "list events": false } });

      const described = await kubectl("describe", "pod", main);
      expect(described.stdout).to.match(/^Events: +<none>\n$/m);
      expect(described).to.include({ exitCode: 0, stderr: "" });

      const got = await kubectl("get", "events");
      expect(got.stderr).to.equal(
        'Error from server (Forbidden): events is forbidden: User "dev" cannot list resource "events" in API group "" in the namespace "default"\n',
      );
      expect(got.exitCode).to.equal(1);
    });

    it("learns from auth can-i what the rights are", async () => {
      server = await startApiServer({ pods: [], events: [], rights: { "list events": false, "list pods -A": false } });
      const answers = [];
      for (const question of ["list events", "list pods", "list pods -A"]) {
        answers.push((await kubectl("auth", "can-i", ...question.split(" "))).stdout.trim());
      }
      expect(answers).to.deep.equal(["no", "yes", "no"]);
    });

    it("finds the other namespace through its context", async () => {
      const scenario = loadScenario(new URL("scenarios/c.json", fixtures));
      server = await startApiServer(scenario);
      expect((await kubectl("get", "pods", "--context", "team-a", "-o", "name")).stdout).to.equal(
        `pod/${scenario.main}\n`,
      );
      expect((await kubectl("get", "pods", "-o", "name")).stdout).to.equal("");
    });

    it("reads pods and events in pages", async () => {
      const scenario = loadScenario(new URL("scenarios/b.json", fixtures));
      server = await startApiServer(scenario);
      const { stdout } = await kubectl("get", "pods,events", "-o", "json", "--chunk-size=5");
      expect(JSON.parse(stdout).items).to.have.length(scenario.pods.length + scenario.events.length);
      expect(server.requests.filter(({ query }) => query["continue"])).to.have.length(3);
    });

    it("comes back after a 429", async () => {
      const { main, ...scenario } = loadScenario(new URL("scenarios/a.json", fixtures));
      server = await startApiServer(scenario);
      server.fail({ resource: "pods" }, { status: 429, times: 1 });
      expect((await kubectl("get", "pod", main, "-o", "name")).stdout).to.equal(`pod/${main}\n`);
    });

    it("cannot change anything", async () => {
      const { main, ...scenario } = loadScenario(new URL("scenarios/a.json", fixtures));
      server = await startApiServer(scenario);
      const { stderr } = await kubectl("delete", "pod", main);
      expect(stderr).to.contain("Error from server (MethodNotAllowed)");
      expect(server.requests.at(-1)).to.include({ method: "DELETE", resource: "pods", name: main });
    });

    it("asks the server for its version", async () => {
      server = await startApiServer({ pods: [], events: [] });
      expect((await kubectl("version", "-o", "json")).stdout).to.contain('"gitVersion": "v1.32.0"');
    });
  });
}

/** The lines with ages, dates and what they do to the widths of columns taken out. */
function linesOf(text: string, isOrdered: boolean): string[] {
  const lines = text
    .replace(/\b(?:\d+[ydhms]){1,2}\b/g, "AGE")
    .replace(/\w{3}, \d\d \w{3} \d{4} [\d:]{8} [+-]\d{4}/g, "DATE")
    .replace(/-{2,}/g, "--")
    .replace(/ {2,}/g, "  ")
    .split("\n");
  return isOrdered ? lines : lines.sort();
}
