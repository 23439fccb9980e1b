/** One image of a registry that answers: who asks for it, one after the other, and the verdict in the end. */
import type { ImageProbe } from "../../probe/report.ts";
import { judge } from "../../probe/verdict.ts";
import { type Attempt, attempt, type ImageQuestion, NOTHING } from "./attempt.ts";
import type { Credential } from "./credentials.ts";
import { LIMITS } from "./limits.ts";
import { makeRecorder, type Recorder } from "./recorder.ts";

export async function probeImage(question: ImageQuestion): Promise<ImageProbe> {
  const { image, registry, wanted } = question;
  const secrets: string[] = [];
  const recorder = makeRecorder(() => secrets);
  recorder.steps.push(...registry.steps);
  const asked: Attempt =
    registry.end === null ? await attempts(question, recorder, secrets) : { ...NOTHING, end: registry.end };
  const { manifest, tags, askedAs, wantsLogin, hasToken } = asked;
  const rateLimit = asked.rateLimit ?? registry.rateLimit;
  const judgement = judge({ image, askedAs, wantsLogin, hasToken, end: asked.end, manifest, wanted, tags, rateLimit });
  return {
    image: {
      raw: image.raw,
      registry: image.registry,
      repository: image.repository,
      tag: image.tag,
      digest: image.digest,
    },
    ...judgement,
    askedAs,
    steps: withCause(recorder.cleaned(), judgement),
    certificate: registry.certificate,
    manifest,
    tags: tags === "no-repository" ? null : tags,
    rateLimit,
  };
}

/** Anonymous first, as a node without a pull secret would; then each of the credentials until one is let in. */
async function attempts(question: ImageQuestion, recorder: Recorder, secrets: string[]): Promise<Attempt> {
  const { image, credentials, warn } = question;
  let last = await attempt(question, null, recorder, secrets);
  if (credentials === null || !isDenial(last.end)) return last;
  const found = await credentials(image);
  found.warnings.forEach(warn);
  for (const credential of found.credentials.slice(0, LIMITS.credentials)) {
    secrets.push(...secretsOf(credential));
    last = await attempt(question, credential, recorder, secrets);
    if (!isDenial(last.end)) break;
  }
  return last;
}

/** Registries say 404 of a private image as well, and count the pulls of nobody apart from those of an account. */
function isDenial(end: Attempt["end"]): boolean {
  return end?.kind === "refusal" && [401, 403, 404, 429].includes(end.status);
}

function secretsOf({ user, secret, identityToken }: Credential): string[] {
  return [
    secret,
    Buffer.from(`${user}:${secret}`, "utf8").toString("base64"),
    ...(identityToken === null ? [] : [identityToken]),
  ].filter(Boolean);
}

/** The step that decided tells the cause as well. */
function withCause(
  steps: ImageProbe["steps"],
  { failedAt, cause }: Pick<ImageProbe, "failedAt" | "cause">,
): ImageProbe["steps"] {
  const last = steps.findLastIndex(({ step }) => step === failedAt);
  return steps.map((step, index) =>
    index === last && step.cause === null && step.outcome !== "ok" ? { ...step, cause } : step,
  );
}
