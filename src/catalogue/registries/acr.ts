/**
 * Azure Container Registry. It knows the nodes of AKS.
 *
 *  - The cluster's identity: learn.microsoft.com/azure/aks/cluster-container-registry-integration
 *  - Roles, and that AcrPull does not count with ABAC:
 *    learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-overview
 *  - Pull secrets: …/container-registry/container-registry-auth-kubernetes; tokens …-token-based-repository-permissions
 *  - Firewall: …-access-selected-networks; hosts …-firewall-access-rules; private link …-private-link
 *  - Pulls without a login: …-anonymous-pull-access
 *  - Limits by tier: MicrosoftDocs/azure-management-docs articles/container-registry/container-registry-skus.md
 */
import { type Cure, changes, fix, inspect, quote } from "../commands.ts";
import type { Facts } from "../define.ts";
import { TRIES_AGAIN } from "../fixes/reach.ts";
import { connectsTo, type Registry } from "./registry.ts";

/** The registry's own name in Azure: the first label of its host. */
function nameOf({ image }: Facts): string {
  const name = image?.registry.split(".", 1)[0] ?? "";
  return /^[a-z0-9][a-z0-9-]{3,80}$/i.test(name) ? name : "ACR";
}

function letIn(facts: Facts): Cure {
  const name = nameOf(facts);
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

export const acr: Registry = {
  login: () => ({
    user: "SERVICE-PRINCIPAL-ID",
    password: "PASSWORD",
    note: "SERVICE-PRINCIPAL-ID and PASSWORD are those of a service principal with the role AcrPull, whose password has a last day; the name and password of a token of the registry do as well.",
  }),
  right: "The service principal needs the role AcrPull on the registry, a token a scope map with content/read.",
  home: "azure",
  letIn,
  anonymous: "az acr update --anonymous-pull-enabled lets everybody pull from all of a Standard or Premium registry.",
  refusals: [
    {
      words: /client with IP|aka\.ms\/acr\/firewall/i,
      cure: (facts) => {
        const name = nameOf(facts);
        return fix(
          "Have the registry's firewall let the nodes in",
          [
            inspect(`az acr network-rule list --name ${name}`),
            inspect(`az acr show --name ${name} --query publicNetworkAccess --output tsv`),
            changes(`az acr network-rule add --name ${name} --ip-address ADDRESS`),
          ],
          "ADDRESS is the one in the message: with it the nodes leave the network, and no role changes that. Where the second command prints Disabled, only a private endpoint lets anybody in. Addresses of nodes without a fixed way out change: a NAT gateway, or a private endpoint in the nodes' network, lasts.",
        );
      },
    },
  ],
  limit: "ACR serves as many requests a minute as its tier allows: Basic the fewest, Premium the most.",
  showLimit: (facts) => {
    const name = nameOf(facts);
    return fix(
      "See the registry's tier, and raise it",
      [
        inspect(`az acr show --name ${name} --query sku.name --output tsv`),
        changes(`az acr update --name ${name} --sku Premium`),
      ],
      `A tier changes at once and without an outage, and costs more. ${TRIES_AGAIN}`,
    );
  },
  resolve: (name) =>
    name.endsWith(".azurecr.io")
      ? fix(
          "Look whether the registry exists",
          [inspect(`az acr show --name ${name.split(".", 1)[0]} --query loginServer -o tsv`)],
          "A registry that does not exist has no address. One behind a private link resolves only where the private DNS zone privatelink.azurecr.io is linked to the node's network.",
        )
      : null,
  listTags: (facts) =>
    inspect(
      `az acr repository show-tags --name ${nameOf(facts)} --repository ${facts.image === null ? "REPOSITORY" : quote(facts.image.repository)}`,
    ),
  listRepositories: (facts) => inspect(`az acr repository list --name ${nameOf(facts)}`),
  tagsPage: (facts) =>
    `The portal (https://portal.azure.com) shows the tags under Repositories of the registry ${nameOf(facts)}.`,
  hosts: () =>
    connectsTo("the registry's *.azurecr.io host and its data endpoint, *.blob.core.windows.net or *.data.azurecr.io"),
  statusPage: () => "https://azure.status.microsoft",
};
