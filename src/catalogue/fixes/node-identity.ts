/**
 * Registries that know the nodes: there the cure for a refusal is a role of the nodes' own identity, and a pull secret
 * is only the way from outside.
 *
 * Facts used here, with their sources:
 *  - ECR: docs.aws.amazon.com, "Using Amazon ECR images with Amazon EKS", "Amazon EKS node IAM role" (which names the
 *    policy AmazonEC2ContainerRegistryPullOnly), "Private repository policies".
 *  - Artifact Registry: cloud.google.com/artifact-registry/docs/integrate-gke.
 *  - ACR: learn.microsoft.com, "Authenticate with Azure Container Registry from Azure Kubernetes Service", "Container
 *    Registry Entra permissions and roles overview" (AcrPull is not honoured where the registry uses ABAC).
 *  - OpenShift: docs.openshift.com, "Allowing pods to reference images across projects".
 */
import { type Cure, changes, fix, inspect, namesOf, quote } from "../commands.ts";
import type { Facts } from "../define.ts";
import { kindOf } from "../signals.ts";
import { showPullSecrets } from "./credentials.ts";
import { ecrOf } from "./registry-services.ts";

/** Lets the nodes, or on OpenShift the pod's service account, pull; null for registries that do not know them. */
export function letNodesPull(facts: Facts): Cure | null {
  switch (kindOf(facts)) {
    case "ecr":
      return letRolePullFromEcr(facts);
    case "artifact-registry":
    case "gcr":
      return letServiceAccountPull(facts);
    case "acr":
      return attachAcr(facts);
    case "openshift-internal":
      return letProjectPull(facts);
    default:
      return null;
  }
}

function letRolePullFromEcr(facts: Facts): Cure {
  const { region } = ecrOf(facts) ?? { region: "REGION" };
  const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return fix(
    "Let the nodes' role pull from ECR",
    [
      inspect(
        `aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NODEGROUP --query nodegroup.nodeRole`,
      ),
      inspect("aws iam list-attached-role-policies --role-name NODE-ROLE"),
      inspect(showRepositoryPolicy(facts)),
      changes(
        `aws iam attach-role-policy --role-name NODE-ROLE --policy-arn arn:${partition}:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly`,
      ),
    ],
    "NODEGROUP is the node's label eks.amazonaws.com/nodegroup, CLUSTER the name in EKS, NODE-ROLE the last part of what the first command prints; on Fargate it is the pod execution role. A repository of another account also has to allow that role or its account in its own policy (ecr:BatchGetImage, ecr:GetDownloadUrlForLayer). A pull secret is no lasting cure: tokens of ECR live 12 hours.",
  );
}

/** The policy of an ECR repository, which another account's nodes need. */
export function showRepositoryPolicy(facts: Facts): string {
  return `aws ecr get-repository-policy ${ecrArguments(facts)}`;
}

/** --registry-id, --region and --repository-name of an image in ECR. */
export function ecrArguments(facts: Facts): string {
  const { account, region } = ecrOf(facts) ?? { account: "", region: "REGION" };
  const repository = facts.image === null ? "REPOSITORY" : quote(facts.image.repository);
  return `${ecrRegistry(account, region)} --repository-name ${repository}`;
}

export function ecrRegistry(account: string, region: string): string {
  return `--registry-id ${/^\d{12}$/.test(account) ? account : "ACCOUNT"} --region ${region}`;
}

export interface GooglePlace {
  readonly location: string;
  readonly project: string;
  readonly repository: string;
}

/**
 * Where an image of Google's lies.
 *
 *   europe-west1-docker.pkg.dev/my-project/my-repository/app     eu.gcr.io/my-project/app
 *   location                    project    repository            host      project
 *
 * A gcr.io host is a repository of that name in Artifact Registry; a project may be "example.com/my-project".
 */
