import { expect } from "chai";
import { REGISTRIES } from "../../src/catalogue/registries/index.ts";
import type { RegistryKind } from "../../src/image/registry.ts";
import { adviceFor, factsOf, textOf } from "./advice.ts";
import { expectHarmlessFix } from "./allowed-commands.ts";

const containerd = (image: string, end: string): string =>
  `Failed to pull image "${image}": failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${end}`;
const docker = (image: string, end: string): string =>
  `Failed to pull image "${image}": rpc error: code = Unknown desc = Error response from daemon: ${end}`;
const noCredentials = (image: string): string =>
  containerd(
    image,
    "pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials",
  );
const anonymous = (image: string, realm: string, status = "401 Unauthorized"): string =>
  containerd(
    image,
    `failed to authorize: failed to fetch anonymous token: unexpected status from GET request to ${realm}?scope=%5BREDACTED%5D: ${status}`,
  );
const refusedLogin = (image: string, realm: string, status = "401 Unauthorized"): string =>
  containerd(
    image,
    `failed to authorize: failed to fetch oauth token: unexpected status from GET request to ${realm}?scope=%5BREDACTED%5D: ${status}`,
  );

const ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const arn = (action: string, why: string): string =>
  docker(
    `${ECR}/acme/app:1`,
    `pull access denied for ${ECR}/acme/app, repository does not exist or may require 'docker login': denied: User: arn:aws:sts::210987654321:assumed-role/nodes/i-0 is not authorized to perform: ${action} on resource: arn:aws:ecr:eu-west-1:123456789012:repository/acme/app ${why}`,
  );

/** Words that only the advice for one registry holds. */
const OWN_WORDS: Readonly<Record<string, RegExp>> = {
  "docker-hub": /index\.docker\.io|DOCKER-ID/,
  ecr: /AmazonEC2ContainerRegistry|get-login-password --region(?! us-east-1)/,
  "ecr-public": /ecr-public get-login/,
  google: /roles\/artifactregistry\.reader/,
  acr: /--attach-acr|AcrPull/,
  ghcr: /read:packages/,
  gitlab: /read_registry/,
  quay: /ORGANISATION\+ROBOT/,
  harbor: /robot\$PROJECT/,
  artifactory: /IDENTITY-TOKEN/,
  digitalocean: /doctl/,
  oracle: /TENANCY-NAMESPACE/,
  ibm: /iamapikey/,
  openshift: /system:image-puller/,
  redhat: /terms-based-registry/,
  nvidia: /\$oauthtoken/,
};

