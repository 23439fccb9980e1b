import { defineCause } from "../define.ts";
import { code, has, registrySays, status, words } from "../signals.ts";

const FORBIDDEN =
  /is not authorized to perform|permission .{1,300} denied on resource|permission_denied|is not allowed access|access forbidden|not permitted for this account|billing (?:account )?(?:is )?(?:disabled|not enabled)|has not been used in project|IP .{0,60} (?:is )?not allowed/i;

export default defineCause({
  group: "auth",
  title: "The registry does not permit this pull",
  what: "The registry knows who asks, or from where, and does not permit it.",
  why: "",
  scope: "namespace",
  signals: [
    { means: "certain", see: registrySays(FORBIDDEN) },
    { means: "certain", see: words(FORBIDDEN) },
    { means: "likely", see: status([403], ["token"]) },
    { means: "likely", see: status([403]) },
    {
      means: "likely",
      see: code(
        "DENIED",
        /./,
        ({ error }) => !/^requested access to the resource is denied/i.test(error.registry[0]?.message ?? ""),
      ),
    },
    { means: "likely", see: code("DENIED", /^$/, ({ error }) => !has(error, "access-denied")) },
    { means: "likely", see: code("DENIED", undefined, ({ error }) => error.http?.status === 403) },
    { means: "likely", see: words(/^\W*access forbidden|\bDENIED: /) },
  ],
  outranks: ["missing-credentials"],
  couldBe: [
    {
      cause: "missing-credentials",
      why: "No credentials were used, and some registries answer 403 to an anonymous request for a private image.",
      when: ({ error }) => error.credentials === "none",
    },
    {
      cause: "rejected-credentials",
      why: "A bare 403 is also the answer to credentials that have expired.",
      when: ({ error }) => error.credentials !== "none" && error.registry.every((one) => one.message === ""),
    },
  ],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
