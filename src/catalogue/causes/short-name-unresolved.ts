import { defineCause } from "../define.ts";
import { words } from "../signals.ts";

export default defineCause({
  group: "node",
  title: "The short name could not be resolved",
  what: "The name has no registry in it, and the node's configuration does not say which one is meant.",
  why: "",
  scope: "node",
  signals: [
    {
      means: "certain",
      see: words(
        /\bshort-name\b|short name mode is enforcing|did not resolve to an alias|no registries configured while trying to pull an unqualified/i,
      ),
    },
  ],
  outranks: ["image-inspect-failed", "image-not-found"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
