/**
 * GitLab's container registry, on gitlab.com and self-hosted.
 *
 *  - Deploy tokens: docs.gitlab.com/user/project/deploy_tokens (read_registry; a day on which they end)
 *  - Job tokens: docs.gitlab.com/ci/jobs/ci_job_token (they end with the job)
 *  - Second factor: docs.gitlab.com/user/packages/container_registry/authenticate_with_container_registry
 */
import { fix } from "../commands.ts";
import { connectsTo, hostIn, type Registry } from "./registry.ts";

export const gitlab: Registry = {
  path: "The registry has a host or port of its own, which is not that of GitLab's pages. The path is that of the project, groups included, and may have up to two parts behind it.",
  login: () => ({
    user: "DEPLOY-TOKEN-USER",
    password: "DEPLOY-TOKEN",
    note: "DEPLOY-TOKEN-USER and DEPLOY-TOKEN belong to a deploy token of the project or group with the scope read_registry (Settings, Repository, Deploy tokens), which also shows the day on which it ends. A CI_JOB_TOKEN will not do: it ends with its job.",
  }),
  right:
    "The token needs the scope read_registry and must belong to this project or one of its groups; a user has to be a member who may read the container registry, and the registry must be switched on in the project.",
  anonymous:
    "Who may pull without a login is set under Settings, General, Visibility of the project, for the container registry on its own.",
  refusals: [
    {
      words: /HTTP Basic: Access denied/i,
      cure: () =>
        fix(
          "Use a deploy token in place of the password",
          [],
          "GitLab knows no such user and password: the token has ended or was revoked (Settings, Repository, Deploy tokens of the project or group), or it is a password of an account with a second factor, which takes a token.",
        ),
    },
  ],
  tagsPage: () => "GitLab shows the tags under Deploy, Container registry of the project.",
  hosts: (facts) =>
    isGitLabCom(hostIn(facts))
      ? connectsTo("registry.gitlab.com, gitlab.com and cdn.registry.gitlab-static.net")
      : null,
  statusPage: (facts) => (isGitLabCom(hostIn(facts)) ? "https://status.gitlab.com" : null),
};

function isGitLabCom(host: string): boolean {
  return host === "registry.gitlab.com";
}
