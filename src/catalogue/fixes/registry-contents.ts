/** What a registry holds: commands that list tags and repositories, and the page that shows them. */
import { type Command, inspect, namesOf, quote } from "../commands.ts";
import type { Facts } from "../define.ts";
import { kindOf } from "../signals.ts";
import { acrName, ecrArguments, ecrRegistry, googlePlace } from "./node-identity.ts";
import { ecrOf } from "./registry-services.ts";

/** Lists the tags of the image's repository; where there is no such repository, the answer says so. */
export function listTags(facts: Facts): Command {
  const { image } = facts;
  const { repository } = namesOf(facts);
  if (image !== null && kindOf(facts) === "ecr")
    return inspect(`aws ecr list-images ${ecrArguments(facts)} --filter tagStatus=TAGGED --output text`);
  if (image !== null && kindOf(facts) === "acr")
    return inspect(`az acr repository show-tags --name ${acrName(facts)} --repository ${quote(image.repository)}`);
  return inspect(`skopeo list-tags docker://${repository}`);
}

/** Lists repositories near the image's; null for registries that have no such list. */
export function listRepositories(facts: Facts): Command | null {
  const { image } = facts;
  if (image === null) return null;
  const path = image.repository.split("/");
  const ecr = ecrOf(facts);
  switch (kindOf(facts)) {
    case "ecr":
      return inspect(
        `aws ecr describe-repositories ${ecrRegistry(ecr?.account ?? "", ecr?.region ?? "REGION")} --query 'repositories[].repositoryName'`,
      );
    case "artifact-registry": {
      const { location, project } = googlePlace(facts);
      return inspect(`gcloud artifacts repositories list --project=${project} --location=${location}`);
    }
    case "acr":
      return inspect(`az acr repository list --name ${acrName(facts)}`);
    case "docker-hub":
      return inspect(`curl -sS ${quote(`https://hub.docker.com/v2/repositories/${image.repository}/`)}`);
    case "quay":
      return image.registry === "quay.io"
        ? inspect(`curl -sS ${quote(`https://quay.io/api/v1/repository/${image.repository}?includeTags=false`)}`)
        : null;
    case "harbor":
      return inspect(
        `curl -sS -u USER ${quote(`https://${image.registry}/api/v2.0/projects/${path[0] ?? "PROJECT"}/repositories`)}`,
      );
    case "openshift-internal":
      return inspect(
        `kubectl get imagestreams -n ${path[0] !== undefined && path.length > 1 ? quote(path[0]) : "PROJECT"}`,
      );
    // The catalogue of the distribution specification; large public registries do not serve it.
    case "local":
    case "in-cluster":
    case "private-address":
    case "nexus":
    case "artifactory":
    case "other":
      return inspect(`curl -sS -u USER ${quote(`https://${image.registry}/v2/_catalog`)}`);
    default:
      return null;
  }
}

/** One sentence on where a browser shows the tags; null where no page is known. */
export function tagsPage(facts: Facts): string | null {
  const { image } = facts;
  if (image === null) return null;
  const [owner = "", ...rest] = image.repository.split("/");
  switch (kindOf(facts)) {
    case "docker-hub":
      return `A browser shows the tags at https://hub.docker.com/${owner === "library" ? `_/${rest.join("/")}` : `r/${image.repository}`}/tags.`;
    case "quay":
      return image.registry === "quay.io"
        ? `A browser shows the tags at https://quay.io/repository/${image.repository}?tab=tags.`
        : null;
    case "ghcr":
      return `A browser shows the tags under Packages at https://github.com/${owner}.`;
    case "gitlab":
      return "GitLab shows the tags under Deploy, Container registry of the project.";
    case "artifact-registry": {
      return `A browser shows the tags at https://${image.registry}/${image.repository}.`;
    }
    case "harbor":
      return `Harbor shows the tags in the project ${owner}, under Repositories.`;
    default:
      return null;
  }
}
