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

  it("with its fences on the lines of the message is read like any other", () => {
    for (const text of [
      `\`\`\`Failed to pull image "nginx:lates": ${NOT_FOUND}\`\`\``,
      `~~~ERRO[0000] Failed to pull image "nginx:lates": ${NOT_FOUND}\n~~~`,
      `\`\`\`  Warning  Failed  25s  kubelet  Failed to pull image "nginx:lates": ${NOT_FOUND}\n\`\`\``,
    ]) {
      const failures = ask(text);
      expect(
        failures.map(({ image, cause }) => [image?.raw, cause]),
        text,
      ).to.deep.equal([["nginx:lates", "tag-not-found"]]);
    }
  });

  it("with a fence that only names a language has nothing behind it", () => {
    expect(ask("```yaml\nkind: Pod\n```")).to.deep.equal([]);
    expect(ask(`\`\`\`console\nFailed to pull image "nginx:lates": ${NOT_FOUND}\n\`\`\``)).to.have.length(1);
  });

  it("that ends in the middle of a container's reason still has it", () => {
    const described = (reason: string) => `Name:         web-0
Namespace:    shop
Containers:
  web:
    Image:          registry.example/shop/web:2.1
    State:          Waiting
      Reason:       ${reason}`;
    expect(ask(described("ImagePul")).map(({ pod, state }) => [pod, state])).to.deep.equal([
      ["web-0", "ImagePullBackOff"],
    ]);
    // That can be two of them, and that is another.
    expect(ask(described("ErrImage"))).to.deep.equal([]);
    expect(ask(described("ContainerCr"))).to.deep.equal([]);
  });

  it("of another object's description has the failure in its conditions", () => {
    const failures = ask(
      `Name:         hello
Namespace:    shop
API Version:  serving.knative.dev/v1
Kind:         Service
Status:
  Conditions:
    Message:  Revision "hello-00001" failed with message: Unable to fetch image "registry.example/shop/hello:1": failed to resolve image to digest: Get "https://registry.example/v2/": x509: certificate signed by unknown authority.
    Reason:   RevisionFailed
Events:       <none>`,
    );
    expect(failures.map(({ cause }) => cause)).to.deep.equal(["tls-untrusted-ca"]);
  });

  it("of what kubectl logs says names the pod, and the state where it says that", () => {
    const ofLogs = (why: string) =>
      ask(`Error from server (BadRequest): container "web" in pod "web-0" is waiting to start: ${why}`).map(
        ({ pod, container, state, cause }) => [pod, container, state, cause],
      );
    expect(ofLogs("image can't be pulled")).to.deep.equal([["web-0", "web", null, "unrecognized"]]);
    expect(ofLogs("ErrImageNeverPull")).to.deep.equal([["web-0", "web", "ErrImageNeverPull", "image-never-pull"]]);
    expect(ofLogs("ContainerCreating")).to.deep.equal([]);
  });

  it("of what kubectl logs says is explained by what somebody then tried by hand", () => {
    const failures = ask(
      `$ kubectl logs web-0
Error from server (BadRequest): container "web" in pod "web-0" is waiting to start: trying and failing to pull image

so I tried it on the node:

Error: Status 403 trying to pull repository shop/web: "Unable to access the repository"`,
    );
    expect(failures.map(({ pod, cause }) => [pod, cause])).to.deep.equal([["web-0", "access-denied"]]);
  });

  it("of a tool that waits for pods names the image", () => {
    for (const text of [
      " - deployment/web: container web is waiting to start: registry.example/shop/web:2.1 can't be pulled",
      'Unable to pull Docker image "registry.example/shop/web:2.1". Check if image tag name is spelled correctly.',
      "ERROR: Job failed (system failure): Error: No such image: registry.example/shop/web:2.1 (docker.go:203:0s)",
    ])
      expect(
        ask(text).map(({ image, cause }) => [image?.raw, cause]),
        text,
      ).to.deep.equal([["registry.example/shop/web:2.1", "unrecognized"]]);
  });

  it("of a job's log is read below a line that names something else", () => {
    const failures = ask(
      `Stage: build
Name: build-arm64
ERROR: Job failed: failed to pull image "registry.example/shop/ci:1" with specified policies [always]: Error response from daemon: Get "https://registry.example/v2/": dial tcp 192.0.2.7:443: connect: connection refused (manager.go:251:0s)`,
    );
    expect(failures.map(({ cause, image }) => [cause, image?.raw])).to.deep.equal([
      ["connection-refused", "registry.example/shop/ci:1"],
    ]);
  });

  it("whose rows lost the quotation marks behind the image shows that the pull came through in the end", () => {
    const { failures, warnings } = diagnose([
      {
        source: "-",
        text: `  Warning  Failed   10m                kubelet, node-1  Failed to pull image "registry.example/shop/web:2.1: rpc error: code = Unknown desc = Error response from daemon: Get https://registry.example/v2/: dial tcp 192.0.2.7:443: i/o timeout
  Normal   Pulling  9m (x2 over 12m)   kubelet, node-1  pulling image "registry.example/shop/web:2.1
  Normal   Pulled   2m                 kubelet, node-1  Successfully pulled image "registry.example/shop/web:2.1`,
      },
    ]);
    expect(failures).to.deep.equal([]);
    expect(warnings.join(" ")).to.match(/succe|came through|later/i);
  });

  // kubernetes pkg/kubelet/cri/remote/remote_image.go, as lines of text up to 1.19 and structured since.
  for (const line of [
    'E0524 03:45:38.049437    3510 remote_image.go:83] ImageStatus "shop/web:2.1" from image service failed: rpc error: code = Unknown desc = no registries configured while trying to pull an unqualified image',
    'E0524 03:45:38.049437    3510 remote_image.go:83] "ImageStatus from image service failed" err="rpc error: code = Unknown desc = no registries configured while trying to pull an unqualified image" image="shop/web:2.1"',
  ])
    it(`of the kubelet's log tells of an image that could not be looked up: ${line}`, () => {
      expect(ask(line).map(({ cause, image }) => [cause, image?.raw])).to.deep.equal([
        ["short-name-unresolved", "shop/web:2.1"],
      ]);
    });

  it("whose failing row names no image means the one that was asked for and did not arrive", () => {
    const asked = (image: string, age: string): string =>
      `  Normal   Pulling    ${age}     kubelet            Pulling image "registry.example/shop/${image}"\n`;
    const arrived =
      '  Normal   Pulled     16m     kubelet            Successfully pulled image "registry.example/shop/init:1" in 2s\n';
    const failed = "  Warning  Failed     15m     kubelet            Error: ErrImagePull\n";
    const imagesOf = (text: string) => ask(text).map(({ image }) => image?.raw ?? null);
    expect(imagesOf(asked("web:2.1", "15m") + failed)).to.deep.equal(["registry.example/shop/web:2.1"]);
    expect(imagesOf(asked("init:1", "17m") + arrived + asked("web:2.1", "15m") + failed)).to.deep.equal([
      "registry.example/shop/web:2.1",
    ]);
    expect(imagesOf(asked("init:1", "16m") + asked("web:2.1", "15m") + failed)).to.deep.equal([null]);
  });
});
