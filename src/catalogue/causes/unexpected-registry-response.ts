import { type Cure, changes, fix, inspect, namesOf, setImage } from "../commands.ts";
import { defineCause, type Facts } from "../define.ts";
import { endpointOf } from "../fixes/endpoint.ts";
import { askHere, onNode } from "../fixes/reach.ts";
import { showRegistryConfig } from "../fixes/registry-config.ts";
import { isPublicService } from "../fixes/registry-services.ts";
import { registryFor } from "../registries/index.ts";
import { status, step, words } from "../signals.ts";

/** A page made for people, where JSON was due. */
function isWebPage({ error }: Facts): boolean {
  return /text\/html|<html|<!doctype|invalid character '<'/i.test(error.prepared.text.slice(error.start, error.end));
}

/** Where registries that people run themselves have their own address. */
function addressRule(facts: Facts): string {
  if (isPublicService(facts)) return "";
  return (
    registryFor(facts).path ??
    "Nexus gives each repository a port or a host name, Artifactory wants the repository's key in the path, GitLab's registry has a host of its own."
  );
}

function byAnswer(facts: Facts): Cure {
  const names = namesOf(facts);
  const endpoint = endpointOf(facts);
  const status = facts.error.http?.status ?? 0;
  if (isWebPage(facts) || status === 404)
    return fix(
      "Name the registry's own address",
      [setImage(names, "REGISTRY/REPOSITORY:TAG")],
      `Only where a web front end answers, or another part of the registry: the address for pulls differs from it. ${addressRule(facts)} A block page or a login page of a proxy is a matter for those who run the proxy.`.replace(
        "  ",
        " ",
      ),
    );
  if (
    /does not support v2 API|stopped after \d+ redirects/i.test(facts.error.leaf.masked) ||
    (status >= 300 && status < 400)
  )
    return fix(
      "Follow the redirects",
      [inspect(`curl -sSIL --max-redirs 10 ${endpoint.url}`)],
      "Each answer names the next address under location. A loop between http and https is made by a load balancer that ends TLS and does not tell the registry behind it: it has to set X-Forwarded-Proto.",
    );
  if ([405, 406, 415].includes(status))
    return fix(
      "Push the image in a form that the registry knows",
      [changes(`skopeo copy --format v2s2 docker://${names.image} docker://TARGET`), setImage(names, "TARGET")],
      "An old registry does not know OCI media types or newer requests. TARGET is a repository that you may push to, with a tag; an update of the registry helps for good.",
    );
  if (status === 410 || status === 451)
    return fix(
      "Use the image from another place",
      [setImage(names, "REGISTRY/REPOSITORY:TAG")],
      "410 says that it is gone for good, 451 that it is withheld for legal reasons. Its makers say where it is now.",
    );
  return fix(
    "Look into the registry's log",
    [],
    "The registry, or the load balancer in front of it, logs the request together with its reason. Frequent ones are a path or a header that is too long, a host name that is not configured there, and a login that it cannot read.",
  );
}

