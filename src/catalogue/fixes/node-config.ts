/**
 * The node's own settings for a registry: which authority signs its certificate, that it speaks plain HTTP, through
 * which proxy it is reached.
 *
 *   containerd   /etc/containerd/certs.d/HOST/hosts.toml, read at every pull         containerd docs/hosts.md
 *   Docker       /etc/docker/certs.d/HOST/*.crt; /etc/docker/daemon.json, reloadable  docs.docker.com, dockerd
 *   CRI-O        /etc/containers/certs.d/HOST/*.crt; /etc/containers/registries.conf.d/*.conf, read again on a
 *                reload                         containers-certs.d(5), containers-registries.conf.d(5), crio.conf(5)
 *
 * Nothing that is there is overwritten: the commands leave an existing file alone and the notes say what to add to it.
 */
import { type Command, type Cure, changesNode, fix, inspectNode, quote } from "../commands.ts";
import type { Facts } from "../define.ts";
import { registryOf } from "./endpoint.ts";
import { nodeRuntime, otherRuntimes } from "./node-shell.ts";
import { ON_NODE_TOO } from "./reach.ts";

type Platform = "gke" | "aks" | "aws" | "kind" | "k3d" | "minikube" | "cri-o" | "docker" | "other";

/** Who made the node, guessed from its name. */
function platformOf({ failure }: Facts): Platform {
  const node = failure.node ?? "";
  if (/^gke-/.test(node)) return "gke";
  if (/^aks-?[a-z0-9-]{1,60}vmss/.test(node)) return "aks";
  if (/\.(?:compute|ec2)\.internal$/.test(node)) return "aws";
  if (/^kind-/.test(node)) return "kind";
  if (/^k3d-/.test(node)) return "k3d";
  if (/^minikube(?:-m\d+)?$/.test(node)) return "minikube";
  return failure.runtime === "cri-o" || failure.runtime === "docker" ? failure.runtime : "other";
}

const REPLACED = "A node of a managed group is replaced now and then and the change goes with it";
const K3S = "K3s and RKE2 write these files themselves, from registries.yaml in /etc/rancher/k3s or /etc/rancher/rke2";

/** Where else the setting has to be made so that it lasts. */
const LASTING: Readonly<Record<"ca" | "http" | "proxy", Readonly<Record<Platform, string>>>> = {
  ca: {
    // cloud.google.com/kubernetes-engine/docs/how-to/access-private-registries-private-certificates
    gke: `${REPLACED}: on GKE keep the certificate in Secret Manager and name it under privateRegistryAccessConfig in the file for gcloud container node-pools update --containerd-config-from-file.`,
    // learn.microsoft.com/azure/aks/custom-certificate-authority
    aks: `${REPLACED}: on AKS use az aks update --custom-ca-trust-certificates FILE.`,
    aws: `${REPLACED}: on EKS put the same lines into the user data of the launch template.`,
    kind: "A kind node is a container: put the file there with docker cp; it is gone when the cluster is made anew.",
    k3d: `${K3S}; there it is configs, the host, tls, ca_file. k3d takes the file with --registry-config.`,
    minikube: "For minikube put the file into ~/.minikube/certs and run minikube start --embed-certs.",
    // docs.openshift.com, "Setting up additional trusted certificate authorities".
    "cri-o":
      "On OpenShift change no node: put the certificate into a config map in openshift-config, with the host as key and .. in place of the colon before a port, and name it in additionalTrustedCA of image.config.openshift.io/cluster.",
    docker: "",
    other: `${K3S}; there it is configs, the host, tls, ca_file.`,
  },
  http: {
    gke: `${REPLACED}: on GKE set registryHosts in the file for gcloud container node-pools update --containerd-config-from-file.`,
    aks: `${REPLACED}: serve the registry over HTTPS, or use Azure Container Registry.`,
    aws: `${REPLACED}: on EKS put the same lines into the user data of the launch template.`,
    kind: "A kind node is a container: docker exec gives a shell there; the change is gone when the cluster is made anew.",
    k3d: `${K3S}; there it is mirrors, the host, endpoint with an http:// address. k3d takes the file with --registry-config.`,
    minikube: "minikube takes --insecure-registry with minikube start, and only when it makes the cluster.",
    "cri-o":
      "On OpenShift change no node: add the host to registrySources.insecureRegistries of image.config.openshift.io/cluster.",
    docker: "",
    other: `${K3S}; there it is mirrors, the host, endpoint with an http:// address.`,
  },
  proxy: {
    gke: `${REPLACED}: on GKE reach the registry through Cloud NAT or Private Google Access instead.`,
    aks: `${REPLACED}: on AKS use az aks update --http-proxy-config FILE.`,
    aws: `${REPLACED}: on EKS put the same lines into the user data of the launch template.`,
    kind: "kind takes the proxy from the environment in which kind create cluster runs.",
    k3d: "k3d takes the proxy as --env with k3d cluster create.",
    minikube: "minikube takes the proxy from the environment in which minikube start runs.",
    "cri-o": "On OpenShift change no node: oc edit proxy/cluster changes httpsProxy and noProxy on all of them.",
    docker: "",
    other:
      "K3s reads its proxy from /etc/systemd/system/k3s.service.env; kubeadm nodes use a drop-in of the runtime's unit.",
  },
};

