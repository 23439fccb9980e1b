/** What a changing command of the catalogue may do. */
import { expect } from "chai";
import type { Cure } from "../../src/catalogue/commands.ts";
import type { Fix } from "../../src/report.ts";

/** What deletes, overwrites or drops something is not among it. */
const ADDS: readonly RegExp[] = [
  // The cluster: containers and secrets are matched by their names; what is created must not be there.
  /^(?:kubectl|oc) set image /,
  /^kubectl patch .* --type=strategic /,
  /^kubectl patch image\.config\.openshift\.io cluster --type=json -p '\[\{"op":"add","path":"[\w/]+\/-",/,
  /^kubectl create (?:secret|rolebinding|configmap) /,
  /^kubectl get secret .* \| kubectl create (?:-n \S+ )?-f -$/,
  // What was read is put back with an entry more; who was faster is not overwritten.
  /^kubectl get (?:secret|serviceaccount) .* -o json \| jq .* \| kubectl replace -f -$/,
  /^(?:kubectl|oc) edit |^kubectl (?:debug|cordon) |^kubectl apply -f mirror\.yaml$/,
  // Registries and clouds: something is added.
  /^aws iam attach-role-policy |^az acr network-rule add |^az aks update .* --attach-acr |^gcloud artifacts repositories add-iam-policy-binding /,
  /^gcloud (?:services enable|secrets create|container node-pools create) |^az acr update --name \S+ --sku Premium$/,
  /^aws eks update-nodegroup-version |^talosctl -n ADDRESS patch machineconfig /,
  /^(?:skopeo copy|docker push|docker buildx build|cosign sign|curl -sS -u USER -X POST \S+\/scan)\b/,
  // The reader's machine: new files, new clusters and profiles, and images into a local cluster.
  /^(?:docker save -o image\.tar|kind load|minikube image load|k3d image import|openssl req -new) /,
  /^k3d cluster create |^minikube start |^colima start --edit$/,
  // The node: files that are there stay, images come, services are read again.
  /^(?:mkdir -p|cp -n) |^sh -c '(?:set -C;)/,
  /^(?:crictl pull|docker pull|ctr images pull|ctr -n k8s\.io images import|docker load) /,
  /^systemctl (?:restart|reload|edit|start) |^Restart-Service |^apt-get install -y |^chronyc makestep$/,
];

/** Settings that a cloud takes as a whole only: a look comes first, and the note says that what it shows has to stay in. */
const SETS_WHOLE: readonly RegExp[] = [
  /^aws ecr set-repository-policy /,
  /^az aks update .* --(?:custom-ca-trust-certificates|http-proxy-config) /,
  /^kubectl patch (?:image|proxy)\.config\.openshift\.io cluster --type=merge /,
  /^gcloud container (?:clusters|node-pools) update .* --containerd-config-from-file=/,
];

const DESTROYS = /\b(?:delete|prune|drain|rmi?|unlink|truncate|scale|drop|--force\b|--overwrite\b|sed -i)(?![\w/.:-])/;

/** Throws where a fix holds a command that may lose something; `what` says whose it is. */
export function expectHarmlessFix({ commands, note }: Fix | Cure, what: string): void {
  for (const { run, effect } of commands) {
    expect(run, what).not.to.match(DESTROYS);
    if (effect !== "changes" || ADDS.some((one) => one.test(run))) continue;
    expect(
      SETS_WHOLE.some((one) => one.test(run)),
      `${what}: ${run}`,
    ).to.equal(true);
    expect(commands[0]?.effect, what).to.equal("inspect");
    expect(note, what).to.match(
      /what the first (?:command )?prints|that the first command prints|Where the first command prints/,
    );
  }
}
