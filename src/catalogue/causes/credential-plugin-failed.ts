import { defineCause } from "../define.ts";
import { step, words } from "../signals.ts";

export default defineCause({
  group: "auth",
  title: "The credential helper failed",
  what: "The helper that fetches registry credentials on the node failed.",
  why: "",
  scope: "node",
  signals: [
    { means: "certain", see: step(["credential-plugin", "credentials"]) },
    { means: "certain", see: words(/credential provider plugin|docker-credential-[\w-]+|NoCredentialProviders/i) },
  ],
  outranks: ["missing-credentials"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
