/**
 * Oracle's registries: OCIR (ocir.io) of its cloud, and container-registry.oracle.com.
 *
 *  - Logins: docs.oracle.com/iaas/Content/Registry/Tasks/registrypullingimagesfromocirduringk8sdeployment.htm
 *  - Policies: docs.oracle.com/iaas/Content/Registry/Concepts/registrypolicyrepoaccess.htm, …/registrypolicyreference.htm
 */
import type { Facts } from "../define.ts";
import { hostIn, type Registry } from "./registry.ts";

function isForEverybody(facts: Facts): boolean {
  return hostIn(facts) === "container-registry.oracle.com";
}

export const oracle: Registry = {
  login: (facts) =>
    isForEverybody(facts)
      ? {
          user: "USER",
          password: "AUTH-TOKEN",
          note: "USER is an Oracle account that has accepted the image's licence at https://container-registry.oracle.com, AUTH-TOKEN the token that its profile there makes.",
        }
      : {
          user: "TENANCY-NAMESPACE/USER",
          password: "'AUTH-TOKEN'",
          note: "TENANCY-NAMESPACE is the tenancy's object storage namespace, the first part of the image's path; AUTH-TOKEN is an auth token of USER (Profile, Auth tokens) and not the password. It often holds signs that a shell would read, hence the quotes. A user of an identity domain is TENANCY-NAMESPACE/DOMAIN/USER.",
        },
  right:
    "A group of the user needs a policy such as: allow group GROUP to read repos in tenancy (or in the compartment that holds the repository).",
  tagsPage: (facts) =>
    isForEverybody(facts)
      ? "A browser shows the tags at https://container-registry.oracle.com."
      : "The console shows the tags under Developer Services, Container Registry, in the repository's compartment.",
  statusPage: () => "https://ocistatus.oraclecloud.com",
};
