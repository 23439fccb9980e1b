import { expect } from "chai";
import fc from "fast-check";
import { isLoopback, placeOfAddress, placeOfName } from "../../src/probe/place.ts";

describe("where an address is", () => {
  for (const address of [
    "8.8.8.8",
    "172.32.0.1",
    "100.128.0.1",
    "2001:4860:4860::8888",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
  ])
    it(`${address} is on the internet`, () => expect(placeOfAddress(address)).to.equal("public"));

  for (const address of [
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "::1",
    "fd12:3456::1",
    "fec0::1",
    "192.0.2.1",
    "198.18.0.1",
    "240.0.0.1",
    "2001:db8::1",
    "::ffff:10.0.0.1",
    "::ffff:7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::808:808",
    "2002:a00:1::",
    "::10.0.0.1",
  ])
    it(`${address} is in somebody's own network`, () => expect(placeOfAddress(address)).to.equal("private"));

  for (const address of [
    "169.254.169.254",
    "169.254.0.1",
    "0.0.0.0",
    "0.1.2.3",
    "255.255.255.255",
    "224.0.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "::1%lo",
    "ff02::1",
    "fd00:ec2::254",
    "fd20:ce::254",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "::ffff:0:a9fe:a9fe",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
    "2001:0:a9fe:a9fe::",
    "::169.254.169.254",
  ])
    it(`${address} is never asked`, () => expect(placeOfAddress(address)).to.equal("never"));

  it("never takes what is no address in its usual spelling", () => {
    for (const text of ["", "localhost", "0x7f.1", "127.1", "1.2.3.4.5", "[::1]", "1.2.3.4 "])
      expect(placeOfAddress(text)).to.equal("never");
  });

  it("finds the same of an IPv4 address however IPv6 wraps it", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const place = placeOfAddress(address);
        expect(placeOfAddress(`::ffff:${address}`)).to.equal(place);
        expect(placeOfAddress(`64:ff9b::${address}`)).to.equal(place);
      }),
    );
  });

  it("knows this machine's own addresses", () => {
    for (const address of ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
      expect(isLoopback(address)).to.equal(true);
    for (const address of ["128.0.0.1", "10.0.0.1", "localhost", ""]) expect(isLoopback(address)).to.equal(false);
  });
});

describe("where a host is, by its name", () => {
  for (const name of [
    "docker.io",
    "ghcr.io",
    "registry.example.com",
    "GHCR.IO",
    "internal.example.com",
    "1.2.3.4.example.com",
    "my_registry.example.com",
  ])
    it(`${name} may be asked`, () => expect(placeOfName(name)).to.equal("public"));

  for (const name of [
    "localhost",
    "LOCALHOST",
    "registry",
    "registry.local",
    "registry.local.",
    "foo.localhost",
    "harbor.corp",
    "harbor.team.internal",
    "registry.kube-system.svc",
    "image-registry.openshift-image-registry.svc.cluster.local",
    "host.docker.internal",
    "nas.home.arpa",
    "[::1]",
    "0x7f.1",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "127.1",
    "10.1",
  ])
    it(`${name} looks private`, () => expect(placeOfName(name)).to.equal("private"));

  for (const name of [
    "169.254.169.254",
    "169.254.169.254.",
    "0xa9fea9fe",
    "2852039166",
    "0251.0376.0251.0376",
    "metadata.google.internal",
    "Metadata.Google.Internal.",
    "[fe80::1]",
    "[::ffff:169.254.169.254]",
    "1.2.3.4.5",
    "256.256.256.256",
    "example.0x1",
  ])
    it(`${name} is never asked`, () => expect(placeOfName(name)).to.equal("never"));
});
