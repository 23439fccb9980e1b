/**
 * Repositories that a project publishes its image in, outside Docker's official images, by registry and path. Each is
 * named where the source behind it says.
 */
export interface Published {
  readonly registry: string;
  readonly repository: string;
  readonly source: string;
}

const PROMETHEUS = "https://prometheus.io/docs/prometheus/2.50/installation";
const STACK = "https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack";
const GRAFANA = "https://raw.githubusercontent.com/grafana/loki/v3.4.1/production/docker-compose.yaml";
const CERT_MANAGER = "https://github.com/cert-manager/cert-manager/issues/4836";
const KEYCLOAK =
  "https://docs.redhat.com/documentation/red_hat_build_of_quarkus/3.20/html/openid_connect_oidc_client_and_token_propagation/starting-and-configuring-the-keycloak-server";

export const PUBLISHED: readonly Published[] = [
  published("docker.io", "grafana/grafana", GRAFANA),
  published("docker.io", "grafana/loki", GRAFANA),
  published("docker.io", "grafana/promtail", GRAFANA),
  published("docker.io", "prom/prometheus", PROMETHEUS),
  published("docker.io", "jenkins/jenkins", "https://github.com/jenkinsci/docker/issues/835"),
  published("quay.io", "prometheus/prometheus", PROMETHEUS),
  published("quay.io", "prometheus/alertmanager", STACK),
  published("quay.io", "prometheus/node-exporter", STACK),
  published("quay.io", "prometheus-operator/prometheus-operator", STACK),
  published("quay.io", "prometheus-operator/prometheus-config-reloader", STACK),
  published("quay.io", "keycloak/keycloak", KEYCLOAK),
  published("quay.io", "jetstack/cert-manager-controller", CERT_MANAGER),
  published("quay.io", "jetstack/cert-manager-webhook", CERT_MANAGER),
  published("quay.io", "jetstack/cert-manager-cainjector", CERT_MANAGER),
  published("registry.k8s.io", "ingress-nginx/controller", "https://github.com/helm/charts/pull/23213"),
  published("registry.k8s.io", "kube-state-metrics/kube-state-metrics", STACK),
];

function published(registry: string, repository: string, source: string): Published {
  return { registry, repository, source };
}

/** Names under which a program is known, and that of its official image. */
export const ALIASES: ReadonlyMap<string, string> = new Map([
  ["apache", "httpd"],
  ["apache2", "httpd"],
  ["mongodb", "mongo"],
  ["nodejs", "node"],
  ["postgresql", "postgres"],
]);
