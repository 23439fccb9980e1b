/** `--watch` and `--wait`: what both need of the world, and how each of them ends. */
import type { Catalogue } from "../../catalogue/own.ts";
import { maskSecrets } from "../../diagnose/mask-secrets.ts";
import { changeLine } from "../../render/change.ts";
import { cleanLine } from "../../text/clean.ts";
import type { Answer } from "../answer.ts";
import { type ExitStatus, exitStatus } from "../exit-status.ts";
import { makeKubectl } from "../kubectl.ts";
import { withMoreOfCluster } from "../more-of-cluster.ts";
import { writeAnswer } from "../output.ts";
import type { OwnCatalogue } from "../own-causes.ts";
import { privateAnswer } from "../private-answer.ts";
import { withProbeHints } from "../probe/hint.ts";
import { makeProgress, NO_PROGRESS } from "../progress.ts";
import { readerShell } from "../reader-shell.ts";
import type { ClusterRequest, Follow } from "../request.ts";
import { UserError } from "../user-error.ts";
import type { World } from "../world.ts";
import { writeError } from "../write-error.ts";
import { type FollowOptions, follow, openPods, type Seen } from "./follow.ts";
import { Ledger } from "./ledger.ts";
import { makeTeller } from "./teller.ts";
import { Trouble } from "./trouble.ts";
import { UntilMended } from "./until-mended.ts";

type FollowRequest = ClusterRequest & { readonly follow: Follow };

export function followCluster(
  request: FollowRequest,
  world: World,
  { catalogue, warnings }: OwnCatalogue,
): Promise<ExitStatus> {
  const { follow: asked, show } = request;
  for (const warning of show.quiet ? [] : warnings) world.stderr.write(`warning: ${cleanLine(warning)}\n`);
  return asked.until === "stopped"
    ? watchUntilStopped(request, world, catalogue)
    : waitUntilMended(request, world, catalogue, asked.seconds);
}

/** Seconds after which to look again where images are awaited: that a sandbox fails only events tell. */
const OPEN = 30;
/** How many times as long as a look takes it is until the next one of this kind. */
const RARE = 20;
const NEVER = 3600;

async function watchUntilStopped(request: FollowRequest, world: World, catalogue: Catalogue): Promise<ExitStatus> {
  const end = new AbortController();
  const stop = (): void => end.abort();
  // Not once: what ends kubectl with us ends us by the signal where nobody listens to it any more.
  world.on?.("SIGINT", stop);
  world.on?.("SIGTERM", stop);
  // A reader that has seen enough.
  world.stdout.on?.("error", stop);
  const options = { ...optionsOf(request, world, end.signal), catalogue };
  const ledger = new Ledger();
  const teller = makeTeller(request, world, stop);
  const trouble = new Trouble(request.show.quiet || teller.ownsTerminal ? null : world.stderr);
  const again = (seen: Seen): number => (openPods(seen).length > 0 ? Math.max(OPEN, RARE * seen.took) : NEVER);
  let last: Seen | null = null;
  try {
    for await (const moment of follow(request, { ...options, mindsOpen: false, again })) {
      trouble.note(moment);
      if (moment.kind === "seen") {
        const changes = ledger.note(moment);
        if (last === null) teller.begin(await withFacts(moment, request, options));
        else teller.tell(moment.answer, changes);
        last = moment;
      }
      teller.warn(trouble.sentence);
    }
  } finally {
    // A look that has failed leaves a watch behind.
    end.abort();
    world.off?.("SIGINT", stop);
    world.off?.("SIGTERM", stop);
    world.stdout.off?.("error", stop);
    const { lost } = trouble;
    teller.end(last === null ? null : { answer: asOf(last, lost), sentence: ledger.summary(last.answer.looked) });
  }
  if (last === null) throw new UserError("It was stopped before anything could be read.", { hint: "Try again." });
  const { lost } = trouble;
  if (lost !== null) writeError(lastState(lost, last), world);
  return exitStatus({ failures: ledger.standing.size, unanswered: asOf(last, lost).unanswered.length });
}

async function waitUntilMended(
  request: FollowRequest,
  world: World,
  catalogue: Catalogue,
  seconds: number,
): Promise<ExitStatus> {
  const isQuiet = request.show.quiet || request.show.redact === true;
  const end = new AbortController();
  const timer = seconds > 0 ? setTimeout(() => end.abort(), seconds * 1000) : undefined;
  const options = { ...optionsOf(request, world, end.signal), catalogue };
  const ledger = new Ledger();
  const trouble = new Trouble(isQuiet ? null : world.stderr);
  const goal = new UntilMended(request, options.kubectl);
  let last: Seen | null = null;
  let isMended = false;
  try {
    for await (const moment of follow(request, { ...options, mindsOpen: true, again: () => goal.patience })) {
      trouble.note(moment);
      if (moment.kind !== "seen") continue;
      const changes = ledger.note(moment);
      if (last !== null && !isQuiet) for (const change of changes) world.stderr.write(`${changeLine(change)}\n`);
      last = moment;
      isMended = await goal.isReached(moment);
      if (isMended || seconds === 0) break;
    }
  } finally {
    clearTimeout(timer);
    // A watch would go on.
    end.abort();
  }
  if (last === null) {
    throw new UserError("The time was up before anything could be read.", { hint: "Allow more with --wait=10m." });
  }
  const patient = optionsOf(request, world, new AbortController().signal);
  const found = goal.verdict(await withFacts(last, request, patient), isMended);
  const answer = asOf({ ...last, answer: found }, trouble.lost);
  writeAnswer(privateAnswer(answer, request).answer, request.show, world);
  const status = exitStatus({ failures: answer.report.failures.length, unanswered: answer.unanswered.length });
  return status === 0 && !isMended ? 1 : status;
}

function optionsOf(
  { connection, show }: FollowRequest,
  world: World,
  signal: AbortSignal,
): Pick<FollowOptions, "kubectl" | "shell" | "progress" | "signal"> {
  const listen = (line: string): void => void world.stderr.write(`${maskSecrets(cleanLine(line))}\n`);
  const isSilent = show.quiet || show.verbose || show.redact === true;
  return {
    kubectl: makeKubectl({
      connection,
      env: world.env,
      signal,
      ...(show.verbose && show.redact !== true && { listen }),
    }),
    shell: readerShell(world),
    progress: isSilent ? NO_PROGRESS : makeProgress(world.stderr),
    signal,
  };
}

async function withFacts(
  { answer, look, at }: Seen,
  { checkSecrets }: FollowRequest,
  { kubectl, shell }: Pick<FollowOptions, "kubectl" | "shell">,
): Promise<Answer> {
  if (answer.report.failures.length === 0) return answer;
  const options = { checkSecrets: checkSecrets === true, now: at, shell };
  return withProbeHints(await withMoreOfCluster(answer, look.pods, kubectl, options));
}

/** Where the cluster was lost, the last answer is not the whole one. */
function asOf(last: Seen, lost: UserError | null): Answer {
  const { answer } = last;
  if (lost === null) return answer;
  const error = lastState(lost, last);
  const warnings = [...answer.report.warnings, error.message];
  return {
    ...answer,
    report: { ...answer.report, complete: false, warnings },
    unanswered: [...answer.unanswered, error],
  };
}

function lastState({ message, hint, said }: UserError, { at }: Seen): UserError {
  const time = at.toISOString().replace(/\.\d+Z$/, "Z");
  return new UserError(`The cluster could not be read any more; this is as of ${time}. ${message}`, { hint, said });
}
