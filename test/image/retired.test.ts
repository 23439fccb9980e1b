import { expect } from "chai";
import type { Retired } from "../../src/image/retired.ts";
import { findRetired, newReference, newRepository } from "../../src/image/retired.ts";
import { retirements } from "../../src/image/retirements.ts";
import { imageOf } from "./expect-image.ts";

const digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

describe("a retired image", () => {
  const moved = [
    ["k8s.gcr.io/pause:3.5", "registry.k8s.io/pause:3.5"],
    [`k8s.gcr.io/coredns/coredns:v1.8.4@${digest}`, `registry.k8s.io/coredns/coredns:v1.8.4@${digest}`],
    ["gcr.io/google_containers/pause-amd64:3.0", "registry.k8s.io/pause-amd64:3.0"],
    ["gcr.io/google-containers/busybox", "registry.k8s.io/busybox:latest"],
    ["gcr.io/kubebuilder/kube-rbac-proxy:v0.14.0", "registry.k8s.io/kubebuilder/kube-rbac-proxy:v0.14.0"],
    [
      "gcr.io/tekton-releases/github.com/tektoncd/pipeline/cmd/git-init:v0.40.2",
      "ghcr.io/tektoncd/github.com/tektoncd/pipeline/cmd/git-init:v0.40.2",
    ],
    ["gcr.io/istio-release/pilot:1.24.2", "docker.io/istio/pilot:1.24.2"],
    ["registry.istio.io/release/proxyv2:1.29.0", "docker.io/istio/proxyv2:1.29.0"],
    ["gcr.io/istio-release/charts/istiod:1.28.0", "ghcr.io/istio/release/charts/istiod:1.28.0"],
    ["gcr.io/kubernetes-helm/tiller:v2.16.1", "ghcr.io/helm/tiller:v2.16.1"],
    ["bitnami/postgresql:16.1.0-debian-11-r26", "docker.io/bitnamilegacy/postgresql:16.1.0-debian-11-r26"],
    ["registry-1.docker.io/bitnami/redis:7.2", "docker.io/bitnamilegacy/redis:7.2"],
    ["minio/minio:RELEASE.2024-09-13T20-26-02Z", "quay.io/minio/minio:RELEASE.2024-09-13T20-26-02Z"],
    [`minio/mc@${digest}`, `quay.io/minio/mc@${digest}`],
    ["docker.pkg.github.com/owner/repository/image:1", "ghcr.io/owner/repository/image:1"],
    ["ghcr.io/pelican-dev/panel:v1.0.0-beta37", "ghcr.io/pelican/panel:v1.0.0-beta37"],
    ["ghcr.io/weaveworks/launcher/weave-kube:2.8.1", "docker.io/weaveworks/weave-kube:2.8.1"],
    ["quay.io/weaveworks/flux:1.12.0", "docker.io/weaveworks/flux:1.12.0"],
    ["mcr.microsoft.com/dotnet/core/sdk:6.0-alpine", "mcr.microsoft.com/dotnet/sdk:6.0-alpine"],
  ] as const;
  for (const [old, now] of moved) {
    it(`is told its new place: ${old}`, () => {
      const image = imageOf(old);
      const retired = retirementOf(old);
      expect(retired.confirmed).to.equal(true);
      expect(newReference(retired, image)).to.equal(now);
      expect(imageOf(now).canonical).to.equal(now);
    });
  }

  const renumbered = [
    [
      "quay.io/kubernetes-ingress-controller/nginx-ingress-controller:0.30.0",
      "registry.k8s.io/ingress-nginx/controller",
    ],
    ["gcr.io/tekton-releases/dogfooding/tkn:v1", "ghcr.io/tektoncd/plumbing/tkn"],
    ["openshift/origin-cli", "quay.io/openshift/origin-cli"],
    ["openshift/origin-control-plane:v3.11", "quay.io/openshift/origin-control-plane"],
    ["jenkins", "docker.io/jenkins/jenkins"],
    ["jenkinsci/jenkins:2.180", "docker.io/jenkins/jenkins"],
    ["quay.io/coreos/prometheus-operator:v0.43.0", "quay.io/prometheus-operator/prometheus-operator"],
    ["mailu/admin:1.9.10", "ghcr.io/mailu/admin"],
    ["ghcr.io/openclaw-rocks/openclaw-operator:0.30.0", "ghcr.io/paperclipinc/openclaw-operator"],
    // .NET 2.2 had ended when the repositories got their new names.
    ["mcr.microsoft.com/dotnet/core/sdk:2.2-alpine", "mcr.microsoft.com/dotnet/sdk"],
    // Bitnami could not copy what is built on distributions that were deprecated long ago.
    ["bitnami/redis:6.2.1-debian-10-r36", "docker.io/bitnamilegacy/redis"],
  ] as const;
  for (const [old, repository] of renumbered) {
    it(`is told its new repository only, because the tag is not there: ${old}`, () => {
      expect(newReference(retirementOf(old), imageOf(old))).to.equal(null);
      expect(newRepository(retirementOf(old), imageOf(old))).to.equal(repository);
    });
  }

  const gone = [
    "gcr.io/kuar-demo/kuard-amd64:blue",
    "gcr.io/ml-pipeline/frontend:2.0.5",
    "gcr.io/kubebuilder/other:1",
    "kubernetes/heapster:1",
    "microsoft/dotnet:2.1-sdk",
    "registry.centos.org/centos/centos:7",
  ];
  for (const old of gone) {
    it(`is told no new place where none is known: ${old}`, () => {
      expect(newReference(retirementOf(old), imageOf(old))).to.equal(null);
      expect(newRepository(retirementOf(old), imageOf(old))).to.equal(null);
    });
  }

  it("is a hint only where no source confirms it", () => {
    expect(retirementOf("jettech/kube-webhook-certgen:v1.5.1").confirmed).to.equal(false);
    expect(retirementOf("gcr.io/kaniko-project/executor:latest").confirmed).to.equal(false);
  });
});

