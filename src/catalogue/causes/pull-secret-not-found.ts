import { defineCause } from "../define.ts";
import { refusalForWantOfCredentials } from "../readings.ts";
import { step } from "../signals.ts";

export default defineCause({
  group: "auth",
  title: "The pull secret cannot be read",
  what: "The kubelet could not read a pull secret that the pod names.",
  why: "",
  scope: "namespace",
  signals: [
    { means: "likely", see: step("pull-secrets") },
    // With a refusal beside it, the secret that is missing is the reason for the refusal.
    {
      means: "likely",
      see: (facts) => (facts.failure.missingSecrets.length === 0 ? null : refusalForWantOfCredentials(facts)),
    },
  ],
  outranks: ["missing-credentials", "rejected-credentials", "access-denied"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