/** What a senior colleague would say first, for what each registry really answers. */
const CASES: readonly {
  readonly of: string;
  readonly when: string;
  readonly message: string;
  readonly cause: string;
  readonly says: readonly (RegExp | string)[];
  readonly node?: string;
}[] = [
  {
    of: "docker-hub",
    when: "a private repository is pulled without a login",
    message: containerd(
      "docker.io/acme/app:1",
      "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
    ),
    cause: "missing-credentials",
    says: ["--docker-server=https://index.docker.io/v1/", "personal access token", "the organisation's name"],
  },
  {
    of: "docker-hub",
    when: "the limit is reached without a login",
    message:
      'Failed to pull image "nginx:1": failed to pull and unpack image "docker.io/library/nginx:1": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/nginx/manifests/sha256:ab: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
    cause: "registry-rate-limited",
    says: [
      "ratelimitpreview/test",
      "100 times in six hours",
      "200 times",
      /https:\/\/index\.docker\.io\/v1\/ or docker\.io/,
    ],
  },
  {
    of: "ecr",
    when: "nodes come without a login",
    message: noCredentials(`${ECR}/acme/app:1`),
    cause: "missing-credentials",
    says: [
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "AmazonEC2ContainerRegistryReadOnly",
      "wrong cure: its token lives 12 hours",
    ],
  },
  {
    of: "ecr",
    when: "the nodes' role lacks the right",
    message: arn("ecr:BatchGetImage", "because no identity-based policy allows the ecr:BatchGetImage action"),
    cause: "access-denied",
    says: ["attach-role-policy", "AmazonEC2ContainerRegistryPullOnly"],
  },
  {
    of: "other account",
    when: "the repository of another account does not allow the role",
    message: arn("ecr:BatchGetImage", "because no resource-based policy allows the ecr:BatchGetImage action"),
    cause: "access-denied",
    says: ["set-repository-policy --registry-id 123456789012 --region eu-west-1", "ecr:GetDownloadUrlForLayer"],
  },
  {
    of: "explicit deny",
    when: "a policy denies outright",
    message: arn("ecr:BatchGetImage", "with an explicit deny in a service control policy"),
    cause: "access-denied",
    says: ["An explicit deny counts more than any permission"],
  },
  {
    of: "pull-through cache",
    when: "a cache rule would have to import the image",
    message: arn("ecr:BatchImportUpstreamImage", "because no identity-based policy allows it"),
    cause: "access-denied",
    says: ["ecr:CreateRepository", "describe-pull-through-cache-rules"],
  },
  {
    of: "ecr",
    when: "the pod runs on Fargate",
    message: noCredentials(`${ECR}/acme/app:1`),
    node: "fargate-ip-10-0-0-4.eu-west-1.compute.internal",
    cause: "missing-credentials",
    says: ["pod execution role", "AmazonEKSFargatePodExecutionRolePolicy"],
  },
  {
    of: "ecr",
    when: "a pull secret was made of a token",
    message: docker(
      `${ECR}/acme/app:1`,
      "pull access denied: denied: Your authorization token has expired. Reauthenticate and try again.",
    ),
    cause: "rejected-credentials",
    says: ["take the secret out", "tokens of ECR end after 12 hours"],
  },
  {
    of: "ecr-public",
    when: "a login of ECR Public has ended",
    message: docker(
      "public.ecr.aws/acme/app:1",
      'Head "https://public.ecr.aws/v2/acme/app/manifests/1": denied: Your authorization token has expired. Reauthenticate and try again.',
    ),
    cause: "rejected-credentials",
    says: ["refused even for public images", "public.ecr.aws"],
  },
  {
    of: "google",
    when: "the nodes' service account may not read",
    message: docker(
      "europe-docker.pkg.dev/acme/apps/app:1",
      'Get "https://europe-docker.pkg.dev/v2/acme/apps/app/manifests/1": denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/acme/locations/europe/repositories/apps" (or it may not exist)',
    ),
    cause: "access-denied",
    says: [
      "add-iam-policy-binding apps --project=acme --location=europe",
      "Workload Identity does not count",
      "devstorage.read_only",
    ],
  },
  {
    of: "google",
    when: "an image of gcr.io is meant",
    message: containerd(
      "eu.gcr.io/acme/app:1",
      "failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://eu.gcr.io/v2/token?scope=x: 403 Forbidden",
    ),
    cause: "access-denied",
    says: ["add-iam-policy-binding eu.gcr.io --project=acme --location=europe", "no longer those of Cloud Storage"],
  },
  {
    of: "acr",
    when: "the cluster is not attached",
    message: anonymous("acme.azurecr.io/app:1", "https://acme.azurecr.io/oauth2/token"),
    cause: "missing-credentials",
    says: [
      "az aks update --name CLUSTER --resource-group GROUP --attach-acr acme",
      "AcrPull",
      "--anonymous-pull-enabled",
    ],
  },
  {
    of: "firewall of ACR",
    when: "its firewall refuses the nodes' address",
    message: docker(
      "acme.azurecr.io/app:1",
      "denied: client with IP '192.0.2.7' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.",
    ),
    cause: "access-denied",
    says: ["az acr network-rule add --name acme", "private endpoint"],
  },
  {
    of: "ghcr",
    when: "the token may not read packages",
    message: docker(
      "ghcr.io/acme/app:1",
      'Head "https://ghcr.io/v2/acme/app/manifests/1": denied: permission_denied: read_package',
    ),
    cause: "access-denied",
    says: ["read:packages", "Manage access"],
  },
  {
    of: "ghcr",
    when: "the package is private",
    message: anonymous("ghcr.io/acme/app:1", "https://ghcr.io/token"),
    cause: "missing-credentials",
    says: ["classic personal access token", "Configure SSO", "Change visibility"],
  },
  {
    of: "single sign-on at GitHub",
    when: "the token is not authorised for the organisation",
    message: docker(
      "ghcr.io/acme/app:1",
      'Head "https://ghcr.io/v2/acme/app/manifests/1": denied: permission_denied: Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
    ),
    cause: "access-denied",
    says: ["Configure SSO beside the token"],
  },
  {
    of: "docker-hub",
    when: "it takes no password of this account",
    message: docker(
      "acme/app:1",
      'Head "https://registry-1.docker.io/v2/acme/app/manifests/1": unauthorized: your account must log in with a Personal Access Token (PAT) - learn more at docs.docker.com/go/access-tokens',
    ),
    cause: "rejected-credentials",
    says: ["https://app.docker.com/settings/personal-access-tokens"],
  },
  {
    of: "quay",
    when: "a robot was deleted or has another token",
    message: docker(
      "quay.io/acme/app:1",
      'Head "https://quay.io/v2/acme/app/manifests/1": unauthorized: Could not find robot with username: acme+bot and supplied password.',
    ),
    cause: "rejected-credentials",
    says: ["its token was made anew"],
  },
  {
    of: "gitlab",
    when: "the deploy token has ended",
    message: refusedLogin("registry.gitlab.com/acme/app:1", "https://gitlab.com/jwt/auth", "403 Forbidden"),
    cause: "rejected-credentials",
    says: ["read_registry", "CI_JOB_TOKEN will not do"],
  },
  {
    of: "quay",
    when: "the repository is private",
    message: anonymous("quay.io/acme/app:1", "https://quay.io/v2/auth"),
    cause: "missing-credentials",
    says: ["ORGANISATION+ROBOT", "Repository Visibility"],
  },
  {
    of: "harbor",
    when: "the project is private",
    message: docker(
      "harbor.corp.example/shop/app:1",
      "unauthorized: unauthorized to access repository: shop/app, action: pull: unauthorized to access repository: shop/app, action: pull",
    ),
    cause: "missing-credentials",
    says: ["'robot$PROJECT+NAME'", "the day it was given"],
  },
  {
    of: "findings in Harbor",
    when: "its rule withholds an image with findings",
    message: docker(
      "harbor.corp.example/shop/app:1",
      `unknown: current image with 5 vulnerabilities cannot be pulled due to configured policy in 'Prevent images with vulnerability severity of "Critical" or higher from running.' To continue with pull, please contact your project administrator to exempt matched vulnerabilities through configuring the CVE allowlist.`,
    ),
    cause: "registry-policy-denied",
    says: ["CVE allowlist", "artifacts/1/additions/vulnerabilities"],
  },
  {
    of: "scan in Harbor",
    when: "its rule withholds an image that was not scanned",
    message: docker(
      "registry.corp.example/shop/app:1",
      `unknown: current image without vulnerability scanning cannot be pulled due to configured policy in 'Prevent images with vulnerability severity of "High" or higher from running.' To continue with pull, please contact your project administrator for help.`,
    ),
    cause: "registry-policy-denied",
    says: ["Have the image scanned", "artifacts/1/scan"],
  },
  {
    of: "artifactory",
    when: "it wants a login",
    message: noCredentials("acme.jfrog.io/docker/app:1"),
    cause: "missing-credentials",
    says: ["IDENTITY-TOKEN comes from the profile of USER"],
  },
  {
    of: "nexus",
    when: "it wants a login",
    message: noCredentials("nexus.corp.example:8082/acme/app:1"),
    cause: "missing-credentials",
    says: ["Docker Bearer Token Realm", "port of the repository's connector"],
  },
  {
    of: "digitalocean",
    when: "it wants a login",
    message: anonymous("registry.digitalocean.com/acme/app:1", "https://api.digitalocean.com/v2/registry/auth"),
    cause: "missing-credentials",
    says: ["both user and password", "doctl kubernetes cluster registry add CLUSTER"],
  },
  {
    of: "oracle",
    when: "it wants a login",
    message: anonymous("fra.ocir.io/tenancy/app:1", "https://fra.ocir.io/20180419/docker/token"),
    cause: "missing-credentials",
    says: ["TENANCY-NAMESPACE/USER", "auth token", "TENANCY-NAMESPACE/DOMAIN/USER"],
  },
  {
    of: "ibm",
    when: "it wants a login",
    message: anonymous("de.icr.io/acme/app:1", "https://de.icr.io/oauth/token"),
    cause: "missing-credentials",
    says: ["--docker-username=iamapikey", "entitlement key"],
  },
  {
    of: "alibaba",
    when: "it wants a login",
    message: anonymous(
      "registry.cn-hangzhou.aliyuncs.com/acme/app:1",
      "https://dockerauth.cn-hangzhou.aliyuncs.com/auth",
    ),
    cause: "missing-credentials",
    says: ["Access Credential", "ends after an hour"],
  },
  {
    of: "openshift",
    when: "the image is in another project",
    message:
      'Failed to pull image "image-registry.openshift-image-registry.svc:5000/build/app:1": unable to pull image or OCI artifact: pull image err: initializing source docker://image-registry.openshift-image-registry.svc:5000/build/app:1: reading manifest 1 in image-registry.openshift-image-registry.svc:5000/build/app: authentication required',
    cause: "missing-credentials",
    says: ["-n build --clusterrole=system:image-puller --serviceaccount=shop:SERVICEACCOUNT"],
  },
  {
    of: "redhat",
    when: "it wants a login",
    message: anonymous("registry.redhat.io/ubi9/ubi:1", "https://registry.redhat.io/auth/realms/rhcc"),
    cause: "missing-credentials",
    says: ["https://access.redhat.com/terms-based-registry", "'NUMBER|NAME'"],
  },
  {
    of: "nvidia",
    when: "it wants a login",
    message: anonymous("nvcr.io/acme/app:1", "https://nvcr.io/proxy_auth"),
    cause: "missing-credentials",
    says: ["--docker-username='$oauthtoken'", "NGC-API-KEY"],
  },
];

