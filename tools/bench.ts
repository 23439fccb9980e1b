/**
 * `npm run bench`: how fast saved `kubectl describe` output is read, and in how much memory. Beside each run stand, on
 * the same file and in the same minute, `grep -c Failed` and the reading of its lines in Node.
 *
 *   npm run bench                        1 MB to 1 GB
 *   npm run bench -- 10 100              these sizes, in MB
 *   npm run bench -- --failing 100 50    50 MB in which every pod fails (1 in 100 is usual)
 *   npm run bench -- --program FILE      another executable than the built program
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { peakOf } from "./peak-memory.ts";

const ROOT = new URL("..", import.meta.url).pathname;
const DESCRIBED = join(ROOT, "fixtures/kubectl/1.35");
const MB = 1e6;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { failing: { type: "string", default: "1" }, program: { type: "string" } },
});
const sizes = (positionals.length > 0 ? positionals : ["1", "10", "100", "1000"]).map(Number);
const share = Number(values.failing) / 100;
const program = values.program === undefined ? [process.execPath, join(ROOT, "dist/cli/main.js")] : [values.program];

const folder = mkdtempSync(join(tmpdir(), "pullcheck-bench-"));
try {
  console.log(`${values.failing} % of the pods fail; memory as the system counts it, at its peak`);
  console.log(
    ["MB", "seconds", "MB/s", "peak MB", "× grep -c", "× lines in Node"].map((name) => name.padStart(16)).join(""),
  );
  for (const size of sizes) {
    const file = join(folder, `${size}.txt`);
    await writeText(file, size * MB);
    console.log((await measure(file, size)).map((cell) => cell.padStart(16)).join(""));
    rmSync(file);
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Medians of interleaved runs; a long text is read once, and it is long enough. */
async function measure(file: string, size: number): Promise<string[]> {
  const rounds = size < 500 ? 3 : 1;
  const runs: Run[] = [];
  const greps: number[] = [];
  const lines: number[] = [];
  for (let round = 0; round < rounds; round++) {
    runs.push(await run([...program, "-f", file, "-o", "name"]));
    greps.push((await run(["grep", "-c", "Failed", file])).seconds);
    lines.push(await readLines(file));
  }
  const seconds = median(runs.map((one) => one.seconds));
  return [
    String(size),
    seconds.toFixed(2),
    (size / seconds).toFixed(1),
    median(runs.map((one) => one.peak)).toFixed(0),
    (seconds / median(greps)).toFixed(1),
    (seconds / median(lines)).toFixed(1),
  ];
}

interface Run {
  readonly seconds: number;
  /** In MB; NaN where the system does not tell. */
  readonly peak: number;
}

async function run([command = "", ...args]: readonly string[]): Promise<Run> {
  const begin = performance.now();
  const child = spawn(command, args, { stdio: "ignore" });
  let peak = Number.NaN;
  const look = setInterval(() => {
    peak = peakOf(child.pid) ?? peak;
  }, 20);
  const [status] = (await once(child, "close")) as [number | null];
  clearInterval(look);
  // 1 is "found one", for grep and for the program.
  if (status === null || status > 1) throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
  return { seconds: (performance.now() - begin) / 1000, peak };
}

async function readLines(file: string): Promise<number> {
  const begin = performance.now();
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) count += line.length;
  if (count === 0) throw new Error("no lines");
  return (performance.now() - begin) / 1000;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;
}

/** Pods as real kubectl describes them, each with a name of its own. */
async function writeText(file: string, bytes: number): Promise<void> {
  const failing = readdirSync(DESCRIBED)
    .filter((name) => /^[a-e]-describe-pods\.txt$/.test(name))
    .flatMap((name) => readFileSync(join(DESCRIBED, name), "utf8").split(/\n\n\n(?=Name:)/))
    .filter((text) => /\bImagePullBackOff|ErrImagePull/.test(text));
  const healthy = healed(failing[0] as string);
  const out = createWriteStream(file);
  let written = 0;
  let debt = 0;
  for (let pod = 0; written < bytes; pod++) {
    debt += share;
    const text = debt >= 1 ? (failing[pod % failing.length] as string) : healthy;
    if (debt >= 1) debt -= 1;
    const named = `${text.replace(/^Name:( +)\S+/, `Name:$1web-${pod.toString(36)}-x7k2p`).trimEnd()}\n\n\n`;
    written += named.length;
    if (!out.write(named)) await once(out, "drain");
  }
  out.end();
  await once(out, "close");
}

/** The same pod, an hour later. */
function healed(text: string): string {
  return `${text.replace(/State: +Waiting\n +Reason: +\S+/, "State:          Running\n      Started:      Sat, 21 Nov 2026 10:00:00 +0000").replace(/\nEvents:[\s\S]*/, "")}
Events:
  Type    Reason     Age   From               Message
  ----    ------     ----  ----               -------
  Normal  Scheduled  47s   default-scheduler  Successfully assigned shop/web to node-1
  Normal  Pulling    47s   kubelet            spec.containers{web}: Pulling image "nginx:1.29"
  Normal  Pulled     44s   kubelet            spec.containers{web}: Successfully pulled image "nginx:1.29" in 2.113s (2.113s including waiting). Image size: 59774010 bytes.
  Normal  Created    44s   kubelet            spec.containers{web}: Container created
  Normal  Started    44s   kubelet            spec.containers{web}: Container started`;
}
