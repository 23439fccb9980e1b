/**
 * Red Hat's registries: registry.redhat.io wants a login, registry.access.redhat.com does not.
 *
 *  - Logins: access.redhat.com/RegistryAuthentication
 *  - Hosts: openshift/openshift-docs modules/configuring-firewall.adoc
 *  - The cluster's own pull secret: docs.openshift.com, "Updating the global cluster pull secret"
 */
import { connectsTo, type Registry } from "./registry.ts";

export const redhat: Registry = {
  login: () => ({
    user: "'NUMBER|NAME'",
    password: "TOKEN",
    note: "NUMBER|NAME and TOKEN are those of a registry service account, made at https://access.redhat.com/terms-based-registry. On OpenShift the secret pull-secret in openshift-config holds such a login for all nodes, from https://console.redhat.com/openshift/install/pull-secret.",
  }),
  right: "The registry service account, or the customer account, needs a subscription that covers the image.",
  tagsPage: () => "A browser shows the tags in the catalogue at https://catalog.redhat.com/software/containers.",
  hosts: () =>
    connectsTo(
      "registry.redhat.io, registry.access.redhat.com, access.redhat.com, sso.redhat.com, quay.io and *.quay.io",
    ),
  statusPage: () => "https://status.redhat.com",
};
