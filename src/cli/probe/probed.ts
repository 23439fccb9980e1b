/** An answer, made again with what the registries of its failing images said. */
import type { Shell } from "../../catalogue/for-shell.ts";
import type { Revise } from "../../diagnose/diagnose.ts";
import type { Diagnosis } from "../../diagnose/judge.ts";
import { parsePlatform } from "../../probe/manifest.ts";
import type { Platform } from "../../probe/report.ts";
import type { Answer } from "../answer.ts";
import { askForLogins, askForNodes } from "../cluster-questions.ts";
import type { Kubectl } from "../kubectl.ts";
import type { ProbeSettings } from "../request.ts";
import type { World } from "../world.ts";
import { probeFailures } from "./failures.ts";

export interface Probed {
  readonly settings: ProbeSettings;
  /** Null where the failures are of a saved text. */
  readonly kubectl: Kubectl | null;
  readonly shell: Shell;
  readonly world: Pick<World, "env">;
}

/** `answered` makes the answer; it is made twice, since what is asked for is in the first one. */
export async function probed(
  answered: (revise?: Revise) => Answer,
  { settings, kubectl, shell, world }: Probed,
): Promise<Answer> {
  const { diagnoses, report } = answered();
  if (diagnoses.length === 0) return answered();
  const [platforms, secrets] = await Promise.all([
    kubectl !== null && report.failures.some(({ cause }) => cause === "platform-mismatch")
      ? platformsOf(kubectl)
      : new Map<string, Platform>(),
    kubectl !== null && settings.auth === "pull-secrets" ? askForLogins(secretsOf(diagnoses), kubectl) : null,
  ]);
  const { report: found, revise } = await probeFailures(diagnoses, {
    settings,
    env: world.env,
    shell,
    isLive: kubectl !== null,
    secrets,
    platforms,
  });
  const answer = answered(revise);
  const warnings = [...answer.report.warnings, ...found.warnings];
  return { ...answer, report: { ...answer.report, warnings, probe: found } };
}

async function platformsOf(kubectl: Kubectl): Promise<Map<string, Platform>> {
  const nodes = await askForNodes(kubectl);
  const known = "why" in nodes ? [] : nodes.all;
  return new Map(
    known.flatMap(({ name, platform }) => {
      const parsed = platform === null ? null : parsePlatform(platform);
      return parsed === null ? [] : [[name, parsed] as const];
    }),
  );
}

function secretsOf(diagnoses: readonly Diagnosis[]): { readonly namespace: string; readonly name: string }[] {
  return diagnoses.flatMap(({ failure: { namespace, pullSecrets } }) =>
    namespace === null ? [] : (pullSecrets ?? []).map((name) => ({ namespace, name })),
  );
}
