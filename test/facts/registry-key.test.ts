import { expect } from "chai";
import fc from "fast-check";
import { keysFor, readRegistryKey, spellKey } from "../../src/facts/registry-key.ts";

/** Which of the names of a pull secret's entries are good for an image. */
function matching(image: string, names: readonly string[]): readonly string[] {
  return keysFor(
    image,
    names.flatMap((name) => {
      const key = readRegistryKey(name);
      return key === null ? [] : [[key, name] as const];
    }),
  );
}

const is = (name: string, image: string): void => {
  it(`${name} is for ${image}`, () => expect(matching(image, [name])).to.deep.equal([name]));
};
const isNot = (name: string, image: string): void => {
  it(`${name} is not for ${image}`, () => expect(matching(image, [name])).to.deep.equal([]));
};

describe("a login of a pull secret", () => {
  // kubernetes.io/docs/concepts/containers/images, "Interpretation of config.json".
  is("my-registry.example/images", "my-registry.example/images");
  is("my-registry.example/images", "my-registry.example/images/my-image");
  is("my-registry.example/images", "my-registry.example/images/another-image");
  is("*.my-registry.example", "sub.my-registry.example/images/my-image");
  is("prefix.*.example", "prefix.sub.example/images/my-image");
  is("*-good.my-registry.example", "prefix-good.my-registry.example/images/my-image");
  isNot("*.my-registry.example", "a.sub.my-registry.example/images/my-image");
  isNot("*.my-registry.example", "my-registry.example/images/my-image");

  // k8s.io/kubelet pkg/apis/credentialprovider: each glob matches one label, and a port must be the image's.
  is("*.*.registry.io", "a.b.registry.io/app");
  isNot("*.io", "quay.k8s.io/app");
  is("app*.k8s.io", "app1.k8s.io/x");
  is("registry.io:8080/path", "registry.io:8080/path/app");
  isNot("registry.io", "registry.io:8080/path/app");
  isNot("registry.io:8080", "registry.io/path/app");
  isNot("registry.io:*", "registry.io:8080/app");
  isNot("registry.io/other", "registry.io/path/app");
  isNot("registry.io/*", "registry.io/path/app");
  // A prefix of letters, not of parts.
  is("registry.io/path", "registry.io/pathological/app");
  isNot("registry.io/path/", "registry.io/path");

  is("https://registry.io", "registry.io/app");
  is("http://registry.io/", "registry.io/app");
  is("https://registry.io/v1/", "registry.io/app");
  is("https://registry.io/v2/path", "registry.io/path/app");
  // Without the last slash it is a path like any other.
  isNot("https://registry.io/v2", "registry.io/app");
  isNot("ftp://registry.io", "registry.io/app");
  is("[::1]:5000", "[::1]:5000/app");

  is("https://index.docker.io/v1/", "docker.io/library/nginx");
  is("index.docker.io", "docker.io/acme/app");
  is("docker.io", "docker.io/acme/app");
  is("https://index.docker.io/v2/", "docker.io/acme/app");
  isNot("https://index.docker.io/v1", "docker.io/acme/app");
  isNot("registry-1.docker.io", "docker.io/acme/app");
  isNot("https://registry.hub.docker.com", "docker.io/acme/app");
  isNot("hub.docker.com", "docker.io/acme/app");
  isNot("https://index.docker.io/v1/", "ghcr.io/acme/app");
  isNot("*.docker.io", "docker.io/acme/app");

  it("under Docker Hub's old address counts only where no other is for the image", () => {
    const names = ["https://index.docker.io/v1/", "docker.io/acme"];
    expect(matching("docker.io/acme/app", names)).to.deep.equal(["docker.io/acme"]);
    expect(matching("docker.io/other/app", names)).to.deep.equal(["https://index.docker.io/v1/"]);
  });

  for (const name of ["", "https://", "a b.example", "registry.io:port", "a:b:c", "[::1", "bad\\host"])
    it(`under the name ${JSON.stringify(name)} is passed over`, () => expect(readRegistryKey(name)).to.equal(null));

  it("is named without whoever stands before the host, and without what stands behind a question mark", () => {
    const key = readRegistryKey("https://user:hunter2@registry.io/team?token=hunter2");
    expect(key === null ? "" : spellKey(key)).to.equal("registry.io/team");
  });
});

/** URLsMatch once more, straight from its description: equal ports, as many labels, each glob a label, path a prefix. */
function urlsMatch(glob: string, target: string): boolean {
  const [a, b] = [glob, target].map((text) => new URL(`x://${text.replaceAll("*", "-star-")}`)) as [URL, URL];
  const [labels, others] = [a, b].map(({ hostname }) => hostname.split(".")) as [string[], string[]];
  const asPattern = (label: string) => new RegExp(`^${label.replaceAll("-star-", "[a-z]*")}$`);
  return (
    a.port === b.port &&
    labels.length === others.length &&
    b.pathname.startsWith(a.pathname) &&
    labels.every((label, index) => asPattern(label).test(others[index] as string))
  );
}

describe("the kubelet's matching of hosts", () => {
  const label = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 4 });
  const glob = fc.string({ unit: fc.constantFrom("a", "b", "*"), minLength: 1, maxLength: 5 });
  const address = (part: fc.Arbitrary<string>) =>
    fc
      .tuple(
        fc.array(part, { minLength: 1, maxLength: 3 }),
        fc.constantFrom("", ":5000", ":443"),
        fc.constantFrom("", "/a", "/ab", "/a/b", "/b"),
      )
      .map(([labels, port, path]) => `${[...labels, "example"].join(".")}${port}${path}`);

  it("is that of its description", () => {
    fc.assert(
      fc.property(address(glob), address(label), (name, image) => {
        expect(matching(image, [name]).length === 1).to.equal(urlsMatch(name, image));
      }),
      { numRuns: 3000 },
    );
  });

  it("finds every address under its own name, and under a star in place of any label", () => {
    fc.assert(
      fc.property(address(label), fc.nat(2), (image, which) => {
        const [host = "", ...path] = image.split("/");
        const starred = host.split(".").map((one, index) => (index === which && !one.includes(":") ? "*" : one));
        expect(matching(image, [image, host])).to.have.length(2);
        expect(matching(image, [[starred.join("."), ...path].join("/")])).to.have.length(1);
      }),
    );
  });

  it("never throws, whatever an entry is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), address(label), (name, image) => {
        matching(image, [name]);
      }),
      { numRuns: 1000 },
    );
  });
});
