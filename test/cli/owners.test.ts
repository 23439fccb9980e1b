import { expect } from "chai";
import { answerOf } from "../../src/cli/answer.ts";
import type { Kubectl } from "../../src/cli/kubectl.ts";
import { askForOwners, withOwners } from "../../src/cli/owners.ts";
import { toPod } from "../../src/read/objects.ts";
import { redact } from "../../src/redact/redact.ts";

/** A pod of Deployment `owner` whose image is not there. */
function failing(owner: string, labels: object = {}) {
  const name = `${owner}-6b7f6db4c4-x2x9z`;
  const waiting = {
    reason: "ErrImagePull",
    message: 'failed to resolve reference "ghcr.io/acme/app:1": ghcr.io/acme/app:1: not found',
  };
  return toPod("cluster", {
    metadata: {
      name,
      namespace: "shop",
      uid: name,
      labels,
      ownerReferences: [{ kind: "ReplicaSet", name: `${owner}-6b7f6db4c4` }],
    },
    spec: { containers: [{ name: "app", image: "ghcr.io/acme/app:1" }] },
    status: { containerStatuses: [{ name: "app", state: { waiting } }] },
  });
}

function answerFor(...pods: ReturnType<typeof failing>[]) {
  const look = {
    pods: pods.flatMap((pod) => pod ?? []),
    morePods: 0,
    containers: [],
    events: [],
    looked: "",
    unscheduled: 0,
    unanswered: [],
    unheard: [],
    notes: [],
  };
  return answerOf(look, null, new Date());
}

/** The advice after these objects were found. */
async function advised(metadata: object | null, labels: object = {}) {
  const answer = answerFor(failing("web", labels));
  const kubectl: Kubectl = async () => ({
    stdout: metadata === null ? "" : JSON.stringify({ kind: "Deployment", metadata: { name: "web", ...metadata } }),
    stderr: metadata === null ? 'Error from server (Forbidden): deployments.apps "web" is forbidden' : "",
    exitCode: metadata === null ? 1 : 0,
  });
  const owners = await askForOwners(
    answer.diagnoses.map(({ failure }) => failure),
    kubectl,
  );
  return withOwners(answer, owners, "sh").report;
}

const MANAGED: Readonly<Record<string, readonly [metadata: object, command: string, note: string]>> = {
  "Argo CD, by its annotation": [
    { annotations: { "argocd.argoproj.io/tracking-id": "storefront:apps/Deployment:shop/web" } },
    "kubectl get applications.argoproj.io -A --field-selector metadata.name=storefront -o jsonpath='{.items[*].spec.source}{.items[*].spec.sources}{\"\\n\"}'",
    "Argo CD's application storefront takes this from Git",
  ],
  "Argo CD, an application outside of its namespace": [
    { annotations: { "argocd.argoproj.io/tracking-id": "team-a_storefront:apps/Deployment:shop/web" } },
    "kubectl get applications.argoproj.io -n team-a --field-selector metadata.name=storefront -o jsonpath='{.items[*].spec.source}{.items[*].spec.sources}{\"\\n\"}'",
    "Argo CD's application storefront takes this from Git",
  ],
  "Flux, over the Helm release that it makes": [
    {
      labels: {
        "helm.toolkit.fluxcd.io/name": "storefront",
        "helm.toolkit.fluxcd.io/namespace": "flux-system",
        "app.kubernetes.io/managed-by": "Helm",
      },
      annotations: { "meta.helm.sh/release-name": "storefront" },
    },
    "kubectl get helmreleases.helm.toolkit.fluxcd.io -n flux-system storefront -o yaml",
    "Flux's HelmRelease storefront installs this",
  ],
  "Flux, plain manifests": [
    { labels: { "kustomize.toolkit.fluxcd.io/name": "apps", "kustomize.toolkit.fluxcd.io/namespace": "flux-system" } },
    "kubectl get kustomizations.kustomize.toolkit.fluxcd.io -n flux-system apps -o jsonpath='{.spec.sourceRef.kind}/{.spec.sourceRef.name} {.spec.path}{\"\\n\"}'",
    "Flux's Kustomization apps applies this",
  ],
  "a Helm release": [
    { annotations: { "meta.helm.sh/release-name": "storefront", "meta.helm.sh/release-namespace": "shop" } },
    "helm get values -n shop storefront --all",
    "The Helm release storefront makes this",
  ],
  "an operator": [
    { ownerReferences: [{ kind: "Prometheus", name: "k8s", controller: true }] },
    "kubectl get -n shop prometheus/k8s -o yaml",
    "An operator makes this workload from prometheus/k8s",
  ],
  "the Operator Lifecycle Manager": [
    {
      labels: {
        "olm.owner": "nexus-operator.v0.6.0",
        "olm.owner.kind": "ClusterServiceVersion",
        "olm.owner.namespace": "nexus",
      },
    },
    "kubectl get clusterserviceversions.operators.coreos.com -n nexus nexus-operator.v0.6.0 -o jsonpath='{.spec.install.spec.deployments[*].spec.template.spec.containers[*].image}{\"\\n\"}'",
    "ClusterServiceVersion nexus-operator.v0.6.0",
  ],
};