export function googlePlace({ image }: Facts): GooglePlace {
  const [, location] = /^([a-z0-9-]+)-docker\.pkg\.dev$/.exec(image?.registry ?? "") ?? [];
  const parts = image?.repository.split("/") ?? [];
  const domain = parts[0]?.includes(".") ? `${parts.shift()}:` : "";
  const project = parts[0] === undefined ? "PROJECT" : quote(domain + parts[0]);
  const host = /^(?:(us|eu|asia)\.)?gcr\.io$/.exec(image?.registry ?? "");
  if (host !== null) return { location: host[1] === "eu" ? "europe" : (host[1] ?? "us"), project, repository: host[0] };
  return {
    location: location ?? "LOCATION",
    project,
    repository: parts[1] === undefined ? "REPOSITORY" : quote(parts[1]),
  };
}

function letServiceAccountPull(facts: Facts): Cure {
  const { location, project, repository } = googlePlace(facts);
  const where = `${repository} --project=${project} --location=${location}`;
  return fix(
    "Let the nodes' service account read the repository",
    [
      inspect(
        "gcloud container node-pools describe POOL --cluster=CLUSTER --location=CLUSTER-LOCATION --format='value(config.serviceAccount,config.oauthScopes)'",
      ),
      inspect(`gcloud artifacts repositories get-iam-policy ${where}`),
      changes(
        `gcloud artifacts repositories add-iam-policy-binding ${where} --member=serviceAccount:NODE-SERVICE-ACCOUNT --role=roles/artifactregistry.reader`,
      ),
    ],
    "POOL is the node's label cloud.google.com/gke-nodepool; gcloud container clusters list prints CLUSTER and CLUSTER-LOCATION. NODE-SERVICE-ACCOUNT is what the first command prints; the word default stands for PROJECT-NUMBER-compute@developer.gserviceaccount.com. The scopes must hold devstorage.read_only or cloud-platform; those of existing nodes cannot be changed, a new node pool is needed.",
  );
}

/** The registry's own name in Azure: the first label of its host. */
export function acrName({ image }: Facts): string {
  const name = image?.registry.split(".", 1)[0] ?? "";
  return /^[a-z0-9][a-z0-9-]{3,80}$/i.test(name) ? name : "ACR";
}

function attachAcr(facts: Facts): Cure {
  const name = acrName(facts);
  return fix(
    "Let the cluster's identity pull from the registry",
    [
      inspect(`az acr show --name ${name} --query roleAssignmentMode --output tsv`),
      inspect(
        "az aks show --name CLUSTER --resource-group GROUP --query identityProfile.kubeletidentity.objectId --output tsv",
      ),
      changes(`az aks update --name CLUSTER --resource-group GROUP --attach-acr ${name}`),
    ],
    "az aks list prints CLUSTER and its GROUP. The last command gives the nodes' identity the role AcrPull, which takes an owner of the registry. Where the first command prints AbacRepositoryPermissions, AcrPull does not count: assign the role Container Registry Repository Reader to the object that the second one prints.",
  );
}

/** Images of OpenShift's internal registry are PROJECT/NAME. */
function letProjectPull(facts: Facts): Cure {
  const names = namesOf(facts);
  const [owner] = facts.image?.repository.split("/") ?? [];
  const project = owner !== undefined && /^[a-z0-9-]{1,63}$/.test(owner) ? owner : "PROJECT";
  return fix(
    "Let the pod's service account pull from the other project",
    [
      showPullSecrets(names),
      inspect(`kubectl get rolebindings -n ${project} -o wide`),
      changes(
        `kubectl create rolebinding image-puller-${names.namespace === "NAMESPACE" ? "pods" : names.namespace} -n ${project} --clusterrole=system:image-puller --serviceaccount=${names.namespace}:SERVICEACCOUNT`,
      ),
    ],
    "SERVICEACCOUNT is the word before the colon in the first answer. Within one project service accounts may pull by default; a pod created before its account had its secret has to be created anew.",
  );
}
