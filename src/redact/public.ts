/** What everybody knows already, and what an engineer needs to read: public registries, their services, official images. */

import { OFFICIAL_IMAGES } from "../image/official-images.ts";
import type { ImageReference } from "../image/reference.ts";
import { findRetired } from "../image/retired.ts";

/** Hosts of services that name no customer, and everything below them. */
const PUBLIC = [
  "docker.io",
  "docker.com",
  "ghcr.io",
  "github.com",
  "githubusercontent.com",
  "gitlab.com",
  "gitlab-static.net",
  "quay.io",
  "gcr.io",
  "pkg.dev",
  "k8s.io",
  "kubernetes.io",
  "googleapis.com",
  "google.com",
  "google.internal",
  "mcr.microsoft.com",
  "microsoft.com",
  "microsoftonline.com",
  "azure.com",
  "aka.ms",
  "public.ecr.aws",
  "ecr-public.aws.com",
  "amazon.com",
  "aws.com",
  "redhat.io",
  "redhat.com",
  "openshift.io",
  "openshift.com",
  "nvcr.io",
  "nvidia.com",
  "icr.io",
  "ocir.io",
  "oracle.com",
  "digitalocean.com",
  "elastic.co",
  "goharbor.io",
  "containerd.io",
  "letsencrypt.org",
  "localhost",
];

export function isPublicHost(host: string): boolean {
  const name = host.toLowerCase();
  return PUBLIC.some((one) => name === one || name.endsWith(`.${one}`));
}

/** Services whose hosts begin with a customer's own label; what stands behind it says what kind of registry it is. */
const TENANTS = [
  ".amazonaws.com",
  ".amazonaws.com.cn",
  ".amazonaws.eu",
  ".on.aws",
  ".azurecr.io",
  ".azurecr.cn",
  ".azurecr.us",
  ".core.windows.net",
  ".jfrog.io",
  ".cloudfront.net",
  ".r2.cloudflarestorage.com",
  ".aliyuncs.com",
  ".scw.cloud",
  ".vultrcr.com",
  ".svc",
  ".svc.cluster.local",
];

/** The end of such a host; null for all others. */
export function tenantSuffix(host: string): string | null {
  const name = host.toLowerCase();
  return TENANTS.filter((one) => name.endsWith(one)).toSorted((a, b) => b.length - a.length)[0] ?? null;
}

/** A label that names a service or a region, and nobody's property: s3, dkr, eu-west-1, prod-eu-west-1-starport-layer-bucket. */
export function isServiceLabel(label: string): boolean {
  return (
    /^(?:s3|dkr|ecr|dkr-ecr|dkr-ecr-fips|ecr-fips|fips|api|sts|ec2|iam|dualstack|data|blob|cr|registry|registry-vpc|registry-intl|vpc|oss)$/.test(
      label,
    ) ||
    /^(?:[a-z]{2}(?:-[a-z]{2,12}){1,3}-\d|[a-z]{2}-[a-z]{4,12}|prod-[a-z0-9-]{1,30}-starport-layer-bucket)$/.test(label)
  );
}

/** Registries that hold nothing but what somebody has published for all. */
const CATALOGUES = new Set(["registry.k8s.io", "k8s.gcr.io", "mcr.microsoft.com", "registry.access.redhat.com"]);

export function isPublicImage(image: ImageReference): boolean {
  const { registry, repository } = image;
  if (CATALOGUES.has(registry) || findRetired(image) !== null) return true;
  return registry === "docker.io" && OFFICIAL_IMAGES.has(repository.replace(/^library\//, ""));
}

/** Namespaces that every cluster has. */
export function isCommonNamespace(name: string): boolean {
  return /^(?:default|kube-system|kube-public|kube-node-lease)$/.test(name);
}

const TOP_LEVEL = new Set(
  `com net org io dev cloud app local internal lan corp intra intranet private home svc test example invalid localdomain
  arpa edu gov mil int info biz tech ai co eu de fr uk nl ch at it es pl se no fi dk be cz sk si hr ru cn jp kr in au nz
  ca us br mx ar cl za tr ua pt ie gr hu ro bg sg hk tw my th vn id il ae sa me tv gg xyz online site systems solutions
  services network digital software zone run team group company host tools bank global work space store tech`.split(
    /\s+/,
  ),
);

/** A name with dots whose end is that of a host, not of a file or of a field. */
export function looksLikeHost(name: string): boolean {
  const labels = name.split(".");
  return labels.length > 1 && TOP_LEVEL.has((labels.at(-1) ?? "").toLowerCase()) && labels.every((one) => one !== "");
}
