import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { diagnose } from "../../src/diagnose/diagnose.ts";

const FOLDER = new URL("../../fixtures/kubectl/", import.meta.url).pathname;
const VERSIONS = readdirSync(FOLDER).filter((name) => /^1\.\d+$/.test(name));

/** What a version prints of a scenario, told in one line a failure; null where that version has no such output. */
function told(version: string, file: string): string[] | null {
  if (!readdirSync(join(FOLDER, version)).includes(file)) return null;
  const text = readFileSync(join(FOLDER, version, file), "utf8");
  return diagnose([{ source: file, text }]).failures.map(
    ({ namespace, pod, container, image, state, cause, confidence, attempts }) =>
      [namespace, pod, container, image?.raw, state, cause, confidence, attempts].join(" · "),
  );
}

/** Said by a person who read the objects behind the outputs. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  "a-describe-pod.txt": [
    "default · demo-pod · demo-container · nginx:lates · ImagePullBackOff · tag-not-found · certain · 3",
  ],
  "b-describe-pod.txt": [
    "default · shop-api-7d9c5b8f6d-k2v9x · metrics · registry.corp.example:5000/obs/metrics:2.4.1 · ImagePullBackOff · tls-untrusted-ca · certain · 6",
    "default · shop-api-7d9c5b8f6d-k2v9x · logger · ghcr.io/acme/logger:v9.9 · ErrImagePull · image-not-found · certain · 6",
  ],
  "c-describe-pod.txt": [
    "team-a · private-app · app · acme/private:1.0 · ImagePullBackOff · pull-secret-not-found · likely · 5",
  ],
  "f-describe-pod.txt": ["default · quiet · app · nginx:lates · ImagePullBackOff · unrecognized · possible · "],
  "g-describe-pod.txt": [
    "default · web-6b7f6db4c4-4kq8z · web · docker.io/acme/web:2.0.1-rc · ImagePullBackOff · registry-rate-limited · certain · 4",
  ],
  "i-describe-pod.txt": [
    "default · image-volume · shell · quay.io/acme/models:v2 · ImagePullBackOff · missing-credentials · likely · 3",
  ],
  "k-describe-pod.txt": ["default · sandbox ·  · registry.k8s.io/pause:3.9 ·  · connection-timeout · certain · 23"],
  "l-describe-pod.txt": [
    "default · win · win · mcr.microsoft.com/windows/servercore:ltsc2022 · ErrImagePull · platform-mismatch · certain · 4",
  ],
  "n-describe-pod.txt": ["default · modern · app · nginx:lates · ImagePullBackOff · tag-not-found · certain · 3"],
};

describe("a pod described by any kubectl", () => {
  for (const [file, expected] of Object.entries(EXPECTED)) {
    for (const version of VERSIONS) {
      const got = told(version, file);
      if (got !== null) it(`${version} ${file} gives the same report`, () => expect(got).to.deep.equal(expected));
    }
  }

  it("is found in the events tables of every version too", () => {
    let tables = 0;
    for (const version of VERSIONS) {
      for (const file of [
        "a-get-events.txt",
        "a-get-events-wide.txt",
        "a-get-events-A.txt",
        "a-events.txt",
        "a-events-A.txt",
      ]) {
        const got = told(version, file);
        if (got === null) continue;
        tables++;
        expect(got, `${version} ${file}`).to.have.lengthOf(1);
        expect(got[0], `${version} ${file}`).to.match(/demo-pod.*nginx:lates.*tag-not-found · certain/);
      }
    }
    expect(tables).to.be.greaterThan(10);
  });
});

describe("pods that fail for other reasons", () => {
  it("are left alone", () => {
    for (const version of VERSIONS) {
      const failing = (told(version, "f-describe-pods.txt") ?? []).map((line) => line.split(" · ")[1]);
      expect(new Set(failing), version).to.deep.equal(new Set(["quiet", "tpl"]));
    }
  });
});
