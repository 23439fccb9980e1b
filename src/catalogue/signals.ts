/** The vocabulary in which causes say how they are recognised. All of it looks at parsed facts with names hidden. */
import { anchorsOf, mayMatch } from "../error/anchor.ts";
import type { Endpoint, PullError } from "../error/pull-error.ts";
import { type RegistryKind, registryKind } from "../image/registry.ts";
import type { Facts, See, Sign } from "./define.ts";

/** A way to look, together with what it looks at. */
function looking(sign: Sign, when: unknown, see: See): See {
  return Object.assign(see, { sign: { ...sign, isConditional: when !== undefined } });
}

/** Words in the innermost text; names in it are hidden. */
export function words(pattern: RegExp, when?: (facts: Facts) => boolean): See {
  const anchors = anchorsOf(pattern.source);
  return looking({ at: "words", pattern: pattern.source }, when, (facts) => {
    const { leaf, prepared, start, end } = facts.error;
    if (!mayMatch(anchors, prepared.lower) || (when !== undefined && !when(facts))) return null;
    const [from, to] = facts.scope === "leaf" ? [leaf.start, leaf.end] : [start, end];
    const found = pattern.exec(prepared.masked.slice(from, to));
    return found === null ? null : { start: from + found.index, end: from + found.index + found[0].length };
  });
}

/** A layer that says it all by being there. */
export function step(name: string | readonly string[], when?: (facts: Facts) => boolean): See {
  const names = typeof name === "string" ? [name] : name;
  return looking({ at: "layer", names }, when, (facts) => {
    const layer = facts.error.layers.findLast((one) => names.includes(one.step));
    if (layer === undefined || (when !== undefined && !when(facts))) return null;
    return { start: layer.start, end: Math.max(layer.end, facts.error.leaf.end) };
  });
}

/** An HTTP answer with one of these statuses (a number, or a range as [from, to]), at one of these endpoints. */
export function status(
  statuses: readonly (number | readonly [number, number])[],
  endpoints?: readonly Endpoint[],
  when?: (facts: Facts) => boolean,
): See {
  return looking({ at: "status", statuses, endpoints: endpoints ?? [] }, when, (facts) => {
    const { http } = facts.error;
    if (http === null) return null;
    const wanted = statuses.some((one) =>
      typeof one === "number" ? one === http.status : http.status >= one[0] && http.status <= one[1],
    );
    if (!wanted || (endpoints !== undefined && !endpoints.includes(http.endpoint))) return null;
    return when === undefined || when(facts) ? { start: http.start, end: http.end } : null;
  });
}

/** The registry's own error code, and words in its message where given. */
export function code(ociCode: string, pattern?: RegExp, when?: (facts: Facts) => boolean): See {
  return looking({ at: "code", code: ociCode, pattern: pattern?.source ?? null }, when, (facts) => {
    const found = facts.error.registry.find(
      (one) => one.code === ociCode && (pattern === undefined || pattern.test(one.masked.trim())),
    );
    if (found === undefined || (when !== undefined && !when(facts))) return null;
    return { start: found.start, end: found.end };
  });
}

/** Words in what the registry itself said, with or without a code. */
export function registrySays(pattern: RegExp, when?: (facts: Facts) => boolean): See {
  return looking({ at: "registry", pattern: pattern.source }, when, (facts) => {
    if (when !== undefined && !when(facts)) return null;
    const { registry, layers, prepared, start: from, end } = facts.error;
    // Where no layer marks the registry's words as such, they may still be all that the text holds.
    const alone = layers.length === 0 ? [{ masked: prepared.masked.slice(from, end), messageStart: from }] : [];
    const said = registry.length > 0 ? registry : alone;
    for (const { masked, messageStart } of said) {
      const found = pattern.exec(masked);
      if (found === null) continue;
      const start = messageStart + found.index;
      return { start, end: start + found[0].length };
    }
    return null;
  });
}

/** The container's waiting reason, or the reason that the kubelet's own event names. */
export function state(...names: readonly string[]): See {
  return looking({ at: "state", names }, undefined, ({ failure, error }) =>
    failure.state !== null && names.includes(failure.state) ? { start: error.leaf.start, end: error.leaf.end } : null,
  );
}

export function has(error: PullError, ...steps: readonly string[]): boolean {
  return error.layers.some((layer) => steps.includes(layer.step));
}

/** The kind of the registry that the image is in, or, without an image, of the host that answered. */
export function kindOf(facts: Facts): RegistryKind | null {
  const host = facts.image?.registry ?? facts.error.request?.host ?? null;
  return host === null ? null : registryKind(host);
}

/** The host in the failing request, or the image's registry; null where neither is known. */
export function hostOf(facts: Facts): string | null {
  return facts.error.request?.host ?? facts.image?.registry ?? null;
}
