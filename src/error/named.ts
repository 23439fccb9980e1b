/** The names that an error message itself gives: its image, its pod, its container. */
import type { PullError } from "./pull-error.ts";

/** Steps whose subject is the image, the one nearest to what the user wrote first. */
const IMAGE_STEPS = [
  "pull-image",
  "back-off",
  "default-tag",
  "sandbox-image",
  "inspect-image",
  "pull-and-unpack",
  "resolve-reference",
  "resolve-image",
  "initialize-source",
  "never-pull",
  "cancel-pull",
  "unpack",
  "manifest-type",
  "choose-image",
  "pull-access-denied",
  "manifest-not-found",
  "repository-not-found",
  "parse-image",
  "registry-unavailable",
  "signature-validation",
];

/** The image that cannot be pulled, as the text names it; null where it names none. */
export function imageOf(error: PullError): string | null {
  for (const step of IMAGE_STEPS) {
    const subject = error.layers.find(
      (layer) => layer.step === step && layer.subject !== null && layer.subject !== "",
    )?.subject;
    if (subject === undefined || subject === null) continue;
    const image = subject.replace(/^docker:\/\//, "").replace(/(?<!…)…+$|\.{3}$/, "");
    if (image !== "" && !/^[.\s]*$/.test(image)) return image;
  }
  return (
    BARE_IMAGE.map((pattern) => pattern.exec(error.prepared.text)?.[1]).find(
      (image) => image !== undefined && image !== "",
    ) ?? null
  );
}

const REFERENCE = "([\\w][\\w.:/@-]{0,400}[\\w])";

/** How log lines and command lines name it. */
const BARE_IMAGE: readonly RegExp[] = [
  new RegExp(`\\bPullImage "${REFERENCE}"`),
  new RegExp(`\\bimage="${REFERENCE}"`),
  new RegExp(`\\bunable to pull (?!image )${REFERENCE}: `),
  new RegExp(`Unable to find image '${REFERENCE}' locally`),
  new RegExp(
    `\\b(?:docker|podman|crictl|nerdctl|ctr)(?: image| images| -n \\S{1,253})? pull (?:-[\\w=-]+ ){0,16}${REFERENCE}`,
  ),
  new RegExp(`Trying to pull ${REFERENCE}\\.\\.\\.`),
  new RegExp(`\\breading manifest \\S+ in ${REFERENCE}:`),
  new RegExp(`"?${REFERENCE}": failed to do request`),
];

export interface NamedPlace {
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly container: string | null;
}

const NAME = "[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?";
const PLACES: readonly RegExp[] = [
  new RegExp(`\\b(?:pod|object)="(?<namespace>${NAME})/(?<pod>${NAME})"`),
  new RegExp(`\\bpod\\((?<namespace>${NAME})/(?<pod>${NAME})\\)`),
  new RegExp(`\\b(?:in|for) (?:pod )?"?(?<pod>${NAME})_(?<namespace>${NAME})\\([0-9a-f-]{32,36}\\)`),
  new RegExp(`\\bin pod "(?<pod>${NAME})"`),
  new RegExp(`\\bpod/(?<namespace>${NAME})/(?<pod>${NAME})\\b`, "i"),
  new RegExp(`\\bpod/(?<pod>${NAME})\\b`, "i"),
  new RegExp(`\\bPod (?<pod>${NAME}) \\(ns: (?<namespace>${NAME})\\)`),
  new RegExp(`\\bPod (?<namespace>${NAME})/(?<pod>${NAME})\\b`),
];
const CONTAINERS: readonly RegExp[] = [
  new RegExp(`failed to "StartContainer" for "(${NAME})" with`),
  new RegExp(`spec\\.(?:initContainers|containers|ephemeralContainers)\\{(${NAME})\\}`),
  new RegExp(`\\bcontainer\\((${NAME})\\)`),
  new RegExp(`\\bcontainer "(${NAME})" in pod`),
  new RegExp(`\\bcontainer(?:Name)?="(${NAME})"`),
];

/** Where a log line says that the error happened. */
export function placeOf(text: string): NamedPlace {
  const groups = PLACES.map((pattern) => pattern.exec(text)?.groups).find((found) => found !== undefined);
  const container = CONTAINERS.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
  return { namespace: groups?.["namespace"] ?? null, pod: groups?.["pod"] ?? null, container: container ?? null };
}
