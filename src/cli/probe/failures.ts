/** The registries of images that fail are asked, and the diagnoses revised by what they say. */
import type { Shell } from "../../catalogue/for-shell.ts";
import type { Revise } from "../../diagnose/diagnose.ts";
import type { Diagnosis } from "../../diagnose/judge.ts";
import { withProbe } from "../../diagnose/with-probe.ts";
import type { DockerAuth } from "../../facts/docker-auths.ts";
import { keysFor } from "../../facts/registry-key.ts";
import { registryKind } from "../../image/registry.ts";
import type { AskedHost, ImageProbe, Platform, ProbeReport } from "../../probe/report.ts";
import type { ProbeSettings } from "../request.ts";
import type { World } from "../world.ts";
import { probeOptions } from "./command.ts";
import type { Credential, CredentialSource } from "./credentials.ts";
import { type ProbeOptions, probe, probeReport } from "./probe.ts";

/** Of further ones nothing is known; a cluster in which more fail has one trouble and not twenty. */
const MOST_IMAGES = 20;

export interface Probing {
  readonly settings: ProbeSettings;
  readonly env: World["env"];
  readonly shell: Shell;
  /** The names come from a cluster that the user has access to, and not from somebody's paste. */
  readonly isLive: boolean;
  /** What pull secrets hold, by "namespace/name"; null where they are not asked for. */
  readonly secrets: ReadonlyMap<string, readonly DockerAuth[]> | null;
  /** By the names of nodes. */
  readonly platforms: ReadonlyMap<string, Platform>;
}

export interface FailureProbes {
  readonly report: ProbeReport;
  readonly revise: Revise;
}

export async function probeFailures(diagnoses: readonly Diagnosis[], probing: Probing): Promise<FailureProbes> {
  const { settings, env, isLive, platforms, shell } = probing;
  const { options, warnings } = probeOptions({ ...settings, allowsPrivate: settings.allowsPrivate || isLive }, env);
  const names = new Map<string, Set<string>>();
  const askable = [...new Set(diagnoses.flatMap((one) => questionOf(one, probing) ?? []))];
  for (const question of askable.slice(0, MOST_IMAGES)) {
    const { holder, name } = split(question);
    names.set(holder, (names.get(holder) ?? new Set()).add(name));
  }
  const reports = await Promise.all(
    [...names].map(async ([holder, own]): Promise<readonly [string, ProbeReport]> => {
      const credentials = holder === "" ? options.credentials : fromSecrets(holder, probing);
      return [holder, await probe([...own], { ...options, credentials } satisfies ProbeOptions)];
    }),
  );
  const found = new Map<string, ImageProbe>(
    reports.flatMap(([holder, { images }]) => images.map((one) => [join(holder, one.image.raw), one] as const)),
  );
  return {
    report: together(
      reports.map(([, report]) => report),
      [
        ...(await warnings()),
        ...(askable.length > MOST_IMAGES
          ? [
              `The registries of ${MOST_IMAGES} images were asked, and those of ${askable.length - MOST_IMAGES} further ones were not.`,
            ]
          : []),
      ],
    ),
    revise: (diagnosis) => {
      const question = questionOf(diagnosis, probing);
      const seen = question === null ? undefined : found.get(question);
      const { node } = diagnosis.failure;
      return seen === undefined
        ? diagnosis
        : withProbe(diagnosis, seen, (node === null ? null : platforms.get(node)) ?? null, shell);
    },
  };
}

/**
 * What is asked for a failure: its image, as whoever holds its pull secrets. Null where there is no valid image, and where it
 * is one of the node's own: `localhost` in a pod's image is not this machine.
 */
function questionOf({ image, failure }: Diagnosis, { settings, secrets }: Probing): string | null {
  if (image === null || (registryKind(image.registry) === "local" && !settings.allowsPrivate)) return null;
  const own =
    secrets === null ? [] : (failure.pullSecrets ?? []).filter((name) => secrets.has(`${failure.namespace}/${name}`));
  return join(own.map((name) => `${failure.namespace}/${name}`).join(" "), image.canonical);
}

function join(holder: string, name: string): string {
  return `${holder}\n${name}`;
}

function split(question: string): { readonly holder: string; readonly name: string } {
  const [holder = "", name = ""] = question.split("\n");
  return { holder, name };
}

/** The logins that the kubelet would try, secret by secret in the pod's order. */
function fromSecrets(holder: string, { secrets }: Probing): CredentialSource {
  return async ({ registry, repository }) => ({
    credentials: holder.split(" ").flatMap((place) => {
      const [namespace, name] = place.split("/");
      const logins = (secrets?.get(place) ?? []).map((auth) => [auth.key, auth] as const);
      return keysFor(`${registry}/${repository}`, logins).map(
        ({ user, secret }): Credential => ({
          from: `the pull secret ${name} of namespace ${namespace}`,
          whose: "pod",
          user,
          secret,
          // The kubelet passes it over.
          identityToken: null,
        }),
      );
    }),
    warnings: [],
  });
}

function together(reports: readonly ProbeReport[], warnings: readonly string[]): ProbeReport {
  const hosts = new Map<string, AskedHost>();
  for (const host of reports.flatMap((report) => report.hosts)) {
    const known = hosts.get(host.host);
    hosts.set(host.host, {
      ...host,
      requests: host.requests + (known?.requests ?? 0),
      addresses: [...new Set([...(known?.addresses ?? []), ...host.addresses])],
    });
  }
  const told = new Set([...reports.flatMap((report) => report.warnings), ...warnings]);
  return probeReport(
    reports.flatMap(({ images }) => images),
    [...hosts.values()],
    [...told],
  );
}
