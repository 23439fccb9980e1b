/**
 * Who has the last word on a workload: a GitOps tool, a Helm release, an operator. A change that is made past them is
 * undone sooner or later, so a fix has to say where the image stands in truth. Told by labels and annotations, whose
 * spelling and sources stand in read/marks.ts, and by the owner of the owner.
 */
import type { PullFailure } from "../pull/failure.ts";
import { type Command, inspect } from "./commands.ts";
import { DNS_LABEL, DNS_NAME, LABEL_VALUE } from "./names.ts";

export interface Manager {
  /** "Argo CD's application web" */
  readonly name: string;
  /** Where to make the change, and what becomes of one that is made elsewhere; whole sentences. */
  readonly note: string;
  /** Shows where that is; null where no command does. */
  readonly look: Command | null;
}

type Marked = Pick<PullFailure, "marks" | "maker" | "namespace">;

/** Null where the input names none, which is no proof that there is none. */
export function managerOf(failure: Marked): Manager | null {
  for (const known of MANAGERS) {
    const manager = known(failure);
    if (manager !== null) return manager;
  }
  return null;
}

/** Those that others deploy through come last: what Flux installs with Helm is to be changed where Flux reads it. */
const MANAGERS: readonly ((failure: Marked) => Manager | null)[] = [
  argoCd,
  fluxKustomization,
  fluxRelease,
  operatorLifecycle,
  knative,
  maker,
  helmRelease,
  addOn,
  k3sAddOn,
  helmChart,
  anyOther,
];

function argoCd({ marks }: Marked): Manager | null {
  const [tracked = ""] = marks["argocd.argoproj.io/tracking-id"]?.split(":", 1) ?? [];
  // An application outside of Argo CD's own namespace has that in front: team-a_web.
  const [, namespace, name = ""] =
    /^(?:([^_]+)_)?(.+)$/.exec(tracked || marks["argocd.argoproj.io/instance"] || "") ?? [];
  if (!DNS_NAME.test(name) || (namespace !== undefined && !DNS_LABEL.test(namespace))) return null;
  const where = namespace === undefined ? "-A" : `-n ${namespace}`;
  return {
    name: `Argo CD's application ${name}`,
    note: `Argo CD's application ${name} takes this from Git: make the change there too, or the next sync undoes it. Repository and path are what kubectl get applications prints.`,
    look: inspect(
      `kubectl get applications.argoproj.io ${where} --field-selector metadata.name=${name} -o jsonpath='{.items[*].spec.source}{.items[*].spec.sources}{"\\n"}'`,
    ),
  };
}

function fluxKustomization({ marks }: Marked): Manager | null {
  const { name, namespace } = named(marks, "kustomize.toolkit.fluxcd.io");
  if (name === null) return null;
  return {
    name: `Flux's Kustomization ${name}`,
    note: `Flux's Kustomization ${name} applies this from its source: make the change there too, or Flux undoes it within minutes. Source and path are what kubectl get kustomizations prints.`,
    look: inspect(
      `kubectl get kustomizations.kustomize.toolkit.fluxcd.io${namespace} ${name} -o jsonpath='{.spec.sourceRef.kind}/{.spec.sourceRef.name} {.spec.path}{"\\n"}'`,
    ),
  };
}

function fluxRelease({ marks }: Marked): Manager | null {
  const { name, namespace } = named(marks, "helm.toolkit.fluxcd.io");
  if (name === null) return null;
  return {
    name: `Flux's HelmRelease ${name}`,
    note: `Flux's HelmRelease ${name} installs this: change its values where Flux takes them from, or the next upgrade undoes the change. What kubectl get helmreleases prints tells values and chart.`,
    look: inspect(`kubectl get helmreleases.helm.toolkit.fluxcd.io${namespace} ${name} -o yaml`),
  };
}

function operatorLifecycle({ marks }: Marked): Manager | null {
  const name = marks["olm.owner"] ?? "";
  const namespace = marks["olm.owner.namespace"] ?? "";
  if (!DNS_NAME.test(name) || (marks["olm.owner.kind"] ?? "ClusterServiceVersion") !== "ClusterServiceVersion")
    return null;
  return {
    name: `the Operator Lifecycle Manager, from ${name}`,
    note: `The Operator Lifecycle Manager installs this from ClusterServiceVersion ${name} and undoes other changes: the image changes with the operator's version, settings of the pod stand under spec.config of its Subscription.`,
    look: inspect(
      `kubectl get clusterserviceversions.operators.coreos.com${DNS_LABEL.test(namespace) ? ` -n ${namespace}` : ""} ${name} -o jsonpath='{.spec.install.spec.deployments[*].spec.template.spec.containers[*].image}{"\\n"}'`,
    ),
  };
}

