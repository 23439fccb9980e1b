/**
 * Clusters on one machine.
 *
 *  - kind: kind.sigs.k8s.io/docs/user/local-registry and its script (certs.d works as it is since 0.27),
 *    /docs/user/quick-start#configure-kind-to-use-a-proxy
 *  - minikube: kubernetes/minikube site/content/en/docs/handbook/untrusted_certs.md, registry.md, vpn_and_proxy.md
 *  - Docker Desktop: docs.docker.com/desktop/settings-and-maintenance/settings, /desktop/troubleshoot-and-support/faqs
 *  - Rancher Desktop: docs.rancherdesktop.io/how-to-guides/mirror-private-registry, /provisioning-scripts
 *  - Colima: abiosoft/colima docs/FAQ.md
 *  - MicroK8s: microk8s.io/docs/registry-private, /docs/install-proxy
 */
import { changes, changesNode, inspect, inspectNode } from "../commands.ts";
import { registryOf } from "../fixes/endpoint.ts";
import { type Advice, MIRROR_NOTE, type Platform, registryInYaml } from "./platform.ts";

export const kind: Platform = {
  name: "kind",
  home: "laptop",
  shell: (node) => `docker exec -it ${node} bash`,
  load: (image) => `kind load docker-image ${image}`,
  byHand:
    "A kind node is a container; docker cp brings a file into it. The change is gone when the cluster is made anew. Nodes older than kind 0.27 need config_path set by containerdConfigPatches when the cluster is made.",
  settings: {
    proxy: () => ({
      commands: [inspect("kind get clusters")],
      note: "kind takes HTTPS_PROXY and NO_PROXY from the environment in which kind create cluster runs: set them right there and make the cluster anew.",
    }),
  },
};

function embedCertificates(): Advice {
  return {
    commands: [inspect("minikube status"), changes("minikube start --embed-certs")],
    note: "Before it put the authority's certificate, in PEM form, into the folder certs of .minikube in your home.",
  };
}

export const minikube: Platform = {
  name: "minikube",
  home: "laptop",
  shell: (node) => `minikube ssh -n ${node}`,
  load: (image) => `minikube image load ${image}`,
  byHand: "The change is gone when minikube makes the node anew.",
  settings: {
    authority: embedCertificates,
    "any-authority": embedCertificates,
    "plain-http": (facts) => ({
      commands: [
        inspect("minikube profile list"),
        changes(`minikube start -p NAME --insecure-registry=${registryOf(facts)}`),
      ],
      note: "minikube takes the flag only when it makes a cluster: NAME is a new one.",
    }),
    mirror: () => ({
      commands: [inspect("minikube profile list"), changes("minikube start -p NAME --registry-mirror=https://MIRROR")],
      note: `minikube takes the flag only when it makes a cluster: NAME is a new one. The mirror is for Docker Hub only. ${MIRROR_NOTE}`,
    }),
    proxy: () => ({
      commands: [inspect("minikube profile list")],
      note: "minikube takes HTTPS_PROXY and NO_PROXY from the environment in which minikube start runs; NO_PROXY has to hold 10.96.0.0/12, 192.168.59.0/24, 192.168.49.0/24 and 192.168.39.0/24.",
    }),
  },
};

const APPLY = "then Apply and restart";

function trustMachine(): Advice {
  return {
    commands: [],
    note: "Docker Desktop trusts what the machine trusts: add the authority to the machine's own store (Keychain, Trusted Root Certification Authorities), then restart Docker Desktop.",
  };
}

export const dockerDesktop: Platform = {
  name: "Docker Desktop",
  home: "laptop",
  byHand: null,
  settings: {
    authority: trustMachine,
    "any-authority": trustMachine,
    "plain-http": (facts) => ({
      commands: [inspect("docker info --format '{{json .RegistryConfig.IndexConfigs}}'")],
      note: `Settings, Docker Engine: add {"insecure-registries": ["${registryOf(facts)}"]} and keep what is there, ${APPLY}.`,
    }),
    mirror: () => ({
      commands: [inspect("docker info --format '{{json .RegistryConfig.Mirrors}}'")],
      note: `Settings, Docker Engine: add {"registry-mirrors": ["https://MIRROR"]} and keep what is there, ${APPLY}. The mirror is for Docker Hub only. ${MIRROR_NOTE}`,
    }),
    proxy: () => ({ commands: [], note: `Settings, Resources, Proxies holds the proxy and its exceptions; ${APPLY}.` }),
  },
};

function provision(yaml: string): Advice {
  return {
    commands: [inspect("rdctl shell -- cat /etc/rancher/k3s/registries.yaml")],
    note: `Rancher Desktop makes its machine by provisioning scripts (override.yaml; on Windows a .start file): have one write ${yaml} to /etc/rancher/k3s/registries.yaml, then restart Rancher Desktop. The command shows what is there.`,
  };
}

export const rancherDesktop: Platform = {
  name: "Rancher Desktop",
  home: "laptop",
  shell: () => "rdctl shell",
  byHand: "In Rancher Desktop the change is gone when its machine starts anew.",
  settings: {
    authority: (facts) =>
      provision(
        `{configs: {${registryInYaml(facts)}: {tls: {ca_file: /etc/rancher/k3s/CA.crt}}}}, and CA.crt beside it,`,
      ),
    "plain-http": (facts) =>
      provision(`{mirrors: {${registryInYaml(facts)}: {endpoint: [http://${registryInYaml(facts)}]}}}`),
    mirror: (facts) => {
      const { commands, note } = provision(`{mirrors: {${registryInYaml(facts)}: {endpoint: [https://MIRROR]}}}`);
      return { commands, note: `${note} ${MIRROR_NOTE}` };
    },
  },
};

function editColima(yaml: string): Advice {
  return {
    commands: [inspect("colima status"), changes("colima start --edit")],
    note: `In the editor, with Docker as runtime: docker: ${yaml}`,
  };
}

export const colima: Platform = {
  name: "Colima",
  home: "laptop",
  shell: () => "colima ssh",
  byHand: "In Colima the change is gone when its machine is made anew.",
  settings: {
    "plain-http": (facts) => editColima(`{insecure-registries: [${registryInYaml(facts)}]}`),
    mirror: () => editColima(`{registry-mirrors: [https://MIRROR]} for Docker Hub only. ${MIRROR_NOTE}`),
    proxy: () => ({
      commands: [inspect("colima status"), changes("colima start --edit")],
      note: "In the editor: env: {HTTPS_PROXY: http://PROXY:PORT, NO_PROXY: LIST}",
    }),
  },
};

export const microk8s: Platform = {
  name: "MicroK8s",
  byHand: "MicroK8s reads its files when it starts: microk8s stop, then microk8s start.",
  certificates: "/var/snap/microk8s/current/args/certs.d",
  settings: {
    proxy: () => ({
      commands: [
        inspectNode("grep -i proxy /var/snap/microk8s/current/args/containerd-env"),
        changesNode("systemctl restart snap.microk8s.daemon-containerd"),
      ],
      note: "On every node. Before the restart write HTTPS_PROXY=http://PROXY:PORT and NO_PROXY=LIST to that file; NO_PROXY has to hold the cluster's own networks, 10.1.0.0/16 and 10.152.183.0/24.",
    }),
  },
};
