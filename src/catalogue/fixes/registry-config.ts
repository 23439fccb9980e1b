/**
 * Where a node keeps what it knows of registries: mirrors, blocks, certificates, search lists. These commands show it;
 * node-config.ts changes it.
 *
 *   containerd   config_path in /etc/containerd/config.toml, below it HOST/hosts.toml      containerd docs/hosts.md
 *   Docker       /etc/docker/daemon.json, /etc/docker/certs.d/HOST                         docs.docker.com, dockerd
 *   CRI-O        /etc/containers/registries.conf, registries.conf.d, policy.json, certs.d/HOST
 *                                     containers-registries.conf(5), containers-policy.json(5), crio.conf(5)
 */
import { type Command, inspectNode, quote } from "../commands.ts";
import type { Facts } from "../define.ts";
import { registryOf } from "./endpoint.ts";

/** The node's settings for the image's registry. */
export function showRegistryConfig(facts: Facts): readonly Command[] {
  const registry = registryOf(facts);
  const { runtime } = facts.failure;
  if (runtime === "docker")
    return [
      inspectNode("cat /etc/docker/daemon.json"),
      inspectNode(`ls -lR ${quote(`/etc/docker/certs.d/${registry}`)}`),
    ];
  if (runtime === "cri-o") return [showRegistriesConf(), inspectNode("cat /etc/containers/policy.json")];
  return [
    inspectNode("containerd config dump | grep -n -A3 -e config_path -e mirrors"),
    inspectNode(
      `grep -rn '' ${quote(`/etc/containerd/certs.d/${registry}`)} /etc/containerd/certs.d/_default --include=hosts.toml`,
    ),
  ];
}

/** The files that CRI-O, Podman and Skopeo read, without comments. */
export function showRegistriesConf(): Command {
  return inspectNode("grep -rnv -e '^ *#' -e '^ *$' /etc/containers/registries.conf /etc/containers/registries.conf.d");
}
