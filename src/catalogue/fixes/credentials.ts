/**
 * Credentials of a pull: how a pod is given a registry's without losing those it has. What it has is told by
 * pull-secrets.ts, how a registry's are made by registries/.
 *
 * Facts used here, with their sources:
 *  - A service account's pull secrets are copied into a pod when the pod is created, and only into one that names none
 *    itself (kubernetes plugin/pkg/admission/serviceaccount/admission.go).
 *  - A strategic merge adds to the list of a pod template and replaces that of a service account (k8s.io/api
 *    core/v1/types.go: PodSpec.ImagePullSecrets merges by name, ServiceAccount.ImagePullSecrets is atomic).
 *  - The kubelet tries every secret that fits the image, one after the other (kubernetes pkg/credentialprovider).
 *  - How each registry wants to be logged in to: its file in registries/.
 */
import { type Command, type Cure, changes, fix, inspect, namesOf } from "../commands.ts";
import type { Facts } from "../define.ts";
import { registryFor } from "../registries/index.ts";
import type { Login, UserAndPassword } from "../registries/registry.ts";
import { showPullSecrets, showSecretRegistries } from "./pull-secrets.ts";
import { TRIES_AGAIN } from "./reach.ts";
import { patchTemplate } from "./workload.ts";

/** Makes a pull secret for the image's registry and adds it to what the pod uses. */
export function givePullSecret(facts: Facts, title = "Give the pod a pull secret"): Cure {
  const secret = newSecretName(facts);
  const { commands, note } = attachSecret(facts, secret);
  const inspects = commands.filter(({ effect }) => effect === "inspect");
  const rest = commands.filter(({ effect }) => effect === "changes");
  return fix(title, [...inspects, createSecret(facts, secret), ...rest], `${loginAt(facts).note} ${note}`.trim());
}

/** Creates a pull secret; where one of that name exists, kubectl refuses and changes nothing. */
export function createSecret(facts: Facts, secret: string): Command {
  const names = namesOf(facts);
  const { server, anywhere, ...login } = loginAt(facts);
  const create = ({ user, password }: UserAndPassword): string =>
    `kubectl create secret docker-registry${names.inNamespace} ${secret} --docker-server=${server} --docker-username=${user} --docker-password=${password}`;
  return changes(create(login), create(anywhere ?? login));
}

/** Puts new credentials for one registry into a pull secret; those for other registries in it stay. */
export function renewSecret(facts: Facts): Cure {
  const names = namesOf(facts);
  const { server, anywhere, note, ...login } = loginAt(facts);
  const replace = ({ user, password }: UserAndPassword, argument: string, key: string): string =>
    `kubectl get secret${names.inNamespace} ${names.secret} -o json | jq ${argument}--arg server ${server} --arg login ${user}:${password} '.data[${key}] |= (@base64d | fromjson | .auths[$server] = {auth: ($login | @base64)} | tojson | @base64)' | kubectl replace -f -`;
  return fix(
    "Put new credentials into the pull secret",
    [
      showSecretRegistries(names),
      changes(
        replace(login, "", '".dockerconfigjson"'),
        replace(anywhere ?? login, "--arg key .dockerconfigjson ", "$key"),
      ),
    ],
    `${note} ${whereSecretIs(facts)}Entries for other registries stay as they are. ${TRIES_AGAIN} Where Helm, External Secrets or Sealed Secrets writes the secret, renew it there.`,
  );
}

function whereSecretIs({ failure }: Facts): string {
  return failure.pullSecrets === null && failure.missingSecrets.length === 0
    ? "SECRET is the name of the pod's pull secret. "
    : "";
}

/** The one that the kubelet misses, else a name made of the registry's. */
export function newSecretName(facts: Facts): string {
  if (facts.failure.missingSecrets.length > 0) return namesOf(facts).secret;
  const host = facts.image?.registry.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-") ?? "";
  const name = host.slice(0, 50).replaceAll(/^-+|(?<!-)-+$/g, "");
  return name === "" ? "pull-secret" : `pull-${name}`;
}

/** Adds the secret to the pod template, or, where there is none to patch, to the service account. */
function attachSecret(facts: Facts, secret: string): { readonly commands: readonly Command[]; readonly note: string } {
  const change = patchTemplate(facts, { imagePullSecrets: [{ name: secret }] });
  if (change.command !== null)
    return {
      commands: [change.command],
      note: `${change.note} The patch adds to the list of pull secrets and starts new pods.`.trim(),
    };
  const names = namesOf(facts);
  const account = `serviceaccount${names.inNamespace} ${names.serviceAccount}`;
  return {
    commands: [
      ...(names.serviceAccount === "SERVICEACCOUNT" ? [showPullSecrets(names)] : []),
      inspect(`kubectl get ${account} -o jsonpath='{.imagePullSecrets[*].name}{"\\n"}'`),
      changes(
        // Every kind of patch that an empty list takes as well replaces the list that is there.
        `kubectl get ${account} -o json | jq --arg secret ${secret} '.imagePullSecrets += [{name: $secret}]' | kubectl replace -f -`,
      ),
    ],
    note: `${names.serviceAccount === "SERVICEACCOUNT" ? "SERVICEACCOUNT is the word before the colon in the first answer. " : ""}The last command adds to the pull secrets of the pod's service account, whose list kubectl get serviceaccount prints. A pod gets it when it is created, and only if it names no pull secret itself. ${change.note}`.trim(),
  };
}

/** Where user and password of `createSecret` come from. */
export function loginNote(facts: Facts): string {
  return loginAt(facts).note;
}

/** A login, and the key under which the kubelet finds it, as a word of a shell command. */
function loginAt(facts: Facts): Login & { readonly server: string } {
  const login = registryFor(facts).login(facts);
  return { ...login, server: login.server ?? namesOf(facts).registry };
}
