import { defineCause } from "../define.ts";
import { registrySays, status, words } from "../signals.ts";

const POLICY =
  /cannot be pulled due to configured policy|blocked by .{1,80} policy|vulnerabilit(?:y|ies)|quarantined?|not (?:on|in) the (?:allow|white)-?list|白名单|PROJECTPOLICYVIOLATION|denied by .{0,60}policy/i;

export default defineCause({
  group: "auth",
  title: "A rule of the registry withholds this image",
  what: "The registry has the image and withholds it by a rule of its own.",
  why: "",
  scope: "image",
  signals: [
    { means: "certain", see: registrySays(POLICY) },
    { means: "certain", see: words(POLICY) },
    // Harbor answers 412 for its vulnerability and signature gates, in JSON; a page in HTML comes from something else.
    { means: "likely", see: status([412], undefined, ({ error }) => !/<(?:html|!doctype)/i.test(error.leaf.text)) },
  ],
  outranks: ["access-denied", "missing-credentials", "unexpected-registry-response", "rejected-credentials"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
