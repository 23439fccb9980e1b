/**
 * The node's own files for a registry, changed by hand.
 *
 *   containerd   /etc/containerd/certs.d/HOST/hosts.toml, read at every pull         containerd docs/hosts.md
 *   Docker       /etc/docker/certs.d/HOST/*.crt; /etc/docker/daemon.json, reloadable  docs.docker.com, dockerd
 *   CRI-O        /etc/containers/certs.d/HOST/*.crt; /etc/containers/registries.conf.d/*.conf, read again on a
 *                reload                         containers-certs.d(5), containers-registries.conf.d(5), crio.conf(5)
 *
 * containerd 1.x has config_path under plugins."io.containerd.grpc.v1.cri".registry (version 2 of its configuration),
 * 2.x under plugins."io.containerd.cri.v1.images".registry (version 3).
 *
 * Nothing that is there is overwritten: the commands leave an existing file alone and the notes say what to add to it.
 */
import { type Command, type Cure, changesNode, fix, inspectNode, quote } from "../commands.ts";
import type { Facts } from "../define.ts";
import { MIRROR_NOTE } from "../platforms/platform.ts";
import { platformOf } from "../platforms/recognize.ts";
import { registryOf } from "./endpoint.ts";
import { nodeRuntime, otherRuntimes, restartNote } from "./node-shell.ts";
import { ON_NODE_TOO } from "./reach.ts";

/** What is done by hand; the title depends on where. */
type ByHand = Omit<Cure, "title">;

const CERTIFICATES = {
  containerd: "/etc/containerd/certs.d",
  docker: "/etc/docker/certs.d",
  "cri-o": "/etc/containers/certs.d",
  unknown: "/etc/containerd/certs.d",
} as const;

/** The folder of the runtime's files for the image's registry. */
function folderOf(facts: Facts): string {
  const folder = platformOf(facts)?.platform.certificates ?? CERTIFICATES[facts.failure.runtime];
  return `${folder}/${registryOf(facts)}`;
}

function mayBeContainerd({ failure }: Facts): boolean {
  return failure.runtime === "containerd" || failure.runtime === "unknown";
}

/** Makes the node trust the authority of one registry, and of no other. */
export function addAuthority(facts: Facts): ByHand {
  return addFiles(facts, {
    files: ["CA.crt"],
    what: "CA.crt is the certificate of the authority, in PEM form, from whoever runs the registry; no restart is needed.",
    setting: (folder) => `ca = "${folder}/CA.crt"`,
  });
}

/** Gives the node a certificate of its own to show, for a registry that lets nobody in without one. */
export function giveClientCertificate(facts: Facts): Cure {
  const { commands, note } = addFiles(facts, {
    files: ["client.cert", "client.key"],
    what: "The certificate and its key come from whoever runs the registry; no restart is needed.",
    setting: (folder) => `client = [["${folder}/client.cert", "${folder}/client.key"]]`,
  });
  return fix("Give the nodes a client certificate", commands, note);
}

interface Addition {
  readonly files: readonly string[];
  readonly what: string;
  /** The same as a line of containerd's hosts.toml. */
  readonly setting: (folder: string) => string;
}

function addFiles(facts: Facts, { files, what, setting }: Addition): ByHand {
  const folder = folderOf(facts);
  return {
    commands: [
      ...(mayBeContainerd(facts) ? [showConfigPath()] : []),
      inspectNode(`ls -l ${quote(folder)}`),
      changesNode(`mkdir -p ${quote(folder)}`),
      changesNode(`cp -n ${files.join(" ")} ${quote(folder)}/`),
    ],
    note: sentences(
      ON_NODE_TOO,
      what,
      mayBeContainerd(facts)
        ? `${configPath(facts)} Where a hosts.toml is in the folder, containerd reads that alone: add ${setting(folder)} to it.`
        : "",
      facts.failure.runtime === "unknown"
        ? "For Docker the folder is /etc/docker/certs.d, for CRI-O /etc/containers/certs.d."
        : "",
    ),
  };
}

function showConfigPath(): Command {
  return inspectNode("containerd config dump | grep -n config_path");
}

function configPath(facts: Facts): string {
  return platformOf(facts)?.platform.certificates !== undefined
    ? ""
    : 'containerd looks there only if config_path names /etc/containerd/certs.d; otherwise set it in /etc/containerd/config.toml, under [plugins."io.containerd.cri.v1.images".registry] (before containerd 2 [plugins."io.containerd.grpc.v1.cri".registry]), and restart containerd.';
}

