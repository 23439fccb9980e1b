import { defineCause } from "../define.ts";
import { words } from "../signals.ts";

export default defineCause({
  group: "node",
  title: "The pull was stopped",
  what: "The pull was cancelled on the node before it finished.",
  why: "",
  scope: "node",
  passing: true,
  signals: [
    {
      means: "likely",
      see: words(
        /context cancell?ed|layer registration cancell?ed|error reading from server: EOF|transport is closing|pull ?image was aborted/i,
      ),
    },
    {
      means: "likely",
      see: ({ error }) => (error.grpcCode === "Canceled" ? { start: error.leaf.start, end: error.leaf.end } : null),
    },
  ],
  outranks: ["connection-interrupted"],
  couldBe: [
    {
      cause: "connection-timeout",
      why: "containerd cancels a pull that makes no progress for five minutes, and prints the same words.",
    },
  ],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
