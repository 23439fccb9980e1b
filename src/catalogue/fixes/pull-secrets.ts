/**
 * What there is to see of a pod's credentials: which pull secrets it has, what they hold, and whether the registry takes
 * them.
 */
import { type Command, inspect, type Names, namesOf, quote } from "../commands.ts";
import type { Facts } from "../define.ts";

/** Prints the pod's service account and, behind it, the names of its pull secrets. */
export function showPullSecrets(names: Names): Command {
  return inspect(
    `kubectl get pod${names.inNamespace} ${names.pod} -o jsonpath='{.spec.serviceAccountName}: {.spec.imagePullSecrets[*].name}{"\\n"}'`,
  );
}

/** What to read in the answer of `showPullSecrets`. */
export const PULL_SECRETS_NOTE =
  "The pod's service account stands before the colon, its pull secrets behind it; describe does not show them.";

/** Prints the registries and the user names that a pull secret holds, and no password. */
export function showSecretRegistries(names: Names): Command {
  const filter = "jq '.auths | map_values(.username)'";
  return inspect(`${readSecret(names)} | ${filter}`, `${printSecret(names)} | ${filter}`);
}

/** Asks for the image with what the secret holds, as the kubelet does. */
export function tryWithSecret(facts: Facts): Command {
  const names = namesOf(facts);
  const ask = (file: string): string => `skopeo inspect --raw --authfile ${file} ${addressOf(facts)} > /dev/null`;
  const file = "pullcheck-auth.json";
  return inspect(
    `${readSecret(names)} | ${ask("/dev/stdin")}`,
    `${printSecret(names)} > ${file}; ${ask(file)}; rm ${file}`,
  );
}

/** Asks for the image with the logins of whoever runs it. */
export function tryWithLogin(facts: Facts): Command {
  return inspect(`skopeo inspect --raw ${addressOf(facts)} > /dev/null`);
}

/** Asks for the image as nobody. */
export function tryAnonymously(facts: Facts): Command {
  return inspect(`skopeo inspect --raw --no-creds ${addressOf(facts)} > /dev/null`);
}

function readSecret(names: Names): string {
  return `kubectl get secret${names.inNamespace} ${names.secret} -o jsonpath='{.data.\\.dockerconfigjson}' | base64 --decode`;
}

/** The same without base64: kubectl decodes it. */
function printSecret(names: Names): string {
  return `kubectl get secret${names.inNamespace} ${names.secret} -o go-template='{{index .data \`.dockerconfigjson\` | base64decode}}'`;
}

/** The image as skopeo and crane take it. With a digest the tag decides nothing, and skopeo takes only one of them. */
export function addressOf({ image }: Facts): string {
  if (image === null) return "docker://REGISTRY/REPOSITORY:TAG";
  const end = image.digest === null ? `:${image.tag ?? "latest"}` : `@${image.digest}`;
  return quote(`docker://${image.registry}/${image.repository}${end}`);
}
