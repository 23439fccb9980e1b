import { defineCause } from "../define.ts";
import { isUnpacking } from "../readings.ts";
import { words } from "../signals.ts";

export default defineCause({
  group: "network",
  title: "The connection broke off",
  what: "The connection to the registry was made and then broke.",
  why: "",
  scope: "registry",
  signals: [
    {
      means: "certain",
      see: words(
        /\bEOF\b|connection reset by peer|broken pipe|GOAWAY|software caused connection abort|client connection lost|stream error: stream ID|server closed idle connection|forcibly closed by the remote host|short read: expected|failed to read expected number of bytes/,
        ({ error }) => !isUnpacking(error),
      ),
    },
    { means: "likely", see: words(/transport connection broken/i) },
  ],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
