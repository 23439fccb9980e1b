/** NVIDIA NGC: docs.nvidia.com/ngc, "NGC Private Registry User Guide", "Generating NGC API Keys". */
import { pathOf, type Registry } from "./registry.ts";

export const nvidia: Registry = {
  login: () => ({
    user: "'$oauthtoken'",
    password: "NGC-API-KEY",
    note: "The user is the word $oauthtoken as it stands, NGC-API-KEY an API key of NGC (https://org.ngc.nvidia.com/setup/api-keys); a personal key ends on the day it was given.",
  }),
  right:
    "The API key must belong to the organisation and team in the image's path; some images ask their users to accept terms on their page first.",
  tagsPage: (facts) =>
    pathOf(facts)[0] === "nvidia" ? "A browser shows the tags in https://catalog.ngc.nvidia.com/containers." : null,
  isPublic: true,
};
