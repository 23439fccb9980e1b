/**
 * Which platform a failure comes from. A pure look at what the text holds: the node's name, paths in the error, the
 * namespace, the registry, the runtime. Names that anybody may give, such as a kind cluster of one's own name, say
 * nothing here.
 *
 *  - gke-CLUSTER-POOL-…, gk3-… of Autopilot: cloud.google.com/kubernetes-engine/docs
 *  - aks-POOL-…-vmss…: learn.microsoft.com/azure/aks
 *  - ip-10-0-0-1.ec2.internal, ….REGION.compute.internal: docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-naming.html;
 *    fargate-ip-…: docs.aws.amazon.com/eks/latest/userguide/fargate-getting-started.html
 *  - kind-control-plane, k3d-NAME-server-0, minikube-m02, docker-desktop, desktop-control-plane, lima-rancher-desktop,
 *    colima: what these make by themselves
 */
import { registryKind } from "../../image/registry.ts";
import type { Facts } from "../define.ts";
import { aks } from "./aks.ts";
import { eks, fargate } from "./eks.ts";
import { autopilot, gke } from "./gke.ts";
import { k3d, k3s } from "./k3s.ts";
import { colima, dockerDesktop, kind, microk8s, minikube, rancherDesktop } from "./laptop.ts";
import { openshift } from "./openshift.ts";
import type { Home, Platform } from "./platform.ts";
import { talos } from "./talos.ts";

export interface Recognized {
  readonly platform: Platform;
  /** False where the sign fits others as well: a machine of Amazon's need not belong to EKS. */
  readonly isCertain: boolean;
}

const NODES: readonly (readonly [name: RegExp, platform: Platform])[] = [
  [/^gke-/, gke],
  [/^gk3-/, autopilot],
  [/^aks-?[a-z0-9-]{1,60}vmss/, aks],
  [/^fargate-/, fargate],
  [/^kind-(?:control-plane|worker)\d{0,3}$/, kind],
  [/^k3d-.{1,200}-(?:server|agent)-\d{1,4}$/, k3d],
  [/^minikube(?:-m\d\d)?$/, minikube],
  [/^docker-desktop$|^desktop-(?:control-plane|worker)\d{0,3}$/, dockerDesktop],
  [/^lima-rancher-desktop$/, rancherDesktop],
  [/^colima(?:-[a-z0-9-]{1,50})?$/, colima],
  [/^talos-[a-z0-9]{3}-[a-z0-9]{3}$/, talos],
  [/^microk8s-vm$/, microk8s],
];

/** Folders and sockets that only these have. */
const TRACES: readonly (readonly [trace: RegExp, platform: Platform])[] = [
  [/\/var\/snap\/microk8s\//, microk8s],
  [/\/run\/k3s\/|\/(?:var\/lib|etc)\/rancher\/(?:k3s|rke2)\//, k3s],
];

/** Null where nothing tells. */
export function platformOf({ failure, image, error }: Facts): Recognized | null {
  const node = failure.node ?? "";
  const text = error.prepared.text.slice(error.start, error.end);
  const platform =
    NODES.find(([name]) => name.test(node))?.[1] ??
    (isOfOpenShift(failure.namespace, image?.registry ?? null) ? openshift : undefined) ??
    TRACES.find(([trace]) => trace.test(text))?.[1];
  if (platform !== undefined) return { platform, isCertain: true };
  // EKS has never had CRI-O, and machines of Amazon's with it are mostly OpenShift's.
  if (failure.runtime === "cri-o") return { platform: openshift, isCertain: false };
  if (IS_AMAZON.test(node)) return { platform: eks, isCertain: false };
  return null;
}

const IS_AMAZON = /\.(?:compute|ec2)\.internal$/;

/** Whose machine the node is; null where nothing tells. Surer than the platform: any cluster on EC2 has these names. */
export function homeOf(facts: Facts): Home | null {
  if (IS_AMAZON.test(facts.failure.node ?? "")) return "amazon";
  const found = platformOf(facts);
  return found?.isCertain === true ? (found.platform.home ?? null) : null;
}

function isOfOpenShift(namespace: string | null, registry: string | null): boolean {
  return (
    (namespace ?? "").startsWith("openshift-") || (registry !== null && registryKind(registry) === "openshift-internal")
  );
}
