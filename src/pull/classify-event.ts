/** What one event says about pulls. The kubelet's texts: kubernetes pkg/kubelet/images/image_manager.go, events/event.go. */
import { imageOf } from "../error/named.ts";
import { type PullError, parsePullErrors } from "../error/pull-error.ts";
import { isAboutSomethingElse } from "../read/bare.ts";
import type { EventRecord } from "../read/records.ts";

export type EventMeaning =
  /** Holds an error of a pull. */
  | {
      readonly kind: "error";
      readonly image: string | null;
      readonly errors: readonly PullError[];
      readonly sandbox: boolean;
    }
  /** `Back-off pulling image "x"`, `Error: ErrImagePull`: a pull fails, and this row does not say why. */
  | { readonly kind: "boilerplate"; readonly image: string | null; readonly state: string }
  /** The image is on the node. */
  | { readonly kind: "success"; readonly image: string | null }
  | { readonly kind: "pulling"; readonly image: string | null }
  /** Pull secrets that could not be read; a warning beside the pull, not its failure. */
  | { readonly kind: "secrets"; readonly names: readonly string[]; readonly errors: readonly PullError[] }
  | { readonly kind: "other" };

export const IMAGE_STATES: ReadonlySet<string> = new Set([
  "ErrImagePull",
  "ImagePullBackOff",
  "ErrImageNeverPull",
  "InvalidImageName",
  "ImageInspectError",
  "RegistryUnavailable",
  "SignatureValidationFailed",
]);

const STATES = [...IMAGE_STATES].join("|");
const PREFIX = "^(?:\\(combined from similar events\\): )?(?:spec\\.\\w+\\{[^}]*\\}: )?";
const ERROR_STATE = new RegExp(`${PREFIX}(?:Error: )?(${STATES})[.\\s]*$`);
const SUCCESS = new RegExp(
  `${PREFIX}(?:Successfully pulled image ?"(?:([^"]*)"|[^"]*$)|Container image ?"([^"]*)" already present on machine|Image ?"([^"]*)" already present)`,
  "i",
);
const PULLING = new RegExp(`${PREFIX}pulling image ?"([^"]*)"`, "i");
const BACK_OFF = new RegExp(`${PREFIX}Back-off pulling image ?"([^"]*)"[.\\s]*$`, "i");

export function classifyEvent(event: EventRecord): EventMeaning {
  const { message } = event;
  const success = SUCCESS.exec(message);
  if (success !== null) return { kind: "success", image: success[1] ?? success[2] ?? success[3] ?? null };
  const pulling = PULLING.exec(message);
  if (pulling !== null) return { kind: "pulling", image: pulling[1] ?? null };
  const backOff = BACK_OFF.exec(message);
  if (backOff !== null) return { kind: "boilerplate", image: backOff[1] ?? null, state: "ImagePullBackOff" };
  const state = ERROR_STATE.exec(message);
  if (state !== null) return { kind: "boilerplate", image: null, state: state[1] as string };
  if (event.reason !== null && /^(?:Created|Started)$/.test(event.reason)) return { kind: "success", image: null };
  if (!MAY_BE_A_PULL.test(message)) return { kind: "other" };
  if (isAboutSomethingElse(message) && !/failed to (?:pull|get sandbox) image|unpacking image/i.test(message))
    return { kind: "other" };

  const errors = parsePullErrors(message);
  const first = errors[0];
  if (first === undefined || !first.layers.some((layer) => layer.pull)) return { kind: "other" };
  if (first.layers.some((layer) => layer.step === "pull-secrets")) {
    const names = first.layers.find((layer) => layer.step === "pull-secrets")?.subject ?? "";
    return {
      kind: "secrets",
      names: names
        .split(/,\s*/)
        .map((name) => name.replace(/^[^/]*\//, ""))
        .filter((name) => name !== ""),
      errors,
    };
  }
  const sandbox = first.layers.some((layer) => layer.step === "sandbox" || layer.step === "sandbox-image");
  return { kind: "error", image: imageOf(first), errors, sandbox };
}

/** A cheap look before the message is taken apart: most events have nothing to do with images. */
const MAY_BE_A_PULL = /image|pull|manifest|registry|PullSecret/i;
