/** What asking registries found out, as the facts of a group of failures. */
import type { Fact } from "../report.ts";
import type { ImageProbe } from "./report.ts";

export interface ProbedFailure {
  /** As the input names it. */
  readonly image: string | null;
  readonly probed: { readonly probe: ImageProbe; readonly text: string } | null;
}

const MOST = 3;

/** One fact for each image, as far as they differ; none where no registry was asked. */
export function probeFacts(members: readonly ProbedFailure[]): Fact[] {
  const found = new Map<string, { readonly images: Set<string>; readonly registries: Set<string> }>();
  for (const { image, probed } of members) {
    if (probed === null) continue;
    const { images, registries } = found.get(probed.text) ?? { images: new Set(), registries: new Set() };
    if (image !== null) images.add(image);
    if (probed.probe.image.registry !== null) registries.add(probed.probe.image.registry);
    found.set(probed.text, { images, registries });
  }
  const several = found.size > 1;
  return [...found].slice(0, MOST).map(([text, { images, registries }]) => ({
    about: "probe",
    text: several ? `${[...images][0] ?? "An image"}: ${text}` : text,
    isKnown: true,
    names: [...registries].map((name) => ({ kind: "registry", name })),
  }));
}
