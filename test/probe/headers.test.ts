import { expect } from "chai";
import fc from "fast-check";
import { readChallenges } from "../../src/probe/challenge.ts";
import { nextPage } from "../../src/probe/paging.ts";
import { readRateLimit, readRetryAfter } from "../../src/probe/rate-limit.ts";

function challengesOf(header: string) {
  return readChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
}

describe("a challenge", () => {
  it("of Docker Hub names its token service", () => {
    expect(
      challengesOf(
        'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/nginx:pull"',
      ),
    ).to.deep.equal([
      [
        "bearer",
        {
          realm: "https://auth.docker.io/token",
          service: "registry.docker.io",
          scope: "repository:library/nginx:pull",
        },
      ],
    ]);
  });

  it("may be one of several", () => {
    expect(
      challengesOf('Negotiate, Basic realm="a, b=c", charset="UTF-8" , Bearer realm = "https://x/t"'),
    ).to.deep.equal([
      ["negotiate", {}],
      ["basic", { realm: "a, b=c", charset: "UTF-8" }],
      ["bearer", { realm: "https://x/t" }],
    ]);
  });

  it("may have escapes, no quotes, a token of its own, and a comma too many", () => {
    expect(challengesOf('Basic realm="say \\"hi\\""')).to.deep.equal([["basic", { realm: 'say "hi"' }]]);
    expect(challengesOf("Bearer realm=https://x.example/token,service=y")).to.deep.equal([
      ["bearer", { realm: "https://x.example/token", service: "y" }],
    ]);
    expect(challengesOf("Negotiate YWJjZA==, Basic realm=x")).to.deep.equal([
      ["negotiate", {}],
      ["basic", { realm: "x" }],
    ]);
    expect(challengesOf(',, Bearer realm="x",,')).to.deep.equal([["bearer", { realm: "x" }]]);
  });

  it("counts a name that is given twice once, so that nobody can put a second realm behind the first", () => {
    expect(challengesOf('Bearer realm="https://a/",realm="https://b/"')).to.deep.equal([
      ["bearer", { realm: "https://a/" }],
    ]);
  });

  it("is read whatever it holds, and gives back what was quoted", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(readChallenges(text)).to.be.an("array");
      }),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ maxLength: 40 }), { noNullPrototype: true }),
        (values) => {
          const header = `Bearer ${Object.entries(values)
            .map(([name, value]) => `${name}="${value.replace(/[\\"]/g, "\\$&")}"`)
            .join(", ")}`;
          expect(challengesOf(header)).to.deep.equal([["bearer", values]]);
        },
      ),
    );
  });
});

describe("the link to the next page", () => {
  it("is the one with rel=next", () => {
    expect(nextPage('</v2/app/tags/list?last=1.9&n=100>; rel="next"')).to.equal("/v2/app/tags/list?last=1.9&n=100");
    expect(nextPage('<https://x/first>; rel="first", <https://x/2>;rel=next')).to.equal("https://x/2");
  });

  it("is none where there is none", () => {
    for (const header of [
      "",
      "</v2/x>",
      '</v2/x>; rel="prev"',
      "rel=next",
      "<unclosed; rel=next",
      '</v2/x>; rel="nextish"',
    ])
      expect(nextPage(header), header).to.equal(null);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(nextPage(text)).to.satisfy((one: unknown) => one === null || typeof one === "string");
      }),
    );
  });
});

describe("a quota of pulls", () => {
  const now = new Date("2026-11-22T12:00:00Z");
  const read = (headers: Record<string, string>) => readRateLimit((name) => headers[name] ?? null, now);

  it("of Docker Hub has a limit, a rest, a window, and by whom it is counted, but not who that is", () => {
    const limit = read({
      "ratelimit-limit": "100;w=21600",
      "ratelimit-remaining": "76;w=21600",
      "docker-ratelimit-source": "203.0.113.7",
    });
    expect(limit).to.deep.equal({ limit: 100, remaining: 76, window: 21600, retryAfter: null, countedBy: "address" });
    expect(
      read({ "ratelimit-remaining": "5", "docker-ratelimit-source": "8c0f9b1e-1b1f-4e3f-9d6d-4a1e8d3f1c2a" })
        ?.countedBy,
    ).to.equal("account");
  });

  it("is null where nothing is said, or nothing that is a number", () => {
    expect(read({})).to.equal(null);
    expect(read({ "ratelimit-limit": "lots", "retry-after": "soon" })).to.equal(null);
  });

  it("tells how long to wait, in seconds or by a date", () => {
    expect(readRetryAfter("120", now)).to.equal(120);
    expect(readRetryAfter("Sun, 22 Nov 2026 12:01:30 GMT", now)).to.equal(90);
    expect(readRetryAfter("Sun, 22 Nov 2026 11:00:00 GMT", now)).to.equal(0);
    for (const text of ["-1", "1e9", "99999999999", "", "tomorrow", "2026-11-22"])
      expect(readRetryAfter(text, now), text).to.equal(null);
  });

  it("is read whatever the headers hold", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
        const found = read({ "ratelimit-limit": a, "ratelimit-remaining": b, "retry-after": c });
        for (const value of [found?.limit, found?.remaining, found?.window, found?.retryAfter])
          if (value != null) expect(value).to.be.within(0, 1e12);
      }),
    );
  });
});
