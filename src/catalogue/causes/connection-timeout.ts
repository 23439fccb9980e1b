import { defineCause } from "../define.ts";
import { has, words } from "../signals.ts";

export default defineCause({
  group: "network",
  title: "No answer in time",
  what: "The node waited for the registry and gave up.",
  why: "",
  scope: "registry",
  signals: [
    {
      means: "certain",
      see: words(
        /i\/o timeout|connection timed out|TLS handshake timeout|Client\.Timeout exceeded|timeout awaiting response headers|request canceled while waiting for connection|operation timed out|did not properly respond after a period/i,
        ({ error }) => error.network?.network !== "unix",
      ),
    },
    { means: "certain", see: words(/deadline exceeded/i, ({ error }) => error.request !== null) },
    {
      means: "likely",
      see: words(/deadline ?exceeded|\btime-?out\b|timed out/i, ({ error }) => !has(error, "inspect-image")),
    },
    {
      means: "likely",
      see: (facts) =>
        facts.error.grpcCode === "DeadlineExceeded"
          ? { start: facts.error.leaf.start, end: facts.error.leaf.end }
          : null,
    },
  ],
  outranks: ["pull-interrupted", "connection-interrupted"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
