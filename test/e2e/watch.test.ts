import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { Ajv } from "ajv";
import { expect } from "chai";
import type { PullChange, PullReport } from "../../src/report.ts";
import { type ApiServer, type ClusterOptions, type KubeObject, startApiServer } from "../tools/api-server.ts";
import { installPlugins, type Plugin } from "./plugin.ts";

/** The oldest that is to be had, one in the middle, the newest. */
const MIDDLE = 29;
const MINORS = [22, MIDDLE, 36];

const IMAGE = "registry.example/shop/web:1.4.2";
const PULLING = `failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}"`;
const NOT_FOUND = `${PULLING}: ${IMAGE}: not found`;
const NO_HOST = `${PULLING}: failed to do request: Head "https://registry.example/v2/shop/web/manifests/1.4.2": dial tcp: lookup registry.example on 10.0.0.10:53: no such host`;

const RUNNING = { running: { startedAt: "@-1" } };
const CREATING = { waiting: { reason: "ContainerCreating" } };
const BACK_OFF = { waiting: { reason: "ImagePullBackOff", message: `Back-off pulling image "${IMAGE}"` } };
const failed = (message: string) => ({
  waiting: { reason: "ErrImagePull", message: `rpc error: code = NotFound desc = ${message}` },
});

function pod(
  name: string,
  state: object,
  { uid = name, node = "node-1" }: { uid?: string; node?: string } = {},
): KubeObject {
  const phase = "running" in state ? "Running" : "Pending";
  return {
    metadata: { name, namespace: "shop", uid, labels: { app: "web" } },
    spec: { ...(node !== "" && { nodeName: node }), containers: [{ name: "web", image: IMAGE }] },
    status: {
      phase,
      containerStatuses: node === "" ? [] : [{ name: "web", image: IMAGE, ready: false, restartCount: 0, state }],
    },
  };
}

function eventOf(name: string, message: string): KubeObject {
  return {
    metadata: { name: `${name}.${message.length}`, namespace: "shop", uid: `${name}-${message.length}` },
    involvedObject: { kind: "Pod", namespace: "shop", name, uid: name, fieldPath: "spec.containers{web}" },
    type: "Warning",
    reason: "Failed",
    message: `Failed to pull image "${IMAGE}": rpc error: code = NotFound desc = ${message}`,
    source: { component: "kubelet", host: "node-1" },
    firstTimestamp: "@-20",
    lastTimestamp: "@-20",
    count: 1,
  };
}

let plugins: ReadonlyMap<number, Plugin>;
let server: ApiServer;
let running: Following | null = null;

before(async function () {
  this.timeout(300_000);
  plugins = await installPlugins(MINORS);
});
after(() => {
  for (const plugin of plugins.values()) plugin.remove();
});
afterEach(async () => {
  running?.kill();
  running = null;
  // Hooks of a file are hooks of all files.
  if (server === undefined) return;
  for (const { method, path, resource } of server.requests) {
    expect(method, path).to.equal("GET");
    expect(resource).not.to.equal("secrets");
  }
  await server.close();
});

/** A program that goes on, of which one waits for what it says. */
class Following {
  stdout = "";
  stderr = "";
  protected readonly child;
  private readonly ended: Promise<unknown[]>;

  constructor(plugin: Plugin, args: readonly string[], env: NodeJS.ProcessEnv, file = "kubectl") {
    this.child = spawn(file, file === "kubectl" ? ["pullcheck", ...args] : args, {
      env: { ...env, PATH: plugin.path },
      stdio: "pipe",
    });
    if (file === "kubectl") this.child.stdin.end();
    this.child.stdout.on("data", (chunk) => (this.stdout += chunk));
    this.child.stderr.on("data", (chunk) => (this.stderr += chunk));
    this.ended = once(this.child, "exit");
  }

  async says(what: RegExp, where: "stdout" | "stderr" = "stdout"): Promise<void> {
    for (let tries = 0; tries < 400; tries++) {
      if (what.test(this[where])) return;
      await wait(50);
    }
    throw new Error(`${what} does not come. It said:\n${this.stdout}\n${this.stderr}`);
  }

  /** Its status. */
  async stop(signal: NodeJS.Signals = "SIGINT"): Promise<unknown> {
    this.child.kill(signal);
    return this.end();
  }

  async end(): Promise<unknown> {
    const [code, signal] = await this.ended;
    return code ?? signal;
  }

  kill(): void {
    this.child.kill("SIGKILL");
  }

  /** Of changes, without their times. */
  get changes(): string[] {
    return [...this.stdout.matchAll(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (.*)$/gm)].map(([, line]) => line as string);
  }
}

