/** Which nodes use an image, and which images work, as far as the pods that were read tell; pods can be added one by one. */
import { imageKey, parseReference } from "../image/reference.ts";
import type { PodRecord } from "../read/records.ts";
import { SeenImages } from "../suggest/seen-images.ts";

type Seen = Pick<PodRecord, "source" | "namespace" | "node" | "containers">;

export class ImageUse {
  private readonly images = new Map<string, Set<string>>();
  private readonly running = new Map<string, Set<string>>();
  private readonly registries = new Map<string, Set<string>>();

  /** Images of containers that run or have run. */
  readonly seen = new SeenImages();

  add({ source, namespace, node, containers }: Seen): void {
    for (const { image, state } of containers) {
      if (image !== null && (state === "running" || state === "terminated")) this.seen.add(image, namespace);
    }
    if (node === null) return;
    for (const { image, state } of containers) {
      if (image === null || image === "") continue;
      const key = `${source}\0${imageKey(image)}`;
      addTo(this.images, key, node);
      // A container that runs or has run had its image.
      if (state === "running" || state === "terminated") addTo(this.running, key, node);
      const registry = registryOf(image);
      if (registry !== null) addTo(this.registries, `${source}\0${registry}`, node);
    }
  }

  /** Nodes on which a container of the image runs or has run. */
  nodesRunning(source: string, image: string): ReadonlySet<string> {
    return this.running.get(`${source}\0${imageKey(image)}`) ?? NONE;
  }

  nodesUsing(source: string, image: string): ReadonlySet<string> {
    return this.images.get(`${source}\0${imageKey(image)}`) ?? NONE;
  }

  nodesUsingRegistry(source: string, registry: string): ReadonlySet<string> {
    return this.registries.get(`${source}\0${registry}`) ?? NONE;
  }
}

export function imageUse(pods: Iterable<PodRecord>): ImageUse {
  const use = new ImageUse();
  for (const pod of pods) use.add(pod);
  return use;
}

const NONE: ReadonlySet<string> = new Set();

function addTo(map: Map<string, Set<string>>, key: string, node: string): void {
  const nodes = map.get(key);
  if (nodes === undefined) map.set(key, new Set([node]));
  else nodes.add(node);
}

/** A cluster has a hundred thousand pods and a few hundred images. */
const registries = new Map<string, string | null>();
const MOST = 4096;

function registryOf(image: string): string | null {
  const known = registries.get(image);
  if (known !== undefined) return known;
  const parsed = parseReference(image);
  const registry = parsed.ok ? parsed.image.registry : null;
  if (registries.size >= MOST) registries.clear();
  registries.set(image, registry);
  return registry;
}
