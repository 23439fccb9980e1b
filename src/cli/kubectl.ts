/**
 * Runs kubectl: no shell, nothing on its standard input, a limit on time and on output, and only verbs that read.
 * What stops it from giving any answer is a `UserError`; an answer with a failing status is handed back, since it can
 * come with useful output beside the complaint.
 */
import type { Readable } from "node:stream";
import { execa } from "execa";
import { quote } from "../catalogue/commands.ts";
import { kubectlMissing, kubectlTooLong, kubectlTooMuch, kubectlUnusable } from "./kubectl-errors.ts";
import type { Connection } from "./request.ts";

export interface KubectlAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Asks with the connection's flags. */
export type Kubectl = (args: readonly string[], options?: AskOptions) => Promise<KubectlAnswer>;

export interface AskOptions {
  /** Multiplies the time limit, for an answer that takes the server long. */
  readonly patience?: number;
  /** Gets what is printed as it comes; it is not in the answer then, and the time limit is for the longest pause. */
  readonly eat?: (chunk: Uint8Array) => void;
  /** Seconds, in place of the time limit and of --request-timeout: a watch may be silent for long. */
  readonly silence?: number;
}

export interface KubectlOptions {
  readonly connection: Pick<Connection, "flags" | "requestTimeout">;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Hears of every run, for `-v`. */
  readonly listen?: (line: string) => void;
  /** Characters. */
  readonly maxOutput?: number;
  /** Seconds for each run; without it a patient one. */
  readonly limit?: number;
  /** Ends what runs. Nothing is run afterwards. */
  readonly signal?: AbortSignal;
}

const READING_VERBS = ["get", "describe", "events", "version", "auth can-i", "config view"];

export function makeKubectl({
  connection,
  env,
  listen,
  maxOutput = 400_000_000,
  limit: seconds = timeLimit(connection.requestTimeout),
  signal,
}: KubectlOptions): Kubectl {
  // kubectl 1.37 and later name themselves to their plugins; the one on PATH may be another.
  const file = env["KUBECTL_PATH"] || "kubectl";
  const isStopped = (): boolean => signal?.aborted === true;
  return async (args, { patience = 1, eat, silence } = {}) => {
    demandReading(args);
    if (isStopped()) throw kubectlUnusable(file, STOPPED);
    const limit = silence ?? seconds * patience;
    const flags = connection.flags.filter((flag) => silence === undefined || !flag.startsWith("--request-timeout="));
    const whole = [...args.slice(0, endOfFlags(args)), ...flags, ...args.slice(endOfFlags(args))];
    const running = execa(file, whole, {
      stdin: "ignore",
      env: { ...env, LANG: "C", LC_ALL: "C" },
      extendEnv: false,
      reject: false,
      stripFinalNewline: false,
      maxBuffer: maxOutput,
      buffer: { stdout: eat === undefined },
      forceKillAfterDelay: 1000,
      windowsHide: true,
    });
    const { stop, hasStopped, startAgain } = stopAfter(limit, running);
    const end = (): void => endNow(running);
    signal?.addEventListener("abort", end);
    if (eat !== undefined) {
      running.stdout.on("data", (chunk: Uint8Array) => {
        startAgain();
        eat(chunk);
      });
    }
    const result = await running;
    stop();
    signal?.removeEventListener("abort", end);
    if (isStopped()) throw kubectlUnusable(file, STOPPED);
    listen?.(`ran in ${Math.round(result.durationMs)} ms: kubectl ${whole.map(shown).join(" ")}`);
    if (hasStopped()) throw kubectlTooLong(limit, connection.requestTimeout !== null);
    if (result.isMaxBuffer) throw kubectlTooMuch();
    if (result.exitCode === undefined) {
      if (result.code === "ENOENT") throw kubectlMissing(env["KUBECTL_PATH"] || null);
      throw kubectlUnusable(file, result.signalDescription ?? result.originalMessage ?? "");
    }
    return { stdout: result.stdout ?? "", stderr: result.stderr, exitCode: result.exitCode };
  };
}

const STOPPED = "It was stopped.";

interface Running {
  kill(): boolean;
  readonly stdout: Readable;
  readonly stderr: Readable;
}

/**
 * A login helper that kubectl started keeps its standard error open after kubectl has been ended, so execa's own
 * time-out would wait for the helper. Here the pipes are closed too.
 */
function endNow(running: Running): void {
  running.kill();
  running.stdout.destroy();
  running.stderr.destroy();
}

/** Zero seconds are no limit. */
function stopAfter(
  seconds: number,
  running: Running,
): { readonly stop: () => void; readonly hasStopped: () => boolean; readonly startAgain: () => void } {
  let stopped = false;
  if (seconds === 0) return { stop: () => {}, hasStopped: () => stopped, startAgain: () => {} };
  const timer = setTimeout(() => {
    stopped = true;
    endNow(running);
  }, seconds * 1000);
  return { stop: () => clearTimeout(timer), hasStopped: () => stopped, startAgain: () => timer.refresh() };
}

/** An argument as one would type it; a token is nobody's business. */
function shown(arg: string): string {
  if (arg.startsWith("--token=")) return "--token=***";
  return /^--?[\w=.,/-]*$/.test(arg) ? arg : quote(arg);
}

function demandReading(args: readonly string[]): void {
  if (!READING_VERBS.some((verb) => verb.split(" ").every((word, index) => args[index] === word))) {
    throw new Error(`kubectl ${args.slice(0, 2).join(" ")} is not among the verbs that only read.`);
  }
}

/** Names stand behind "--", flags before it. */
function endOfFlags(args: readonly string[]): number {
  const at = args.indexOf("--");
  return at === -1 ? args.length : at;
}

/**
 * kubectl keeps to --request-timeout by itself, for each request. This limit is for what it does not limit: a login
 * helper that hangs, a server that answers in drips. A describe makes three requests, one after another.
 */
function timeLimit(requestTimeout: number | null): number {
  if (requestTimeout === 0) return 0;
  return Math.max(30, 3 * (requestTimeout ?? 0));
}
