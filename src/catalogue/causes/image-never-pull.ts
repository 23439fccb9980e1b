import { defineCause } from "../define.ts";
import { state, words } from "../signals.ts";

export default defineCause({
  group: "node",
  title: "The policy forbids pulling, and the image is not there",
  what: "The pull policy is Never and the node does not have the image.",
  why: "",
  scope: "image",
  signals: [
    { means: "certain", see: words(/not present with pull policy of Never/i) },
    { means: "certain", see: state("ErrImageNeverPull") },
  ],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
