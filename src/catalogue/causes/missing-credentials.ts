import { defineCause } from "../define.ts";
import { answers403ToAnonymous, isBareDenial, NOT_FOUND } from "../readings.ts";
import { code, has, kindOf, registrySays, status, step, words } from "../signals.ts";

export default defineCause({
  group: "auth",
  title: "The registry wants credentials",
  what: "The registry refused a pull that was made without credentials it knows.",
  why: "",
  scope: "namespace",
  signals: [
    { means: "certain", see: words(/no basic auth credentials/i) },
    { means: "certain", see: registrySays(/unauthenticated requests?\b/i) },
    { means: "certain", see: status([401], ["token"], ({ error }) => error.credentials === "none") },
    // These registries answer an anonymous token request for a private repository with 403.
    {
      means: "likely",
      see: status([403], ["token"], (facts) => facts.error.credentials === "none" && answers403ToAnonymous(facts)),
    },
    { means: "likely", see: status([401], undefined, ({ error }) => error.credentials !== "sent") },
    { means: "likely", see: step(["access-denied", "pull-access-denied"], ({ error }) => isBareDenial(error)) },
    { means: "likely", see: words(/insufficient_scope/) },
    { means: "likely", see: code("DENIED", /^(?:$|requested access to the resource is denied)/i) },
    { means: "likely", see: code("DENIED", /^denied$/i, (facts) => kindOf(facts) === "ghcr") },
    { means: "likely", see: code("UNAUTHORIZED") },
    { means: "likely", see: registrySays(/^(?:unauthorized|authentication required)\b/i) },
    {
      means: "likely",
      see: step(
        "pull-image",
        ({ error }) =>
          /there are no credentials on this request/.test(error.prepared.text) && NOT_FOUND.test(error.leaf.masked),
      ),
    },
    {
      means: "likely",
      see: words(
        /requested access to the resource is denied|authentication required|may require (?:authorization|'docker login')|not found or it is private|access to the requested resource is not authorized/i,
      ),
    },
  ],
  outranks: ["image-not-found"],
  couldBe: [
    {
      cause: "repository-not-found",
      why: "Docker Hub and other registries answer in the same words when the repository does not exist.",
      when: ({ error }) =>
        has(error, "access-denied", "pull-access-denied") || error.registry.some((one) => one.code === "DENIED"),
    },
    {
      cause: "rejected-credentials",
      why: "The words do not say whether credentials were sent; a pull secret that is wrong or expired reads the same.",
      when: ({ error }) => error.credentials !== "none",
    },
  ],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
