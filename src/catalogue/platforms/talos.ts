/**
 * Talos Linux, which has no shell and no files to edit: everything is in the machine configuration.
 *
 *  - siderolabs/docs public/talos/v1.12/configure-your-talos-cluster/images-container-runtime/pull-through-cache.mdx
 *    (documents RegistryMirrorConfig and RegistryTLSConfig, since 1.12), networking/corporate-proxies.mdx
 *  - machine.registries, before and still after: docs.siderolabs.com, reference of v1alpha1, RegistriesConfig
 *  - Names of nodes: "talos-" and six letters or digits where nothing else is set
 */
import { changes, inspect } from "../commands.ts";
import { type Advice, MIRROR_NOTE, type Platform, registryInYaml } from "./platform.ts";

function patch(yaml: string, more: string): Advice {
  return {
    commands: [
      inspect("talosctl -n ADDRESS get machineconfig -o yaml"),
      changes("talosctl -n ADDRESS patch machineconfig --patch @patch.yaml"),
    ],
    note: `ADDRESS is the node's; give all of them, since each has its own configuration. patch.yaml: ${yaml} ${more}`.trim(),
  };
}

const SINCE = "Talos 1.12 and newer has documents for it too:";

export const talos: Platform = {
  name: "Talos",
  shell: () => "Talos has no shell; talosctl -n ADDRESS logs cri and talosctl -n ADDRESS read FILE show what there is",
  byHand: null,
  settings: {
    authority: (facts) =>
      patch(
        `{machine: {registries: {config: {${registryInYaml(facts)}: {tls: {ca: CA.CRT-IN-BASE64}}}}}}`,
        `${SINCE} kind RegistryTLSConfig, whose ca is the PEM text itself.`,
      ),
    "any-authority": () =>
      patch(
        "{apiVersion: v1alpha1, kind: TrustedRootsConfig, name: proxy-ca, certificates: PEM}",
        "PEM is the text of the proxy's authority, its lines under certificates: |- and indented.",
      ),
    "plain-http": (facts) =>
      patch(
        `{machine: {registries: {mirrors: {${registryInYaml(facts)}: {endpoints: [http://${registryInYaml(facts)}]}}}}}`,
        `${SINCE} kind RegistryMirrorConfig.`,
      ),
    mirror: (facts) =>
      patch(
        `{machine: {registries: {mirrors: {${registryInYaml(facts)}: {endpoints: [https://MIRROR]}}}}}`,
        `${MIRROR_NOTE} ${SINCE} kind RegistryMirrorConfig.`,
      ),
    proxy: () =>
      patch(
        "{machine: {env: {https_proxy: http://PROXY:PORT, no_proxy: LIST}}}",
        "LIST has to hold the cluster's own networks.",
      ),
  },
};