/** `kubectl pullcheck …` in a terminal of this size; its standard error is the same terminal. */
class OnTerminal extends Following {
  constructor(columns: number, plugin: Plugin, args: readonly string[], env: NodeJS.ProcessEnv) {
    const line = `stty cols ${columns} rows 24; kubectl pullcheck ${args.join(" ")}`;
    super(plugin, ["-qec", line, "/dev/null"], { ...env, TERM: "xterm" }, "script");
  }

  press(keys: string): void {
    this.child.stdin.write(keys);
  }

  /** What was drawn, frame by frame, each as its lines. */
  get frames(): string[][] {
    const [, ...drawn] = this.stdout.split("\u001b[?2026h\u001b[H");
    return drawn.map((frame) => frame.slice(0, frame.indexOf("\u001b[J\u001b[?2026l")).split(/\r+\n/));
  }
}

async function serve(options: ClusterOptions): Promise<void> {
  server = await startApiServer(options);
}

function start(plugin: Plugin, ...args: string[]): Following {
  running = new Following(plugin, args, server.env());
  return running;
}

for (const minor of MINORS) {
  describe(`kubectl 1.${minor} pullcheck --watch`, function () {
    this.timeout(60_000);
    let plugin: Plugin;
    before(function () {
      const found = plugins.get(minor);
      if (found === undefined) return this.skip();
      plugin = found;
    });

    it("tells each change once, and sums up at Ctrl-C", async () => {
      await serve({
        pods: [pod("web-0", BACK_OFF), pod("web-1", RUNNING), pod("web-2", CREATING)],
        events: [eventOf("web-0", NOT_FOUND)],
      });
      const watch = start(plugin, "-n", "shop", "--watch");
      await watch.says(/^Looked at the pods in namespace shop: one image pull fails\.[\s\S]*image-not-found/);

      server.push("MODIFIED", "pods", pod("web-2", failed(NOT_FOUND)));
      await watch.says(/failing {3}shop\/web-2\[web\]/);
      // The same back-off, with and without its words.
      for (const state of [BACK_OFF, failed(NOT_FOUND), BACK_OFF]) server.push("MODIFIED", "pods", pod("web-2", state));
      server.push("ADDED", "events", eventOf("web-2", NO_HOST));
      server.push("MODIFIED", "pods", pod("web-2", failed(NO_HOST)));
      await watch.says(/changed /);
      server.push("MODIFIED", "pods", pod("web-2", RUNNING));
      await watch.says(/recovered /);
      server.push("DELETED", "pods", pod("web-0", BACK_OFF));
      await watch.says(/gone /);

      expect(await watch.stop()).to.equal(0);
      expect(watch.changes).to.deep.equal([
        `failing   shop/web-2[web] ${IMAGE} image-not-found "${IMAGE}: not found"`,
        `changed   shop/web-2[web] ${IMAGE} dns-failure "dial tcp: lookup registry.example on 10.0.0.10:53: no such host" (was image-not-found)`,
        `recovered shop/web-2[web] ${IMAGE} (was dns-failure)`,
        `gone      shop/web-0[web] ${IMAGE} (was image-not-found)`,
      ]);
      expect(watch.stdout).to.match(
        /\nWatched the pods in namespace shop for \d+s: at the end no image pull fails\. In between 1 began to fail, 1 recovered, 1 changed and 1 is gone\.\n$/,
      );
      expect(watch.stderr).to.equal("");
    });

    it("takes the watch up again where it ends, and misses nothing in between", async () => {
      await serve({ pods: [pod("web-0", RUNNING)], events: [] });
      const watch = start(plugin, "-A", "-w");
      await watch.says(/^No image pull fails/);
      await wait(2100);
      server.endWatches();
      server.push("ADDED", "pods", pod("web-1", failed(NOT_FOUND)));
      await watch.says(/failing .*web-1/);
      await wait(2100);
      server.endWatches({ expired: true });
      server.push("ADDED", "pods", pod("web-2", failed(NOT_FOUND)));
      await watch.says(/failing .*web-2/);
      server.push("MODIFIED", "pods", pod("web-2", RUNNING));
      await watch.says(/recovered .*web-2/);
      expect(await watch.stop("SIGTERM")).to.equal(1);
      expect(watch.stderr).to.equal("");
    });

    it("says when the API server is lost, and when it is back", async () => {
      await serve({ pods: [pod("web-0", failed(NOT_FOUND))], events: [] });
      const watch = start(plugin, "-n", "shop", "--watch");
      await watch.says(/one image pull fails/);
      await server.goDown();
      await watch.says(
        /^warning: What was told may be out of date: The API server at \S+ refuses the connection\./m,
        "stderr",
      );
      await server.comeUp();
      server.push("MODIFIED", "pods", pod("web-0", RUNNING));
      await watch.says(/^warning: The cluster answers again\.$/m, "stderr");
      await watch.says(/recovered .*web-0/);
      expect(await watch.stop()).to.equal(0);
      expect(watch.stderr.match(/warning/g)).to.have.length(2);
    });

    it("--wait returns when the images are there", async () => {
      await serve({ pods: [pod("web-0", failed(NOT_FOUND)), pod("web-1", CREATING)], events: [] });
      const waiting = start(plugin, "-n", "shop", "--wait");
      await wait(2000);
      server.push("MODIFIED", "pods", pod("web-0", RUNNING));
      await waiting.says(/recovered .*web-0/, "stderr");
      await wait(1500);
      expect(waiting.stdout, "while a pod is being created").to.equal("");
      server.push("MODIFIED", "pods", pod("web-1", RUNNING));
      expect(await waiting.end()).to.equal(0);
      expect(waiting.stdout).to.equal("No image pull fails in the pods in namespace shop: 2 pods and 0 events seen.\n");
    });
  });
}

