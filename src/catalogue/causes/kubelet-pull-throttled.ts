import { defineCause } from "../define.ts";
import { words } from "../signals.ts";

export default defineCause({
  group: "limits",
  title: "The kubelet limits its own pulls",
  what: "The kubelet had its own limit of image pulls reached and asked no registry.",
  why: "",
  scope: "node",
  passing: true,
  signals: [{ means: "certain", see: words(/pull QPS exceeded/i) }],
  outranks: ["registry-rate-limited"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
