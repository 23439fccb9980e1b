/**
 * Harbor.
 *
 *  - Robot accounts: goharbor.io/docs, "Create Project Robot Accounts", "Create System Robot Accounts"
 *  - Rules that withhold an image, and their words: goharbor/harbor src/server/middleware/vulnerable/vulnerable.go,
 *    src/server/middleware/contenttrust/cosign.go; all of them answer 412
 *  - Proxy caches: goharbor.io/docs, "Configure Proxy Cache"
 */
import { type Command, changes, fix, inspect, quote } from "../commands.ts";
import type { Facts } from "../define.ts";
import { pathOf, type Registry } from "./registry.ts";

/** Harbor's own address of the image; a slash inside the repository is encoded twice (Harbor API, swagger.yaml). */
function addressIn({ image }: Facts): string {
  if (image === null) return "https://REGISTRY/api/v2.0/projects/PROJECT/repositories/REPOSITORY/artifacts/TAG";
  const [project = "PROJECT", ...rest] = image.repository.split("/");
  const path = `projects/${project}/repositories/${rest.join("%252F")}/artifacts/${image.digest ?? image.tag ?? "TAG"}`;
  return `https://${image.registry}/api/v2.0/${path}`;
}

/** What the scanner found in the image. */
export function showFindings(facts: Facts): Command {
  return inspect(`curl -sS -u USER ${quote(`${addressIn(facts)}/additions/vulnerabilities`)}`);
}

/** Has the scanner look at it anew. */
export function scan(facts: Facts): Command {
  return changes(`curl -sS -u USER -X POST ${quote(`${addressIn(facts)}/scan`)}`);
}

export const harbor: Registry = {
  path: "The path begins with the project; a proxy cache adds the upstream's whole path behind it.",
  login: () => ({
    user: "'robot$PROJECT+NAME'",
    password: "SECRET-OF-THE-ROBOT",
    note: "PROJECT and NAME are those of a robot account that may pull (the project's page, Robot accounts); Harbor shows SECRET-OF-THE-ROBOT once, and the account ends on the day it was given. An account for several projects is called 'robot$NAME'.",
  }),
  right:
    "The robot account needs the permission to pull in this project, a user at least the role Limited guest; a robot of another project has none here.",
  anonymous: "A project becomes public under Configuration, Project registry.",
  refusals: [
    {
      words: /without vulnerability scanning|status of vulnerability scanning/i,
      cure: (facts) =>
        fix(
          "Have the image scanned",
          [showFindings(facts), scan(facts)],
          "The project hands out only images that were scanned, and this one was not, or its scan failed. USER is your account there; curl asks for the password. Scan on push in the project's Configuration does it for every image.",
        ),
    },
    {
      words: /current image with \d+ vulnerabilit/i,
      cure: (facts) =>
        fix(
          "See what the scanner found, and mend or exempt it",
          [showFindings(facts)],
          "The project withholds images with findings of that severity. A new build on a patched base image passes; for findings that do not matter here an administrator of the project adds them to the CVE allowlist (Configuration, CVE allowlist), with a last day. USER is your account there; curl asks for the password.",
        ),
    },
    {
      words: /image is not signed/i,
      cure: (facts) =>
        fix(
          "Have the image signed",
          [inspect(`cosign tree ${facts.image === null ? "IMAGE" : quote(facts.image.raw.trim())}`)],
          "The project hands out only signed images (Configuration, Deployment security). Whoever builds the image signs it with cosign; the signature has to lie in the same project. The command lists the signatures that are there.",
        ),
    },
  ],
  listRepositories: (facts) =>
    inspect(
      `curl -sS -u USER ${quote(`https://${facts.image?.registry ?? "REGISTRY"}/api/v2.0/projects/${pathOf(facts)[0] ?? "PROJECT"}/repositories`)}`,
    ),
  tagsPage: (facts) => `Harbor shows the tags in the project ${pathOf(facts)[0] ?? ""}, under Repositories.`,
};
