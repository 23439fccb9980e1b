import { defineCause } from "../define.ts";
import { status, step, words } from "../signals.ts";

export default defineCause({
  group: "content",
  title: "The registry answered something odd",
  what: "What answered did not speak the registry protocol as it should.",
  why: "",
  scope: "registry",
  signals: [
    { means: "likely", see: status([[300, 399], 400, 402, [405, 406], [408, 428], [430, 499]]) },
    { means: "likely", see: status([404], ["token"]) },
    { means: "likely", see: step("parse-body", ({ error }) => ![401, 403, 429].includes(error.http?.status ?? 0)) },
    { means: "certain", see: words(/text\/html/i) },
    {
      means: "likely",
      see: words(
        /invalid character .{1,8} looking for beginning of value|error unmarshalling content|unable to decode token|decoding bearer token|did not include a token|stopped after \d+ redirects|malformed HTTP|no realm specified|missing realm|failed to find supported auth scheme|in header not a valid digest|unhandled content range|<html|<!doctype|registry request for/i,
      ),
    },
  ],
  outranks: ["image-not-found", "connection-interrupted"],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