describe("who has the last word on a workload", () => {
  for (const [who, [metadata, command, note]] of Object.entries(MANAGED))
    it(`is told, with the command that shows where: ${who}`, async () => {
      const { fixes = [] } = (await advised(metadata)).failures[0] ?? {};
      const at = fixes.findIndex(({ commands }) => commands.some(({ run }) => run === command));
      const change = fixes.findIndex(({ commands }) => commands.some(({ run }) => run.startsWith("kubectl set image")));
      expect(at, JSON.stringify(fixes, null, 1)).to.be.greaterThanOrEqual(0);
      expect(fixes[at]?.commands[0]?.effect).to.equal("inspect");
      expect(fixes[at]?.note).to.contain(note);
      expect(change).to.be.greaterThan(at);
      expect(fixes[change]?.note).to.contain("has the last word").and.not.to.contain("Where Helm, Argo CD or Flux");
    });

  it("is told by the pod's own labels, where the owner may not be read", async () => {
    const labels = { "app.kubernetes.io/managed-by": "Helm", "app.kubernetes.io/instance": "storefront" };
    const text = JSON.stringify(await advised(null, labels));
    expect(text).to.contain("helm get values -n shop storefront --all").and.to.contain("a Helm chart makes this");
    expect(text).not.to.contain("forbidden");
  });

  it("is left open in a sentence, where nothing tells", async () => {
    expect(JSON.stringify(await advised({}))).to.contain("Where Helm, Argo CD or Flux manages the workload");
  });

  it("never becomes a word of a command where it is no valid name", async () => {
    for (const name of ["$(touch x)", "a b", "-rf", "A", "x".repeat(300), "a;b", "--all"])
      for (const key of [
        "meta.helm.sh/release-name",
        "argocd.argoproj.io/tracking-id",
        "helm.toolkit.fluxcd.io/name",
        "olm.owner",
        "app.kubernetes.io/managed-by",
      ]) {
        const text = JSON.stringify((await advised({ annotations: { [key]: name } })).failures[0]?.fixes);
        if (!/^[A-Za-z0-9]+$/.test(name) || name.length > 63) expect(text, `${key}: ${name}`).not.to.contain(name);
      }
  });

  it("is replaced by aliases where names are not to be told", async () => {
    for (const [metadata] of Object.values(MANAGED)) {
      const { report } = redact(await advised(metadata));
      for (const { commands, note } of report.failures.flatMap(({ fixes }) => fixes))
        for (const text of [...commands.map(({ run }) => run), note ?? ""])
          expect(text, text).not.to.match(/storefront|team-a|nexus-operator/);
    }
  });

  it("is asked for ten workloads at most, in one run for each namespace", async () => {
    const asked: (readonly string[])[] = [];
    const answer = answerFor(...Array.from({ length: 300 }, (_, at) => failing(`web-${at % 30}`)));
    await askForOwners(
      answer.diagnoses.map(({ failure }) => failure),
      async (args) => {
        asked.push(args);
        return { stdout: "", stderr: "", exitCode: 0 };
      },
    );
    expect(asked).to.have.length(1);
    expect(asked[0]?.filter((arg) => arg.startsWith("deployment/"))).to.have.length(10);
  });
});
