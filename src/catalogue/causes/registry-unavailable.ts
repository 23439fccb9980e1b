import { defineCause } from "../define.ts";
import { code, state, status, step, words } from "../signals.ts";

export default defineCause({
  group: "network",
  title: "The registry is out of order",
  what: "The registry, or what stands in front of it, answered with a server error.",
  why: "",
  scope: "registry",
  signals: [
    { means: "certain", see: status([[500, 599]]) },
    { means: "certain", see: code("UNAVAILABLE") },
    {
      means: "likely",
      see: words(/service (?:temporarily )?unavailable|internal server error|bad gateway|gateway time-?out/i),
    },
    { means: "likely", see: step("registry-unavailable", ({ error }) => error.leaf.text === "") },
    { means: "likely", see: state("RegistryUnavailable") },
  ],
  outranks: ["unexpected-registry-response"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
