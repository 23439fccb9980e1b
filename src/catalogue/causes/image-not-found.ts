import { defineCause } from "../define.ts";
import { is404, NOT_FOUND } from "../readings.ts";
import { registrySays, status, words } from "../signals.ts";

export default defineCause({
  group: "reference",
  title: "The registry has no such image",
  what: "The registry answered 404, which does not tell a missing tag from a missing repository.",
  why: "",
  scope: "image",
  signals: [
    { means: "certain", see: words(NOT_FOUND, ({ error }) => is404(error)) },
    { means: "certain", see: status([404], ["manifest"]) },
    { means: "certain", see: registrySays(/\b(?:artifact|image)\b.{0,300}\bnot found/i) },
    { means: "certain", see: words(/artifact not found|(?:^|\s)image .{1,300} not found/i) },
  ],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
