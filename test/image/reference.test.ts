import { expect } from "chai";
import { sameImage } from "../../src/image/reference.ts";
import { expectParts, imageOf } from "./expect-image.ts";

const sha256 = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const hex64 = sha256.slice("sha256:".length);
const sha384 = `sha384:${"a".repeat(96)}`;
const sha512 = `sha512:${"0".repeat(128)}`;

describe("an image reference", () => {
  describe("without a registry", () => {
    const names = [
      ["nginx", ["docker.io", "library/nginx", "latest"]],
      ["nginx:lates", ["docker.io", "library/nginx", "lates"]],
      ["library/nginx", ["docker.io", "library/nginx", "latest"]],
      ["grafana/grafana:11.2.0", ["docker.io", "grafana/grafana", "11.2.0"]],
      ["store/vendor/app", ["docker.io", "store/vendor/app", "latest"]],
      ["my_team/app", ["docker.io", "my_team/app", "latest"]],
    ] as const;
    for (const [text, parts] of names) {
      it(`is an image of Docker Hub: ${text}`, () => expectParts(text, parts));
    }

    it("is one even if it looks like a host, as long as there is no slash", () => {
      expectParts("localhost:5000", ["docker.io", "library/localhost", "5000"]);
      expectParts("registry.example.com:1.2", ["docker.io", "library/registry.example.com", "1.2"]);
    });

    it("takes an image id with its algorithm for a name and a tag, as the kubelet does", () => {
      expectParts(sha256, ["docker.io", "library/sha256", hex64]);
    });
  });

  describe("with a registry", () => {
    const hosts = [
      ["ghcr.io/team/app:v1", ["ghcr.io", "team/app", "v1"]],
      ["localhost/app", ["localhost", "app", "latest"]],
      ["localhost:5000/app:1", ["localhost:5000", "app", "1"]],
      ["registry:5000/app", ["registry:5000", "app", "latest"]],
      ["10.0.0.5:5000/team/app:1", ["10.0.0.5:5000", "team/app", "1"]],
      ["[::1]:5000/app", ["[::1]:5000", "app", "latest"]],
      ["[2001:DB8::1]/app:1", ["[2001:DB8::1]", "app", "1"]],
      ["xn--n3h.com:18080/app", ["xn--n3h.com:18080", "app", "latest"]],
      ["b.gcr.io/test.example.com/app:test.example.com", ["b.gcr.io", "test.example.com/app", "test.example.com"]],
    ] as const;
    for (const [text, parts] of hosts) {
      it(`keeps host and port together: ${text}`, () => expectParts(text, parts));
    }

    it("calls Docker Hub by one name and adds the library of official images", () => {
      expectParts("docker.io/nginx", ["docker.io", "library/nginx", "latest"]);
      expectParts("index.docker.io/nginx:1", ["docker.io", "library/nginx", "1"]);
      expectParts("index.docker.io/grafana/grafana", ["docker.io", "grafana/grafana", "latest"]);
    });

    it("leaves the library out everywhere else", () => {
      expectParts("registry-1.docker.io/nginx", ["registry-1.docker.io", "nginx", "latest"]);
      expectParts("registry.hub.docker.com/nginx", ["registry.hub.docker.com", "nginx", "latest"]);
    });

    it("takes a first part with a capital letter for a host, because no repository may have one", () => {
      expectParts("MyTeam/app:1", ["MyTeam", "app", "1"]);
      expectParts("DOCKER.IO/nginx", ["DOCKER.IO", "nginx", "latest"]);
    });

    it("accepts a host with an underscore, which is no domain, only without a port", () => {
      expectParts("my_registry.local/app", ["my_registry.local", "app", "latest"]);
    });

    it("does not judge the size of a port", () => {
      expectParts("registry:99999/app", ["registry:99999", "app", "latest"]);
    });
  });

  describe("with a digest", () => {
    it("has no tag of its own", () => {
      expectParts(`nginx@${sha256}`, ["docker.io", "library/nginx", null, sha256]);
    });

    it("keeps the tag that stands beside it", () => {
      expectParts(`quay.io/team/app:v1@${sha256}`, ["quay.io", "team/app", "v1", sha256]);
    });

    it("may use any of the three algorithms", () => {
      expectParts(`app@${sha384}`, ["docker.io", "library/app", null, sha384]);
      expectParts(`app@${sha512}`, ["docker.io", "library/app", null, sha512]);
    });
  });

  describe("at the limits of the grammar", () => {
    it("separates words by one dot, one or two underscores, or any number of hyphens", () => {
      expectParts("team/a.b_c__d---e", ["docker.io", "team/a.b_c__d---e", "latest"]);
    });

    it("allows capitals, dots, underscores and hyphens in a tag", () => {
      expectParts("app:V1.2_rc-3", ["docker.io", "library/app", "V1.2_rc-3"]);
    });

    it("does not know a placeholder that is a valid tag: __TAG__", () => {
      expectParts("app:__TAG__", ["docker.io", "library/app", "__TAG__"]);
    });

    it("allows 128 characters in a tag", () => {
      expect(imageOf(`app:${"t".repeat(128)}`).tag).to.have.lengthOf(128);
    });

    it("allows 255 characters in a repository, the host not counted", () => {
      expect(imageOf(`registry.example.com/${"r".repeat(255)}`).repository).to.have.lengthOf(255);
    });

    it("allows 64 hexadecimal digits as soon as something else says that they are a name", () => {
      expectParts(`${hex64}:1`, ["docker.io", `library/${hex64}`, "1"]);
      expectParts(`docker.io/${hex64}`, ["docker.io", `library/${hex64}`, "latest"]);
    });
  });

  describe("written in full", () => {
    const spellings = [
      ["nginx", "docker.io/library/nginx:latest"],
      [`nginx@${sha256}`, `docker.io/library/nginx@${sha256}`],
      [`ghcr.io/team/app:1@${sha256}`, `ghcr.io/team/app:1@${sha256}`],
    ] as const;
    for (const [text, canonical] of spellings) {
      it(`names registry, repository, tag and digest: ${text}`, () =>
        expect(imageOf(text).canonical).to.equal(canonical));
    }
  });

  describe("written briefly", () => {
    const spellings = [
      ["docker.io/library/nginx:latest", "nginx"],
      ["docker.io/library/nginx:1.27", "nginx:1.27"],
      ["index.docker.io/grafana/grafana", "grafana/grafana"],
      ["library/foo/bar", "library/foo/bar"],
      ["ghcr.io/team/app:latest", "ghcr.io/team/app"],
      [`nginx:latest@${sha256}`, `nginx:latest@${sha256}`],
    ] as const;
    for (const [text, familiar] of spellings) {
      it(`drops what goes without saying: ${text}`, () => expect(imageOf(text).familiar).to.equal(familiar));
    }

    it("keeps Docker Hub's name where the repository would be read as a host", () => {
      expect(imageOf("docker.io/foo.bar/app").familiar).to.equal("docker.io/foo.bar/app");
      expect(imageOf("docker.io/localhost/app").familiar).to.equal("docker.io/localhost/app");
    });

    it("keeps the tag where the name would be read as an image id", () => {
      expect(imageOf(`docker.io/${hex64}`).familiar).to.equal(`${hex64}:latest`);
    });
  });
});

describe("two texts", () => {
  const same = [
    ["nginx", "docker.io/library/nginx:latest"],
    ["index.docker.io/grafana/grafana:1", "grafana/grafana:1"],
    [`app:1@${sha256}`, `docker.io/library/app@${sha256}`],
    [`app:1@${sha256}`, `app:2@${sha256}`],
    ["${IMAGE}", "${IMAGE}"],
  ] as const;
  for (const [a, b] of same) {
    it(`name the same image: ${a} and ${b}`, () => expect(sameImage(a, b)).to.equal(true));
  }

  const different = [
    ["nginx:1", "nginx:2"],
    ["nginx", "ghcr.io/library/nginx"],
    ["team/nginx", "nginx"],
    [`app:1@${sha256}`, "app:1"],
    [`app@${sha256}`, `app@${sha512}`],
    ["nginx", "nginx "],
    ["${IMAGE}", "${Image}"],
  ] as const;
  for (const [a, b] of different) {
    it(`do not name the same image: "${a}" and "${b}"`, () => expect(sameImage(a, b)).to.equal(false));
  }
});
