import { defineCause } from "../define.ts";
import { step, words } from "../signals.ts";

const DNS =
  /no such host|server misbehaving|temporary failure in name resolution|name or service not known|getaddrinfow|no answer from DNS server|lame referral|cannot unmarshal DNS message/i;

export default defineCause({
  group: "network",
  title: "The name does not resolve",
  what: "The node could not turn the registry's name into an address.",
  why: "",
  scope: "registry",
  signals: [
    { means: "certain", see: words(DNS) },
    { means: "certain", see: step("lookup", ({ error }) => error.network?.operation === "lookup") },
    { means: "likely", see: words(/\bdial udp\b/) },
  ],
  outranks: ["connection-refused", "connection-timeout", "network-unreachable", "connection-interrupted"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
