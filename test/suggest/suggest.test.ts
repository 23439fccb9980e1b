import { expect } from "chai";
import { SeenImages } from "../../src/suggest/seen-images.ts";
import { suggestFor } from "../../src/suggest/suggest.ts";
import type { NamePart } from "../../src/suggest/suggestion.ts";
import { imageOf } from "../image/expect-image.ts";

/** Images that run, each with its namespace in front. */
function seen(...images: readonly (readonly [namespace: string, image: string])[]): SeenImages {
  const known = new SeenImages();
  for (const [namespace, image] of images) known.add(image, namespace);
  return known;
}

function suggested(raw: string, known = new SeenImages(), parts?: readonly NamePart[]): string[] {
  return suggestFor(imageOf(raw), known, parts).map(({ image }) => image);
}

const DIGITS = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

describe("did you mean", () => {
  const hosts = [
    ["gcr.oi/acme/app:1", "gcr.io/acme/app:1"],
    ["ghrc.io/acme/app:1", "ghcr.io/acme/app:1"],
    ["quay.oi/acme/app:1", "quay.io/acme/app:1"],
    ["registry.k8s.oi/pause:3.9", "registry.k8s.io/pause:3.9"],
    ["mcr.microsft.com/dotnet/sdk:8.0", "mcr.microsoft.com/dotnet/sdk:8.0"],
    ["docker.com/library/nginx:1.27", "docker.io/library/nginx:1.27"],
    ["hub.docker.com/r/grafana/grafana:11.0.0", "docker.io/grafana/grafana:11.0.0"],
    ["github.com/acme/app:1", "ghcr.io/acme/app:1"],
    ["gitlab.com/acme/app:1", "registry.gitlab.com/acme/app:1"],
    ["ghcr/acme/app:1", "ghcr.io/acme/app:1"],
    ["quay/io/acme/app:1", "quay.io/acme/app:1"],
    ["acme.azurecr.oi/app:1", "acme.azurecr.io/app:1"],
    ["123456789012.dkr.ecr.eu-west-1.amazonaw.com/app:1", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1"],
  ] as const;
  for (const [written, meant] of hosts) {
    it(`mends the host of ${written}`, () => expect(suggested(written)[0]).to.equal(meant));
  }

  const repositories = [
    ["ngnix:1.27", "nginx:1.27"],
    ["docker.io/library/ngnix:1.27", "docker.io/library/nginx:1.27"],
    ["ngnix", "nginx:latest"],
    ["libary/nginx:1.27", "nginx:1.27"],
    ["nginx/nginx:1.27", "nginx:1.27"],
    ["library/grafana/grafana:11.0.0", "grafana/grafana:11.0.0"],
    ["grafna/grafana:11.0.0", "grafana/grafana:11.0.0"],
    ["prometheus:v2.53.0", "prom/prometheus:v2.53.0"],
    ["postgresql:16", "postgres:16"],
    ["mongo_express:1", "mongo-express:1"],
    ["prometheus-operator/prometheus-operator:v0.75.0", "quay.io/prometheus-operator/prometheus-operator:v0.75.0"],
  ] as const;
  for (const [written, meant] of repositories) {
    it(`mends the repository of ${written}`, () => expect(suggested(written)[0]).to.equal(meant));
  }

  const tags = [
    ["nginx:lates", "nginx:latest"],
    ["nginx:Latest", "nginx:latest"],
    ["nginx:1.27-alpnie", "nginx:1.27-alpine"],
    ["nginx:1.27_alpine", "nginx:1.27-alpine"],
    ["registry.example.com/team/app:stabel", "registry.example.com/team/app:stable"],
    [`nginx:${DIGITS}`, `nginx@sha256:${DIGITS}`],
    [`nginx:sha256-${DIGITS}`, `nginx@sha256:${DIGITS}`],
  ] as const;
  for (const [written, meant] of tags) {
    it(`mends the tag of ${written.slice(0, 60)}`, () =>
      expect(suggested(written, undefined, ["tag"])[0]).to.equal(meant));
  }

  const successors = [
    ["openjdk:21-jre", "eclipse-temurin:21-jre"],
    ["openjdk:17-jdk-slim", "eclipse-temurin:17-jdk"],
    ["centos:stream9", "quay.io/centos/centos:stream9"],
  ] as const;
  for (const [old, now] of successors) {
    it(`names the image that has the tag of ${old}`, () => expect(suggested(old)[0]).to.equal(now));
  }

  it("keeps the digest of an image whose name is mended", () => {
    expect(suggested(`ngnix@sha256:${DIGITS}`)[0]).to.equal(`nginx@sha256:${DIGITS}`);
  });

  const alone = [
    // Versions are no typos.
    "nginx:1.27.99",
    "postgres:61",
    "registry.example.com/team/app:v2",
    // Another word, however near: king is not kong, storm is not store.
    "king:1",
    "store:1",
    "mango:1",
    "web:1",
    "controller:1",
    // Known in their own right, and near to others that are known.
    "mono:1",
    "redis/redis-stack:1",
    "nginxinc/nginx-unprivileged:1",
    "acme/nginx:1",
    "icr.io/acme/app:1",
    // Of a private registry nothing is known but what was seen.
    "registry.example.com/ngnix:1",
    "localhost:5000/ngnix:1",
    "10.0.0.1:5000/app:1",
    // Each of these is a registry of its own.
    "acme.jfrog.io/app:1",
    "gitlab.example.com/app:1",
  ];
  for (const written of alone) {
    it(`leaves ${written} alone`, () => expect(suggested(written)).to.deep.equal([]));
  }

  it("suggests only for the parts that may be wrong", () => {
    expect(suggested("ngnix:lates", undefined, ["host"])).to.deep.equal([]);
    expect(suggested("ngnix:lates", undefined, ["repository"])).to.deep.equal(["nginx:lates"]);
  });

  it("warns of the host that collects logins", () => {
    expect(suggestFor(imageOf("ghrc.io/acme/app:1"))[0]?.why).to.include("ghrc.io belongs to somebody else");
  });
});

describe("images seen elsewhere", () => {
  const shop = seen(
    ["shop", "registry.corp.example:5000/shop/checkout:1.1"],
    ["shop", "registry.corp.example:5000/shop/payment:v2.0"],
    ["stage", "registry.corp.example:5000/shop/payment:v1.9"],
  );

  it("mend a repository of a private registry, and say where the other runs", () => {
    expect(suggestFor(imageOf("registry.corp.example:5000/shop/checkuot:1.1"), shop)).to.deep.equal([
      {
        image: "registry.corp.example:5000/shop/checkout:1.1",
        why: "shop/checkout runs in namespace shop.",
        likeness: "slip",
      },
    ]);
  });
  it("say which tag runs where it is another", () => {
    const [first] = suggestFor(imageOf("registry.corp.example:5000/shop/checkuot:1.2"), shop);
    expect(first?.why).to.equal("shop/checkout runs in namespace shop, with the tag 1.1.");
  });
  it("mend a private registry's host, and a port that is missing", () => {
    expect(suggested("registry.corp.exmaple:5000/shop/checkout:1.1", shop)[0]).to.equal(
      "registry.corp.example:5000/shop/checkout:1.1",
    );
    expect(suggested("registry.corp.example/shop/checkout:1.1", shop)[0]).to.equal(
      "registry.corp.example:5000/shop/checkout:1.1",
    );
  });
  it("give a bare name its registry", () => {
    expect(suggested("shop/checkout:1.1", shop)[0]).to.equal("registry.corp.example:5000/shop/checkout:1.1");
  });
  it("give a version its v", () => {
    expect(suggestFor(imageOf("registry.corp.example:5000/shop/payment:2.0"), shop)[0]).to.deep.include({
      image: "registry.corp.example:5000/shop/payment:v2.0",
      likeness: "slip",
    });
  });
  it("are offered as other tags, not as what was meant", () => {
    const all = suggestFor(imageOf("registry.corp.example:5000/shop/payment:v3.0"), shop);
    expect(all.map(({ likeness }) => likeness)).to.deep.equal(["seen", "seen"]);
    expect(all[0]?.why).to.equal("The tag v2.0 runs in namespace shop.");
  });
  it("leave a sibling alone", () => {
    for (const sibling of ["shop/shipping:1", "shop/checkout-api:1", "shop2/checkout:1", "shop/checkout/v1:1"]) {
      expect(suggested(`registry.corp.example:5000/${sibling}`, shop, ["repository"]), sibling).to.deep.equal([]);
    }
  });
  it("are never corrected, though another is near", () => {
    const known = seen(["a", "ngnix:1"], ["b", "registry.exmaple/app:1"], ["b", "registry.example/app:1"]);
    expect(suggested("ngnix:2", known, ["repository"])).to.deep.equal([]);
    expect(suggested("registry.exmaple/other:1", known, ["host"])).to.deep.equal([]);
  });
  it("are kept up to a limit, however many there are", () => {
    const known = new SeenImages();
    for (let index = 0; index < 10_000; index++) known.add(`registry.example/app-${index % 5000}:1`, "n");
    expect(known.in("registry.example").size).to.equal(2000);
  });
});
