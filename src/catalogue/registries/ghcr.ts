/**
 * GitHub's container registry.
 *
 *  - Classic tokens only, single sign-on, visibility:
 *    docs.github.com/packages/working-with-a-github-packages-registry/working-with-the-container-registry
 *  - Who may read a package: docs.github.com/packages/learn-github-packages/configuring-a-packages-access-control-and-visibility
 */
import { fix } from "../commands.ts";
import { connectsTo, pathOf, type Registry } from "./registry.ts";

export const ghcr: Registry = {
  login: () => ({
    user: "GITHUB-USER",
    password: "TOKEN",
    note: "TOKEN is a classic personal access token of GITHUB-USER with the scope read:packages (https://github.com/settings/tokens shows when it ends); fine-grained tokens do not work here, and the GITHUB_TOKEN of a workflow ends with it. For an organisation with single sign-on it has to be authorised (Configure SSO beside the token).",
  }),
  right:
    "The token needs the scope read:packages, and its user access to the package (Package settings, Manage access); packages are private until somebody makes them public, whatever the repository is.",
  anonymous: "A package becomes public under Package settings, Change visibility; a public repository does not do it.",
  refusals: [
    {
      words: /permission_denied: read_package/i,
      cure: () =>
        fix(
          "Make a token that may read packages",
          [],
          "The token was accepted and may not read this package: it lacks the scope read:packages (https://github.com/settings/tokens, classic), or its user has no access to the package (Package settings, Manage access).",
        ),
    },
    {
      words: /SAML|single sign-on/i,
      cure: () =>
        fix(
          "Authorise the token for the organisation",
          [],
          "The organisation enforces single sign-on: at https://github.com/settings/tokens choose Configure SSO beside the token and authorise the organisation. The token stays the same.",
        ),
    },
  ],
  tagsPage: (facts) => `A browser shows the tags under Packages at https://github.com/${pathOf(facts)[0] ?? ""}.`,
  hosts: () => connectsTo("ghcr.io and pkg-containers.githubusercontent.com"),
  statusPage: () => "https://www.githubstatus.com",
};
