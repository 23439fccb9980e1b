import { expect } from "chai";
import fc from "fast-check";
import { loginsFor, type PullSecret, readPullSecret, registriesOf } from "../../src/facts/pull-secret.ts";
import { tokenEnd } from "../../src/facts/token-end.ts";
import { dockerConfig, ecrToken, HIDDEN, LOGIN, pullSecret, webToken, withAuth } from "./secrets.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

function read(object: unknown): PullSecret {
  const secret = readPullSecret(object);
  if (secret === null) throw new Error("no secret");
  return secret;
}

describe("a pull secret", () => {
  it("tells its registries, and for which images they are", () => {
    const secret = read(dockerConfig({ "ghcr.io": withAuth(), "https://index.docker.io/v1/": LOGIN }));
    expect(secret).to.include({ name: "regcred", namespace: "default", flaw: null });
    expect(registriesOf(secret)).to.deep.equal(["ghcr.io", "index.docker.io"]);
    expect(loginsFor("docker.io/library/nginx", secret)).to.have.length(1);
    expect(loginsFor("quay.io/acme/app", secret)).to.have.length(0);
  });

  it("of the old type is read too", () => {
    const secret = pullSecret({
      type: "kubernetes.io/dockercfg",
      data: { ".dockercfg": base64(JSON.stringify({ "ghcr.io": withAuth() })) },
    });
    expect(registriesOf(read(secret))).to.deep.equal(["ghcr.io"]);
  });

  it("of another type, or with another key, is passed over by the kubelet", () => {
    expect(read(dockerConfig({ "ghcr.io": LOGIN }, { type: "Opaque" })).flaw).to.equal("wrong-type");
    expect(read(pullSecret({ data: { "config.json": base64("{}") } })).flaw).to.equal("no-data");
    expect(read(dockerConfig({}, { type: "kubernetes.io/dockercfg" })).flaw).to.equal("no-data");
  });

  it("that the kubelet cannot parse is unreadable", () => {
    const broken = [
      pullSecret({ data: { ".dockerconfigjson": base64('{"auths":{"ghcr.io":') } }),
      pullSecret({ data: { ".dockerconfigjson": base64("[]") } }),
      dockerConfig({ "ghcr.io": { auth: "no base64 !" } }),
      dockerConfig({ "ghcr.io": { auth: base64("no colon") } }),
      dockerConfig({ "ghcr.io": { username: 7 } }),
      dockerConfig(["ghcr.io"]),
    ];
    for (const one of broken) expect(read(one).flaw, JSON.stringify(one)).to.equal("unreadable");
  });

  it("may have its auth without padding, and may have none", () => {
    const secret = read(dockerConfig({ "a.example": { auth: base64("u:pw").replace(/=+$/, "") }, "b.example": {} }));
    expect(secret.logins.map(({ isEmpty }) => isEmpty)).to.deep.equal([false, true]);
  });

  it("tells when the tokens of ECR and Azure end, and of a password nothing", () => {
    const end = new Date("2026-11-20T08:00:00Z");
    expect(tokenEnd(ecrToken(end))).to.deep.equal(end);
    expect(tokenEnd(webToken(end))).to.deep.equal(end);
    for (const password of [
      "",
      HIDDEN[0],
      "ya29.a0AfH6SMB",
      "a.b.c",
      "eyJ.eyJ.x",
      base64("{}"),
      base64('{"payload":1}'),
    ])
      expect(tokenEnd(password), password).to.equal(null);
  });

  it("shows nothing of its content but hosts and times, whatever it holds", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{3,6}\.example$/),
        fc.stringMatching(/^[A-Z0-9]{12,20}$/),
        fc.stringMatching(/^[A-Z0-9]{12,20}$/),
        fc.boolean(),
        (host, user, password, isBroken) => {
          const config = JSON.stringify({ auths: { [`https://${user}@${host}`]: withAuth(password, user) } });
          const data = { ".dockerconfigjson": base64(isBroken ? config.slice(0, -3) : config) };
          const told = JSON.stringify(readPullSecret(pullSecret({ data })));
          for (const hidden of [user, password, base64(`${user}:${password}`)]) expect(told).not.to.contain(hidden);
          expect(told.includes(host)).to.equal(!isBroken);
        },
      ),
    );
  });

  it("never throws, whatever the API gives", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (value, data) => {
        readPullSecret(value);
        readPullSecret(pullSecret({ data }));
        readPullSecret(pullSecret({ data: { ".dockerconfigjson": data } }));
      }),
    );
  });
});
