import { expect } from "chai";
import { diagnose } from "../../src/diagnose/diagnose.ts";

const ask = (text: string) => diagnose([{ source: "-", text }]).failures;
const NOT_FOUND =
  'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:lates": failed to resolve reference "docker.io/library/nginx:lates": docker.io/library/nginx:lates: not found';

describe("a paste", () => {
  it("that lost the blank in front of its quotation marks is read all the same", () => {
    const failures = ask(
      `  Type     Reason   Age                From     Message
  ----     ------   ----               ----     -------
  Normal   Pulling  9s (x2 over 27s)   kubelet  Pulling image"nginx:lates"
  Warning  Failed   6s (x2 over 24s)   kubelet  Failed to pull image"nginx:lates": ${NOT_FOUND.replaceAll(' "', '"')}
  Normal   BackOff  9s (x2 over 27s)   kubelet  Back-off pulling image"nginx:lates"`,
    );
    expect(failures).to.have.length(1);
    expect(failures[0]).to.include({ cause: "tag-not-found", confidence: "certain" });
    expect(failures[0]?.image?.raw).to.equal("nginx:lates");
  });

  it("whose rows name a sibling of the pod that was typed speaks of the one in the rows", () => {
    const failures = ask(
      `$ kubectl describe pod web-5858c69b6c-2lp29
Events:
  Type     Reason     Age   From               Message
  ----     ------     ----  ----               -------
  Normal   Scheduled  32s   default-scheduler  Successfully assigned default/web-6dffc4579f-687vf to node-1
  Warning  Failed     25s   kubelet            Failed to pull image "nginx:lates": ${NOT_FOUND}`,
    );
    expect(failures.map(({ pod }) => pod)).to.deep.equal(["web-6dffc4579f-687vf"]);
  });

  it("with one failing pod in `get pods` and rows that name none gives the rows to that pod", () => {
    const failures = ask(
      `NAME                   READY   STATUS             RESTARTS   AGE
web-6dffc4579f-687vf   0/1     ImagePullBackOff   0          25s
api-7c67c65579-lqf4r   1/1     Running            0          25s

  Warning  Failed     25s   kubelet            Failed to pull image "nginx:lates": ${NOT_FOUND}`,
    );
    expect(failures.map(({ pod, cause }) => [pod, cause])).to.deep.equal([["web-6dffc4579f-687vf", "tag-not-found"]]);
  });

  it("with two failing pods in `get pods` leaves open whose the rows are", () => {
    const failures = ask(
      `NAME                   READY   STATUS             RESTARTS   AGE
web-6dffc4579f-687vf   0/1     ImagePullBackOff   0          25s
api-7c67c65579-lqf4r   0/1     ImagePullBackOff   0          25s

  Warning  Failed     25s   kubelet            Failed to pull image "nginx:lates": ${NOT_FOUND}`,
    );
    const explained = failures.filter(({ cause }) => cause === "tag-not-found");
    expect(explained.map(({ pod }) => pod)).to.deep.equal([null]);
  });

  it("with two failing pods in `get pods` leaves open whose a message is", () => {
    const failures = ask(
      `NAME                   READY   STATUS             RESTARTS   AGE
web-6dffc4579f-687vf   0/1     ImagePullBackOff   0          25s
api-7c67c65579-lqf4r   0/1     ImagePullBackOff   0          25s

Failed to pull image "nginx:lates": ${NOT_FOUND}`,
    );
    const explained = failures.filter(({ cause }) => cause === "tag-not-found");
    expect(explained.map(({ pod }) => pod)).to.deep.equal([null]);
  });

  it("that runs rows of two images together never gives one the other's cause", () => {
    const failures = ask(
      `bob said: 3m Warning Failed Pod/web Failed to pull image "registry.example:5000/obs/metrics:2.4.1": failed to do request: Head "https://registry.example:5000/v2/obs/metrics/manifests/2.4.1": tls: failed to verify certificate: x509: certificate signed by unknown authority bob said: 3m Warning Failed Pod/web Failed to pull image "nginx:lates": ${NOT_FOUND}`,
    );
    const metrics = failures.filter(({ image }) => image?.raw.includes("metrics"));
    expect(metrics.map(({ cause }) => cause)).to.deep.equal(["tls-untrusted-ca"]);
  });

  it("with a chat quoted in a comment loses both margins", () => {
    const row = (text: string) => `# [10:42] bob: ${text}`;
    const failures = ask(
      [
        row("LAST SEEN   TYPE      REASON   OBJECT    MESSAGE"),
        row('3m          Normal    Pulling  pod/web   Pulling image "nginx:lates"'),
        row(`3m          Warning   Failed   pod/web   Failed to pull image "nginx:lates": ${NOT_FOUND}`),
        row("3m          Warning   Failed   pod/web   Error: ErrImagePull"),
      ].join("\n"),
    );
    expect(failures.map(({ pod, cause }) => [pod, cause])).to.deep.equal([["web", "tag-not-found"]]);
  });
});
