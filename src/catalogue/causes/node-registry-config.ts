import { defineCause } from "../define.ts";
import { step, words } from "../signals.ts";

export default defineCause({
  group: "node",
  title: "The node's registry configuration is in the way",
  what: "The node's own registry configuration forbids this registry or cannot be read.",
  why: "",
  scope: "node",
  signals: [
    {
      means: "certain",
      see: words(
        /is blocked (?:in|by)\b|because it's blocked|are blocked\b|no resolve hosts|no pull hosts|unable to load CA cert|failed to load (?:X509 key pair|CA file)|failed to parse (?:TOML|hosts)|invalid policy in|mixing sysregistry|toml: line|parse registry endpoint|get TLSConfig for registry/i,
      ),
    },
    { means: "certain", see: step("registries-conf") },
  ],
  outranks: [
    "image-not-found",
    "tag-not-found",
    "tls-untrusted-ca",
    "node-filesystem-error",
    "unexpected-registry-response",
  ],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