describe("advice for a registry", () => {
  for (const { of, when, message, cause, says, node } of CASES)
    it(`names what helps when ${when} (${of})`, () => {
      const advised = adviceFor(message, node === undefined ? {} : { node });
      expect(advised.cause).to.equal(cause);
      for (const words of says) {
        if (typeof words === "string") expect(advised.text).to.contain(words);
        else expect(advised.text).to.match(words);
      }
      for (const [other, words] of Object.entries(OWN_WORDS))
        if (other !== of) expect(advised.text, `the advice for ${other}`).to.not.match(words);
      for (const fix of advised.fixes) expectHarmlessFix(fix, fix.title);
    });

  it("begins with the registry's own words where they call for a cure of their own", () => {
    const own = CASES.filter(({ of }) => /deny|cache|account|firewall|Harbor/.test(of));
    expect(own.length).to.be.greaterThan(5);
    for (const { message, says } of own) {
      const first = adviceFor(message).fixes[0];
      expect(textOf(first === undefined ? [] : [first])).to.contain(says[0]);
    }
  });

  it("gives no role of a cloud to nodes that are not its own", () => {
    const fromEcr = noCredentials(`${ECR}/acme/app:1`);
    for (const node of ["minikube", "gke-prod-pool-1a2b3c4d-x1y2", "aks-agentpool-12345678-vmss000001"]) {
      const { text } = adviceFor(fromEcr, { node });
      expect(text, node).to.contain("--docker-username=AWS").and.not.contain("NODE-ROLE");
    }
    const fromAzure = anonymous("acme.azurecr.io/app:1", "https://acme.azurecr.io/oauth2/token");
    const elsewhere = adviceFor(fromAzure, { node: "ip-10-0-0-4.eu-west-1.compute.internal" }).text;
    expect(elsewhere).to.contain("SERVICE-PRINCIPAL-ID").and.not.contain("--attach-acr");
  });

  it("gives no pull secret to nodes that the registry knows", () => {
    const fromAzure = anonymous("acme.azurecr.io/app:1", "https://acme.azurecr.io/oauth2/token");
    const { text } = adviceFor(fromAzure, { node: "aks-agentpool-12345678-vmss000001" });
    expect(text).to.contain("--attach-acr").and.not.contain("create secret");
  });

  it("tells where the pulls of one product go, and not of another, when a web page answers", () => {
    const page = (host: string): string =>
      `Failed to pull image "${host}/shop/app:1": rpc error: code = Unknown desc = Error response from daemon: error parsing HTTP 404 response body: invalid character '<' looking for beginning of value: "<html><head><title>Sign in</title></head></html>"`;
    const nexus = adviceFor(page("nexus.corp.example")).text;
    expect(nexus)
      .to.contain("path-based routing")
      .and.not.match(/Artifactory|GitLab/);
    expect(adviceFor(page("registry.corp.example")).text).to.match(/Nexus.*Artifactory.*GitLab/);
  });

  it("does not take a mirror's limit for Docker Hub's", () => {
    const message =
      'Failed to pull image "nginx:1": failed to pull and unpack image "docker.io/library/nginx:1": failed to resolve reference "docker.io/library/nginx:1": unexpected status from HEAD request to https://mirror.corp.example/v2/library/nginx/manifests/1?ns=docker.io: 429 Too Many Requests';
    expect(adviceFor(message).text).to.not.contain("ratelimitpreview");
  });
});

