/**
 * Credentials of a pull: which ones the pod has, how a registry's are made, and how a pod is given them without losing
 * those it has.
 *
 * Facts used here, with their sources:
 *  - A service account's pull secrets are copied into a pod when the pod is created, and only into one that names none
 *    itself (kubernetes plugin/pkg/admission/serviceaccount/admission.go).
 *  - A strategic merge adds to the list of a pod template and replaces that of a service account (k8s.io/api
 *    core/v1/types.go: PodSpec.ImagePullSecrets merges by name, ServiceAccount.ImagePullSecrets is atomic).
 *  - The kubelet tries every secret that fits the image, one after the other (kubernetes pkg/credentialprovider).
 *  - How each registry wants to be logged in to: the sources stand beside the table.
 */
import type { RegistryKind } from "../../image/registry.ts";
import { type Command, type Cure, changes, fix, inspect, type Names, namesOf, quote } from "../commands.ts";
import type { Facts } from "../define.ts";
import { kindOf } from "../signals.ts";
import { TRIES_AGAIN } from "./reach.ts";
import { ecrOf } from "./registry-services.ts";
import { patchTemplate } from "./workload.ts";

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

interface UserAndPassword {
  /** Words of a shell command, quoted where they have to be. */
  readonly user: string;
  readonly password: string;
}

interface Login extends UserAndPassword {
  /** The key under which the kubelet finds the entry. */
  readonly server: string;
  /** The same for a shell that cannot pass these on. */
  readonly anywhere?: UserAndPassword;
  /** Where the two come from. */
  readonly note: string;
}

type LoginWords = Omit<Login, "server">;

// cloud.google.com, Artifact Registry, "Set up authentication for Docker"
const GOOGLE: LoginWords = {
  user: "_json_key",
  password: '"$(cat KEY.json)"',
  // JSON has quotes, which Windows PowerShell loses.
  anywhere: { user: "_json_key_base64", password: '"$(base64 KEY.json)"' },
  note: "KEY.json is the key of a Google service account with roles/artifactregistry.reader on the repository.",
};

