/**
 * The table of retired registries and repositories, for retired.ts.
 *
 * gcr.io as a whole is not in it: most of its projects went on under the same names when Artifact Registry took over.
 * Entries name what a publisher has taken down or moved. Those at the end are known from hearsay.
 */
import type { Retired } from "./retired.ts";

export const retirements: readonly Retired[] = [
  // Kubernetes' own images
  {
    prefix: "k8s.gcr.io",
    covers: "all",
    since: "2023-04-03",
    moved: { to: "registry.k8s.io", tags: "same" },
    note: "Frozen in April 2023 and only redirected since; releases from 1.27 on were never published there.",
    source: "https://kubernetes.io/blog/2023/03/10/image-registry-redirect",
    confirmed: true,
  },
  ...["gcr.io/google_containers", "gcr.io/google-containers"].map(
    (prefix): Retired => ({
      prefix,
      covers: "all",
      since: null,
      moved: { to: "registry.k8s.io", tags: "same" },
      note: "The first home of Kubernetes' images, given up for k8s.gcr.io in 2020 and for registry.k8s.io since.",
      source: "https://github.com/kubernetes/minikube/issues/20303",
      confirmed: true,
    }),
  ),
  {
    prefix: "gcr.io/kubebuilder",
    covers: "all",
    since: "2026-03-06",
    moved: null,
    note: "The project kubebuilder was announced to leave gcr.io in March 2025; its images were removed in March 2026.",
    source: "https://github.com/kubernetes/k8s.io/issues/2647",
    confirmed: true,
  },
  {
    prefix: "gcr.io/kubebuilder/kube-rbac-proxy",
    covers: "all",
    since: "2026-03-06",
    moved: { to: "registry.k8s.io/kubebuilder/kube-rbac-proxy", tags: "same" },
    note: "Removed in March 2026. registry.k8s.io has copies; newer versions are at quay.io/brancz/kube-rbac-proxy.",
    source: "https://github.com/kubealex/k8s-mediaserver-operator/issues/115",
    confirmed: true,
  },
  {
    prefix: "quay.io/kubernetes-ingress-controller/nginx-ingress-controller",
    covers: "all",
    since: "2020-07-16",
    moved: { to: "registry.k8s.io/ingress-nginx/controller", tags: "different" },
    note: "Nothing after version 0.33.0 was published there; the new repository begins where it stops.",
    source: "https://github.com/helm/charts/pull/23213",
    confirmed: true,
  },

  // projects that left gcr.io
  {
    prefix: "gcr.io/tekton-releases",
    covers: "all",
    since: "2025-07-10",
    moved: null,
    note: "Tekton closed its project on gcr.io in July 2025; its images are below ghcr.io/tektoncd.",
    source: "https://github.com/tektoncd/pipeline/issues/8870",
    confirmed: true,
  },
  {
    prefix: "gcr.io/tekton-releases/github.com/tektoncd",
    covers: "all",
    since: "2025-07-10",
    moved: { to: "ghcr.io/tektoncd/github.com/tektoncd", tags: "same" },
    note: "Tekton closed its project on gcr.io in July 2025 and had copied all releases to ghcr.io.",
    source: "https://github.com/tektoncd/pipeline/issues/8870",
    confirmed: true,
  },
  {
    prefix: "gcr.io/tekton-releases/dogfooding",
    covers: "all",
    since: "2025-07-10",
    moved: { to: "ghcr.io/tektoncd/plumbing", tags: "different" },
    note: "Tekton closed its project on gcr.io in July 2025; tools such as tkn are published on ghcr.io now.",
    source: "https://github.com/tektoncd/plumbing/issues/2221",
    confirmed: true,
  },
  ...["gcr.io/istio-release", "registry.istio.io/release"].map(
    (prefix): Retired => ({
      prefix,
      covers: "all",
      since: "2026-09-15",
      moved: { to: "docker.io/istio", tags: "same" },
      note: "Istio removes it in December 2026; since September it is switched off on some days as a test.",
      source: "https://github.com/istio/istio/issues/61467",
      confirmed: true,
    }),
  ),
  {
    prefix: "gcr.io/istio-release/charts",
    covers: "all",
    since: "2026-09-15",
    moved: { to: "ghcr.io/istio/release/charts", tags: "same" },
    note: "Istio removes it in December 2026; since September it is switched off on some days as a test.",
    source: "https://github.com/istio/istio/issues/61467",
    confirmed: true,
  },
  {
    prefix: "gcr.io/kubernetes-helm/tiller",
    covers: "all",
    since: "2021-08-06",
    moved: { to: "ghcr.io/helm/tiller", tags: "same" },
    note: "The project was deleted in August 2021. Tiller belongs to Helm 2, which nobody has supported since 2020.",
    source: "https://github.com/helm/helm/issues/10004",
    confirmed: true,
  },
  {
    prefix: "gcr.io/kuar-demo",
    covers: "all",
    since: "2025-10-09",
    moved: null,
    note: 'The demo images of "Kubernetes: Up and Running" were not moved when Container Registry closed.',
    source: "https://github.com/kubernetes-up-and-running/kuard/issues/59",
    confirmed: true,
  },
  {
    prefix: "gcr.io/ml-pipeline",
    covers: "all",
    since: "2025-11-09",
    moved: null,
    note: "Kubeflow Pipelines publishes its newer releases as ghcr.io/kubeflow/kfp-*, with other names and tags.",
    source: "https://github.com/kubeflow/pipelines/issues/12422",
    confirmed: true,
  },
  {
    prefix: "gcr.io/spark-operator",
    covers: "all",
    since: "2023-10-19",
    moved: null,
    note: "The images were removed in October 2023 because of known vulnerabilities; the operator moved to Kubeflow.",
    source: "https://github.com/kubeflow/spark-operator/issues/1860",
    confirmed: true,
  },

  // Docker Hub
  {
    prefix: "docker.io/bitnami",
    covers: "children",
    since: "2025-08-28",
    // github.com/bitnami/charts/issues/36229: images on distributions that were long deprecated could not be copied.
    moved: {
      to: "docker.io/bitnamilegacy",
      tags: "same",
      without: ["debian-8", "debian-9", "debian-10", "centos-7", "ol-7"],
    },
    note: "Bitnami emptied its free catalogue in autumn 2025. The copies in bitnamilegacy are frozen, and may go too.",
    source: "https://github.com/bitnami/containers/issues/83267",
    confirmed: true,
  },
  ...["minio", "mc"].map(
    (name): Retired => ({
      prefix: `docker.io/minio/${name}`,
      covers: "all",
      since: "2026-09-11",
      moved: { to: `quay.io/minio/${name}`, tags: "same" },
      note: "MinIO deleted the repository in September 2026. quay.io has the same tags and digests, frozen.",
      source: "https://github.com/testcontainers/testcontainers-node/pull/1463",
      confirmed: true,
    }),
  ),
  {
    prefix: "docker.io/openshift/origin-cli",
    covers: "all",
    since: "2023-10-20",
    moved: { to: "quay.io/openshift/origin-cli", tags: "different" },
    note: "The repository on Docker Hub was closed in October 2023; on quay.io the tag latest is another release.",
    source: "https://github.com/openshift/origin/issues/28339",
    confirmed: true,
  },

  // GitHub
  {
    prefix: "docker.pkg.github.com",
    covers: "all",
    since: "2025-02-24",
    moved: { to: "ghcr.io", tags: "same" },
    note: "GitHub closed its Docker registry in February 2025 and had moved the images to ghcr.io.",
    source: "https://github.blog/changelog/2025-01-23-legacy-docker-registry-closing-down/",
    confirmed: true,
  },

  // hearsay: said to be old or abandoned, but nothing was found that says that pulls are refused
  ...["us", "eu", "asia"].map(
    (location): Retired => ({
      prefix: `${location}.gcr.io/k8s-artifacts-prod`,
      covers: "all",
      since: null,
      moved: { to: "registry.k8s.io", tags: "same" },
      note: "A store behind k8s.gcr.io that was never meant to be named directly.",
      source: "https://github.com/kubernetes/k8s.io/pull/4337",
      confirmed: false,
    }),
  ),
  {
    prefix: "gcr.io/kaniko-project",
    covers: "all",
    since: null,
    moved: null,
    note: "Kaniko was archived in June 2025 and is maintained in forks under other names.",
    source: "https://github.com/zenml-io/zenml/issues/4122",
    confirmed: false,
  },
  {
    prefix: "gcr.io/heptio-images",
    covers: "all",
    since: null,
    moved: null,
    note: "Heptio's demo images are reported missing.",
    source: "https://github.com/mabusaa/argocd-course-issues-tracker/issues/48",
    confirmed: false,
  },
  {
    prefix: "docker.io/jettech/kube-webhook-certgen",
    covers: "all",
    since: null,
    moved: { to: "registry.k8s.io/ingress-nginx/kube-webhook-certgen", tags: "different" },
    note: "Its author gave it up; ingress-nginx published its own under the new name, with other tags.",
    source: "https://github.com/Project-HAMi/website/pull/482",
    confirmed: false,
  },
  {
    prefix: "quay.io/coreos/flannel",
    covers: "all",
    since: null,
    moved: { to: "ghcr.io/flannel-io/flannel", tags: "different" },
    note: "Flannel has published nothing there since 2022.",
    source: "https://github.com/poseidon/terraform-render-bootstrap/pull/336",
    confirmed: false,
  },
];