function sentences(...parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join(" ");
}

const CERTIFICATES = {
  containerd: "/etc/containerd/certs.d",
  docker: "/etc/docker/certs.d",
  "cri-o": "/etc/containers/certs.d",
  unknown: "/etc/containerd/certs.d",
} as const;

/** Makes the node trust the authority of one registry, and of no other. */
export function trustAuthority(facts: Facts): Cure {
  return addFiles(facts, {
    title: "Make the nodes trust the authority",
    files: ["CA.crt"],
    what: "CA.crt is the certificate of the authority, in PEM form, from whoever runs the registry; no restart is needed.",
    setting: (folder) => `ca = "${folder}/CA.crt"`,
    lasting: LASTING.ca[platformOf(facts)],
  });
}

/** Gives the node a certificate of its own to show, for a registry that lets nobody in without one. */
export function giveClientCertificate(facts: Facts): Cure {
  return addFiles(facts, {
    title: "Give the nodes a client certificate",
    files: ["client.cert", "client.key"],
    what: "The certificate and its key come from whoever runs the registry; no restart is needed.",
    setting: (folder) => `client = [["${folder}/client.cert", "${folder}/client.key"]]`,
    lasting: "",
  });
}

interface Addition {
  readonly title: string;
  readonly files: readonly string[];
  readonly what: string;
  /** The same as a line of containerd's hosts.toml. */
  readonly setting: (folder: string) => string;
  readonly lasting: string;
}

function addFiles(facts: Facts, { title, files, what, setting, lasting }: Addition): Cure {
  const { runtime } = facts.failure;
  const folder = `${CERTIFICATES[runtime]}/${registryOf(facts)}`;
  const mayBeContainerd = runtime === "containerd" || runtime === "unknown";
  return fix(
    title,
    [
      ...(mayBeContainerd ? [showConfigPath()] : []),
      inspectNode(`ls -l ${quote(folder)}`),
      changesNode(`mkdir -p ${quote(folder)}`),
      changesNode(`cp -n ${files.join(" ")} ${quote(folder)}/`),
    ],
    sentences(
      ON_NODE_TOO,
      what,
      mayBeContainerd
        ? `${CONFIG_PATH} Where a hosts.toml is in the folder, containerd reads that alone: add ${setting(folder)} to it.`
        : "",
      runtime === "unknown" ? "For Docker the folder is /etc/docker/certs.d, for CRI-O /etc/containers/certs.d." : "",
      lasting,
    ),
  );
}

function showConfigPath(): Command {
  return inspectNode("containerd config dump | grep -n config_path");
}

const CONFIG_PATH =
  "containerd looks there only if config_path names /etc/containerd/certs.d; otherwise set it in /etc/containerd/config.toml and restart containerd.";

