import { defineCause } from "../define.ts";
import { is404, NOT_FOUND, refusal, retiredImage } from "../readings.ts";
import { code, registrySays, words } from "../signals.ts";

export default defineCause({
  group: "reference",
  title: "The image existed and is gone or has moved",
  what: "The image was withdrawn: its registry or repository is retired, or it was there before and is not any more.",
  why: "",
  scope: "image",
  signals: [
    {
      means: "certain",
      see: registrySays(/was deleted or has expired|(?:registry|repository) is deprecated and shutting down/i),
    },
    {
      means: "certain",
      see: words(/was deleted or has expired|(?:registry|repository) is deprecated and shutting down/i),
    },
    { means: "likely", see: (facts) => (retiredImage(facts) === null ? null : refusal(facts)) },
    { means: "likely", see: words(NOT_FOUND, ({ failure, error }) => failure.pulledBefore && is404(error)) },
    { means: "likely", see: code("MANIFEST_UNKNOWN", undefined, ({ failure }) => failure.pulledBefore) },
  ],
  outranks: [
    "tag-not-found",
    "image-not-found",
    "repository-not-found",
    "missing-credentials",
    "rejected-credentials",
    "access-denied",
    "registry-policy-denied",
    "unexpected-registry-response",
  ],
  fixes: () => [],
  origins: [],
  examples: { is: [], isNot: [] },
});
