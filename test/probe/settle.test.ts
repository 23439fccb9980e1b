import { expect } from "chai";
import { CAUSE_IDS, type CauseId } from "../../src/catalogue/ids.ts";
import { type ImageProbe, type Platform, VERDICTS, type Verdict } from "../../src/probe/report.ts";
import { type Judged, settle } from "../../src/probe/settle.ts";
import type { Confidence } from "../../src/report.ts";

const ANONYMOUS: ImageProbe["askedAs"] = { kind: "anonymous" };
const OWN: ImageProbe["askedAs"] = {
  kind: "credentials",
  whose: "pod",
  from: "the pull secret regcred of namespace shop",
};
const DOCKER: ImageProbe["askedAs"] = { kind: "credentials", whose: "user", from: "the Docker config" };
const ARM: Platform = { os: "linux", architecture: "arm64", variant: null, osVersion: null };
const AMD: Platform = { ...ARM, architecture: "amd64" };

function probe(verdict: Verdict, more: Partial<ImageProbe> = {}): ImageProbe {
  return {
    image: { raw: "ghcr.io/acme/app:1", registry: "ghcr.io", repository: "acme/app", tag: "1", digest: null },
    verdict,
    pullable: verdict === "pullable",
    cause: null,
    failedAt: null,
    summary: "The registry was asked from here.",
    askedAs: ANONYMOUS,
    steps: [],
    certificate: null,
    manifest: null,
    tags: null,
    rateLimit: null,
    ...more,
  };
}

function judged(cause: CauseId, confidence: Confidence = "likely", ...others: readonly CauseId[]): Judged {
  return {
    cause,
    confidence,
    alternatives: others.map((other) => ({ cause: other, confidence: "possible", why: "It could be.", check: null })),
  };
}

