import { type Cure, fix, namesOf, setImage } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { tryWithLogin } from "../fixes/pull-secrets.ts";
import { harbor, scan, showFindings } from "../registries/harbor.ts";
import { cureForWords, registryFor } from "../registries/index.ts";
import { kindOf, registrySays, status, words } from "../signals.ts";

const POLICY =
  /cannot be pulled due to configured policy|blocked by .{1,80} policy|blocking policy configured|download request rejected|image is not signed|vulnerabilit(?:y|ies)|quarantined?|not (?:on|in) the (?:allow|white)-?list|白名单|PROJECTPOLICYVIOLATION|denied by .{0,60}policy/i;

/** Harbor is known by its host or, where people called it otherwise, by its answer. */
function isHarbor(facts: Facts): boolean {
  return kindOf(facts) === "harbor" || facts.error.http?.status === 412 || SAYS_HARBOR.test(facts.error.prepared.text);
}

const SAYS_HARBOR =
  /PROJECTPOLICYVIOLATION|current image (?:with|without) .{1,80} cannot be pulled|image is not signed in/i;

function lookAtRule(facts: Facts): Cure {
  if (isHarbor(facts))
    return fix(
      "See what Harbor holds against the image",
      [showFindings(facts), tryWithLogin(facts)],
      `${kindOf(facts) === "harbor" ? "" : "412 is how Harbor answers. "}USER is your account there; curl asks for the password. The second command brings the registry's own words, which containerd leaves out. The project's page shows the rules under Configuration.`,
    );
  return fix(
    "Read the registry's own words",
    [tryWithLogin(facts)],
    `The rule is one of ${namesOf(facts).registry}, or of a firewall or proxy in front of it; whoever runs it can tell which.`,
  );
}

export default defineCause({
  group: "auth",
  title: "A rule of the registry withholds this image",
  what: "The registry has the image and withholds it by a rule of its own.",
  why: `The registry knows the image and a rule keeps it back. Harbor withholds images with vulnerabilities
above a project's limit, images that were not scanned yet and, where the project asks for it, unsigned ones;
it answers 412. Artifactory with Xray blocks downloads by its policies and answers 403, or 404 where the
pull goes through a virtual repository. Other registries and firewalls quarantine what they distrust, and
some mirrors hand out only what is on a list. Other credentials do not help; a mended image or an exception
does.`,
  scope: "image",
  signals: [
    { means: "certain", see: registrySays(POLICY) },
    { means: "certain", see: words(POLICY) },
    // Harbor answers 412 for its vulnerability and signature gates, in JSON; a page in HTML comes from something else.
    {
      means: "likely",
      given: "the answer is not a web page",
      see: status([412], undefined, ({ error }) => !/<(?:html|!doctype)/i.test(error.leaf.text)),
    },
  ],
  outranks: [
    // The rule is worded as a denial; no right and no login would change it.
    "access-denied",
    "missing-credentials",
    "rejected-credentials",
    // Its 412 is Harbor's way to say so.
    "unexpected-registry-response",
  ],
  fixes: (facts) => {
    const names = namesOf(facts);
    const own = cureForWords(facts, isHarbor(facts) ? harbor : registryFor(facts));
    const another = fix(
      "Use an image that passes the rule",
      [setImage(names, `${names.repository}:TAG`)],
      "TAG is a newer build on a patched base image, or one that is signed, as the rule asks.",
    );
    if (own !== null) return [own, another];
    return [
      lookAtRule(facts),
      another,
      isHarbor(facts)
        ? fix(
            "Have the image scanned or exempted",
            [scan(facts)],
            "For an image that was not scanned yet; USER is your account there. For known findings an administrator of the project can add them to the CVE allowlist (Configuration, CVE allowlist), with a last day.",
          )
        : fix(
            "Ask for an exception",
            [],
            "Whoever keeps the rule can exempt this image for a time: an ignore rule in Xray, a waiver or release from quarantine in a repository firewall, an entry in the mirror's list.",
          ),
    ];
  },
  origins: [
    "goharbor/harbor src/server/middleware/vulnerable/vulnerable.go",
    "goharbor/harbor src/server/middleware/contenttrust/contenttrust.go",
    "https://jfrog.com/help/r/artifactory-why-docker-pull-of-an-xray-blocked-image-returns-403-from-local-and-404-from-virtual",
  ],
  examples: {
    is: [
      'Failed to pull image "harbor.example/acme/app:1": rpc error: code = Unknown desc = Error response from daemon: unknown: current image with 3 vulnerabilities cannot be pulled due to configured policy in \'Prevent images with vulnerability severity of "High" or higher from running.\' To continue with pull, please contact your project administrator to exempt matched vulnerabilities through configuring the CVE allowlist.',
      "Failed to pull image \"artifactory.example/acme/app:1\": rpc error: code = Unknown desc = Error response from daemon: pull access denied for artifactory.example/acme/app, repository does not exist or may require 'docker login': denied: Artifact download request rejected: app/1/manifest.json was not downloaded due to the download blocking policy configured in Xray for docker-local.",
      'Failed to pull image "harbor.example/acme/app:1": rpc error: code = Unknown desc = initializing source docker://harbor.example/acme/app:1: reading manifest 1 in harbor.example/acme/app: unknown: The image is not signed in Notary.',
      'Failed to pull image "harbor.example/acme/app:1": failed to pull and unpack image "harbor.example/acme/app:1": failed to resolve reference "harbor.example/acme/app:1": unexpected status from HEAD request to https://harbor.example/v2/acme/app/manifests/1: 412 Precondition Failed',
      'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:1": this image is quarantined by the registry',
    ],
    isNot: [
      [
        'Failed to pull image "gcr.io/acme/app:1": failed to pull and unpack image "gcr.io/acme/app:1": failed to resolve reference "gcr.io/acme/app:1": unexpected status from HEAD request to https://gcr.io/v2/acme/app/manifests/1: 412 Precondition Failed',
        "image-removed",
      ],
      [
        'Failed to pull image "registry.example/acme/vulnerability-policy:412": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/vulnerability-policy:412": failed to resolve reference "registry.example/acme/vulnerability-policy:412": registry.example/acme/vulnerability-policy:412: not found',
        "image-not-found",
      ],
      [
        'Failed to pull image "registry.example/acme/app:1": rpc error: code = Unknown desc = SignatureValidationFailed: copying system image from manifest list: Source image rejected: A signature was required, but no signature exists',
        "signature-rejected",
      ],
    ],
  },
});