export default defineCause({
  group: "content",
  title: "The registry answered something odd",
  what: "What answered did not speak the registry protocol as it should.",
  why: `What answered is often no registry: the block page or login page of a proxy, a web front end, or a
load balancer where the registry was expected. A page in HTML instead of JSON, redirects without end, or a
token answer without a token are its marks. The port or the path may be wrong, or the name may lead to the
wrong machine. A true registry answers with a rare status where it does not take the request. It gives 400 for
a request or a login that it cannot read, and 405, 406 or 415 for an operation or a media type that it does
not know. For an image that is gone or withheld it gives 410 or 451.`,
  scope: "registry",
  mayBeMisspelt: ["host"],
  signals: [
    { means: "likely", see: status([[300, 399], 400, 402, [405, 406], [408, 428], [430, 499]]) },
    { means: "likely", see: status([404], ["token", "ping"]) },
    {
      means: "likely",
      given: "the HTTP status is none of 401, 403 and 429",
      see: step("parse-body", ({ error }) => ![401, 403, 429].includes(error.http?.status ?? 0)),
    },
    { means: "certain", see: words(/text\/html/i) },
    {
      means: "likely",
      given: "the HTTP status is none of 401, 403 and 429",
      see: words(
        /invalid character .{1,8} looking for beginning of value|error unmarshalling content|unable to decode token|decoding bearer token|did not include a token|stopped after \d+ redirects|malformed (?:HTTP|MIME)|does not support v2 API|no realm specified|missing realm|failed to find supported auth scheme|in header not a valid digest|unhandled content range|registry request for/i,
        // With one of these statuses the status tells more than the body that could not be read.
        ({ error }) => ![401, 403, 429].includes(error.http?.status ?? 0),
      ),
    },
    // A web page is odd as an answer; with a code of the registry's in front of it, the code says more.
    {
      means: "likely",
      given: "the HTTP status is none of 401, 403 and 429, and the registry sent no code of its own",
      see: words(
        /<html|<!doctype|<\?xml/i,
        ({ error }) =>
          ![401, 403, 429].includes(error.http?.status ?? 0) &&
          error.registry.every((one) => one.code === null || one.code === "UNKNOWN"),
      ),
    },
  ],
  // A 404 with a web page, or at the token server, does not come from a registry that looked for the image.
  // "transport connection broken: malformed HTTP response": Go broke the connection off because of the answer.
  outranks: ["image-not-found", "connection-interrupted"],
  couldBe: [
    {
      cause: "proxy-error",
      why: "A proxy that blocks the registry answers with a page of its own.",
      when: isWebPage,
      check: (facts) => askHere(endpointOf(facts)),
    },
    {
      cause: "rejected-credentials",
      why: "A login that is damaged or cut off can get a 400 in place of a 401.",
      when: ({ error }) => error.http?.status === 400 && error.credentials !== "none",
    },
  ],
  fixes: (facts) => {
    const { isForeign, host } = endpointOf(facts);
    const registry = endpointOf({ ...facts, error: { ...facts.error, request: null, network: null } });
    const isToken = facts.error.http?.endpoint === "token" || facts.error.request?.endpoint === "token";
    return [
      fix(
        "See who answers at this address",
        [askHere(isToken ? registry : endpointOf(facts))],
        `Run it on your machine and on the node: a registry answers 401 or 200 with JSON or nothing, mostly with a header Docker-Distribution-Api-Version. A page in HTML names what sent it.${isToken ? " The header www-authenticate holds the address of the token server, as realm; that is where the odd answer came from." : ""}`,
      ),
      byAnswer(facts),
      fix(
        "Check where the node sends its requests",
        showRegistryConfig(facts),
        `${onNode(facts)} ${isForeign ? `The answer came from ${host}, which is not the image's registry: a mirror or a token server.` : "A mirror that is set there answers in the registry's place."} Compare with a node on which the pull works.`,
      ),
    ];
  },
  origins: [
    "https://github.com/opencontainers/distribution-spec/blob/main/spec.md",
    "containerd/containerd core/remotes/docker/resolver.go",
    "containerd/containerd core/remotes/docker/auth/fetch.go",
    "moby/moby daemon/internal/distribution/registry.go",
    "containers/image docker/docker_client.go",
  ],
  examples: {
    is: [
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unknown desc = failed to pull and unpack image "registry.example/acme/app:v3": failed to resolve reference "registry.example/acme/app:v3": pulling from host registry.example failed with status code [manifests v3]: 400 Bad Request',
      'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to resolve image: unexpected status from HEAD request to https://registry.example/v2/acme/app/manifests/v3: 406 Not Acceptable',
      'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to resolve image: failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://auth.example/token?scope=%5BREDACTED%5D&service=%5BREDACTED%5D: 404 Not Found',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = Unknown desc = Error response from daemon: error parsing HTTP 404 response body: invalid character \'p\' after top-level value: "404 page not found"',
      'Failed to pull image "registry.example/acme/app:v3": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/acme/app:v3": unexpected media type text/html for sha256:4f6c2b8d9e1a03577c64e0b1f2d3a495867788990a1b2c3d4e5f60718293a4b5: not found',
      'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to resolve image: failed to do request: Head "https://registry.example/v2/acme/app/manifests/v3": stopped after 10 redirects',
      'Failed to pull image "registry.example/acme/app:v3": initializing source docker://registry.example/acme/app:v3: reading manifest v3 in registry.example/acme/app: StatusCode: 404, "<!DOCTYPE html><html><head><title>Sign in to the ne..."',
      'failed to solve: registry.example/acme/app:3: failed to do request: Head "https://registry.example/v2/acme/app/manifests/3": malformed MIME header: missing colon: "please log in"',
    ],
    isNot: [
      [
        'Failed to pull image "registry.example/acme/app:1.4": rpc error: code = Unknown desc = error pulling image configuration: error parsing HTTP 403 response body: invalid character \'ï\' looking for beginning of value: "<?xml version=\\"1.0\\"?><Error><Code>AuthorizationFailure</Code></Error>"',
        "access-denied",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": initializing source docker://registry.example/acme/app:v3: pinging container registry registry.example: StatusCode: 503, "<html><body><h1>503 Service Unavailable</h1>\\nNo s..."',
        "registry-unavailable",
      ],
      [
        'Failed to pull image "registry.example/acme/app:v3": failed to pull and unpack image "registry.example/acme/app:v3": failed to resolve reference "registry.example/acme/app:v3": unexpected status from HEAD request to https://registry.example/v2/acme/app/manifests/v3: 412 Precondition Failed',
        "registry-policy-denied",
      ],
      [
        'Failed to pull image "registry.example/acme/text-html:400": failed to pull and unpack image "registry.example/acme/text-html:400": failed to resolve image: registry.example/acme/text-html:400: not found',
        "image-not-found",
      ],
      [
        'Failed to pull image "registry.example:5000/acme/app:v3": failed to pull and unpack image "registry.example:5000/acme/app:v3": failed to resolve image: failed to do request: Head "https://registry.example:5000/v2/acme/app/manifests/v3": http: server gave HTTP response to HTTPS client',
        "tls-http-mismatch",
      ],
    ],
  },
});
