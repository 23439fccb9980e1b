import { expect } from "chai";
import type { CauseId } from "../../src/catalogue/ids.ts";
import { readPullSecret } from "../../src/facts/pull-secret.ts";
import { type Checked, type Found, secretFacts } from "../../src/facts/secret-facts.ts";
import { weigh } from "../../src/facts/weigh.ts";
import type { ReportedFailure } from "../../src/report.ts";
import { aFailure } from "../render/build.ts";
import { dockerConfig, ecrToken, LOGIN } from "./secrets.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const EARLIER = new Date("2026-11-22T04:00:00Z");
const LATER = new Date("2026-11-22T16:00:00Z");

function found(...states: readonly Checked[]): Found {
  const secrets = states.map((_, index) => `secret-${index + 1}`);
  const checked = new Map(secrets.map((name, index) => [`shop/${name}`, states[index] as Checked]));
  return secretFacts(
    [{ failure: 0, namespace: "shop", image: "ghcr.io/acme/app", secrets, unfound: [] }],
    checked,
    NOW,
  );
}

function holding(auths: unknown, more: object = {}): Checked {
  const secret = readPullSecret(dockerConfig(auths, more));
  if (secret === null) throw new Error("no secret");
  return { is: "read", secret };
}

function weighed(cause: CauseId, confidence: ReportedFailure["confidence"], { leads }: Found): string[] {
  const [failure] = weigh([aFailure({ cause, confidence })], leads);
  return [failure, ...(failure?.alternatives ?? [])].map((one) => `${one?.cause} ${one?.confidence}`);
}

const texts = ({ facts }: Found): string => facts.map(({ text }) => text).join("\n");

describe("what pull secrets say", () => {
  it("one for another registry: nobody is asked with it", () => {
    const one = found(holding({ "quay.io": LOGIN, "registry.example:5000/team": LOGIN }));
    expect(texts(one)).to.contain(
      "Pull secret secret-1 in namespace shop has logins for quay.io and registry.example:5000/team, and none for ghcr.io",
    );
    expect(weighed("missing-credentials", "possible", one)).to.deep.equal(["missing-credentials likely"]);
    expect(weighed("image-not-found", "certain", one)).to.deep.equal([
      "image-not-found certain",
      "missing-credentials likely",
    ]);
  });

  it("a token that has ended: that is it", () => {
    const one = found(holding({ "ghcr.io": { username: "AWS", password: ecrToken(EARLIER) } }));
    expect(texts(one)).to.contain("has a login for ghcr.io whose token ended at 2026-11-22T04:00Z.");
    expect(weighed("rejected-credentials", "likely", one)).to.deep.equal(["rejected-credentials certain"]);
    expect(weighed("access-denied", "likely", one)).to.deep.equal([
      "access-denied possible",
      "rejected-credentials likely",
    ]);
  });

  it("a login that may be good makes an anonymous pull less sure", () => {
    const one = found(
      holding({ "quay.io": LOGIN }),
      holding({ "ghcr.io": { username: "a", password: ecrToken(LATER) } }),
    );
    expect(texts(one)).to.contain("that has not ended by its own timestamp");
    expect(weighed("missing-credentials", "certain", one)).to.deep.equal([
      "missing-credentials likely",
      "access-denied likely",
    ]);
  });

  it("one that is not there, of the wrong type, or broken", () => {
    expect(texts(found({ is: "missing" }))).to.equal("Pull secret secret-1 in namespace shop does not exist.");
    expect(weighed("pull-secret-not-found", "likely", found({ is: "missing" }))).to.deep.equal([
      "pull-secret-not-found certain",
    ]);
    expect(texts(found(holding({}, { type: "Opaque" })))).to.contain("is of type Opaque. The kubelet passes it over");
    const broken = found(holding({ "ghcr.io": { auth: "?" } }));
    expect(texts(broken)).to.contain("cannot be parsed");
    expect(weighed("missing-credentials", "likely", broken)).to.include("pull-secret-not-found likely");
  });

  it("for Docker Hub under another of its names says where the login belongs", () => {
    const secret = holding({ "registry-1.docker.io": LOGIN });
    const holders = [{ failure: 0, namespace: "shop", image: "docker.io/acme/app", secrets: ["a"], unfound: [] }];
    expect(texts(secretFacts(holders, new Map([["shop/a", secret]]), NOW))).to.contain(
      "has to stand under https://index.docker.io/v1/.",
    );
  });

  it("those that were not read leave the question open, and move nothing", () => {
    const one = found({ is: "not-asked" }, { is: "not-asked" });
    expect(one.facts.map(({ isKnown }) => isKnown)).to.deep.equal([false]);
    expect(texts(one)).to.contain(
      "Pull secrets secret-1 in namespace shop and secret-2 in namespace shop were not checked: run again with --check-secrets.",
    );
    expect(one.leads).to.deep.equal([]);
    expect(found({ is: "refused", why: "You may not." }, { is: "missing" }).leads).to.deep.equal([]);
  });

  it("one that the kubelet did not find, and that is there by now", () => {
    const state = holding({ "ghcr.io": LOGIN });
    const holder = { failure: 0, namespace: "shop", image: "ghcr.io/acme/app", secrets: ["a"], unfound: ["a"] };
    const one = secretFacts([holder], new Map([["shop/a", state]]), NOW);
    expect(texts(one)).to.contain(
      "is there by now, though the kubelet did not find it before; it is of the right type",
    );
    expect(one.leads).to.deep.equal([]);
  });

  it("never change the cause", () => {
    const states: Checked[] = [{ is: "missing" }, holding({}), holding({ "ghcr.io": LOGIN }), holding([])];
    for (const state of states)
      for (const cause of ["missing-credentials", "access-denied", "tag-not-found", "unrecognized"] as const)
        expect(weigh([aFailure({ cause })], found(state).leads)[0]?.cause).to.equal(cause);
  });
});
