import { defineCause } from "../define.ts";
import { code, registrySays, step, words } from "../signals.ts";

export default defineCause({
  group: "reference",
  title: "The registry has no such repository",
  what: "The registry says that the repository or the project does not exist.",
  why: "",
  scope: "image",
  signals: [
    { means: "certain", see: code("NAME_UNKNOWN") },
    { means: "certain", see: step("repository-not-found") },
    {
      means: "certain",
      see: registrySays(/\b(?:project|repository|namespace)\b.{0,300}\b(?:not found|does not exist|not known)/i),
    },
    { means: "certain", see: words(/repository name not known to registry|name unknown/i) },
  ],
  outranks: ["image-not-found", "tag-not-found", "missing-credentials", "access-denied"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
