/** Images → what their registries say of them. Each registry is opened once, and a few are asked at a time. */
import { parseReference } from "../../image/reference.ts";
import type { AskedHost, ImageProbe, Platform, ProbeReport } from "../../probe/report.ts";
import { type ClientOptions, makeClient } from "./client.ts";
import type { CredentialSource } from "./credentials.ts";
import { probeImage } from "./image.ts";
import { deadlineIn, LIMITS } from "./limits.ts";
import { isAskable, openRegistry, type Registry } from "./registry.ts";
import type { Nearest } from "./tags.ts";

export interface ProbeOptions extends ClientOptions {
  /** Null where it is enough that the image is there for any platform. */
  readonly wanted: Platform | null;
  /** Null where only nobody asks. */
  readonly credentials: CredentialSource | null;
  readonly nearest: Nearest;
}

/** Never throws for what a registry or a network does. */
export async function probe(names: readonly string[], options: ProbeOptions): Promise<ProbeReport> {
  const client = makeClient(options);
  const warnings = new Set<string>();
  const registries = new Map<string, Promise<Registry>>();
  const one = async (name: string): Promise<ImageProbe> => {
    const parsed = parseReference(name);
    if (!parsed.ok) return unasked(name, parsed.why);
    const { image } = parsed;
    if (!isAskable(image.registry)) return unasked(name, `${image.registry} cannot be the host of a registry.`);
    const deadline = deadlineIn(LIMITS.image);
    const isPlain = options.plainHttp.includes(image.registry);
    const opening = registries.get(image.registry) ?? openRegistry(image.registry, client, isPlain, deadline);
    registries.set(image.registry, opening);
    const { wanted, credentials, nearest } = options;
    return probeImage({
      image,
      registry: await opening,
      client,
      wanted,
      credentials,
      nearest,
      deadline,
      warn: (warning) => warnings.add(warning),
    });
  };
  const images = await inParallel([...new Set(names)], LIMITS.parallel, one);
  return probeReport(images, client.hosts(), [...warnings]);
}

export function probeReport(
  images: readonly ImageProbe[],
  hosts: readonly AskedHost[],
  warnings: readonly string[],
): ProbeReport {
  const count = (pullable: boolean | null): number => images.filter((image) => image.pullable === pullable).length;
  return {
    apiVersion: "pullcheck/v1",
    kind: "ProbeReport",
    complete: count(null) === 0,
    summary: { pullable: count(true), notPullable: count(false), unknown: count(null) },
    images,
    hosts,
    warnings,
  };
}

function unasked(raw: string, why: string): ImageProbe {
  return {
    image: { raw, registry: null, repository: null, tag: null, digest: null },
    verdict: "invalid-name",
    pullable: false,
    cause: "invalid-image-name",
    failedAt: null,
    summary: why,
    askedAs: { kind: "anonymous" },
    steps: [],
    certificate: null,
    manifest: null,
    tags: null,
    rateLimit: null,
  };
}

/** The results in the order of the items. */
async function inParallel<Item, Result>(
  items: readonly Item[],
  most: number,
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await act(item);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, work));
  return results;
}
