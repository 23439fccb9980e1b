/**
 * `npm run bench:start [-- ROUNDS]`: what it costs to start the released program, as ratios to a real kubectl and to Node
 * itself. All commands run in every round, in shuffled order, and a ratio is the median of the rounds' own, so that a busy
 * moment of the machine meets both sides. Ends with status 1 where a limit is broken.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { hostTarget } from "../plugin/release/targets.ts";
import { type ApiServer, loadScenario, startApiServer } from "../test/tools/api-server.ts";
import { fetchKubectl, findKubectl } from "./kubectl.ts";

interface Command {
  readonly name: string;
  readonly args: readonly [string, ...string[]];
  /** Where the cluster is. */
  readonly env?: NodeJS.ProcessEnv;
  /** At most so many times as long as the other. */
  readonly limit?: { readonly of: string; readonly ratio: number };
}

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const NEWEST = 36;
const PEAK_MB = 70;
const WARM_UPS = 2;
/** Milliseconds that a server takes to answer which is not on this machine. */
const FAR = 50;
const rounds = Number(process.argv[2] ?? 30);

const host = hostTarget();
const program = join(ROOT, "build", host?.name ?? "", host?.executable ?? "");
const kubectl = (await fetchKubectl(NEWEST)) ?? (await findKubectl());
if (kubectl === null) throw new Error("There is no kubectl to compare with.");

const folder = mkdtempSync(join(tmpdir(), "pullcheck-bench-"));
symlinkSync(kubectl, join(folder, "kubectl"));
symlinkSync(program, join(folder, "kubectl-pullcheck"));
const scenario = loadScenario(join(ROOT, "fixtures/kubectl/scenarios/a.json"));
const [near, far] = await Promise.all([startApiServer(scenario), startApiServer(scenario)]);
far.fail({}, { delay: FAR });
const PATH = [folder, process.env["PATH"]].join(delimiter);

const describe50k = join(folder, "describe.txt");
const one = readFileSync(join(ROOT, "fixtures/kubectl/1.36/a-describe-pod.txt"), "utf8");
const pods = Array.from({ length: Math.ceil(50e3 / one.length) }, (_, n) =>
  one.replaceAll("demo-pod", `demo-pod-${n}`),
);
writeFileSync(describe50k, pods.join("\n\n").slice(0, 50e3));

const KUBECTL = "kubectl version --client";
const commands: readonly Command[] = [
  { name: "true", args: ["true"] },
  { name: "node -e 0", args: [process.execPath, "-e", "0"] },
  { name: KUBECTL, args: [kubectl, "version", "--client"] },
  { name: "--version", args: [program, "--version"], limit: { of: KUBECTL, ratio: 0.3 } },
  { name: "--help", args: [program, "--help"], limit: { of: KUBECTL, ratio: 0.7 } },
  { name: "-f, 50 kB of describe", args: [program, "-f", describe50k], limit: { of: KUBECTL, ratio: 1.1 } },
  ...onServer("at once", near),
  ...onServer(`in ${FAR} ms`, far, 1.5),
];

// What fails is quick.
for (const { name, args, env } of commands) {
  const { stderr } = await execa(args[0], args.slice(1), { env: { ...env, PATH }, stdin: "ignore", reject: false });
  if (/^error/im.test(stderr)) throw new Error(`${name}: ${stderr}`);
}

const times = new Map(commands.map(({ name }) => [name, [] as number[]]));
for (let round = -WARM_UPS; round < rounds; round++) {
  for (const { name, args, env: at } of shuffled(commands)) {
    const time = await wall(args, at);
    if (round >= 0) times.get(name)?.push(time);
  }
}

const peaks = new Map<string, number>();
for (const { name, args, env } of commands) peaks.set(name, await peak(args, env));
console.log(["median ms", "min", "max", "/ node -e 0", `/ ${KUBECTL}`, "peak MB", "command"].join(" | "));
for (const { name, limit } of commands) {
  const all = times.get(name) ?? [];
  const ratios = ["node -e 0", KUBECTL].map((other) => ratio(name, other).toFixed(2));
  const row = [median(all), Math.min(...all), Math.max(...all)].map((time) => time.toFixed(0));
  const verdict = limit ? ` (${ratio(name, limit.of).toFixed(2)} of ${limit.of}, limit ${limit.ratio})` : "";
  console.log([...row, ...ratios, (peaks.get(name) ?? 0).toFixed(0), name + verdict].join(" | "));
}

const broken = commands.filter(
  ({ name, limit }) =>
    limit && (ratio(name, limit.of) > limit.ratio || (!name.startsWith("kubectl") && (peaks.get(name) ?? 0) > PEAK_MB)),
);
for (const { name } of broken) console.log(`Over its limit: ${name}`);
if (broken.length > 0) process.exitCode = 1;
await Promise.all([near.close(), far.close()]);
rmSync(folder, { recursive: true });

/** The same pod twice: as kubectl describes it, and as we explain it. */
function onServer(answers: string, server: ApiServer, limit?: number): Command[] {
  const [describe, pullcheck] = ["describe pod", "pullcheck"].map((verb) => `kubectl ${verb}, answered ${answers}`);
  const args = (...rest: string[]): Command["args"] => [kubectl as string, ...rest, "demo-pod"];
  return [
    { name: describe as string, args: args("describe", "pod"), env: server.env() },
    {
      name: pullcheck as string,
      args: args("pullcheck"),
      env: server.env(),
      ...(limit && { limit: { of: describe as string, ratio: limit } }),
    },
  ];
}

/** In milliseconds, from before the fork to the end. */
async function wall([file, ...args]: Command["args"], at: NodeJS.ProcessEnv = {}): Promise<number> {
  const started = process.hrtime.bigint();
  await once(spawn(file, args, { env: { ...process.env, ...at, PATH }, stdio: "ignore" }), "exit");
  return Number(process.hrtime.bigint() - started) / 1e6;
}

/** Of resident memory, in MB; through a small program, since a child begins with its parent's. 0 without GNU time. */
async function peak(args: Command["args"], at: NodeJS.ProcessEnv = {}): Promise<number> {
  const options = { env: { ...at, PATH }, stdin: "ignore", reject: false } as const;
  const { stderr } = await execa("/usr/bin/time", ["-f", "peak %M", ...args], options);
  return (Number(/peak (\d+)/.exec(stderr ?? "")?.[1] ?? 0) * 1024) / 1e6;
}

function ratio(name: string, other: string): number {
  const others = times.get(other) ?? [];
  return median((times.get(name) ?? []).map((time, round) => time / (others[round] ?? Number.NaN)));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}
