/**
 * K3s and RKE2, which write containerd's files themselves each time they start.
 *
 *  - k3s-io/docs docs/installation/private-registry.md (registries.yaml, restart, default endpoint)
 *  - docs.k3s.io/advanced#configuring-an-http-proxy; docs.rke2.io/install/private_registry, /advanced
 *  - k3d-io/k3d docs/usage/registries.md (read when the cluster is made)
 */
import { type Command, changes, changesNode, inspect, inspectNode } from "../commands.ts";
import type { Facts } from "../define.ts";
import { type Advice, MIRROR_NOTE, type Platform, registryInYaml } from "./platform.ts";

/** What the text says of the two: their folder, and the unit on a node that runs the control plane. */
function distributionOf({ error }: Facts): { readonly folder: string; readonly unit: string; readonly other: string } {
  return /rke2/.test(error.prepared.text)
    ? { folder: "/etc/rancher/rke2", unit: "rke2-server", other: "rke2-agent" }
    : { folder: "/etc/rancher/k3s", unit: "k3s", other: "k3s-agent" };
}

function edit(facts: Facts): readonly Command[] {
  const { folder, unit } = distributionOf(facts);
  return [
    inspectNode(`cat ${folder}/registries.yaml`),
    changesNode(`mkdir -p ${folder}`),
    changesNode(`systemctl restart ${unit}`),
  ];
}

function write(facts: Facts, yaml: string, more = ""): Advice {
  const { folder, unit, other } = distributionOf(facts);
  return {
    commands: edit(facts),
    note: `On every node. Before the restart write to ${folder}/registries.yaml, or add to it: ${yaml} ${more} On an agent node the unit is ${other} in place of ${unit}; running containers survive the restart.`.replace(
      "  ",
      " ",
    ),
  };
}

function mirrors(facts: Facts, endpoint: string): string {
  return `{mirrors: {${registryInYaml(facts)}: {endpoint: [${endpoint}]}}}`;
}

export const k3s: Platform = {
  name: "K3s or RKE2",
  byHand: null,
  source: (facts) => ({
    commands: edit(facts),
    note: `${distributionOf(facts).folder}/registries.yaml is where the node's settings come from: correct them there. The files under agent/etc/containerd are written anew at each start.`,
  }),
  settings: {
    authority: (facts) =>
      write(
        facts,
        `{configs: {${registryInYaml(facts)}: {tls: {ca_file: ${distributionOf(facts).folder}/CA.crt}}}}`,
        "CA.crt is the certificate of the authority, in PEM form.",
      ),
    "plain-http": (facts) => write(facts, mirrors(facts, `http://${registryInYaml(facts)}`)),
    mirror: (facts) => write(facts, mirrors(facts, "https://MIRROR"), MIRROR_NOTE),
    proxy: (facts) => {
      const { unit, other } = distributionOf(facts);
      const file = unit === "k3s" ? "/etc/systemd/system/k3s.service.env" : `/etc/default/${unit}`;
      return {
        commands: [inspectNode(`grep -i proxy ${file}`), changesNode(`systemctl restart ${unit}`)],
        note: `On every node. Before the restart write HTTPS_PROXY=http://PROXY:PORT and NO_PROXY=LIST to ${file}; on an agent node it is ${other} in place of ${unit}. NO_PROXY has to hold the cluster's own networks.`,
      };
    },
  },
};

function anew(yaml: string, more = ""): Advice {
  return {
    commands: [inspect("k3d cluster list"), changes("k3d cluster create NAME --registry-config registries.yaml")],
    note: `k3d reads it only when a cluster is made, so this makes another one. registries.yaml: ${yaml} ${more}`.trim(),
  };
}

export const k3d: Platform = {
  name: "k3d",
  home: "laptop",
  shell: (node) => `docker exec -it ${node} sh`,
  load: (image, node) => `k3d image import ${image} -c ${node.replace(/^k3d-|-(?:server|agent)-\d+$/g, "")}`,
  byHand: "A k3d node is a container, and K3s in it writes these files anew when it starts.",
  settings: {
    authority: (facts) =>
      anew(
        `{configs: {${registryInYaml(facts)}: {tls: {ca_file: /etc/ssl/certs/CA.crt}}}}`,
        "--volume FOLDER/CA.crt:/etc/ssl/certs/CA.crt brings the file into the nodes.",
      ),
    "plain-http": (facts) => anew(mirrors(facts, `http://${registryInYaml(facts)}`)),
    mirror: (facts) => anew(mirrors(facts, "https://MIRROR"), MIRROR_NOTE),
    proxy: () => ({
      commands: [changes("k3d cluster create NAME --env HTTPS_PROXY=http://PROXY:PORT@all --env NO_PROXY=LIST@all")],
      note: "k3d takes the proxy only when a cluster is made, so this makes another one.",
    }),
  },
};