describe("an image that is not retired", () => {
  const living = [
    "nginx",
    "gcr.io/distroless/static:nonroot",
    "gcr.io/my-project/app:1",
    "us.gcr.io/my-project/app:1",
    "registry.k8s.io/pause:3.9",
    // The prefix ends in the middle of a component.
    "gcr.io/google_containers_mirror/pause:3.1",
    "k8s.gcr.io.example.com/pause:3.1",
    "docker.io/bitnamilegacy/redis:7.2",
    "docker.io/bitnamicharts/redis:19.0.0",
    "minio/minio-operator:1",
    "jenkins/jenkins:lts",
    "mcr.microsoft.com/dotnet/sdk:8.0",
    "quay.io/coreos/etcd:v3.5.0",
    "registry.k8s.io/ingress-nginx/controller:v1.11.1",
    "openjdk:21",
    // The path of a retired image below another registry, as a mirror has it.
    "registry.example.com/k8s.gcr.io/pause:3.5",
    "quay.io/bitnami/redis:7.2",
    // Bitnami's repositories lie directly below its name.
    "bitnami/team/redis:7.2",
    "bitnami:1",
  ];
  for (const text of living) {
    it(`matches nothing: ${text}`, () => expect(findRetired(imageOf(text))).to.equal(null));
  }
});

describe("the table of retirements", () => {
  it("has each prefix once", () => {
    const prefixes = retirements.map(({ prefix }) => prefix);
    expect(new Set(prefixes).size).to.equal(prefixes.length);
  });

  it("never retires gcr.io or Docker Hub as a whole", () => {
    const prefixes = retirements.map(({ prefix }) => prefix);
    expect(prefixes).not.to.include("gcr.io");
    expect(prefixes).not.to.include("docker.io");
  });

  for (const retired of retirements) {
    it(`says when, why and from where: ${retired.prefix}`, () => {
      expect(retired.since ?? "2000-01-01").to.match(/^20\d\d-[01]\d-[0-3]\d$/);
      expect(retired.note).to.match(/^[A-Z].*\.$/);
      expect(retired.source).to.match(/^https:\/\/\S+$/);
      expect(imageOf(`${retired.prefix}/x`).canonical).to.equal(`${retired.prefix}/x:latest`);
    });
  }
});

function retirementOf(text: string): Retired {
  return findRetired(imageOf(text)) ?? expect.fail(`"${text}" is not known as retired`);
}
