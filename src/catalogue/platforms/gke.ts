/**
 * Google Kubernetes Engine: a file handed to the node pool, which is then made anew.
 *
 *  - cloud.google.com/kubernetes-engine/docs/how-to/customize-containerd-configuration (registryHosts, scope)
 *  - …/how-to/access-private-registries-private-certificates (privateRegistryAccessConfig, the role of the nodes)
 *  - container API v1, ContainerdConfig and HostConfig (scheme and port in a host)
 *  - Autopilot, whose nodes are called gk3-… and belong to Google: the cluster takes the file, and nobody gets in
 *    (cloud.google.com/kubernetes-engine/docs/resources/autopilot-standard-feature-comparison)
 */
import { type Command, changes, inspect } from "../commands.ts";
import type { Facts } from "../define.ts";
import { type Advice, MIRROR_NOTE, type Platform, registryInYaml } from "./platform.ts";

const PLACE =
  "POOL is the node's label cloud.google.com/gke-nodepool; gcloud container clusters list prints CLUSTER and CLUSTER-LOCATION.";
const REPLACES = "The file holds all such settings, so add to what the first command prints. GKE makes the nodes anew.";

function isAutopilot({ failure }: Facts): boolean {
  return /^gk3-/.test(failure.node ?? "");
}

function show(facts: Facts): Command {
  return isAutopilot(facts)
    ? inspect(
        "gcloud container clusters describe CLUSTER --location=CLUSTER-LOCATION --format='yaml(nodePoolDefaults.nodeConfigDefaults.containerdConfig)'",
      )
    : inspect(
        "gcloud container node-pools describe POOL --cluster=CLUSTER --location=CLUSTER-LOCATION --format='yaml(config.containerdConfig)'",
      );
}

function apply(facts: Facts): Command {
  return isAutopilot(facts)
    ? changes(
        "gcloud container clusters update CLUSTER --location=CLUSTER-LOCATION --containerd-config-from-file=containerd.yaml",
      )
    : changes(
        "gcloud container node-pools update POOL --cluster=CLUSTER --location=CLUSTER-LOCATION --containerd-config-from-file=containerd.yaml",
      );
}

function hosts(server: string, host: string): string {
  return `{registryHosts: [{server: ${server}, hosts: [{host: ${host}, capabilities: [HOST_CAPABILITY_PULL, HOST_CAPABILITY_RESOLVE]}]}]}`;
}

function trust(facts: Facts): Advice {
  return {
    commands: [show(facts), changes("gcloud secrets create registry-ca --data-file=CA.crt"), apply(facts)],
    note: `CA.crt is the certificate of the authority, in PEM form. containerd.yaml: {privateRegistryAccessConfig: {enabled: true, certificateAuthorityDomainConfig: [{gcpSecretManagerCertificateConfig: {secretURI: projects/PROJECT-NUMBER/secrets/registry-ca/versions/1}, fqdns: [${registryInYaml(facts)}]}]}} ${REPLACES} Their service account needs roles/secretmanager.secretAccessor on the secret. ${PLACE}`,
  };
}

export const gke: Platform = {
  name: "GKE",
  home: "google",
  shell: (node) => `gcloud compute ssh ${node}`,
  byHand: "On GKE the change is gone with the node, which repairs and upgrades replace.",
  settings: {
    authority: trust,
    "any-authority": (facts) => {
      const { commands, note } = trust(facts);
      return {
        commands,
        note: `${note} The authority then counts for the hosts listed: list each that the proxy opens.`,
      };
    },
    "plain-http": (facts) => ({
      commands: [show(facts), apply(facts)],
      note: `containerd.yaml: ${hosts(registryInYaml(facts), `http://${registryInYaml(facts)}`)} ${REPLACES} ${PLACE}`,
    }),
    mirror: (facts) => ({
      commands: [show(facts), apply(facts)],
      note: `containerd.yaml: ${hosts(registryInYaml(facts), "https://MIRROR")} ${MIRROR_NOTE} ${REPLACES} ${PLACE}`,
    }),
    proxy: () => ({
      title: "On GKE, let the nodes out without a proxy",
      commands: [inspect("gcloud compute routers list")],
      note: "GKE has no setting for a proxy of the runtime: let the nodes out through Cloud NAT, or reach Google's own registries by Private Google Access.",
    }),
  },
};

export const autopilot: Platform = {
  ...gke,
  name: "GKE Autopilot",
  shell: () => "Autopilot lets nobody in; try it on a machine in the same network",
  byHand: null,
};
