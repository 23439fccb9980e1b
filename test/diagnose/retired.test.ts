import { expect } from "chai";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import type { ReportedFailure } from "../../src/report.ts";

function failureOf(image: string, error: string): ReportedFailure {
  const text = `Failed to pull image "${image}": ${error}`;
  return diagnose([{ source: "-", text }]).failures[0] ?? expect.fail("the text holds a failure");
}

/** What containerd says of a 404. */
function notFound(image: string): string {
  return `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
}

describe("an image that has moved", () => {
  const moved = [
    ["k8s.gcr.io/pause:3.9", "registry.k8s.io/pause:3.9"],
    ["ghcr.io/pelican-dev/panel:v1.0.0-beta37", "ghcr.io/pelican/panel:v1.0.0-beta37"],
    ["mcr.microsoft.com/dotnet/core/sdk:6.0", "mcr.microsoft.com/dotnet/sdk:6.0"],
    ["docker.pkg.github.com/owner/repository/image:1", "ghcr.io/owner/repository/image:1"],
  ] as const;
  for (const [old, now] of moved) {
    it(`is told its whole new name, to be pasted: ${old}`, () => {
      const { cause, confidence, fixes } = failureOf(old, notFound(old));
      expect([cause, confidence]).to.deep.equal(["image-removed", "likely"]);
      const commands = fixes.flatMap((one) => one.commands.map(({ run }) => run));
      expect(commands).to.include(`skopeo inspect --raw docker://${now}`);
      expect(commands).to.include(`kubectl set image pod/POD CONTAINER=${now}`);
    });
  }

  it("is no more than possible where only hearsay says so", () => {
    const image = "registry.opensource.zalan.do/acid/postgres-operator:v1.8.1";
    expect(failureOf(image, notFound(image))).to.include({ cause: "image-removed", confidence: "possible" });
  });

  it("keeps its own cause where the network fails, and says that the registry is gone where its name is", () => {
    const look = (host: string): string =>
      `failed to do request: Head "https://${host}/v2/": dial tcp: lookup ${host} on 10.0.0.2:53: no such host`;
    const living = failureOf("k8s.gcr.io/pause:3.9", look("k8s.gcr.io"));
    expect([living.cause, living.alternatives]).to.deep.equal(["dns-failure", []]);
    const gone = failureOf("registry.centos.org/centos/centos:7", look("registry.centos.org"));
    expect(gone.cause).to.equal("dns-failure");
    expect(gone.alternatives.map(({ cause }) => cause)).to.deep.equal(["image-removed"]);
    expect(gone.fixes.map(({ note }) => note).join(" ")).to.include("shut its registry down in May 2023");
  });
});
