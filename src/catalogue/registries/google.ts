/**
 * Google Artifact Registry, and the hosts of Container Registry, which Artifact Registry has served since 2025. Both
 * know the nodes of GKE.
 *
 *  - Roles and scopes of nodes: cloud.google.com/artifact-registry/docs/integrate-gke
 *  - gcr.io: cloud.google.com/artifact-registry/docs/transition/setup-gcr-repo (shut down on 18 March 2025)
 *  - Who pulls: kubernetes/cloud-provider-gcp cmd/auth-provider-gcp, which asks the node's metadata server
 *  - Logins with a key: cloud.google.com/artifact-registry/docs/docker/authentication#json-key
 *  - Ways without an address: cloud.google.com/vpc/docs/private-google-access
 */
import { type Cure, changes, fix, inspect, quote } from "../commands.ts";
import type { Facts } from "../define.ts";
import { connectsTo, hostIn, type Registry } from "./registry.ts";

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

const SHOW_NODE_ACCOUNT =
  "gcloud container node-pools describe POOL --cluster=CLUSTER --location=CLUSTER-LOCATION --format='value(config.serviceAccount,config.oauthScopes)'";
const NODE_ACCOUNT =
  "POOL is the node's label cloud.google.com/gke-nodepool; gcloud container clusters list prints CLUSTER and CLUSTER-LOCATION.";

function letIn(facts: Facts): Cure {
  const { location, project, repository } = googlePlace(facts);
  const where = `${repository} --project=${project} --location=${location}`;
  return fix(
    "Let the nodes' service account read the repository",
    [
      inspect(SHOW_NODE_ACCOUNT),
      inspect(`gcloud artifacts repositories get-iam-policy ${where}`),
      changes(
        `gcloud artifacts repositories add-iam-policy-binding ${where} --member=serviceAccount:NODE-SERVICE-ACCOUNT --role=roles/artifactregistry.reader`,
      ),
    ],
    `${NODE_ACCOUNT} NODE-SERVICE-ACCOUNT is what the first command prints; the word default stands for PROJECT-NUMBER-compute@developer.gserviceaccount.com. Workload Identity does not count: the node pulls, not the pod. The scopes must hold devstorage.read_only or cloud-platform; those of existing nodes cannot be changed, a new node pool is needed.`,
  );
}

const REFUSALS: Registry["refusals"] = [
  {
    words: /insufficient authentication scopes/i,
    cure: () =>
      fix(
        "Give the nodes a scope with which they may read",
        [
          inspect(SHOW_NODE_ACCOUNT),
          changes(
            "gcloud container node-pools create NEW-POOL --cluster=CLUSTER --location=CLUSTER-LOCATION --scopes=gke-default",
          ),
        ],
        `${NODE_ACCOUNT} A node's scopes narrow what its service account may do, and are fixed when the node is made: a new pool with devstorage.read_only (among gke-default) or cloud-platform takes the pods over.`,
      ),
  },
  {
    words: /has not been used in project|it is disabled/i,
    cure: (facts) => {
      const { project } = googlePlace(facts);
      return fix(
        "Turn on Artifact Registry in the project",
        [
          inspect(`gcloud services list --enabled --project=${project} --filter=artifactregistry`),
          changes(`gcloud services enable artifactregistry.googleapis.com --project=${project}`),
        ],
        "The project that the error names has the service switched off; where it is not the one you expected, the image's name is wrong.",
      );
    },
  },
  {
    words: /prohibited by organization's policy/i,
    cure: (facts) =>
      fix(
        "Have the service perimeter let the nodes in",
        [inspect(`gcloud artifacts repositories list --project=${googlePlace(facts).project}`)],
        "VPC Service Controls refuse by perimeter, so a role does not help: the project of the nodes has to be inside, or an ingress rule has to name it. The unique identifier in the error finds the entry in the audit log.",
      ),
  },
];

const SHARED = {
  login: () => ({
    user: "_json_key",
    password: '"$(cat KEY.json)"',
    // JSON has quotes, which Windows PowerShell loses.
    anywhere: { user: "_json_key_base64", password: '"$(base64 KEY.json)"' },
    note: "KEY.json is the key of a Google service account with roles/artifactregistry.reader on the repository.",
  }),
  right: "The service account of the key needs roles/artifactregistry.reader on the repository.",
  home: "google",
  letIn,
  refusals: REFUSALS,
  statusPage: () => "https://status.cloud.google.com",
} satisfies Registry;

function openTheWay(hosts: string): Cure {
  return fix(
    "Give the nodes a way to Google's registries",
    [inspect("gcloud compute networks subnets list --format='table(name,region,privateIpGoogleAccess)'")],
    `Nodes without an address of their own need Private Google Access on their subnet, or Cloud NAT. ${connectsTo(hosts)}`,
  );
}

const PKG_DEV = "the registry's own *.pkg.dev host";
const GCR = "gcr.io, *.pkg.dev and storage.googleapis.com";

export const artifactRegistry: Registry = {
  ...SHARED,
  path: "The path is PROJECT/REPOSITORY/IMAGE; the repository is created before the first push.",
  openTheWay: () => openTheWay(PKG_DEV),
  listRepositories: (facts) => {
    const { location, project } = googlePlace(facts);
    return inspect(`gcloud artifacts repositories list --project=${project} --location=${location}`);
  },
  tagsPage: (facts) => `A browser shows the tags at https://${hostIn(facts)}/${facts.image?.repository ?? ""}.`,
  hosts: () => connectsTo(PKG_DEV),
};

export const gcr: Registry = {
  ...SHARED,
  letIn: (facts) => {
    const cure = letIn(facts);
    return {
      ...cure,
      note: `Artifact Registry has served the gcr.io hosts since March 2025, so its roles count and no longer those of Cloud Storage. ${cure.note}`,
    };
  },
  openTheWay: () => openTheWay(GCR),
  hosts: () => connectsTo(GCR),
};
