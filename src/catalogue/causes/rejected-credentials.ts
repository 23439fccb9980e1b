import { defineCause } from "../define.ts";
import { answers403ToAnonymous } from "../readings.ts";
import { has, registrySays, status, step, words } from "../signals.ts";

const REFUSED =
  /incorrect username or password|invalid username or password|invalid credentials|(?:password|token)(?: or \w+)? (?:provided )?(?:is|was) incorrect|HTTP Basic: Access denied|authorization token (?:has expired|is invalid)|token (?:has )?expired|bad credentials|login credentials are not valid|cannot be authenticated with the token|please login to the/i;

export default defineCause({
  group: "auth",
  title: "The credentials were refused",
  what: "Credentials were sent, and the registry refused them: wrong, expired or unreadable.",
  why: "",
  scope: "namespace",
  signals: [
    { means: "certain", see: registrySays(REFUSED) },
    { means: "certain", see: words(REFUSED) },
    { means: "certain", see: words(/invalid_token|invalid decoded auth/) },
    { means: "certain", see: status([400, 401], ["token"], ({ error }) => error.credentials === "sent") },
    // GHCR and GitLab answer 403 at the token endpoint to a token that is expired or wrong.
    {
      means: "likely",
      see: status([403], ["token"], (facts) => facts.error.credentials === "sent" && answers403ToAnonymous(facts)),
    },
    // containers/image prints these words for every 401 of a token server that says something.
    { means: "likely", see: step("auth-token", ({ error }) => error.registry.some((one) => one.message !== "")) },
  ],
  outranks: ["missing-credentials", "access-denied", "image-not-found"],
  couldBe: [
    {
      cause: "missing-credentials",
      why: 'CRI-O prints "invalid username/password" also when it had no credentials to send.',
      when: ({ error }) => has(error, "auth-token"),
    },
    {
      cause: "access-denied",
      why: "The token endpoint answers 403 also to an account that is valid but has no rights here.",
      when: ({ error }) => error.http?.status === 403,
    },
  ],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
