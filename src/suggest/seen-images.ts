/** Images that were pulled, as far as the pods that were read tell: what a misspelt name is compared with first. */
import { type ImageReference, parseReference } from "../image/reference.ts";

export interface SeenImage {
  readonly image: ImageReference;
  /** Where the first container was seen that runs it or has run it; null where the input does not say. */
  readonly namespace: string | null;
}

/** What a suggestion may be taken from, besides what everybody knows. */
export interface KnownImages {
  /** By registry and repository, each tag once. */
  in(registry: string): ReadonlyMap<string, readonly SeenImage[]>;
  readonly registries: ReadonlySet<string>;
}

/** A cluster has a hundred thousand pods and a few hundred images; what comes later is not kept. */
const MOST = 2000;
const MOST_TAGS = 20;

export class SeenImages implements KnownImages {
  private readonly byRegistry = new Map<string, Map<string, SeenImage[]>>();
  private readonly known = new Set<string>();

  /** An image that runs or has run. */
  add(raw: string, namespace: string | null): void {
    if (this.known.size >= MOST || this.known.has(raw)) return;
    this.known.add(raw);
    const parsed = parseReference(raw);
    if (!parsed.ok) return;
    const { image } = parsed;
    const repositories = this.byRegistry.get(image.registry) ?? new Map<string, SeenImage[]>();
    this.byRegistry.set(image.registry, repositories);
    const tags = repositories.get(image.repository) ?? [];
    repositories.set(image.repository, tags);
    if (tags.length >= MOST_TAGS || tags.some((one) => one.image.canonical === image.canonical)) return;
    tags.push({ image, namespace: namespace !== null && NAMESPACE.test(namespace) ? namespace : null });
  }

  in(registry: string): ReadonlyMap<string, readonly SeenImage[]> {
    return this.byRegistry.get(registry) ?? NONE;
  }

  get registries(): ReadonlySet<string> {
    return new Set(this.byRegistry.keys());
  }
}

const NAMESPACE = /^[a-z0-9][-a-z0-9]{0,62}$/;
const NONE: ReadonlyMap<string, readonly SeenImage[]> = new Map();

export const NOTHING_SEEN: KnownImages = new SeenImages();