function knative({ marks, namespace }: Marked): Manager | null {
  const name = marks["serving.knative.dev/service"] ?? "";
  if (!DNS_LABEL.test(name)) return null;
  return {
    name: `Knative's service ${name}`,
    note: `Knative makes this workload from its service ${name} and undoes other changes: put the image into that service (kn service update ${name} --image, or kubectl edit), which makes a new revision.`,
    look: inspect(`kubectl get services.serving.knative.dev${inNamespace(namespace)} ${name} -o yaml`),
  };
}

function maker({ maker: owner, namespace }: Marked): Manager | null {
  const [kind = "", name = ""] = owner?.split("/") ?? [];
  if (!/^[A-Z][A-Za-z0-9]{0,62}$/.test(kind) || !DNS_NAME.test(name)) return null;
  const named = `${kind.toLowerCase()}/${name}`;
  return {
    name: named,
    note: `An operator makes this workload from ${named} and undoes other changes: make the change in ${named}, if it has a field for it, or in the operator's settings.`,
    look: inspect(`kubectl get${inNamespace(namespace)} ${named} -o yaml`),
  };
}

function helmRelease({ marks }: Marked): Manager | null {
  const name = marks["meta.helm.sh/release-name"] ?? "";
  const namespace = marks["meta.helm.sh/release-namespace"] ?? "";
  return DNS_NAME.test(name) ? ofHelm(name, DNS_LABEL.test(namespace) ? ` -n ${namespace}` : "") : null;
}

function ofHelm(name: string, where: string): Manager {
  return {
    name: `the Helm release ${name}`,
    note: `The Helm release ${name} makes this: change its values and run helm upgrade, or the next upgrade undoes the change.`,
    look: inspect(`helm get values${where} ${name} --all`),
  };
}

function addOn({ marks }: Marked): Manager | null {
  if (marks["addonmanager.kubernetes.io/mode"] !== "Reconcile") return null;
  return {
    name: "the cluster's add-on manager",
    note: "The cluster's add-on manager makes this from a file on the control plane and undoes other changes within a minute: whoever runs the control plane has to change it.",
    look: null,
  };
}

function k3sAddOn({ marks }: Marked): Manager | null {
  const name = marks["objectset.rio.cattle.io/owner-name"] ?? "";
  if (!/^k3s\.cattle\.io\/v1, Kind=Addon$/.test(marks["objectset.rio.cattle.io/owner-gvk"] ?? "")) return null;
  if (!DNS_NAME.test(name)) return null;
  return {
    name: `the K3s add-on ${name}`,
    note: `K3s makes this from the add-on ${name}, a file in /var/lib/rancher/k3s/server/manifests on the server nodes: make the change there too. Of its own add-ons K3s writes the file anew when it starts.`,
    look: inspect(
      `kubectl get addons.k3s.cattle.io -A --field-selector metadata.name=${name} -o jsonpath='{.items[*].spec.source}{"\\n"}'`,
    ),
  };
}

/** Labels of a chart. They are there too where another program renders the chart, and then there is no release. */
function helmChart({ marks, namespace }: Marked): Manager | null {
  if (marks["app.kubernetes.io/managed-by"] !== "Helm" && marks["helm.sh/chart"] === undefined) return null;
  // Charts put the release's name there: "The Chart Best Practices Guide, Labels".
  const release = marks["app.kubernetes.io/instance"] ?? "";
  const name = DNS_NAME.test(release) ? release : "RELEASE";
  return {
    name: "the Helm chart",
    note: `Its labels say that a Helm chart makes this: change the values and run helm upgrade, or, where Argo CD or Flux renders the chart, change them in Git; else the change is undone.${name === "RELEASE" ? ` RELEASE is a line of helm list${inNamespace(namespace)}.` : ""}`,
    look: inspect(`helm get values${inNamespace(namespace)} ${name} --all`),
  };
}

function anyOther({ marks }: Marked): Manager | null {
  const name = marks["app.kubernetes.io/managed-by"] ?? "";
  if (!LABEL_VALUE.test(name)) return null;
  if (/^kustomize\b/i.test(name))
    return {
      name: "Kustomize",
      note: "Its manifests are made with Kustomize: make the change in the overlay too, or the next kubectl apply -k undoes it.",
      look: null,
    };
  return {
    name,
    note: `Its label app.kubernetes.io/managed-by names ${name}: make the change there too, or it may be undone.`,
    look: null,
  };
}

function named(marks: Marked["marks"], group: string): { readonly name: string | null; readonly namespace: string } {
  const name = marks[`${group}/name`] ?? "";
  const namespace = marks[`${group}/namespace`] ?? "";
  return {
    name: DNS_NAME.test(name) ? name : null,
    namespace: DNS_LABEL.test(namespace) ? ` -n ${namespace}` : "",
  };
}

function inNamespace(namespace: string | null): string {
  return namespace !== null && DNS_LABEL.test(namespace) ? ` -n ${namespace}` : "";
}
