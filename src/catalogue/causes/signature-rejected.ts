import { defineCause } from "../define.ts";
import { registrySays, state, step, words } from "../signals.ts";

export default defineCause({
  group: "content",
  title: "A signature or trust policy refused the image",
  what: "A policy on the node, or the registry's signature check, refused the image.",
  why: "",
  scope: "image",
  signals: [
    { means: "certain", see: step(["source-rejected", "signature-validation", "image-verifier"]) },
    {
      means: "certain",
      see: words(
        /signature was required|no public keys imported|rejected by policy|trust data does not exist|does not have trust data|signature verification|no matching signatures/i,
      ),
    },
    { means: "certain", see: registrySays(/signature/i) },
    { means: "likely", see: step("signatures") },
    { means: "certain", see: state("SignatureValidationFailed") },
  ],
  outranks: [
    "registry-policy-denied",
    "access-denied",
    "unexpected-registry-response",
    "node-registry-config",
    "connection-refused",
    "registry-unavailable",
  ],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
