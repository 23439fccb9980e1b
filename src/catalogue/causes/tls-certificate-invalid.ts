import { defineCause } from "../define.ts";
import { words } from "../signals.ts";

export default defineCause({
  group: "tls",
  title: "The certificate is not valid",
  what: "The registry's certificate has expired, is not yet valid, or is for another name.",
  why: "",
  scope: "registry",
  signals: [
    {
      means: "certain",
      see: words(
        /certificate has expired|is not yet valid|certificate is valid for|not valid for any names|doesn't contain any IP SANs|legacy Common Name field|incompatible key usage|not authorized to sign|issuer name does not match|negative serial number/i,
      ),
    },
    {
      means: "likely",
      see: words(
        /\bx509: /i,
        ({ error }) => !/unknown authority|system roots|too many open files/.test(error.leaf.masked),
      ),
    },
  ],
  outranks: ["tls-handshake-failed"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
