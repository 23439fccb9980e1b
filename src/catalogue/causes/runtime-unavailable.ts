import type { Facts, Span } from "../define.ts";
import { defineCause } from "../define.ts";
import { has, words } from "../signals.ts";

/** The runtime is spoken to over a local socket; no registry is. */
function socketSpan({ error }: Facts): Span | null {
  const dial = error.layers.find((layer) => layer.step === "dial" && layer.parts["network"] === "unix");
  if (dial !== undefined) return { start: dial.start, end: error.leaf.end };
  const pipe = /npipe:|open \/\/\.\/pipe\//.exec(error.prepared.text);
  return pipe === null ? null : { start: pipe.index, end: error.leaf.end };
}

export default defineCause({
  group: "node",
  title: "The container runtime does not answer",
  what: "The kubelet could not talk to the container runtime.",
  why: "",
  scope: "node",
  signals: [
    { means: "certain", see: (facts) => socketSpan(facts) },
    {
      means: "certain",
      see: words(
        /cannot connect to the docker daemon|unknown service runtime\.|server is not initialized yet|cannot access socket|failed to dial "/i,
      ),
    },
    // dockerd says so of the containerd below it.
    { means: "likely", see: words(/transport is closing/i, ({ error }) => has(error, "daemon")) },
  ],
  outranks: [
    "connection-refused",
    "connection-timeout",
    "node-filesystem-error",
    "image-inspect-failed",
    "pull-interrupted",
    "unexpected-registry-response",
  ],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