/** Makes the node trust an authority everywhere, for a proxy that signs all certificates anew. */
export function trustAuthorityEverywhere(facts: Facts): Cure {
  const { unit } = nodeRuntime(facts);
  return fix(
    "Make the nodes trust the proxy's authority",
    [
      changesNode("cp -n CA.crt /usr/local/share/ca-certificates/ && update-ca-certificates"),
      changesNode(`systemctl restart ${unit}`),
    ],
    sentences(
      ON_NODE_TOO,
      "CA.crt is the authority of the inspecting proxy, from those who run it.",
      "On Red Hat systems the folder is /etc/pki/ca-trust/source/anchors and the command update-ca-trust.",
      "The runtime reads the system's authorities when it starts.",
      restartNote(facts),
      otherRuntimes(facts),
      LASTING.ca[platformOf(facts)],
    ),
  );
}

/** Tells the node that this registry has no TLS. */
export function allowPlainHttp(facts: Facts): Cure {
  const { runtime } = facts.failure;
  const registry = registryOf(facts);
  const title = "Tell the nodes that this registry speaks plain HTTP";
  const end = sentences("Passwords and images then travel unprotected.", LASTING.http[platformOf(facts)]);
  if (runtime === "docker")
    return fix(
      title,
      [
        inspectNode("docker info --format '{{json .RegistryConfig.IndexConfigs}}'"),
        changesNode("systemctl reload docker"),
      ],
      sentences(
        ON_NODE_TOO,
        `Between the two, add "${registry}" to the list "insecure-registries" in /etc/docker/daemon.json and keep what is in it.`,
        end,
      ),
    );
  if (runtime === "cri-o") {
    const file = `/etc/containers/registries.conf.d/${registry.replaceAll(/[[\]:]/g, "_")}.conf`;
    return fix(
      title,
      [
        inspectNode(`grep -rn -F ${quote(registry)} /etc/containers/registries.conf /etc/containers/registries.conf.d`),
        writeNew(file, [`[[registry]]`, `location = "${registry}"`, "insecure = true"]),
        changesNode("systemctl reload crio"),
      ],
      sentences(
        ON_NODE_TOO,
        "Where grep finds an entry for it, add insecure = true there instead.",
        "With this, certificates that nobody trusts are accepted as well.",
        end,
      ),
    );
  }
  const folder = `/etc/containerd/certs.d/${registry}`;
  return fix(
    title,
    [
      showConfigPath(),
      changesNode(`mkdir -p ${quote(folder)}`),
      writeNew(`${folder}/hosts.toml`, [`server = "http://${registry}"`]),
    ],
    sentences(
      ON_NODE_TOO,
      CONFIG_PATH,
      "A hosts.toml that is there already is left alone: change its server line.",
      runtime === "unknown" ? "Docker and CRI-O keep this in daemon.json and in registries.conf." : "",
      end,
    ),
  );
}

/** Gives the runtime another proxy, or exempts the registry from it. */
export function changeProxy(facts: Facts, title: string, advice: string): Cure {
  const { unit } = nodeRuntime(facts);
  return fix(
    title,
    [changesNode(`systemctl edit ${unit}`), changesNode(`systemctl restart ${unit}`)],
    sentences(ON_NODE_TOO, advice, restartNote(facts), otherRuntimes(facts), LASTING.proxy[platformOf(facts)]),
  );
}

/** docs.docker.com, "Live restore"; containerd and CRI-O leave containers to their shims and monitors. */
function restartNote({ failure }: Facts): string {
  if (failure.runtime === "docker") return "A restart of Docker stops its containers unless live-restore is on.";
  return failure.runtime === "unknown" ? "" : "Running containers survive the restart.";
}

/** A new file of these lines; `set -C` keeps the shell from overwriting one that is there. */
function writeNew(file: string, lines: readonly string[]): Command {
  const text = lines.map((line) => line.replaceAll('"', '\\"')).join("\\n");
  return changesNode(`sh -c ${quote(`set -C; printf "${text}\\n" > "${file}"`)}`);
}
