import { defineCause } from "../define.ts";
import { code, registrySays, status, words } from "../signals.ts";

export default defineCause({
  group: "limits",
  title: "The registry limits the rate of pulls",
  what: "The registry refuses more pulls for now: a rate or traffic quota is used up.",
  why: "",
  scope: "registry",
  signals: [
    { means: "certain", see: status([429]) },
    { means: "certain", see: code("TOOMANYREQUESTS") },
    {
      means: "certain",
      see: registrySays(/too many (?:\w+ )?requests|quota exceeded|rate exceeded|data limit exceeded/i),
    },
    {
      means: "certain",
      see: words(
        /toomanyrequests|too many (?:\w+ )?requests|pull rate limit|rate exceeded|data limit exceeded|quota exceeded for/i,
      ),
    },
  ],
  outranks: ["access-denied", "missing-credentials", "unexpected-registry-response", "registry-unavailable"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
