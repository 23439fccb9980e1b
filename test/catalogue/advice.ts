/** What the program advises for a message, as somebody would read it. */
import type { Facts } from "../../src/catalogue/define.ts";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { parsePullErrors } from "../../src/error/pull-error.ts";
import { parseReference } from "../../src/image/reference.ts";
import { NO_FAILURE, type PullFailure } from "../../src/pull/failure.ts";
import type { Fix } from "../../src/report.ts";

export interface Place {
  readonly node?: string;
  readonly namespace?: string;
}

export interface Advised {
  readonly cause: string;
  readonly fixes: readonly Fix[];
  /** Titles, commands and notes, one under the other. */
  readonly text: string;
}

/** The message as an event of a pod that `kubectl describe` shows. */
export function adviceFor(message: string, { node = "node-1", namespace = "shop" }: Place = {}): Advised {
  const image = /Failed to pull image "([^"]+)"/.exec(message)?.[1] ?? "app:1";
  const text = `Name: web
Namespace: ${namespace}
Node: ${node}/10.0.0.4
Containers:
  app:
    Image: ${image}
    State: Waiting
      Reason: ImagePullBackOff
Events:
  Type     Reason  Age  From     Message
  ----     ------  ---  ----     -------
  Warning  Failed  3s   kubelet  ${message}
`;
  const failure = diagnose([{ source: "-", text }]).failures[0];
  if (failure === undefined) throw new Error("the text holds a failure");
  return { cause: failure.cause, fixes: failure.fixes, text: textOf(failure.fixes) };
}

export function textOf(fixes: readonly Fix[]): string {
  return fixes
    .flatMap(({ title, commands, note }) => [title, ...commands.map(({ run }) => run), note ?? ""])
    .join("\n");
}

/** Facts of a message, for what looks at facts alone. */
export function factsOf(message: string, image: string, failure: Partial<PullFailure> = {}): Facts {
  const [error] = parsePullErrors(message);
  const parsed = parseReference(image);
  if (error === undefined) throw new Error("every text is at least one error");
  return {
    error,
    failure: { ...NO_FAILURE, ...failure, image },
    image: parsed.ok ? parsed.image : null,
    scope: "leaf",
  };
}
