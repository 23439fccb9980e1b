/**
 * OpenShift's internal registry.
 *
 *  - Across projects: docs.openshift.com, "Allowing pods to reference images across projects" (system:image-puller)
 *  - Its certificate is signed by the service CA, which the nodes of the cluster trust for its .svc name:
 *    docs.openshift.com, "Image Registry Operator in OpenShift"
 */
import { type Cure, changes, fix, inspect, namesOf, quote } from "../commands.ts";
import type { Facts } from "../define.ts";
import { showPullSecrets } from "../fixes/pull-secrets.ts";
import { pathOf, type Registry, SOME_LOGIN } from "./registry.ts";

/** Images of the registry are PROJECT/NAME. */
function letIn(facts: Facts): Cure {
  const names = namesOf(facts);
  const [owner] = pathOf(facts);
  const project = owner !== undefined && /^[a-z0-9-]{1,63}$/.test(owner) ? owner : "PROJECT";
  return fix(
    "Let the pod's service account pull from the other project",
    [
      showPullSecrets(names),
      inspect(`kubectl get rolebindings -n ${project} -o wide`),
      changes(
        `kubectl create rolebinding image-puller-${names.namespace === "NAMESPACE" ? "pods" : names.namespace} -n ${project} --clusterrole=system:image-puller --serviceaccount=${names.namespace}:SERVICEACCOUNT`,
      ),
    ],
    "SERVICEACCOUNT is the word before the colon in the first answer. Within one project service accounts may pull by default; a pod created before its account had its secret has to be created anew.",
  );
}

export const openshift: Registry = {
  path: "The path is PROJECT/IMAGESTREAM.",
  login: () => SOME_LOGIN,
  letIn,
  listRepositories: (facts) => {
    const path = pathOf(facts);
    return inspect(
      `kubectl get imagestreams -n ${path[0] !== undefined && path.length > 1 ? quote(path[0]) : "PROJECT"}`,
    );
  },
};
