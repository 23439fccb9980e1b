/**
 * Azure Kubernetes Service.
 *
 *  - MicrosoftDocs/azure-aks-docs articles/aks/custom-certificate-authority.md (nodes are replaced; up to ten)
 *  - …/articles/aks/http-proxy.md (all pools are reimaged; no user and password)
 *  - …/articles/aks/node-image-upgrade.md (new images weekly, which replace what is on a node)
 *  - Copies in the registry: learn.microsoft.com/azure/container-registry/artifact-cache-overview
 */
import { changes, inspect } from "../commands.ts";
import type { Advice, Platform } from "./platform.ts";

const PLACE = "az aks list prints CLUSTER and its GROUP.";

function trust(): Advice {
  return {
    commands: [
      inspect(
        "az aks show --name CLUSTER --resource-group GROUP --query securityProfile.customCaTrustCertificates --output tsv",
      ),
      changes("az aks update --name CLUSTER --resource-group GROUP --custom-ca-trust-certificates CA.crt"),
    ],
    note: `CA.crt holds the authority's certificate in PEM form, without blanks, and those that the first command prints: the list is set as a whole, ten at most. AKS replaces the nodes one by one. ${PLACE}`,
  };
}

export const aks: Platform = {
  name: "AKS",
  home: "azure",
  byHand: "On AKS the change is gone with the next node image, which upgrades bring.",
  settings: {
    authority: trust,
    "any-authority": trust,
    "plain-http": () => ({
      title: "On AKS, give the registry a certificate",
      commands: [],
      note: "AKS has no setting for it. A copy of the images in Azure Container Registry does as well.",
    }),
    mirror: () => ({
      title: "On AKS, take the image through Azure Container Registry",
      commands: [inspect("az acr cache list --registry ACR --output table")],
      note: "AKS has no setting for mirrors. A cache rule of Azure Container Registry keeps the copies, and the image's name changes to ACR's.",
    }),
    proxy: () => ({
      commands: [
        inspect("az aks show --name CLUSTER --resource-group GROUP --query httpProxyConfig"),
        changes("az aks update --name CLUSTER --resource-group GROUP --http-proxy-config proxy.json"),
      ],
      note: `proxy.json: {"httpProxy": "http://PROXY:PORT", "httpsProxy": "http://PROXY:PORT", "noProxy": ["LIST"]} with what the first command prints. AKS reimages all node pools for it, and takes no user and password. ${PLACE}`,
    }),
  },
};
