import { defineCause } from "../define.ts";
import { step, words } from "../signals.ts";

export default defineCause({
  group: "tls",
  title: "The TLS handshake failed",
  what: "The two sides could not agree on a TLS connection.",
  why: "",
  scope: "registry",
  signals: [
    { means: "certain", see: step("tls-alert") },
    {
      means: "certain",
      see: words(/first record does not look like a TLS handshake|no required SSL certificate was sent/i),
    },
    { means: "likely", see: words(/\btls: (?!failed to verify)/i) },
  ],
  outranks: ["unexpected-registry-response", "access-denied"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
