/** `probe` with this machine's resolver and no surroundings, unless a test says otherwise. */

import type { Credential } from "../../../src/cli/probe/credentials.ts";
import { type ProbeOptions, probe } from "../../../src/cli/probe/probe.ts";
import { loadTrust } from "../../../src/cli/probe/trust.ts";
import type { ImageProbe, ProbeReport } from "../../../src/probe/report.ts";
import { nearestTo } from "../../../src/text/nearest.ts";

export interface AskOptions extends Partial<ProbeOptions> {
  /** Tried where anonymous is refused. */
  readonly login?: Pick<Credential, "user" | "secret"> & { readonly identityToken?: string };
}

export async function ask(images: readonly string[], { login, ...options }: AskOptions = {}): Promise<ProbeReport> {
  const env = options.env ?? {};
  let trust: ReturnType<typeof loadTrust> | null = null;
  return probe(images, {
    env,
    // Names of tests lead to this machine, whatever they are.
    resolve: async () => ["127.0.0.1"],
    permission: { allowsPrivate: true },
    trust: () => {
      trust ??= loadTrust(env);
      return trust;
    },
    plainHttp: [],
    wanted: null,
    credentials:
      login === undefined
        ? null
        : async () => ({
            credentials: [{ from: "the test", whose: "user", identityToken: null, ...login }],
            warnings: [],
          }),
    nearest: nearestTo,
    pause: async () => {},
    ...options,
  });
}

export async function askOne(image: string, options: AskOptions = {}): Promise<ImageProbe> {
  const { images } = await ask([image], options);
  const [only] = images;
  if (only === undefined || images.length !== 1) throw new Error("One image was asked for.");
  return only;
}