const LOGINS: Readonly<Partial<Record<RegistryKind, LoginWords>>> = {
  // docs.docker.com, "Personal access tokens"
  "docker-hub": {
    user: "DOCKER-ID",
    password: "TOKEN",
    note: "DOCKER-ID is the account and TOKEN a personal access token of it that may read (Account settings, Personal access tokens); a password works only without single sign-on and second factor.",
  },
  // docs.aws.amazon.com, ECR Public, "Registry authentication"
  "ecr-public": {
    user: "AWS",
    password: '"$(aws ecr-public get-login-password --region us-east-1)"',
    note: "Such a token lives 12 hours, so a job has to renew the secret.",
  },
  "artifact-registry": GOOGLE,
  gcr: GOOGLE,
  // learn.microsoft.com, "Pull images from an Azure container registry to a Kubernetes cluster using a pull secret"
  acr: {
    user: "SERVICE-PRINCIPAL-ID",
    password: "PASSWORD",
    note: "SERVICE-PRINCIPAL-ID and PASSWORD are those of a service principal with the role AcrPull; the name and password of a token of the registry do as well.",
  },
  // docs.github.com, "Working with the Container registry": only classic tokens
  ghcr: {
    user: "GITHUB-USER",
    password: "TOKEN",
    note: "TOKEN is a classic personal access token of GITHUB-USER with the scope read:packages; fine-grained tokens do not work here. For an organisation with single sign-on it has to be authorised (Configure SSO beside the token).",
  },
  // docs.gitlab.com, "Deploy tokens"
  gitlab: {
    user: "DEPLOY-TOKEN-USER",
    password: "DEPLOY-TOKEN",
    note: "DEPLOY-TOKEN-USER and DEPLOY-TOKEN belong to a deploy token of the project or group with the scope read_registry (Settings, Repository, Deploy tokens). A CI_JOB_TOKEN will not do: it ends with its job.",
  },
  // docs.projectquay.io, "Robot accounts"
  quay: {
    user: "ORGANISATION+ROBOT",
    password: "TOKEN",
    note: "ORGANISATION+ROBOT is a robot account with the permission Read on this repository; its page shows TOKEN.",
  },
  // goharbor.io, "Create Project Robot Accounts"
  harbor: {
    user: "'robot$PROJECT+NAME'",
    password: "SECRET-OF-THE-ROBOT",
    note: "PROJECT and NAME are those of a robot account that may pull; Harbor shows SECRET-OF-THE-ROBOT once, and the account ends on the date it was given.",
  },
  // jfrog.com/help, "Access tokens"
  artifactory: {
    user: "USER",
    password: "IDENTITY-TOKEN",
    note: "IDENTITY-TOKEN comes from the profile of USER in Artifactory; USER needs Read on the repository.",
  },
  nexus: {
    user: "USER",
    password: "PASSWORD",
    note: "USER and PASSWORD are a login of Nexus with a role that may read this Docker repository.",
  },
  // docs.digitalocean.com, "Use container registry images with Kubernetes"
  digitalocean: {
    user: "API-TOKEN",
    password: "API-TOKEN",
    note: "API-TOKEN, a token of DigitalOcean that may read, is both user and password. On its own clusters `doctl kubernetes cluster registry add CLUSTER` puts a secret into every namespace and gives it to the default service accounts.",
  },
  // docs.oracle.com, "Pulling Images from Registry during Kubernetes Deployment"
  oracle: {
    user: "TENANCY-NAMESPACE/USER",
    password: "'AUTH-TOKEN'",
    note: "TENANCY-NAMESPACE is the tenancy's object storage namespace, AUTH-TOKEN an auth token of USER (Profile, Auth tokens) and not the password; it often holds signs that a shell would read, hence the quotes. At container-registry.oracle.com the user is an Oracle account.",
  },
  // cloud.ibm.com/docs, "Accessing Container Registry"
  ibm: {
    user: "iamapikey",
    password: "API-KEY",
    note: "API-KEY belongs to an identity with the role Reader on the registry's namespace; images of cp.icr.io take cp as user and an entitlement key as password.",
  },
  // alibabacloud.com/help, Container Registry, "Configure access credentials"
  alibaba: {
    user: "ACCOUNT",
    password: "PASSWORD",
    note: "ACCOUNT is the Alibaba Cloud account, PASSWORD the registry's own, set under Access Credential in its console.",
  },
  // access.redhat.com/RegistryAuthentication
  redhat: {
    user: "'NUMBER|NAME'",
    password: "TOKEN",
    note: "NUMBER|NAME and TOKEN are those of a registry service account, made at https://access.redhat.com/terms-based-registry.",
  },
  // docs.nvidia.com/ngc
  nvidia: {
    user: "'$oauthtoken'",
    password: "NGC-API-KEY",
    note: "The user is the word $oauthtoken as it stands, NGC-API-KEY an API key of NGC.",
  },
};

function loginAt(facts: Facts): Login {
  const kind = kindOf(facts);
  const ecr = ecrOf(facts);
  if (ecr !== null)
    return {
      server: namesOf(facts).registry,
      user: "AWS",
      password: `"$(aws ecr get-login-password --region ${ecr.region})"`,
      note: "Such a token lives 12 hours, so a job has to renew the secret; a role or a credential provider on the nodes lasts.",
    };
  const words = (kind === null ? undefined : LOGINS[kind]) ?? {
    user: "USER",
    password: "PASSWORD",
    note: "USER and PASSWORD are a login of this registry that may read the repository.",
  };
  // Docker's own name for its registry, which kubectl takes when no server is given.
  return { server: kind === "docker-hub" ? "https://index.docker.io/v1/" : namesOf(facts).registry, ...words };
}
