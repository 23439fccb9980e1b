/** DigitalOcean's registry: docs.digitalocean.com, "Use container registry images with Kubernetes". */
import type { Registry } from "./registry.ts";

export const digitalocean: Registry = {
  login: () => ({
    user: "API-TOKEN",
    password: "API-TOKEN",
    note: "API-TOKEN, a token of DigitalOcean that may read, is both user and password. On its own clusters `doctl kubernetes cluster registry add CLUSTER` puts a secret into every namespace and gives it to the default service accounts.",
  }),
  right: "The token must belong to the team that owns the registry.",
  tagsPage: () => "The tags are shown at https://cloud.digitalocean.com/registry.",
  statusPage: () => "https://status.digitalocean.com",
};
