import { expect } from "chai";
import type { RegistryKind } from "../../src/image/registry.ts";
import { ecrLocation, registryKind, registryName } from "../../src/image/registry.ts";

// Total over the kinds: a new one does not compile without its hosts.
const hosts = {
  "docker-hub": ["docker.io", "index.docker.io", "registry-1.docker.io", "auth.docker.io", "registry.hub.docker.com"],
  ecr: [
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
    "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com",
    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
    "123456789012.dkr-ecr.us-east-2.on.aws",
    "xxxxxxxx.dkr.ecr.us-east-1.amazonaws.com",
  ],
  "ecr-public": ["public.ecr.aws", "ecr-public.aws.com"],
  "artifact-registry": ["us-docker.pkg.dev", "europe-west3-docker.pkg.dev"],
  gcr: ["gcr.io", "us.gcr.io", "k8s.gcr.io", "mirror.gcr.io"],
  acr: ["example.azurecr.io", "example.azurecr.cn", "example.westeurope.data.azurecr.io"],
  mcr: ["mcr.microsoft.com", "eastus.data.mcr.microsoft.com"],
  ghcr: ["ghcr.io", "GHCR.io", "docker.pkg.github.com"],
  quay: ["quay.io", "cdn01.quay.io"],
  gitlab: ["registry.gitlab.com", "registry.gitlab.example.com", "gitlab.example.com:5050"],
  "registry.k8s.io": ["registry.k8s.io"],
  harbor: ["harbor.example.com", "demo.goharbor.io", "harbor"],
  artifactory: ["example.jfrog.io", "artifactory.example.com", "docker.jfrog.example.com"],
  nexus: ["nexus.example.com:8083", "nexus3.example.com"],
  digitalocean: ["registry.digitalocean.com"],
  oracle: ["fra.ocir.io", "ocir.eu-frankfurt-1.oci.oraclecloud.com", "container-registry.oracle.com"],
  ibm: ["icr.io", "de.icr.io"],
  alibaba: [
    "registry.cn-hangzhou.aliyuncs.com",
    "registry-vpc.cn-hangzhou.aliyuncs.com",
    "example-registry.cn-hangzhou.cr.aliyuncs.com",
    "crpi-x.cn-hangzhou.personal.cr.aliyuncs.com",
  ],
  "openshift-internal": [
    "image-registry.openshift-image-registry.svc:5000",
    "docker-registry.default.svc:5000",
    "default-route-openshift-image-registry.apps.example.com",
  ],
  redhat: ["registry.redhat.io", "registry.access.redhat.com"],
  nvidia: ["nvcr.io"],
  local: ["localhost", "localhost:5000", "127.0.0.1:5000", "127.0.1.1", "[::1]:5000", "k3d-registry.localhost:5000"],
  "in-cluster": ["registry.kube-system.svc", "registry.default.svc.cluster.local:5000"],
  "private-address": ["10.0.0.5:5000", "172.16.0.1", "172.31.255.255", "192.168.49.2:5000", "[fd00::1]:5000"],
  other: ["registry.example.com", "registry:5000", "8.8.8.8", ""],
} as const satisfies Record<RegistryKind, readonly string[]>;

describe("a registry's host", () => {
  for (const [kind, known] of Object.entries(hosts)) {
    for (const host of known) {
      it(`says ${kind}: ${host}`, () => expect(registryKind(host)).to.equal(kind));
    }
  }

  const lookalikes = [
    ["evil-ghcr.io.example", "ghcr"],
    ["ghcr.io.example.com", "ghcr"],
    ["notdocker.io", "docker-hub"],
    ["docker.io.example.com", "docker-hub"],
    ["myquay.io", "quay"],
    ["evil-gcr.io", "gcr"],
    ["fakeazurecr.io", "acr"],
    ["harbor-registry.example.com", "harbor"],
    ["notjfrog.io", "artifactory"],
    ["ecr.eu-west-1.amazonaws.com", "ecr"],
    ["bucket.s3.eu-west-1.amazonaws.com", "ecr"],
    ["a.b.dkr.ecr.eu-west-1.amazonaws.com", "ecr"],
    ["123456789012.dkr.ecr.eu-west-1.amazonaws.com.example.com", "ecr"],
    ["oss-cn-hangzhou.aliyuncs.com", "alibaba"],
    ["my-registry.cn-hangzhou.aliyuncs.com", "alibaba"],
    ["localhost.example.com", "local"],
    ["127.example.com", "local"],
    ["10.example.com", "private-address"],
    ["10.0.0.5.example.com", "private-address"],
    ["10.0.0.500", "private-address"],
    ["172.32.0.1", "private-address"],
    ["192.169.0.1", "private-address"],
    ["svc.example.com", "in-cluster"],
    ["registry.default.svc.example.com", "in-cluster"],
  ] as const;
  for (const [host, kind] of lookalikes) {
    it(`does not say ${kind}: ${host}`, () => expect(registryKind(host)).to.equal("other"));
  }

  it("has a name for people", () => {
    expect(registryName(registryKind("docker.io"))).to.equal("Docker Hub");
    expect(registryName(registryKind("123456789012.dkr.ecr.eu-west-1.amazonaws.com"))).to.equal("Amazon ECR");
    expect(registryName(registryKind("registry.example.com"))).to.equal("the registry");
  });
});

describe("a host of Amazon ECR", () => {
  const places = [
    ["123456789012.dkr.ecr.eu-west-1.amazonaws.com", "eu-west-1"],
    ["123456789012.dkr-ecr-fips.us-east-2.on.aws", "us-east-2"],
    ["123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1"],
  ] as const;
  for (const [host, region] of places) {
    it(`tells account and region: ${host}`, () =>
      expect(ecrLocation(host)).to.deep.equal({ account: "123456789012", region }));
  }

  it("is not the public one", () => {
    expect(ecrLocation("public.ecr.aws")).to.equal(null);
  });
});
