import { defineCause } from "../define.ts";
import { state, step } from "../signals.ts";

export default defineCause({
  group: "node",
  title: "The runtime could not inspect the image",
  what: "The kubelet asked the runtime whether it has the image, and that question failed.",
  why: "",
  scope: "node",
  passing: true,
  signals: [
    { means: "certain", see: step("inspect-image") },
    { means: "certain", see: state("ImageInspectError") },
  ],
  outranks: ["connection-timeout", "connection-interrupted", "node-filesystem-error"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
