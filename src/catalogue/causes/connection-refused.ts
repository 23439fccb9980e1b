import { defineCause } from "../define.ts";
import { step, words } from "../signals.ts";

export default defineCause({
  group: "network",
  title: "The connection was refused",
  what: "The address answered that nothing listens on that port.",
  why: "",
  scope: "registry",
  signals: [
    {
      means: "certain",
      see: words(/connection refused|actively refused it/i, ({ error }) => error.network?.network !== "unix"),
    },
    // CRI-O since 1.27.1 gives this reason to a refused connection only; cri-dockerd gives it to 502, 503 and 504.
    {
      means: "likely",
      see: step(
        "registry-unavailable",
        ({ failure, error }) => (failure.runtime === "cri-o" || error.runtime === "cri-o") && error.leaf.text === "",
      ),
    },
  ],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
