/**
 * `npm run bench:live`: how fast a whole cluster is looked at, in how much memory of the plugin's own and of kubectl's, and
 * with how many requests. Beside it, in the same minute, what plain kubectl takes for the same lists.
 *
 *   npm run bench:live                      100,000 pods with 300,000 events, one pod in a hundred failing
 *   npm run bench:live -- 1000 10000        these numbers of pods
 *   npm run bench:live -- --one-in 1        every pod fails
 *   npm run bench:live -- --kubectl 29      another kubectl than the newest
 *   npm run bench:live -- --program FILE    another executable than the built program
 */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeKubectlHome } from "../test/tools/api-server/kubeconfig.ts";
import { startLargeCluster } from "../test/tools/api-server/large-cluster.ts";
import { fetchKubectl } from "./kubectl.ts";
import { peakOf } from "./peak-memory.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MB = 1e6;
const EVENTS_PER_POD = 3;
/** A describe asks twice for each pod; more than this many nobody waits for. */
const MOST_DESCRIBED = 500;
/** kubectl needs 200 kB for each pod that it prints as JSON: of 100,000 it took 21 GB. */
const MOST_AS_JSON = 20_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    serve: { type: "string" },
    "one-in": { type: "string", default: "100" },
    kubectl: { type: "string", default: "36" },
    program: { type: "string" },
  },
});

if (values.serve !== undefined) await serve(Number(values.serve), Number(values["one-in"]));
else await bench(positionals.length > 0 ? positionals.map(Number) : [100_000]);

/** In a process of its own, so that the server's work is not measured with the rest. */
async function serve(pods: number, oneIn: number): Promise<void> {
  const cluster = await startLargeCluster({ pods, oneIn, eventsPerPod: EVENTS_PER_POD, namespaces: 200 });
  let before = { requests: 0, bytes: 0 };
  process.on("message", () => {
    const now = { requests: cluster.requests.length, bytes: cluster.sent() };
    process.send?.({ requests: now.requests - before.requests, bytes: now.bytes - before.bytes });
    before = now;
  });
  process.send?.({ url: cluster.url });
}

async function bench(sizes: readonly number[]): Promise<void> {
  const kubectl = await fetchKubectl(Number(values.kubectl));
  if (kubectl === null) throw new Error("There is no kubectl to measure with.");
  const program = values.program === undefined ? [process.execPath, join(ROOT, "dist/cli/main.js")] : [values.program];
  console.log(`kubectl 1.${values.kubectl}, one pod in ${values["one-in"]} fails; peaks as the system counts them`);
  for (const pods of sizes) {
    console.log(`\n${pods.toLocaleString("en-US")} pods, ${(pods * EVENTS_PER_POD).toLocaleString("en-US")} events`);
    console.log(["seconds", "peak MB", "kubectl MB", "requests", "MB sent"].map((name) => name.padStart(12)).join(""));
    const server = fork(fileURLToPath(import.meta.url), ["--serve", String(pods), "--one-in", values["one-in"]]);
    const home = makeKubectlHome(await urlOf(server));
    try {
      const env = { ...home.env, KUBECTL_PATH: kubectl };
      const row = async (name: string, command: readonly string[]) => {
        const ran = await run(command, env);
        const { requests, bytes } = await countsOf(server);
        const cells = [
          ran.seconds.toFixed(2),
          ran.peak.toFixed(0),
          ran.kubectlPeak?.toFixed(0) ?? "",
          requests,
          (bytes / MB).toFixed(0),
        ];
        console.log(`${cells.map((cell) => String(cell).padStart(12)).join("")}  ${name}`);
      };
      // The first run finds out what the server offers.
      await run([kubectl, "get", "nodes"], env, true);
      await countsOf(server);
      for (const format of ["table", "json"])
        await row(`kubectl pullcheck -A -o ${format}`, [...program, "-A", "-o", format]);
      await row("kubectl get --raw, pods in one piece", [kubectl, "get", "--raw", "/api/v1/pods"]);
      await row("kubectl get --raw, events in one piece", [kubectl, "get", "--raw", "/api/v1/events"]);
      await row("kubectl get pods -A", [kubectl, "get", "pods", "-A"]);
      await row("kubectl get events -A", [kubectl, "get", "events", "-A"]);
      if (pods <= MOST_AS_JSON) {
        await row("kubectl get pods -A -o json --chunk-size=5000", [
          kubectl,
          "get",
          "pods",
          "-A",
          "-o",
          "json",
          "--chunk-size=5000",
        ]);
      }
      if (pods <= MOST_DESCRIBED)
        await row("kubectl describe pods -A", [kubectl, "describe", "pods", "-A", "--show-events=true"]);
    } finally {
      server.kill();
      home.remove();
    }
  }
}

async function urlOf(server: ChildProcess): Promise<string> {
  const [message] = (await once(server, "message")) as [{ url: string }];
  return message.url;
}

/** Since the last time it was asked. */
async function countsOf(server: ChildProcess): Promise<{ requests: number; bytes: number }> {
  server.send("counts");
  const [message] = (await once(server, "message")) as [{ requests: number; bytes: number }];
  return message;
}

interface Run {
  readonly seconds: number;
  /** In MB. */
  readonly peak: number;
  /** Of the largest kubectl that it started. */
  readonly kubectlPeak: number | null;
}

async function run([command = "", ...args]: readonly string[], env: NodeJS.ProcessEnv, mayFail = false): Promise<Run> {
  const begin = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], env });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  let peak = Number.NaN;
  let kubectlPeak: number | null = null;
  const look = setInterval(() => {
    peak = peakOf(child.pid) ?? peak;
    for (const one of childrenOf(child.pid)) kubectlPeak = Math.max(kubectlPeak ?? 0, peakOf(one) ?? 0);
  }, 10);
  const [status] = (await once(child, "close")) as [number | null];
  clearInterval(look);
  if ((status === null || status > 1) && !mayFail)
    throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${said}`);
  return { seconds: (performance.now() - begin) / 1000, peak, kubectlPeak };
}

function childrenOf(pid: number | undefined): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}
