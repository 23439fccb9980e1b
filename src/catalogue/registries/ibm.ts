/** IBM Cloud's registry: cloud.ibm.com/docs/Registry, "Accessing Container Registry", "Managing IAM access". */
import type { Registry } from "./registry.ts";

export const ibm: Registry = {
  login: () => ({
    user: "iamapikey",
    password: "API-KEY",
    note: "API-KEY belongs to an identity with the role Reader on the registry's namespace; images of cp.icr.io take cp as user and an entitlement key as password.",
  }),
  right: "The identity behind the API key needs the service role Reader on the registry's namespace (Access, IAM).",
  tagsPage: () => "The console (https://cloud.ibm.com) shows the tags under Container Registry, Images.",
  statusPage: () => "https://cloud.ibm.com/status",
};
