/** What stands in CAPITALS because the input does not say it, and where it is to be found. */
import type { Cure } from "../commands.ts";
import { namesOf } from "../commands.ts";
import type { Facts } from "../define.ts";

/** The words of `namesOf`, and what finds them; `where` is ` -n NAME`, or nothing. */
const FOUND: Readonly<Record<string, (where: string) => string>> = {
  "HOST:PORT/PATH:TAG": () => "HOST:PORT/PATH:TAG is the image's whole name, with the host and the port that answer.",
  "COVERED_NAME/PATH:TAG": () =>
    "COVERED_NAME/PATH:TAG is the image's whole name, with a host that the certificate names.",
  "REGISTRY/PATH:TAG": () => "REGISTRY/PATH:TAG is the image's whole name in a registry that can be reached.",
  "REGISTRY/REPOSITORY:TAG": () => "REGISTRY/REPOSITORY:TAG is the image's whole name.",
  POD: (where) => `POD is the pod's name: kubectl get pods${where === "" ? " -A" : where} lists them.`,
  CONTAINER: (where) =>
    `CONTAINER is the container's name: kubectl describe pod${where} shows it above the container's image.`,
  NODE: (where) => `NODE is the pod's node: kubectl get pod${where} -o wide shows it.`,
  NAMESPACE: () => "NAMESPACE is the pod's namespace: kubectl get pods -A shows it.",
  SERVICEACCOUNT: (where) =>
    `SERVICEACCOUNT is the pod's service account: kubectl describe pod${where} shows it, and default is the usual one.`,
  SECRET: (where) =>
    `SECRET is the name of the pull secret: kubectl get secrets${where} --field-selector type=kubernetes.io/dockerconfigjson lists them.`,
  IMAGE: () => "IMAGE is the name of the image, as the pod has it.",
  REGISTRY: () => "REGISTRY is the host in front of the image's name, docker.io where there is none.",
  REPOSITORY: () => "REPOSITORY is the image's name between the registry and the tag.",
  TAG: () => "TAG is one that the registry has.",
  DIGEST: () => "DIGEST is sha256: and 64 letters and digits.",
  HOST: () => "HOST is the host that the error speaks of, the registry where it names none.",
};

/** Each of these words that the note of its fix does not explain gets its sentence there. */
export function explainPlaceholders(facts: Facts, cures: readonly Cure[]): Cure[] {
  const { inNamespace } = namesOf(facts);
  return cures.map((cure) => {
    let note = cure.note ?? "";
    for (const [word, tell] of Object.entries(FOUND))
      if (!hasWord(note, word) && cure.commands.some(({ run }) => hasWord(run, word)))
        note = `${note} ${tell(inNamespace)}`.trim();
    return note === (cure.note ?? "") ? cure : { ...cure, note };
  });
}

function hasWord(text: string, word: string): boolean {
  return new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(text);
}
