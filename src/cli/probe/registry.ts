/** One registry, asked once for all of its images: the way to it, `/v2/`, and what login it wants. */
import type { Challenge } from "../../probe/challenge.ts";
import { readRateLimit } from "../../probe/rate-limit.ts";
import type { Certificate, ProbeStep, RateLimit } from "../../probe/report.ts";
import type { Fault, Refusal } from "../../probe/verdict.ts";
import type { Authorization } from "./authorize.ts";
import { type Client, type Heard, hostOf, spellHost } from "./client.ts";
import { stagesBefore } from "./connect.ts";
import { ProbeFault } from "./fault.ts";
import { type Deadline, LIMITS } from "./limits.ts";
import { makeRecorder } from "./recorder.ts";

export interface Registry {
  readonly base: URL;
  readonly steps: readonly ProbeStep[];
  readonly certificate: Certificate | null;
  readonly challenges: readonly Challenge[];
  readonly rateLimit: RateLimit | null;
  /** Why no image of it needs to be asked for; null where the registry answers. */
  readonly end: Refusal | Fault | null;
  /** Tokens that were given already, by whom and what they are for. */
  readonly tokens: Map<string, Promise<Authorization>>;
}

/** Never throws a `ProbeFault`: it is what `end` says. */
export async function openRegistry(
  name: string,
  client: Client,
  isPlain: boolean,
  deadline: Deadline,
): Promise<Registry> {
  const secure = new URL(`${isPlain ? "http" : "https"}://${apiHost(name)}/v2/`);
  const opened = await ping(secure, client, deadline);
  // Docker, containerd and crane ask a registry on the same machine over plain HTTP as well.
  const plain = new URL(`http://${apiHost(name)}/v2/`);
  const isWrong = opened.end !== null && opened.end.kind !== "refusal" && opened.end.cause === "tls-http-mismatch";
  return isWrong && !isPlain && client.allowsPlain(plain) ? ping(plain, client, deadline) : opened;
}

/** Whether its name can be part of an address: a port above 65535 passes the grammar of references. */
export function isAskable(name: string): boolean {
  return URL.canParse(`https://${apiHost(name)}/v2/`);
}

/** Docker Hub's name is not its API's host (distribution/reference, moby registry/config.go). */
function apiHost(name: string): string {
  return name === "docker.io" ? "registry-1.docker.io" : name;
}

async function ping(base: URL, client: Client, deadline: Deadline): Promise<Registry> {
  const recorder = makeRecorder(() => []);
  const none = { base, steps: recorder.steps, certificate: null, challenges: [], rateLimit: null, tokens: new Map() };
  const began = performance.now();
  const took = (): number =>
    Math.round(performance.now() - began - recorder.steps.reduce((sum, step) => sum + step.took, 0));
  try {
    const heard = await client.ask({
      method: "GET",
      url: base,
      accept: "application/json",
      authorization: null,
      form: null,
      mostBody: LIMITS.refusal,
      role: "registry",
      deadline,
      isSecret: false,
      follows: true,
    });
    recorder.way(heard.line.stages);
    const { certificate } = heard.line;
    const rateLimit = readRateLimit(heard.header, new Date());
    const about = { ...none, certificate, rateLimit };
    if (speaksTls(heard)) throw mismatch(base);
    const isOwn = heard.url.origin === base.origin;
    if (heard.status === 401 && isOwn && heard.challenges.length > 0) {
      recorder.ok("ping", `${base.host} is a registry, and asks for a login or a token.`, heard, took());
      return { ...about, challenges: heard.challenges, end: null };
    }
    if (heard.status < 300) {
      recorder.ok("ping", `${base.host} answers.`, heard, took());
      return { ...about, end: null };
    }
    const refusal = recorder.refused(
      "ping",
      `${base.host} answered ${heard.status} when asked whether it is a registry.`,
      heard,
      took(),
    );
    // Some give images and have nothing at /v2/.
    return { ...about, end: heard.status === 429 || heard.status >= 500 ? refusal : null };
  } catch (error) {
    if (!(error instanceof ProbeFault)) throw error;
    if (recorder.steps.length === 0) recorder.way(stagesBefore(error));
    const end = recorder.failed(error.step === "http" ? "ping" : error.step, error, spellHost(base), took());
    return { ...none, certificate: error.certificate, end };
  }
}

/** Go's servers answer a plain request at their TLS port with these words. */
function speaksTls({ status, body }: Heard): boolean {
  return status === 400 && /HTTP request (?:to an|was sent to) HTTPS/i.test(Buffer.from(body).toString("latin1"));
}

function mismatch(base: URL): ProbeFault {
  return new ProbeFault(`${hostOf(base)} speaks TLS at that port; leave --plain-http out.`, {
    step: "tls",
    causeId: "tls-http-mismatch",
  });
}
