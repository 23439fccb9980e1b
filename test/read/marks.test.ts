import { expect } from "chai";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { readText } from "../../src/read/read-text.ts";

const LABELS = {
  app: "web",
  "app.kubernetes.io/instance": "storefront",
  "app.kubernetes.io/managed-by": "Helm",
};
const ANNOTATIONS = { "argocd.argoproj.io/tracking-id": "storefront:/Pod:shop/web-1", note: "anything" };
const MARKS = {
  "app.kubernetes.io/instance": "storefront",
  "app.kubernetes.io/managed-by": "Helm",
  "argocd.argoproj.io/tracking-id": "storefront:/Pod:shop/web-1",
};

function described(owner = "", sign = ": "): string {
  return `Name:             web-1
Namespace:        shop
Service Account:  builder
Node:             node-1/10.0.0.1
Labels:           app=web
                  app.kubernetes.io/instance=storefront
                  app.kubernetes.io/managed-by=Helm
Annotations:      argocd.argoproj.io/tracking-id${sign}storefront:/Pod:shop/web-1
                  note${sign}anything
Status:           Pending
IP:               10.0.0.9
IPs:
  IP:  10.0.0.9
${owner}Containers:
  app:
    Image:          ghcr.io/acme/app:1
    State:          Waiting
      Reason:       ImagePullBackOff
Events:
  Type     Reason  Age  From     Message
  ----     ------  ---  ----     -------
  Warning  Failed  5s   kubelet  Failed to pull image "ghcr.io/acme/app:1": ghcr.io/acme/app:1: not found
`;
}

describe("who manages a pod", () => {
  for (const sign of [": ", "="])
    it(`is read from describe, with annotations written key${sign}value`, () => {
      const [pod] = readText("-", described("", sign)).pods;
      expect(pod?.marks).to.deep.equal(MARKS);
    });

  it("is read from an object", () => {
    const metadata = { name: "web-1", namespace: "shop", uid: "u", labels: LABELS, annotations: ANNOTATIONS };
    const pod = { kind: "Pod", metadata, spec: { containers: [] }, status: { phase: "Pending" } };
    expect(readText("-", JSON.stringify(pod)).pods[0]).to.deep.include({ marks: MARKS, isBare: true });
  });

  it("is told with the fix, and the account that is known is named", () => {
    const text = JSON.stringify(
      diagnose([{ source: "-", text: described("Controlled By:    StatefulSet/web\n") }]).failures[0]?.fixes,
    );
    expect(text)
      .to.contain("Argo CD's application storefront takes this from Git")
      .and.contain("kubectl get applications.argoproj.io");
    expect(text)
      .to.contain("kubectl set image -n shop statefulset/web app=")
      .and.contain("kubectl set image -n shop pod/web-1 app=");
  });

  it("is nobody where describe goes from the address to the containers without an owner", () => {
    expect(readText("-", described()).pods[0]?.isBare).to.equal(true);
    expect(readText("-", described("Controlled By:    ReplicaSet/web-6b7f6db4c4\n")).pods[0]).to.include({
      isBare: false,
      owner: "ReplicaSet/web-6b7f6db4c4",
    });
  });

  it("is not known where the text was cut above the owner", () => {
    expect(readText("-", described().replace(/Status:.*?IP: {2}10.0.0.9\n/s, "")).pods[0]?.isBare).to.equal(false);
  });
});
