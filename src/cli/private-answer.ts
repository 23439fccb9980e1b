/** What may leave the machine: without secrets always, and without names where that is asked for. */
import { maskSecrets } from "../diagnose/mask-secrets.ts";
import { type Known, redact } from "../redact/redact.ts";
import type { Voice } from "../redact/replace.ts";
import type { Answer } from "./answer.ts";
import type { ClusterRequest, FilesRequest } from "./request.ts";
import { UserError } from "./user-error.ts";

export interface PrivateAnswer {
  readonly answer: Answer;
  /** A line for standard error about the same answer. */
  readonly hide: (line: string) => string;
}

export function privateAnswer(answer: Answer, request: FilesRequest | ClusterRequest): PrivateAnswer {
  // The report came masked; what was said to it since then did not.
  const warnings = answer.report.warnings.map((warning) => maskSecrets(warning));
  const masked = { ...answer, report: { ...answer.report, warnings } };
  if (request.show.redact !== true) return { answer: hidden(masked, maskSecrets), hide: maskSecrets };
  const { report, hide } = redact(masked.report, namesIn(request));
  return {
    answer: hidden({ ...masked, report }, (text, voice = "own") => hide(maskSecrets(text), voice)),
    hide: (line) => hide(maskSecrets(line), "command"),
  };
}

/** What is said beside the report. */
function hidden(answer: Answer, hide: (text: string, voice?: Voice) => string): Answer {
  return {
    ...answer,
    looked: hide(answer.looked),
    unanswered: answer.unanswered.map(
      ({ message, hint, said }) =>
        new UserError(hide(message), { hint: hide(hint), said: said === null ? null : hide(said, "message") }),
    ),
  };
}

/** Names that were asked for: sentences hold them also where the report does not. */
function namesIn(request: FilesRequest | ClusterRequest): Known[] {
  const container: Known[] = request.container === null ? [] : [{ kind: "container", name: request.container }];
  if (request.kind === "files") return [...container, ...request.files.map((name): Known => ({ kind: "file", name }))];
  const { targets, connection } = request;
  return [
    ...container,
    ...targets.map(({ kind, name }): Known => ({ kind: kind === "pod" ? "pod" : "workload", name })),
    ...(connection.namespace === null ? [] : [{ kind: "namespace", name: connection.namespace } as const]),
    // --context=…, --kubeconfig=…: who runs what where.
    ...connection.flags.flatMap((flag): Known[] => {
      const [, name = "", value = ""] = /^--([\w-]+)=(.+)$/.exec(flag) ?? [];
      return /^(?:context|cluster|user|as|as-group|as-uid|kubeconfig|server|tls-server-name)$/.test(name)
        ? [{ kind: "object", name: value }]
        : [];
    }),
  ];
}
