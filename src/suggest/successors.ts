/** Official images that get no new tags, where another image has the one that is asked for. */
import type { ImageReference } from "../image/reference.ts";
import { spell } from "./spell.ts";
import type { Candidate } from "./suggestion.ts";

interface Successor {
  readonly repository: string;
  /** The tags that the other image has; the first group is its tag there. */
  readonly tag: RegExp;
  readonly to: { readonly registry: string; readonly repository: string };
  readonly why: string;
}

const SUCCESSORS: readonly Successor[] = [
  // github.com/docker-library/openjdk/pull/510; tags as in github.com/docker-library/docs, eclipse-temurin/README.md.
  {
    repository: "library/openjdk",
    tag: /^((?:8|11|17|21|25)(?:-(?:jdk|jre)(?:-alpine)?)?)(?:-slim)?$/,
    to: { registry: "docker.io", repository: "library/eclipse-temurin" },
    why: "The official image openjdk gets no more releases; eclipse-temurin has them.",
  },
  // github.com/CentOS/container-index/issues/424; hub.docker.com/_/centos is deprecated and has no CentOS Stream.
  {
    repository: "library/centos",
    tag: /^(stream(?:9|10))$/,
    to: { registry: "quay.io", repository: "centos/centos" },
    why: "Docker Hub has no CentOS Stream; the CentOS project publishes it on quay.io.",
  },
];

export function successorCandidates(image: ImageReference): Candidate[] {
  if (image.registry !== "docker.io" || image.digest !== null) return [];
  return SUCCESSORS.flatMap(({ repository, tag, to, why }) => {
    const there = image.repository === repository ? tag.exec(image.tag ?? "")?.[1] : undefined;
    const reference = there === undefined ? null : spell(image, { ...to, tag: there });
    return reference === null ? [] : [{ image: reference, why, likeness: "slip" as const, cost: 0.2 }];
  });
}
