import { expect } from "chai";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { readText } from "../../src/read/read-text.ts";
import { redact } from "../../src/redact/redact.ts";
import type { ReportedFailure } from "../../src/report.ts";

function failureOf(...texts: readonly string[]): ReportedFailure {
  const failure = diagnose(texts.map((text, index) => ({ source: `${index}.txt`, text }))).failures[0];
  return failure ?? expect.fail("the text holds a failure");
}

/** Everything that a container's describe says of a pull that failed. */
function failing(image: string, error: string): string {
  return `Name:             web-5d8f7c9b6d-x2x9z
Namespace:        shop
Node:             node-1/10.0.0.4
Controlled By:    ReplicaSet/web-5d8f7c9b6d
Containers:
  app:
    Image:         ${image}
    State:         Waiting
      Reason:      ImagePullBackOff
Events:
  Type     Reason     Age                From               Message
  ----     ------     ----               ----               -------
  Warning  Failed     25s (x3 over 66s)  kubelet            Failed to pull image "${image}": ${error}
`;
}

const RUNNING = `Name:             old-5d8f7c9b6d-x2x9z
Namespace:        stage
Node:             node-1/10.0.0.4
Containers:
  app:
    Image:         registry.corp.example/shop/checkout:1.2
    State:         Running
      Started:     Sun, 22 Nov 2026 10:00:00 +0000
`;

const NO_SUCH_TAG =
  'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:lates": failed to resolve reference "docker.io/library/nginx:lates": docker.io/library/nginx:lates: not found';
const DENIED =
  'failed to resolve reference "docker.io/library/ngnix:1.27": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed';
const NO_HOST =
  'failed to do request: Head "https://gcr.oi/v2/acme/app/manifests/1": dial tcp: lookup gcr.oi on 10.0.0.2:53: no such host';

describe("a name that is misspelt", () => {
  const cases = [
    ["tag-not-found", "nginx:lates", NO_SUCH_TAG, "nginx:latest"],
    ["missing-credentials", "ngnix:1.27", DENIED, "nginx:1.27"],
    ["dns-failure", "gcr.oi/acme/app:1", NO_HOST, "gcr.io/acme/app:1"],
  ] as const;
  for (const [cause, image, error, meant] of cases) {
    it(`stays a ${cause}, and the name that was meant is the first thing to do`, () => {
      const failure = failureOf(failing(image, error));
      expect(failure.cause).to.equal(cause);
      expect(failure.suggestions[0]?.image).to.equal(meant);
      const [first] = failure.fixes;
      expect(first?.title).to.equal(`Did you mean ${meant}?`);
      expect(first?.commands).to.deep.equal([
        { run: `skopeo inspect --raw docker://${meant} > /dev/null`, effect: "inspect" },
        { run: `kubectl set image -n shop deployment/web app=${meant}`, effect: "changes" },
      ]);
    });
  }

  it("is compared with what runs elsewhere in the same input", () => {
    const image = "registry.corp.example/shop/checkuot:1.2";
    const failure = failureOf(failing(image, `failed to resolve reference "${image}": ${image}: not found`), RUNNING);
    expect(failure.cause).to.equal("image-not-found");
    expect(failure.suggestions).to.deep.equal([
      { image: "registry.corp.example/shop/checkout:1.2", why: "shop/checkout runs in namespace stage." },
    ]);
  });

  it("is not looked for where something else is wrong", () => {
    const error =
      'failed to do request: Head "https://registry-1.docker.io/v2/library/ngnix/manifests/lates": x509: certificate signed by unknown authority';
    expect(failureOf(failing("ngnix:lates", error))).to.deep.include({ cause: "tls-untrusted-ca", suggestions: [] });
  });

  it("is asked for by its digest alone where it has a tag and a digest", () => {
    const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
    const failure = failureOf(failing(`gcr.oi/acme/app:1@${digest}`, NO_HOST));
    expect(failure.fixes[0]?.commands[0]?.run).to.equal(
      `skopeo inspect --raw docker://gcr.io/acme/app@${digest} > /dev/null`,
    );
  });

  it("that is no reference is told how it is written", () => {
    const image = "https://registry.example/acme/app:1";
    const failure = failureOf(failing(image, `couldn't parse image name "${image}": invalid reference format`));
    expect(failure.cause).to.equal("invalid-image-name");
    expect(failure.suggestions.map((one) => one.image)).to.deep.equal(["registry.example/acme/app:1"]);
  });
});

describe("an image that runs", () => {
  it("is kept from a text, and one that waits is not", () => {
    const image = "registry.corp.example/shop/checkuot:1.2";
    const waiting = RUNNING.replace("Running", "Waiting");
    const error = `failed to resolve reference "${image}": ${image}: not found`;
    expect(readText("-", waiting).pods[0]?.containers[0]?.state).to.equal("waiting");
    expect(failureOf(failing(image, error), waiting).suggestions).to.deep.equal([]);
  });
});

describe("a suggestion in a redacted report", () => {
  it("names nobody's images, registries and namespaces", () => {
    const image = "registry.corp.example/shop/checkuot:1.2";
    const error = `failed to resolve reference "${image}": ${image}: not found`;
    const inputs = [failing(image, error), RUNNING].map((text, index) => ({ source: `${index}.txt`, text }));
    const { report } = redact(diagnose(inputs));
    const [failure] = report.failures;
    expect(JSON.stringify([failure?.suggestions, failure?.fixes])).not.to.match(/corp|shop|checkout|checkuot|stage/);
    expect(failure?.suggestions[0]?.image).to.match(/^registry-1\S*\/namespace-1\/repository-\d:1\.2$/);
  });
});
