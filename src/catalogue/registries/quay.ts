/**
 * Quay.io.
 *
 *  - Robot accounts: docs.projectquay.io, "Using Project Quay", Robot Accounts
 *  - Its words: quay/quay auth/credentials.py, data/model/user.py (verify_robot)
 *  - Limit: access.redhat.com/solutions/6218921 (a few requests a second and address, with bursts; no limit of pulls)
 *  - Hosts: openshift/openshift-docs modules/configuring-firewall.adoc
 */
import { fix, inspect, quote } from "../commands.ts";
import { connectsTo, hostIn, type Registry } from "./registry.ts";

export const quay: Registry = {
  login: () => ({
    user: "ORGANISATION+ROBOT",
    password: "TOKEN",
    note: "ORGANISATION+ROBOT is a robot account with the permission Read on this repository; its page shows TOKEN, and under Kubernetes Secret a ready-made pull secret.",
  }),
  right: "The robot account needs Read on the repository (Settings, User and robot permissions).",
  anonymous: "A repository becomes public under Settings, Repository Visibility.",
  refusals: [
    {
      words: /could not find robot/i,
      cure: () =>
        fix(
          "Take the robot's name and token anew from its page",
          [],
          "Quay knows no such robot with this token: it was deleted, its token was made anew, or the user lacks the organisation in front (ORGANISATION+ROBOT). Robot accounts of the organisation shows both.",
        ),
    },
  ],
  limit:
    "Quay.io has no limit of pulls, but one of requests: a few a second from one address, with bursts; a login does not raise it.",
  listRepositories: ({ image }) =>
    inspect(
      `curl -sS ${quote(`https://quay.io/api/v1/repository/${image?.repository ?? "REPOSITORY"}?includeTags=false`)}`,
    ),
  tagsPage: (facts) =>
    hostIn(facts) === "quay.io"
      ? `A browser shows the tags at https://quay.io/repository/${facts.image?.repository ?? ""}?tab=tags.`
      : null,
  hosts: () => connectsTo("quay.io and *.quay.io"),
  statusPage: () => "https://status.redhat.com",
};
