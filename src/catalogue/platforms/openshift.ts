/**
 * OpenShift and OKD: the machine config operator writes the nodes' files and undoes what others write.
 *
 *  - openshift/openshift-docs modules/images-configuration-cas.adoc, images-configuration-insecure.adoc (the operator
 *    drains the nodes), images-configuration-registry-mirror-configuring.adoc
 *  - …/modules/nw-proxy-configure-object.adoc (proxy/cluster)
 */
import { changes, inspect } from "../commands.ts";
import type { Facts } from "../define.ts";
import { registryOf } from "../fixes/endpoint.ts";
import { MIRROR_NOTE, type Platform, registryInYaml } from "./platform.ts";

const ROLLS = "The nodes take it over one by one and may be drained for it.";

/** The key of a config map cannot hold a colon. */
function keyOf(facts: Facts): string {
  return registryInYaml(facts).replace(":", "..");
}

/** A set of mirrors is for images with a digest or for those with a tag. */
function by({ image }: Facts): "Digest" | "Tag" {
  return image === null || image.digest === null ? "Tag" : "Digest";
}

export const openshift: Platform = {
  name: "OpenShift",
  shell: (node) => `oc debug node/${node}, then chroot /host`,
  byHand: null,
  source: () => ({
    commands: [
      inspect("kubectl get image.config.openshift.io cluster -o yaml"),
      inspect("kubectl get imagedigestmirrorset,imagetagmirrorset -o yaml"),
    ],
    note: `These objects, and MachineConfigs, write the nodes' files; what is changed on a node itself is undone. ${ROLLS}`,
  }),
  settings: {
    authority: (facts) => ({
      commands: [
        inspect("kubectl get image.config.openshift.io cluster -o jsonpath='{.spec.additionalTrustedCA.name}'"),
        changes(`kubectl create configmap registry-cas -n openshift-config --from-file=${keyOf(facts)}=CA.crt`),
        changes(
          `kubectl patch image.config.openshift.io cluster --type=merge -p '{"spec":{"additionalTrustedCA":{"name":"registry-cas"}}}'`,
        ),
      ],
      note: `CA.crt is the certificate of the authority, in PEM form. Where the first command prints a name, add the key ${keyOf(facts)} to that config map of openshift-config instead: the patch would put another in its place. ${ROLLS}`,
    }),
    "any-authority": () => ({
      commands: [
        inspect("kubectl get proxy.config.openshift.io cluster -o jsonpath='{.spec.trustedCA.name}'"),
        changes("kubectl create configmap user-ca-bundle -n openshift-config --from-file=ca-bundle.crt=CA.crt"),
        changes(
          `kubectl patch proxy.config.openshift.io cluster --type=merge -p '{"spec":{"trustedCA":{"name":"user-ca-bundle"}}}'`,
        ),
      ],
      note: `CA.crt is the authority of the inspecting proxy, in PEM form. Where the first command prints a name, add it to ca-bundle.crt of that config map of openshift-config instead. ${ROLLS}`,
    }),
    "plain-http": (facts) => ({
      commands: [
        inspect("kubectl get image.config.openshift.io cluster -o jsonpath='{.spec.registrySources}'"),
        changes(
          `kubectl patch image.config.openshift.io cluster --type=json -p '[{"op":"add","path":"/spec/registrySources/insecureRegistries/-","value":"${registryOf(facts)}"}]'`,
        ),
      ],
      note: `Where there is no such list yet, the patch is refused; then use --type=merge -p '{"spec":{"registrySources":{"insecureRegistries":["${registryOf(facts)}"]}}}'. Where allowedRegistries is set, the registry has to be among them too. ${ROLLS}`,
    }),
    // In JSON: what begins with a brace older kubectls take for that.
    mirror: (facts) => ({
      commands: [
        inspect("kubectl get imagedigestmirrorset,imagetagmirrorset -o yaml"),
        changes("kubectl apply -f mirror.yaml"),
      ],
      note: `mirror.yaml: {"apiVersion": "config.openshift.io/v1", "kind": "Image${by(facts)}MirrorSet", "metadata": {"name": "registry-mirror"}, "spec": {"image${by(facts)}Mirrors": [{"source": "${registryInYaml(facts)}", "mirrors": ["MIRROR"]}]}} ${MIRROR_NOTE} A set for digests does nothing for images that are named by a tag. ${ROLLS}`,
    }),
    proxy: () => ({
      commands: [inspect("kubectl get proxy.config.openshift.io cluster -o yaml"), changes("oc edit proxy/cluster")],
      note: `httpsProxy, noProxy and, for a proxy that signs certificates anew, trustedCA stand in spec. ${ROLLS}`,
    }),
  },
};
