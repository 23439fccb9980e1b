/**
 * Sonatype Nexus Repository.
 *
 *  - Realm and anonymous pulls: help.sonatype.com/en/docker-authentication.html
 *  - Ports, subdomains: help.sonatype.com/en/docker-registry.html (a connector for each repository)
 */
import { inspect, quote } from "../commands.ts";
import { catalogueUrl, type Registry } from "./registry.ts";

export const nexus: Registry = {
  path: "Nexus gives each Docker repository a port or a host name of its own, unless its path-based routing is on.",
  login: () => ({
    user: "USER",
    password: "PASSWORD",
    note: "USER and PASSWORD are a login of Nexus with a role that may read this Docker repository. The registry's name includes the port of the repository's connector; another port is another repository.",
  }),
  right:
    "The user's role needs read and browse on this Docker repository (nx-repository-view-docker-NAME-read), and the Docker Bearer Token Realm has to be active (Security, Realms).",
  anonymous:
    "Nexus lets strangers pull where anonymous access, the Docker Bearer Token Realm (Security, Realms) and Allow anonymous docker pull of the repository are all on.",
  listRepositories: (facts) => inspect(`curl -sS -u USER ${quote(catalogueUrl(facts))}`),
  tagsPage: () => "Nexus shows the tags under Browse, in the tree of the Docker repository.",
};
