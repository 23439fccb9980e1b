/** What the lists of make-names.ts are drawn from; where each comes from stands there. */

export const STARS: Readonly<Record<string, number>> = {
  nginx: 20102,
  ubuntu: 17218,
  postgres: 13702,
  node: 13601,
  redis: 12965,
  alpine: 10967,
  python: 9763,
  centos: 7749,
  php: 7583,
  elasticsearch: 6400,
  mariadb: 5828,
  jenkins: 5696,
  rabbitmq: 5121,
  httpd: 4778,
  nextcloud: 4138,
  registry: 4028,
  tomcat: 3690,
  busybox: 3300,
  traefik: 3271,
  kibana: 2750,
  sonarqube: 2419,
  ruby: 2339,
  logstash: 2212,
  haproxy: 1933,
  ghost: 1731,
  amazonlinux: 1422,
  odoo: 1367,
  "eclipse-mosquitto": 1266,
  fedora: 1213,
  redmine: 1208,
  composer: 1081,
  kong: 795,
  "buildpack-deps": 673,
  bash: 644,
  gradle: 587,
  nats: 493,
  flink: 429,
  "api-firewall": 51,
};
export const FEWEST = 51;

export const TAGS = [
  "latest",
  "stable",
  "alpine",
  "slim",
  "mainline",
  "bookworm",
  "bullseye",
  "1.27-alpine",
  "3.12-slim",
  "20-alpine",
  "8.0-bookworm",
  "16-bullseye",
  "1.25-bookworm",
  "3.12-slim-bookworm",
  "22-bookworm-slim",
  "2.4-alpine",
  "7-alpine",
  "lts-alpine",
  "jammy",
  "noble",
  "17-jdk-jammy",
  "develop",
  "nightly",
  "edge",
  "management",
  "3-management-alpine",
];

export const HOSTS: readonly (readonly [host: string, repository: string])[] = [
  ["gcr.io", "distroless/static"],
  ["ghcr.io", "acme/app"],
  ["quay.io", "acme/app"],
  ["registry.k8s.io", "pause"],
  ["mcr.microsoft.com", "dotnet/sdk"],
  ["public.ecr.aws", "acme/app"],
  ["docker.io", "acme/app"],
  ["registry.gitlab.com", "acme/app"],
  ["docker.elastic.co", "kibana/kibana"],
  ["nvcr.io", "nvidia/cuda"],
  ["registry.access.redhat.com", "ubi9/ubi"],
  ["registry.redhat.io", "ubi9/ubi"],
  ["acme.azurecr.io", "app"],
  ["123456789012.dkr.ecr.eu-west-1.amazonaws.com", "app"],
  ["lscr.io", "linuxserver/plex"],
  ["icr.io", "acme/app"],
];

export const SERVICES = `adservice cartservice checkoutservice currencyservice emailservice frontend loadgenerator
  paymentservice productcatalogservice recommendationservice shippingservice carts catalogue orders payment
  queue-master shipping user front-end edge-router productpage details ratings reviews cart dispatch web`.split(/\s+/);

export const OTHER_REPOSITORIES =
  `nginxinc/nginx-unprivileged redis/redis-stack redis/redis-stack-server nginx/nginx-ingress
  grafana/loki grafana/tempo grafana/mimir prom/node-exporter prom/alertmanager prom/pushgateway jenkins/jenkins
  jenkins/inbound-agent hashicorp/consul hashicorp/vault hashicorp/terraform rancher/k3s portainer/portainer-ce
  confluentinc/cp-kafka apache/kafka apache/airflow apache/apisix apache/zeppelin apache/superset mysql/mysql-server
  gitlab/gitlab-ce gitlab/gitlab-runner sonatype/nexus3 cloudflare/cloudflared traefik/whoami vaultwarden/server
  pytorch/pytorch tensorflow/tensorflow homeassistant/home-assistant linuxserver/plex linuxserver/transmission
  linuxserver/jackett linuxserver/wireguard linuxserver/tautulli linuxserver/freshrss linuxserver/heimdall
  containrrr/watchtower pihole/pihole dockurr/windows rocker/rstudio google/cloud-sdk mautic/mautic jetbrains/upsource
  photoprism/photoprism jupyter/base-notebook selenium/standalone-chrome browserless/chrome minio/operator
  elastic/filebeat dpage/pgadmin4 n8nio/n8n amazon/aws-cli bitnami/redis oliver006/redis_exporter
  wrouesnel/postgres_exporter prometheuscommunity/postgres-exporter openpolicyagent/opa envoyproxy/envoy istio/pilot
  calico/node cilium/cilium weaveworks/weave-kube fluent/fluent-bit timberio/vector otel/opentelemetry-collector
  jaegertracing/all-in-one openzipkin/zipkin temporalio/server hasura/graphql-engine postgis/postgis
  timescale/timescaledb pgvector/pgvector clickhouse/clickhouse-server questdb/questdb milvusdb/milvus
  qdrant/qdrant semitechnologies/weaviate ollama/ollama vllm/vllm-openai huggingface/transformers-pytorch-gpu
  nginxproxy/nginx-proxy jwilder/nginx-proxy valkey/valkey`.split(/\s+/);