describe("what a registry answers here, beside what the node was told", () => {
  it("settles which of tag and repository is missing", () => {
    const found = settle(
      judged("image-not-found", "certain", "tag-not-found", "repository-not-found"),
      probe("tag-missing"),
    );
    expect(found).to.deep.include({
      cause: "tag-not-found",
      confidence: "certain",
      alternatives: [],
      bearing: "settles",
    });
  });

  it("finds that the node's refusal hides a repository that does not exist", () => {
    const found = settle(judged("missing-credentials", "likely", "repository-not-found"), probe("repository-missing"));
    expect(found).to.include({ cause: "repository-not-found", confidence: "likely", bearing: "settles" });
    expect(found.alternatives.map(({ cause }) => cause)).to.deep.equal(["missing-credentials"]);
  });

  it("finds that credentials are all that is lacking", () => {
    const found = settle(
      judged("missing-credentials", "likely", "repository-not-found", "rejected-credentials"),
      probe("pullable", { askedAs: DOCKER }),
    );
    expect(found).to.include({ cause: "missing-credentials", confidence: "certain", bearing: "settles" });
    expect(found.alternatives.map(({ cause }) => cause)).to.deep.equal(["rejected-credentials"]);
  });

  it("says that the node would succeed now, where the pod's own credentials do", () => {
    for (const cause of ["missing-credentials", "rejected-credentials", "access-denied", "image-not-found"] as const) {
      const found = settle(judged(cause, "certain"), probe("pullable", { askedAs: OWN }));
      expect(found).to.include({ cause, confidence: "possible", bearing: "contradicts" });
      expect(found.text).to.contain("The node would succeed now");
      expect(found.text).not.to.contain("lack");
    }
  });

  it("says plainly that an image is public for which the node was asked for a login", () => {
    const found = settle(judged("missing-credentials", "certain"), probe("pullable"));
    expect(found).to.include({ cause: "missing-credentials", confidence: "possible", bearing: "contradicts" });
    expect(found.text).to.contain("The node was asked for a login all the same.");
  });

  it("says plainly that an image exists of which the node was told that it does not", () => {
    const found = settle(judged("tag-not-found", "certain"), probe("pullable"));
    expect(found).to.include({ cause: "tag-not-found", confidence: "possible", bearing: "contradicts" });
  });

  it("finds that a private image is one that the registry hides from the node", () => {
    const found = settle(judged("image-not-found"), probe("pullable", { askedAs: DOCKER }));
    expect(found.alternatives[0]).to.include({ cause: "missing-credentials", confidence: "likely" });
  });

  it("finds that the fault is the node's where the registry answers here", () => {
    for (const [cause, words] of [
      ["dns-failure", "the node's DNS"],
      ["connection-refused", "the way from the node"],
      ["tls-untrusted-ca", "what the node trusts"],
      ["proxy-error", "the proxy that the node uses"],
    ] as const) {
      const found = settle(judged(cause, "certain", "registry-unavailable"), probe("pullable"));
      expect(found).to.deep.include({ cause, confidence: "certain", alternatives: [], bearing: "settles" });
      expect(found.text).to.contain(words);
    }
  });

  it("finds that the fault is the registry's where it is down from here, too", () => {
    const found = settle(judged("connection-refused"), probe("unreachable", { cause: "connection-refused" }));
    expect(found).to.include({ confidence: "certain", bearing: "agrees" });
    expect(found.text).to.contain("not with one node");
  });

  it("says nothing about the node's pull where only this machine does not reach the registry", () => {
    const found = settle(judged("tag-not-found", "certain"), probe("unreachable", { cause: "dns-failure" }));
    expect(found).to.include({ cause: "tag-not-found", confidence: "certain", bearing: "open" });
  });

  it("takes the refusal of the pod's own credentials for the pod's, and of others' not", () => {
    expect(settle(judged("missing-credentials"), probe("credentials-refused", { askedAs: OWN }))).to.include({
      cause: "rejected-credentials",
      confidence: "certain",
    });
    expect(settle(judged("missing-credentials"), probe("credentials-refused", { askedAs: DOCKER }))).to.include({
      cause: "missing-credentials",
      confidence: "likely",
      bearing: "open",
    });
  });

  it("compares the variants that there are with the node's", () => {
    const manifest = { mediaType: "", kind: "index", digest: null, platforms: [AMD] } as const;
    const there = (node: Platform) => settle(judged("platform-mismatch"), probe("pullable", { manifest }), node);
    expect(there(ARM)).to.include({ confidence: "certain", bearing: "agrees" });
    expect(there(AMD)).to.include({ confidence: "possible", bearing: "contradicts" });
    expect(settle(judged("image-not-found"), probe("platform-missing"))).to.include({
      cause: "platform-mismatch",
      confidence: "likely",
    });
  });

  it("never turns a cause into one of another kind, and never lists the cause among the others", () => {
    const mayBecome: Readonly<Partial<Record<CauseId, readonly CauseId[]>>> = {
      "image-not-found": ["tag-not-found", "repository-not-found", "platform-mismatch", "unsupported-manifest"],
      "missing-credentials": ["repository-not-found", "rejected-credentials", "access-denied"],
      "rejected-credentials": ["repository-not-found", "access-denied"],
      "access-denied": ["repository-not-found", "rejected-credentials"],
    };
    for (const cause of CAUSE_IDS) {
      for (const verdict of VERDICTS) {
        for (const askedAs of [ANONYMOUS, OWN, DOCKER]) {
          const found = settle(judged(cause, "likely", ...CAUSE_IDS), probe(verdict, { askedAs, cause }));
          const told = `${cause} ${verdict}`;
          if (found.cause !== cause && cause !== "unrecognized") {
            expect(mayBecome[cause] ?? [], told).to.include(found.cause);
          }
          expect(
            found.alternatives.map((one) => one.cause),
            told,
          ).not.to.include(found.cause);
          expect(found.text, told).to.match(/^[A-Z].*\.$/);
        }
      }
    }
  });
});
