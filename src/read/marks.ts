/**
 * Labels and annotations that tell who manages an object. Of all that an object has only these are kept.
 *
 * Their spelling, with the sources:
 *  - argocd.argoproj.io: Argo CD documentation, "Resource Tracking" (tracking-id is APPLICATION:GROUP/KIND:NAMESPACE/NAME,
 *    the default since 3.0; instance is the label that many configure before that)
 *  - *.toolkit.fluxcd.io: Flux documentation, Kustomization and HelmRelease ("labels of reconciled objects")
 *  - meta.helm.sh, helm.sh/chart: helm/helm pkg/action/validate.go; "The Chart Best Practices Guide, Labels"
 *  - olm.owner: operator-framework/operator-lifecycle-manager pkg/lib/ownerutil/util.go
 *  - app.kubernetes.io: kubernetes.io, "Recommended Labels"
 *  - addonmanager.kubernetes.io/mode: kubernetes cluster/addons/addon-manager/README.md
 *  - objectset.rio.cattle.io: rancher/wrangler pkg/apply/desiredset_apply.go, as k3s writes it on its add-ons
 *  - serving.knative.dev/service: knative/serving pkg/apis/serving/register.go
 *  - openshift.io/deployment-config.name: openshift/api apps/v1 consts.go
 */
/** By key. A key that is not in it was not seen, which is no proof that it is not there. */
export type Marks = Readonly<Record<string, string>>;

const TELLING: ReadonlySet<string> = new Set([
  "argocd.argoproj.io/tracking-id",
  "argocd.argoproj.io/instance",
  "kustomize.toolkit.fluxcd.io/name",
  "kustomize.toolkit.fluxcd.io/namespace",
  "helm.toolkit.fluxcd.io/name",
  "helm.toolkit.fluxcd.io/namespace",
  "meta.helm.sh/release-name",
  "meta.helm.sh/release-namespace",
  "helm.sh/chart",
  "app.kubernetes.io/managed-by",
  "app.kubernetes.io/instance",
  "olm.owner",
  "olm.owner.kind",
  "olm.owner.namespace",
  "addonmanager.kubernetes.io/mode",
  "objectset.rio.cattle.io/owner-gvk",
  "objectset.rio.cattle.io/owner-name",
  "serving.knative.dev/service",
  "openshift.io/deployment-config.name",
]);

/** Nobody's label is longer; an annotation that is, names nothing that could be looked up. */
const LONGEST = 600;

/** The telling ones among an object's labels and annotations. */
export function marksOf(...maps: readonly Readonly<Record<string, unknown>>[]): Marks {
  const marks: Record<string, string> = {};
  for (const map of maps) for (const [key, value] of Object.entries(map)) addMark(marks, key, value);
  return marks;
}

/** A line of describe below `Labels:` (`key=value`) or `Annotations:` (`key: value`; kubectl of 2018 wrote `key=value`). */
export function readMark(marks: Record<string, string>, line: string): void {
  const [, key = "", value = ""] = /^\s*([a-z0-9][a-z0-9./-]{0,300})(?:=|: ?)(.{0,600})$/.exec(line) ?? [];
  addMark(marks, key, value.trim());
}

function addMark(marks: Record<string, string>, key: string, value: unknown): void {
  if (TELLING.has(key) && typeof value === "string" && value !== "" && value.length <= LONGEST) marks[key] = value;
}
