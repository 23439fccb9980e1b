import { defineCause } from "../define.ts";
import { words } from "../signals.ts";

export default defineCause({
  group: "tls",
  title: "The certificate's issuer is not trusted",
  what: "The node does not know the authority that signed the registry's certificate.",
  why: "",
  scope: "registry",
  signals: [
    {
      means: "certain",
      see: words(
        /signed by unknown authority|failed to load system roots|certificate is not trusted|self[- ]signed certificate/i,
      ),
    },
  ],
  outranks: ["tls-certificate-invalid", "tls-handshake-failed"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
