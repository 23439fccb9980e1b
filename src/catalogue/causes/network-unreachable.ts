import { defineCause } from "../define.ts";
import { words } from "../signals.ts";

export default defineCause({
  group: "network",
  title: "No way to the registry",
  what: "The node has no route to the registry's address.",
  why: "",
  scope: "registry",
  signals: [
    {
      means: "certain",
      see: words(
        /no route to host|network is unreachable|host is down|cannot assign requested address|unreachable (?:network|host)/i,
      ),
    },
  ],
  outranks: ["connection-interrupted"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
