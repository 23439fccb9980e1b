/** A command line → a status, with everything in between. Each part is loaded when it is needed: execa alone costs as much as the rest. */

import type { Revise } from "../diagnose/diagnose.ts";
import { maskSecrets } from "../diagnose/mask-secrets.ts";
import type { PodRecord } from "../read/records.ts";
import { cleanLine } from "../text/clean.ts";
import type { Answer } from "./answer.ts";
import { parseArgs } from "./args.ts";
import { type ExitStatus, exitStatus } from "./exit-status.ts";
import { catalogueFor } from "./own-causes.ts";
import type { Probed } from "./probe/probed.ts";
import { readerShell } from "./reader-shell.ts";
import type { CausesRequest, ClusterRequest, FilesRequest, ProbeSettings } from "./request.ts";
import { versionLine } from "./version.ts";
import type { World } from "./world.ts";

export interface RunOptions {
  readonly stdinIsTerminal: boolean;
}

/** Throws a `UserError` where the question cannot be answered at all. */
export async function run(argv: readonly string[], world: World, options: RunOptions): Promise<ExitStatus> {
  const request = parseArgs(argv, options);
  switch (request.kind) {
    case "help": {
      const { helpText } = await import("./help.ts");
      world.stdout.write(helpText(request.topic));
      return 0;
    }
    case "complete": {
      const { complete } = await import("./completion/complete.ts");
      world.stdout.write(await complete(request, world));
      return 0;
    }
    case "completion": {
      const { completion } = await import("./completion/completion.ts");
      world.stdout.write(await completion(request.what, world));
      return 0;
    }
    case "version":
      world.stdout.write(versionLine());
      return 0;
    case "causes":
      return runCauses(request, world);
    case "lint-causes": {
      const { lintCauses } = await import("./lint-causes.ts");
      return lintCauses(request.files, world);
    }
    case "probe": {
      const { runProbe } = await import("./probe/command.ts");
      return runProbe(request, world);
    }
    case "files":
      return runFiles(request, world, options);
    case "cluster":
      return runCluster(request, world);
    default:
      return request satisfies never;
  }
}

async function runCauses(request: CausesRequest, world: World): Promise<ExitStatus> {
  const { id, show } = request;
  const { catalogue, warnings } = await catalogueFor(request, world);
  for (const warning of show.quiet ? [] : warnings) world.stderr.write(`warning: ${cleanLine(warning)}\n`);
  const { causesText, causesValue } = await import("./causes.ts");
  const { usesColor, widthOf } = await import("./output.ts");
  if (show.format === "yaml") {
    const { stringify } = await import("yaml");
    // Folded lines that begin with blanks would not be read back as they were.
    world.stdout.write(stringify(causesValue(id, readerShell(world), catalogue), { lineWidth: 0 }));
  } else {
    world.stdout.write(
      causesText(
        id,
        show.format,
        { color: usesColor(show.color, world), width: widthOf(world), shell: readerShell(world) },
        catalogue,
      ),
    );
  }
  return 0;
}

async function runFiles(request: FilesRequest, world: World, options: RunOptions): Promise<ExitStatus> {
  const { files, container } = request;
  const own = await catalogueFor(request, world);
  const { readInputs } = await import("./input.ts");
  const read = await readInputs(files, world, options);
  const { answerFromTexts } = await import("./saved-text.ts");
  const shell = readerShell(world);
  const { catalogue, warnings } = own;
  const answer: Answered = (revise) => answerFromTexts(read, container, { shell, catalogue, revise });
  const known = await settled(answer, { request, kubectl: null, shell, world });
  return tell(known, request, world, warnings);
}

async function runCluster(request: ClusterRequest, world: World): Promise<ExitStatus> {
  const own = await catalogueFor(request, world);
  if (request.follow !== undefined) {
    const { followCluster } = await import("./watch/watch.ts");
    return followCluster({ ...request, follow: request.follow }, world, own);
  }
  const { makeKubectl } = await import("./kubectl.ts");
  const { lookAtCluster } = await import("./live.ts");
  const { ImageUse } = await import("../facts/image-use.ts");
  const { show, connection, container } = request;
  const ran: string[] = [];
  const use = new ImageUse();
  const witness = { see: (pod: PodRecord): void => use.add(pod) };
  // What was run has names in it; their aliases are known when the report is.
  const listen = (line: string): void => {
    if (show.redact) ran.push(line);
    else tellRun(line, world);
  };
  const kubectl = makeKubectl({
    connection,
    env: world.env,
    ...(show.verbose && { listen }),
  });
  const { makeProgress, NO_PROGRESS } = await import("./progress.ts");
  const progress = show.quiet || show.verbose ? NO_PROGRESS : makeProgress(world.stderr);
  // kubectl runs by now; the time until it answers is enough to load the rest.
  const [look, { answerOf }] = await Promise.all([
    lookAtCluster(request, kubectl, { progress, witness }).finally(() => progress.end()),
    import("./answer.ts"),
    import("./output.ts"),
  ]);
  const now = new Date();
  const shell = readerShell(world);
  const { catalogue, warnings } = own;
  const answered: Answered = (revise) => answerOf(look, container, now, { shell, use, catalogue, revise });
  const answer = await settled(answered, { request, kubectl, shell, world });
  if (answer.report.failures.length === 0) return tell(answer, request, world, warnings, ran);
  const { withMoreOfCluster } = await import("./more-of-cluster.ts");
  const options = { checkSecrets: request.checkSecrets === true, now, shell };
  return tell(await withMoreOfCluster(answer, look.pods, kubectl, options), request, world, warnings, ran);
}

type Answered = (revise?: Revise) => Answer;

/** The answer with what registries say, or with a word on where that would help. */
async function settled(
  answered: Answered,
  {
    request: { probe },
    ...around
  }: Omit<Probed, "settings"> & { readonly request: { readonly probe?: ProbeSettings } },
): Promise<Answer> {
  if (probe !== undefined) {
    const { probed } = await import("./probe/probed.ts");
    return probed(answered, { ...around, settings: probe });
  }
  const { withProbeHints } = await import("./probe/hint.ts");
  return withProbeHints(answered());
}

function tellRun(line: string, { stderr }: Pick<World, "stderr">): void {
  stderr.write(`${maskSecrets(cleanLine(line))}\n`);
}

async function tell(
  found: Answer,
  request: FilesRequest | ClusterRequest,
  world: World,
  ownWarnings: readonly string[],
  ran: readonly string[] = [],
): Promise<ExitStatus> {
  const [{ writeAnswer }, { privateAnswer }] = await Promise.all([
    import("./output.ts"),
    import("./private-answer.ts"),
  ]);
  const warnings = [...found.report.warnings, ...ownWarnings];
  const { answer, hide } = privateAnswer({ ...found, report: { ...found.report, warnings } }, request);
  for (const line of ran) tellRun(hide(line), world);
  const asked = answer.report.probe?.hosts ?? [];
  if (asked.length > 0 && !request.show.quiet)
    world.stderr.write(`Asked ${asked.map(({ host }) => host).join(", ")}.\n`);
  writeAnswer(answer, request.show, world);
  return exitStatus({ failures: answer.report.failures.length, unanswered: answer.unanswered.length });
}
