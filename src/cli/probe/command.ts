/** `pullcheck probe IMAGE…`: a request → the report of what registries said, and a status. */
import { renderProbe } from "../../render/probe.ts";
import { cleanLine } from "../../text/clean.ts";
import { type ExitStatus, probeStatus } from "../exit-status.ts";
import { usesColor, widthOf } from "../output.ts";
import type { ProbeRequest, ProbeSettings } from "../request.ts";
import type { World } from "../world.ts";
import { dockerConfig } from "./docker-config.ts";
import { nearestTags } from "./nearest-tags.ts";
import { type ProbeOptions, probe } from "./probe.ts";
import { systemResolve } from "./resolve.ts";
import { loadTrust, type Trust } from "./trust.ts";

export async function runProbe({ images, show, ...settings }: ProbeRequest, world: World): Promise<ExitStatus> {
  const { options, warnings } = probeOptions(settings, world.env);
  const report = await probe(images, options);
  const whole = { ...report, warnings: [...report.warnings, ...(await warnings())] };
  const { format, quiet, verbose, color } = show;
  world.stdout.write(
    renderProbe(whole, { format, quiet, verbose, color: usesColor(color, world), width: widthOf(world) }),
  );
  // In JSON and YAML they are part of the report.
  if (!quiet && format !== "json" && format !== "yaml")
    for (const warning of whole.warnings) world.stderr.write(`warning: ${cleanLine(warning)}\n`);
  return probeStatus(whole.summary);
}

/** What a probe needs of this machine; the warnings are of what it needed in the end. */
export function probeOptions(
  { platform, allowsPrivate, auth, plainHttp }: ProbeSettings,
  env: World["env"],
): { readonly options: ProbeOptions; readonly warnings: () => Promise<readonly string[]> } {
  let trust: Promise<Trust> | null = null;
  const options = {
    env,
    resolve: systemResolve,
    permission: { allowsPrivate },
    trust: () => {
      trust ??= loadTrust(env);
      return trust;
    },
    plainHttp,
    wanted: platform,
    credentials: auth === null ? null : dockerConfig(env),
    nearest: nearestTags,
  };
  return { options, warnings: async () => (trust === null ? [] : (await trust).warnings) };
}
