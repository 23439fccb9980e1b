/** The steps of a probe as they are taken, with nothing secret in them. */
import { maskSecrets } from "../../diagnose/mask-secrets.ts";
import { isWebPage, readRegistryError } from "../../probe/registry-error.ts";
import type { ProbeStep, StepName } from "../../probe/report.ts";
import type { Fault, Refusal } from "../../probe/verdict.ts";
import { type Heard, spellHost } from "./client.ts";
import type { Stage } from "./connect.ts";
import type { ProbeFault } from "./fault.ts";

export interface Recorder {
  readonly steps: ProbeStep[];
  /** The same without any secret that was sent later than they were written. */
  cleaned(): readonly ProbeStep[];
  way(stages: readonly Stage[]): void;
  /** An answer that is yes. */
  ok(step: StepName, text: string, heard: Heard | null, took: number): void;
  /** An answer that is no; `text` says what it was asked for. */
  refused(step: StepName, text: string, heard: Heard, took: number): Refusal;
  failed(step: StepName, fault: ProbeFault, host: string | null, took: number): Fault;
}

/** `secrets` are strings that no report may have: what was sent, in case somebody sends it back. */
export function makeRecorder(secrets: () => readonly string[]): Recorder {
  const steps: ProbeStep[] = [];
  const clean = (said: string | null): string | null => (said === null ? null : maskSecrets(without(secrets(), said)));
  const base = { host: null, status: null, registryCode: null, said: null, cause: null, tries: 1 } as const;
  return {
    steps,
    cleaned: () => steps.map((step) => ({ ...step, text: clean(step.text) ?? "", said: clean(step.said) })),
    way: (stages) => {
      for (const { step, text, host, took } of stages)
        steps.push({ ...base, step, outcome: "ok", text: clean(text) ?? "", host, took });
    },
    ok: (step, text, heard, took) => {
      steps.push({ ...base, step, outcome: "ok", text: clean(text) ?? "", took, ...(heard !== null && about(heard)) });
    },
    refused: (step, text, heard, took) => {
      const body = Buffer.from(heard.body).toString("utf8");
      const { code, said } = readRegistryError(body);
      const isPage = isWebPage(body);
      steps.push({
        ...base,
        step,
        outcome: "refused",
        text: `${text} ${isPage ? "The answer is a web page." : ""}`.trim(),
        took,
        ...about(heard),
        registryCode: code,
        said: clean(said),
      });
      return {
        kind: "refusal",
        step,
        status: heard.status,
        registryCode: code,
        isWebPage: isPage,
        host: heard.url.host,
      };
    },
    failed: (step, { message, causeId, kind }, host, took) => {
      const text = clean(message) ?? "";
      steps.push({ ...base, step, outcome: "failed", text, host, took, cause: causeId });
      return { kind, step, cause: causeId, text };
    },
  };
}

function about({ url, status, tries }: Heard): Pick<ProbeStep, "host" | "status" | "tries"> {
  return { host: spellHost(url), status, tries };
}

function without(secrets: readonly string[], text: string): string {
  let rest = text;
  for (const secret of secrets) if (secret.length >= 4) rest = rest.replaceAll(secret, "***");
  return rest;
}