describe("what is known of a registry", () => {
  const image = (kind: RegistryKind): string =>
    ({ ecr: `${ECR}/acme/app:1`, "docker-hub": "acme/app:1" })[kind as string] ?? "registry.example/acme/app:1";

  for (const [kind, registry] of Object.entries(REGISTRIES) as [RegistryKind, (typeof REGISTRIES)[RegistryKind]][])
    it(`of ${kind} is told in whole sentences`, () => {
      const facts = factsOf("", image(kind));
      const told = [
        registry.login(facts).note,
        registry.path,
        registry.right,
        registry.anonymous,
        registry.limit,
        registry.hosts?.(facts),
        registry.tagsPage?.(facts),
        registry.letIn?.(facts).note,
        registry.showLimit?.(facts).note,
        registry.openTheWay?.(facts).note,
        ...(registry.refusals ?? []).map(({ cure }) => cure(facts).note),
      ];
      for (const sentence of told) if (sentence != null) expect(sentence).to.match(/^\S.*[.]$/);
    });

  it("holds no page that is not https", () => {
    for (const registry of Object.values(REGISTRIES)) {
      const page = registry.statusPage?.(factsOf("", "registry.gitlab.com/acme/app:1"));
      if (page != null) expect(page).to.match(/^https:\/\/[a-z.]+(?:\/[a-z/]+)?$/);
    }
  });
});
