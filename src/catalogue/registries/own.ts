/**
 * Registries that people run themselves and of which nothing tells the product: on the node, in the cluster, at a
 * private address, or under a name that nobody else has.
 *
 *  - Nodes do not ask the cluster's DNS: kubernetes.io/docs/concepts/services-networking/dns-pod-service (it serves
 *    pods; the kubelet and the runtime use the node's resolv.conf)
 *  - localhost: kind.sigs.k8s.io/docs/user/local-registry, k3d.io docs/usage/registries.md,
 *    minikube.sigs.k8s.io/docs/handbook/registry
 */
import { fix, inspect, namesOf, quote, setImage } from "../commands.ts";
import { catalogueUrl, type Registry, SOME_LOGIN } from "./registry.ts";

export const other: Registry = {
  login: () => SOME_LOGIN,
  listRepositories: (facts) => inspect(`curl -sS -u USER ${quote(catalogueUrl(facts))}`),
};

export const local: Registry = other;

export const privateAddress: Registry = other;

export const inCluster: Registry = {
  ...other,
  resolve: (name, facts) => {
    const [service = "SERVICE", namespace = "NAMESPACE"] = name.split(".");
    return fix(
      "Use a name that nodes can resolve",
      [inspect(`kubectl get service,ingress -n ${namespace} -o wide`), setImage(namesOf(facts), "OUTER_HOST/PATH:TAG")],
      `Nodes do not ask the cluster's DNS, so the service name ${service} means nothing to them. OUTER_HOST is the registry's ingress, load balancer or node port. On OpenShift, which writes the name of its own registry to the nodes, look at the dns-default pods instead.`,
    );
  },
};
