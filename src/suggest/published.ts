/**
 * Repositories that a project publishes its image in, outside Docker's official images, by registry and path. Each is
 * named by the project's own manifests or documentation, which stand behind it.
 */
export interface Published {
  readonly registry: string;
  readonly repository: string;
  readonly source: string;
}

const PROMETHEUS = "https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack";
const GRAFANA = "https://github.com/grafana/loki/blob/main/production/docker-compose.yaml";

const hub = (repository: string, source: string): Published => ({ registry: "docker.io", repository, source });
const quay = (repository: string, source: string): Published => ({ registry: "quay.io", repository, source });

export const PUBLISHED: readonly Published[] = [
  hub("grafana/grafana", GRAFANA),
  hub("grafana/loki", GRAFANA),
  hub("grafana/promtail", GRAFANA),
  hub("prom/prometheus", "https://prometheus.io/docs/prometheus/latest/installation/"),
  hub("jenkins/jenkins", "https://github.com/jenkinsci/docker/blob/master/README.md"),
  hub("portainer/portainer-ce", "https://docs.portainer.io/start/install-ce/server/kubernetes/baremetal"),
  hub("apache/airflow", "https://airflow.apache.org/docs/docker-stack/index.html"),
  hub("nginxinc/nginx-unprivileged", "https://github.com/nginx/docker-nginx-unprivileged/blob/main/README.md"),
  hub("redis/redis-stack", "https://redis.io/docs/latest/operate/oss_and_stack/install/archive/install-stack/docker/"),
  quay("prometheus/prometheus", PROMETHEUS),
  quay("prometheus/alertmanager", PROMETHEUS),
  quay("prometheus/node-exporter", PROMETHEUS),
  quay("prometheus-operator/prometheus-operator", PROMETHEUS),
  quay("prometheus-operator/prometheus-config-reloader", PROMETHEUS),
  quay("keycloak/keycloak", "https://www.keycloak.org/server/containers"),
  quay(
    "jetstack/cert-manager-controller",
    "https://github.com/cert-manager/cert-manager/tree/master/deploy/charts/cert-manager",
  ),
  quay("argoproj/argocd", "https://github.com/argoproj/argo-cd/blob/master/manifests/install.yaml"),
  {
    registry: "registry.k8s.io",
    repository: "ingress-nginx/controller",
    source: "https://github.com/kubernetes/ingress-nginx/tree/main/deploy/static",
  },
  {
    registry: "registry.k8s.io",
    repository: "metrics-server/metrics-server",
    source: "https://github.com/kubernetes-sigs/metrics-server/tree/master/charts/metrics-server",
  },
];

/** Names under which a program is known, and that of its official image. */
export const ALIASES: ReadonlyMap<string, string> = new Map([
  ["apache", "httpd"],
  ["apache2", "httpd"],
  ["mongodb", "mongo"],
  ["nodejs", "node"],
  ["postgresql", "postgres"],
]);
