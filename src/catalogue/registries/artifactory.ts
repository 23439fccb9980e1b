/**
 * JFrog Artifactory, on jfrog.io and self-hosted.
 *
 *  - Tokens: jfrog.com/help, "Identity Tokens" (of a user, without end unless revoked), "Access Tokens" (with an end)
 *  - Where the repository's key stands: jfrog.com/help, "The Docker Access Method" (repository path, subdomain, port)
 *  - Blocks: jfrog.com/help, "Artifactory: why docker pull of an Xray blocked image returns 403 from local and 404
 *    from virtual"
 */
import { fix, inspect, quote } from "../commands.ts";
import { tryWithLogin } from "../fixes/pull-secrets.ts";
import { catalogueUrl, type Registry } from "./registry.ts";

export const artifactory: Registry = {
  path: "Where the host stands for all of Artifactory, the path begins with the key of the repository.",
  login: () => ({
    user: "USER",
    password: "IDENTITY-TOKEN",
    note: "IDENTITY-TOKEN comes from the profile of USER in Artifactory; USER needs Read on the repository. An access token of the platform does as well and ends on the day it was given.",
  }),
  right: "The user needs Read in a permission target that covers the repository and its path.",
  refusals: [
    {
      words: /xray|download request rejected/i,
      cure: (facts) =>
        fix(
          "See which Xray policy blocks the image",
          [tryWithLogin(facts)],
          "Other credentials do not help. In Artifactory the violations of the image are in its Xray data; they name the watch and the policy that blocks. A mended image passes, an ignore rule exempts it for a time.",
        ),
    },
  ],
  listRepositories: (facts) => inspect(`curl -sS -u USER ${quote(catalogueUrl(facts))}`),
  tagsPage: () => "Artifactory shows the tags under Artifacts, in the tree of the Docker repository.",
};
