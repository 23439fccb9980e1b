import { defineCause } from "../define.ts";
import { words } from "../signals.ts";

export default defineCause({
  group: "tls",
  title: "Plain HTTP met HTTPS",
  what: "One side spoke HTTPS and the other plain HTTP.",
  why: "",
  scope: "registry",
  signals: [
    {
      means: "certain",
      see: words(
        /server gave HTTP response to HTTPS client|sent an HTTP request to an HTTPS server|HTTP request was sent to HTTPS port|malformed HTTP response "\\x1[56]/i,
      ),
    },
  ],
  outranks: ["tls-handshake-failed", "unexpected-registry-response", "connection-interrupted"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