/** Makes the node trust an authority everywhere. */
export function addAuthorityEverywhere(facts: Facts): ByHand {
  const { unit } = nodeRuntime(facts);
  return {
    commands: [
      changesNode("cp -n CA.crt /usr/local/share/ca-certificates/ && update-ca-certificates"),
      changesNode(`systemctl restart ${unit}`),
    ],
    note: sentences(
      ON_NODE_TOO,
      "CA.crt is the authority of the inspecting proxy, from those who run it.",
      "On Red Hat systems the folder is /etc/pki/ca-trust/source/anchors and the command update-ca-trust.",
      "The runtime reads the system's authorities when it starts.",
      restartNote(facts),
      otherRuntimes(facts),
    ),
  };
}

/** Tells the node that this registry has no TLS. */
export function markPlainHttp(facts: Facts): ByHand {
  const registry = registryOf(facts);
  switch (facts.failure.runtime) {
    case "docker":
      return editDaemon("{{json .RegistryConfig.IndexConfigs}}", `"${registry}"`, "insecure-registries");
    case "cri-o":
      return addRegistriesConf(
        facts,
        [`[[registry]]`, `location = "${registry}"`, "insecure = true"],
        "Where grep finds an entry for it, add insecure = true there instead. With this, certificates that nobody trusts are accepted as well.",
      );
    default:
      return addHosts(facts, [`server = "http://${registry}"`], "change its server line.");
  }
}

/** Has the node ask a mirror before the registry. */
export function addMirror(facts: Facts): ByHand {
  const registry = registryOf(facts);
  switch (facts.failure.runtime) {
    case "docker": {
      const { commands, note } = editDaemon("{{json .RegistryConfig.Mirrors}}", '"https://MIRROR"', "registry-mirrors");
      return { commands, note: `${note} ${MIRROR_NOTE} Docker asks it for images of Docker Hub only.` };
    }
    case "cri-o":
      return addRegistriesConf(
        facts,
        [`[[registry]]`, `location = "${registry}"`, "", "[[registry.mirror]]", 'location = "MIRROR"'],
        `${MIRROR_NOTE} Where grep finds an entry for the registry, add the mirror there instead.`,
      );
    default:
      return addHosts(
        facts,
        [
          `server = "https://${registry === "docker.io" ? "registry-1.docker.io" : registry}"`,
          "",
          `[host."https://MIRROR"]`,
          'capabilities = ["pull", "resolve"]',
        ],
        `add the host to it. ${MIRROR_NOTE}`,
      );
  }
}

function editDaemon(shown: string, entry: string, list: string): ByHand {
  return {
    commands: [inspectNode(`docker info --format '${shown}'`), changesNode("systemctl reload docker")],
    note: `${ON_NODE_TOO} Between the two, add ${entry} to the list "${list}" in /etc/docker/daemon.json and keep what is in it.`,
  };
}

function addRegistriesConf(facts: Facts, lines: readonly string[], more: string): ByHand {
  const registry = registryOf(facts);
  const file = `/etc/containers/registries.conf.d/${registry.replaceAll(/[[\]:]/g, "_")}.conf`;
  return {
    commands: [
      inspectNode(`grep -rn -F ${quote(registry)} /etc/containers/registries.conf /etc/containers/registries.conf.d`),
      writeNew(file, lines),
      changesNode("systemctl reload crio"),
    ],
    note: sentences(ON_NODE_TOO, more),
  };
}

function addHosts(facts: Facts, lines: readonly string[], change: string): ByHand {
  const folder = folderOf(facts);
  return {
    commands: [showConfigPath(), changesNode(`mkdir -p ${quote(folder)}`), writeNew(`${folder}/hosts.toml`, lines)],
    note: sentences(
      ON_NODE_TOO,
      configPath(facts),
      `A hosts.toml that is there already is left alone: ${change}`,
      facts.failure.runtime === "unknown" ? "Docker and CRI-O keep this in daemon.json and in registries.conf." : "",
    ),
  };
}

/** Gives the runtime another proxy, or exempts the registry from it. */
export function editProxy(facts: Facts, advice: string): ByHand {
  const { unit } = nodeRuntime(facts);
  return {
    commands: [changesNode(`systemctl edit ${unit}`), changesNode(`systemctl restart ${unit}`)],
    note: sentences(ON_NODE_TOO, advice, restartNote(facts), otherRuntimes(facts)),
  };
}

/** A new file of these lines; `set -C` keeps the shell from overwriting one that is there. */
function writeNew(file: string, lines: readonly string[]): Command {
  const text = lines.map((line) => line.replaceAll('"', '\\"')).join("\\n");
  return changesNode(`sh -c ${quote(`set -C; printf "${text}\\n" > "${file}"`)}`);
}

/** Parts of a note, the empty ones left out. */
export function sentences(...parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join(" ");
}
