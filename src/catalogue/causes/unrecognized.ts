import { defineCause } from "../define.ts";

export default defineCause({
  group: "other",
  title: "The text does not say why",
  what: "A pull failed, and nothing in the text tells the reason.",
  why: "",
  scope: "image",
  signals: [],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