describe("kubectl pullcheck that follows", function () {
  this.timeout(60_000);
  let plugin: Plugin;
  before(function () {
    const found = plugins.get(MIDDLE);
    if (found === undefined) return this.skip();
    plugin = found;
  });
  const isReport = new Ajv().compile<PullReport>(schema("report"));
  const isChange = new Ajv().addSchema(schema("report"), "report.schema.json").compile<PullChange>(schema("change"));

  it("writes JSON as one object a line", async () => {
    await serve({ pods: [pod("web-0", RUNNING)], events: [] });
    const watch = start(plugin, "-n", "shop", "--watch", "-o", "json");
    await watch.says(/"PullReport"/);
    server.push("ADDED", "pods", pod("web-1", failed(`${NOT_FOUND}\u001b[2J`)));
    await watch.says(/"PullChange"/);
    expect(await watch.stop()).to.equal(1);
    const [first, change, last, ...rest] = watch.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(
      [isReport(first), isChange(change), isReport(last), rest.length],
      JSON.stringify(isChange.errors),
    ).to.deep.equal([true, true, true, 0]);
    expect(change).to.include({ change: "failing", was: null });
    expect((last as PullReport).summary.failures).to.equal(1);
    expect(watch.stdout).not.to.contain("\u001b");
  });

  it("prints each pod that begins to fail with -o name", async () => {
    await serve({ pods: [pod("web-0", failed(NOT_FOUND))], events: [] });
    const watch = start(plugin, "-n", "shop", "--watch", "-o", "name");
    await watch.says(/pod\/web-0/);
    server.push("ADDED", "pods", pod("web-1", failed(NOT_FOUND)));
    await watch.says(/pod\/web-1/);
    await watch.stop();
    expect(watch.stdout).to.equal("pod/web-0\npod/web-1\n");
  });

  for (const args of [
    ["web-0"],
    ["web-0", "web-9"],
    ["-l", "app=web"],
    ["--field-selector", "spec.nodeName=node-1"],
    ["deployment/web"],
  ]) {
    it(`follows ${args.join(" ")}, and nothing else`, async () => {
      const other = (state: object) => {
        const made = pod("other", state, { node: "node-2" });
        return { ...made, metadata: { ...made.metadata, labels: { app: "other" } } };
      };
      await serve({
        pods: [pod("web-0", RUNNING), pod("web-9", RUNNING), other(RUNNING)],
        events: [],
        deployments: [
          {
            metadata: { name: "web", namespace: "shop", uid: "d" },
            spec: { selector: { matchLabels: { app: "web" } } },
          },
        ],
      });
      const watch = start(plugin, ...args, "-n", "shop", "--watch");
      await watch.says(/^No image pull fails/);
      server.push("MODIFIED", "pods", other(failed(NOT_FOUND)));
      server.push("MODIFIED", "pods", pod("web-0", failed(NOT_FOUND)));
      await watch.says(/failing .*web-0/);
      server.push("MODIFIED", "pods", pod("web-0", RUNNING));
      await watch.says(/recovered .*web-0/);
      expect(await watch.stop()).to.equal(0);
      expect(watch.changes).to.have.length(2);
    });
  }

  it("keeps the cause where its events are gone, and takes a pod of the same name for another one", async () => {
    const events = [eventOf("web-0", NOT_FOUND)];
    await serve({ pods: [pod("web-0", BACK_OFF)], events });
    const watch = start(plugin, "-n", "shop", "--watch", "-o", "json");
    await watch.says(/"PullReport"/);
    server.push("DELETED", "events", events[0] as KubeObject);
    server.push("ADDED", "pods", pod("web-1", failed(NO_HOST)));
    await watch.says(/"PullChange".*web-1/);
    server.push("DELETED", "pods", pod("web-0", BACK_OFF));
    server.push("ADDED", "pods", pod("web-0", failed(NOT_FOUND), { uid: "another" }));
    await watch.says(/"change":"gone".*web-0/);
    await watch.stop();
    const told = watch.stdout
      .trimEnd()
      .split("\n")
      .slice(1, -1)
      .map((line) => JSON.parse(line) as PullChange);
    expect(told.map(({ change, failure }) => `${change} ${failure.pod} ${failure.cause}`)).to.deep.equal([
      "failing web-1 dns-failure",
      "failing web-0 image-not-found",
      "gone web-0 image-not-found",
    ]);
  });

  it("asks no more often for many pods than for one", async () => {
    const many = Array.from({ length: 300 }, (_, at) => pod(`web-${at}`, failed(NOT_FOUND)));
    await serve({ pods: many, events: [] });
    const watch = start(plugin, "-A", "--watch");
    await watch.says(/300 image pulls fail/);
    for (const one of many) server.push("MODIFIED", "pods", { ...one, ...pod(one.metadata.name, BACK_OFF) });
    await wait(2500);
    const before = server.requests.length;
    for (const one of many) server.push("MODIFIED", "pods", { ...one, ...pod(one.metadata.name, RUNNING) });
    await watch.says(/recovered (?=.*web-299\[)/);
    expect(await watch.stop()).to.equal(0);
    expect(before).to.be.lessThan(12);
    expect(server.requests.length - before).to.be.lessThan(8);
  });

  it("asks again every few seconds where watching is forbidden, and says which right is missing", async () => {
    await serve({ pods: [pod("web-0", RUNNING)], events: [], rights: { "watch pods": false } });
    const watch = start(plugin, "-n", "shop", "--watch");
    await watch.says(
      /warning: Changes cannot be watched, so the cluster is asked again every 5 s: .*the right to watch pods is missing/,
      "stderr",
    );
    server.push("MODIFIED", "pods", pod("web-0", failed(NOT_FOUND)));
    await watch.says(/failing .*web-0/);
    expect(await watch.stop()).to.equal(1);
    expect(watch.stderr.match(/warning/g)).to.have.length(1);
  });

  it("ends with status 2 where the last state could not be read", async () => {
    await serve({ pods: [pod("web-0", RUNNING)], events: [] });
    const watch = start(plugin, "-n", "shop", "--watch");
    await watch.says(/^No image pull fails/);
    await server.goDown();
    await watch.says(/out of date/, "stderr");
    expect(await watch.stop()).to.equal(2);
    expect(watch.stderr).to.match(
      /^error: The cluster could not be read any more; this is as of \S+Z\. The API server at \S+ refuses/m,
    );
    await server.comeUp();
  });

  for (const columns of [80, 58]) {
    it(`draws a table on a terminal of ${columns} columns, and leaves the terminal as it was`, async function () {
      if (process.platform !== "linux") this.skip();
      const evil = "\u001b[2J\u001b]0;owned\u0007";
      await serve({ pods: [pod("web-0", failed(NOT_FOUND)), pod("web-1", RUNNING)], events: [] });
      const terminal = new OnTerminal(columns, plugin, ["-n", "shop", "--watch"], server.env());
      running = terminal;
      await terminal.says(/Ctrl-C ends it/);
      terminal.press("rubbish\r");
      server.push("MODIFIED", "pods", pod("web-1", failed(`${NO_HOST}${evil}`)));
      await terminal.says(/failing {3}shop\/web-1 dns-failure/);
      server.push("MODIFIED", "pods", pod("web-0", RUNNING));
      await terminal.says(/recovered shop\/web-0/);
      terminal.press("\u0003");
      expect(await terminal.end()).to.equal(1);

      expect(terminal.frames).to.have.length(3);
      for (const frame of terminal.frames) {
        expect(frame.length).to.be.at.most(24);
        for (const line of frame) {
          const plain = stripVTControlCharacters(line);
          expect(plain).to.match(/^[ -~…]*$/);
          expect(plain.length).to.be.lessThan(columns);
        }
      }
      const { stdout } = terminal;
      expect(stdout).not.to.contain("rubbish").and.not.to.contain(evil);
      expect(stdout.match(/\[\?1049[hl]|\[\?25[hl]/g)).to.deep.equal(["[?1049h", "[?25l", "[?25h", "[?1049l"]);
      // Behind it the summary, with what fails at the end.
      const rest = stripVTControlCharacters(stdout.slice(stdout.indexOf("\u001b[?1049l"))).replace(/\s+/g, " ");
      expect(rest)
        .to.match(/Watched the pods in namespace shop for \d+s: at the end one image pull fails\./)
        .and.match(/web-1 .*dns-failure/);
    });
  }

  it("ends when nobody reads it any more", async () => {
    await serve({ pods: [pod("web-0", RUNNING)], events: [] });
    const path = plugin.path;
    const child = spawn("/bin/sh", ["-c", "kubectl pullcheck -n shop --watch | head -1"], {
      env: { ...server.env(), PATH: path },
    });
    await wait(2000);
    server.push("MODIFIED", "pods", pod("web-0", failed(NOT_FOUND)));
    expect(await once(child, "exit")).to.deep.equal([0, null]);
  });

  describe("with --wait", () => {
    it("ends with the report and status 1 where the time is up", async () => {
      await serve({ pods: [pod("web-0", failed(NOT_FOUND))], events: [] });
      const waiting = start(plugin, "-n", "shop", "--wait=3s");
      expect(await waiting.end()).to.equal(1);
      expect(waiting.stdout).to.match(/^Looked at the pods in namespace shop: one image pull fails\.[\s\S]*What to do/);
    });

    it("does not say that nothing fails while images are awaited", async () => {
      await serve({
        pods: [pod("web-0", CREATING), pod("web-1", RUNNING), pod("web-2", {}, { node: "" })],
        events: [],
      });
      const waiting = start(plugin, "-n", "shop", "--wait=3s");
      expect(await waiting.end()).to.equal(1);
      expect(waiting.stdout).to.match(/^No failing image pull was found in [\s\S]*Not everything could be read/);
      expect(waiting.stderr).to.equal(
        "warning: 2 pods: shop/web-0 and 1 without a node still wait for their images, and it is open whether they can be pulled.\n",
      );
    });

    it("waits for the pods that a Deployment is yet to make", async () => {
      const deployment = (updatedReplicas: number, observedGeneration: number): KubeObject => ({
        metadata: { name: "web", namespace: "shop", uid: "d", generation: 2 },
        spec: { replicas: 2, selector: { matchLabels: { app: "web" } } },
        status: { observedGeneration, updatedReplicas },
      });
      await serve({ pods: [pod("old", RUNNING)], events: [], deployments: [deployment(1, 1)] });
      const waiting = start(plugin, "deployment/web", "-n", "shop", "--wait=20s");
      await wait(5000);
      expect(waiting.stdout).to.equal("");
      server.push("MODIFIED", "deployments", deployment(2, 2));
      expect(await waiting.end()).to.equal(0);
    });

    it("waits for a first pod, and says with status 2 that none came", async () => {
      await serve({ pods: [], events: [] });
      const waiting = start(plugin, "-n", "team-a", "-l", "app=web", "--wait=3s");
      expect(await waiting.end()).to.equal(2);
      expect(waiting.stderr).to.match(
        /^error: No pod came while it was waited for: the pods with app=web in namespace team-a\./m,
      );
      const late = start(plugin, "web-0", "-n", "team-a", "--wait=20s");
      await wait(2000);
      const made = pod("web-0", RUNNING);
      server.push("ADDED", "pods", { ...made, metadata: { ...made.metadata, namespace: "team-a" } });
      expect(await late.end()).to.equal(0);
      expect(late.stderr).to.equal("");
    });

    it("goes on while the API server is down, and ends with status 2 where it stays so", async () => {
      await serve({ pods: [pod("web-0", failed(NOT_FOUND))], events: [] });
      const waiting = start(plugin, "-n", "shop", "--wait=12s");
      await wait(2500);
      await server.goDown();
      expect(await waiting.end()).to.equal(2);
      expect(waiting.stderr.match(/^error: .*$/gm)).to.have.length(1);
      await server.comeUp();
    });

    it("looks once where the time is 0", async () => {
      await serve({ pods: [pod("web-0", RUNNING)], events: [] });
      expect(await start(plugin, "-n", "shop", "--wait=0").end()).to.equal(1);
    });
  });
});

function schema(name: string): object {
  return JSON.parse(readFileSync(new URL(`../../src/${name}.schema.json`, import.meta.url), "utf8")) as object;
}
