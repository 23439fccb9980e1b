import { expect } from "chai";
import fc from "fast-check";
import {
  INDEX_TYPES,
  parsePlatform,
  readConfig,
  readManifest,
  runsOn,
  spellPlatform,
} from "../../src/probe/manifest.ts";
import { isWebPage, readRegistryError } from "../../src/probe/registry-error.ts";
import type { Platform } from "../../src/probe/report.ts";

const digest = `sha256:${"a".repeat(64)}`;

function platform(text: string): Platform {
  const found = parsePlatform(text);
  if (found === null) throw new Error(`${text} is no platform`);
  return found;
}

describe("a manifest", () => {
  it("that is an index lists its platforms, and leaves attestations out", () => {
    const body = JSON.stringify({
      schemaVersion: 2,
      mediaType: INDEX_TYPES[0],
      manifests: [
        { digest, size: 1, platform: { os: "linux", architecture: "amd64" } },
        { digest, size: 1, platform: { os: "linux", architecture: "arm64", variant: "v8" } },
        { digest, size: 1, platform: { os: "windows", architecture: "amd64", "os.version": "10.0.20348.2700" } },
        { digest, size: 1, platform: { os: "unknown", architecture: "unknown" } },
        { digest, size: 1 },
      ],
    });
    const manifest = readManifest(body, "");
    expect(manifest?.kind).to.equal("index");
    expect(manifest?.platforms.map(spellPlatform)).to.deep.equal([
      "linux/amd64",
      "linux/arm64/v8",
      "windows/amd64 10.0.20348.2700",
    ]);
  });

  it("of one image names the config that its platform is in", () => {
    const body = {
      schemaVersion: 2,
      config: { mediaType: "application/vnd.oci.image.config.v1+json", digest, size: 7 },
      layers: [],
    };
    const manifest = readManifest(JSON.stringify(body), "application/vnd.oci.image.manifest.v1+json");
    expect(manifest).to.deep.include({ kind: "image", config: { digest, size: 7 } });
    expect(readConfig('{"os":"linux","architecture":"arm","variant":"v7"}')).to.deep.equal(platform("linux/arm/v7"));
  });

  it("is what its body says, and only then what its header says", () => {
    const body = JSON.stringify({ schemaVersion: 2, mediaType: INDEX_TYPES[1], manifests: [] });
    expect(readManifest(body, "application/json")?.kind).to.equal("index");
    expect(readManifest('{"schemaVersion":2,"manifests":[]}', `${INDEX_TYPES[0]}; charset=utf-8`)?.mediaType).to.equal(
      INDEX_TYPES[0],
    );
  });

  it("of schema 1 is known, with and without a header", () => {
    const body = JSON.stringify({ schemaVersion: 1, name: "a", tag: "b", fsLayers: [], signatures: [] });
    for (const type of ["", "application/json", "application/vnd.docker.distribution.manifest.v1+prettyjws"])
      expect(readManifest(body, type)?.kind, type).to.equal("schema1");
  });

  it("of a chart is no image", () => {
    const body = {
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: { mediaType: "application/vnd.cncf.helm.config.v1+json", digest, size: 2 },
      layers: [],
    };
    expect(readManifest(JSON.stringify(body), "")).to.deep.include({
      kind: "other",
      artifact: "application/vnd.cncf.helm.config.v1+json",
    });
  });

  it("is none where there is no JSON object", () => {
    for (const body of ["", "<html>", "[]", "null", "12", '{"schema'])
      expect(readManifest(body, ""), body).to.equal(null);
  });

  it("never throws, whatever a registry sends", () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), (body, type) => {
        readManifest(body, type);
      }),
    );
  });
});

describe("a platform", () => {
  it("is written as OS/ARCH or OS/ARCH/VARIANT", () => {
    expect(spellPlatform(platform("linux/aarch64"))).to.equal("linux/arm64");
    expect(spellPlatform(platform("Linux/AMD64"))).to.equal("linux/amd64");
    for (const text of ["", "linux", "linux/", "/amd64", "linux/amd64/v1/x", "linux amd64"])
      expect(parsePlatform(text), text).to.equal(null);
  });

  it("runs an image for the same one, and for an older ARM", () => {
    for (const [offered, wanted] of [
      ["linux/amd64", "linux/amd64"],
      ["linux/arm64/v8", "linux/arm64"],
      ["linux/arm64", "linux/arm64/v8"],
      ["linux/arm/v6", "linux/arm/v7"],
      ["linux/x86_64", "linux/amd64"],
    ] as const)
      expect(runsOn(platform(offered), platform(wanted)), `${offered} on ${wanted}`).to.equal(true);
  });

  it("does not run one for another", () => {
    for (const [offered, wanted] of [
      ["linux/amd64", "linux/arm64"],
      ["windows/amd64", "linux/amd64"],
      ["linux/arm/v7", "linux/arm/v6"],
      ["linux/arm/v7", "linux/arm64"],
    ] as const)
      expect(runsOn(platform(offered), platform(wanted)), `${offered} on ${wanted}`).to.equal(false);
  });
});

describe("the words of a refusal", () => {
  it("are read in the form of OCI, of Docker Hub's tokens, and of OAuth", () => {
    expect(
      readRegistryError('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown","detail":{"Tag":"x"}}]}'),
    ).to.deep.equal({ code: "MANIFEST_UNKNOWN", said: "manifest unknown" });
    expect(readRegistryError('{"details":"incorrect username or password"}')).to.deep.equal({
      code: null,
      said: "incorrect username or password",
    });
    expect(readRegistryError('{"error":"invalid_grant","error_description":"it has ended"}')).to.deep.equal({
      code: null,
      said: "it has ended",
    });
    expect(readRegistryError("404 page not found\n")).to.deep.equal({ code: null, said: "404 page not found" });
  });

  it("are not those of a web page", () => {
    for (const page of ["<!DOCTYPE html><p>hi", "\n <HTML>", '<?xml version="1.0"?>']) {
      expect(isWebPage(page)).to.equal(true);
      expect(readRegistryError(page)).to.deep.equal({ code: null, said: null });
    }
  });

  it("are on one short line without anything that moves a cursor", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (message) => {
        const { said } = readRegistryError(JSON.stringify({ errors: [{ code: "DENIED", message }] }));
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
        if (said !== null) expect(said).to.match(/^[^\u0000-\u001f\u007f-\u009f]{1,300}$/u);
      }),
    );
  });
});
