import { expect } from "chai";
import { proxyFor } from "../../src/probe/proxy.ts";

const PROXY = "http://proxy.example:3128";

function proxied(host: string, noProxy: string, port = 443): boolean {
  return proxyFor({ isHttps: true, host, port }, { HTTPS_PROXY: PROXY, NO_PROXY: noProxy }) !== null;
}

describe("the proxy of a request", () => {
  it("is that of its scheme, in capitals or not", () => {
    const https = { isHttps: true, host: "a.example", port: 443 };
    expect(proxyFor(https, { HTTPS_PROXY: PROXY })).to.equal(PROXY);
    expect(proxyFor(https, { https_proxy: PROXY })).to.equal(PROXY);
    expect(proxyFor(https, { HTTP_PROXY: PROXY })).to.equal(null);
    expect(proxyFor({ ...https, isHttps: false }, { HTTP_PROXY: PROXY })).to.equal(PROXY);
    expect(proxyFor(https, { HTTPS_PROXY: PROXY, no_proxy: "a.example" })).to.equal(null);
  });

  it("is none that a visitor of a web server has named", () => {
    expect(
      proxyFor({ isHttps: false, host: "a.example", port: 80 }, { HTTP_PROXY: PROXY, REQUEST_METHOD: "GET" }),
    ).to.equal(null);
  });

  for (const [host, noProxy] of [
    ["a.example", "a.example"],
    ["b.a.example", "a.example"],
    ["b.a.example", ".a.example"],
    ["b.a.example", "*.a.example"],
    ["A.Example", "x, a.EXAMPLE ,y"],
    ["a.example", "a.example:443"],
    ["a.example", "*"],
    ["10.1.2.3", "10.0.0.0/8"],
    ["10.1.2.3", "10.1.2.3"],
    ["2001:db8::7", "2001:db8::/32"],
    ["2001:db8::7", "2001:db8:0::7"],
    ["localhost", ""],
    ["127.0.0.1", ""],
    ["::1", ""],
  ] as const)
    it(`is none for ${host} with NO_PROXY=${noProxy}`, () => expect(proxied(host, noProxy)).to.equal(false));

  for (const [host, noProxy] of [
    ["a.example", ""],
    ["ba.example", "a.example"],
    ["a.example", ".a.example"],
    ["a.example", "a.example:5000"],
    ["a.example", "10.0.0.0/8"],
    ["11.1.2.3", "10.0.0.0/8"],
    ["2001:db8::7", "10.0.0.0/8"],
    ["a.example", "a.example.com,,/,:,10.0.0.0/99"],
  ] as const)
    it(`is used for ${host} with NO_PROXY=${noProxy}`, () => expect(proxied(host, noProxy)).to.equal(true));
});
