import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { maskReport, maskSecrets } from "../../src/diagnose/mask-secrets.ts";
import { FORMATS, render } from "../../src/render/render.ts";
import { base64, SECRETS } from "../hostile/secrets.ts";
import { PLAIN } from "../render/build.ts";
import { DEMO_POD } from "../render/texts.ts";

describe("a text with a secret", () => {
  for (const { name, text, secret } of SECRETS) {
    it(`hides ${name}`, () => {
      expect(maskSecrets(text)).to.not.include(secret);
    });

    it(`hides ${name} inside escaped JSON`, () => {
      const escaped = JSON.stringify(JSON.stringify({ message: text }));
      const inner = JSON.stringify(JSON.stringify(secret)).slice(3, -3);
      expect(maskSecrets(escaped)).to.not.include(inner);
    });

    it(`hides ${name} in a URL`, () => {
      expect(maskSecrets(encodeURIComponent(text))).to.not.include(encodeURIComponent(secret));
    });
  }

  it("hides a secret that a terminal broke over two lines, wherever it was broken", () => {
    for (const { name, text, secret, breaks = true } of SECRETS) {
      if (!breaks) continue;
      const at = text.indexOf(secret);
      for (let offset = 1; offset < secret.length; offset++) {
        const broken = `${text.slice(0, at + offset)}\n      ${text.slice(at + offset)}`;
        const [head, tail] = [secret.slice(0, offset), secret.slice(offset)];
        const masked = maskSecrets(broken);
        if (head.length > 12) expect(masked, `${name} at ${offset}`).to.not.include(head);
        if (tail.length > 12) expect(masked, `${name} at ${offset}`).to.not.include(tail);
      }
    }
  });

  it("is masked once, and masking it again changes nothing", () => {
    for (const { text } of SECRETS) expect(maskSecrets(maskSecrets(text))).to.equal(maskSecrets(text));
  });

  it("keeps the words around the secret", () => {
    expect(
      maskSecrets(
        'Get "https://b.s3.eu-west-1.amazonaws.com/x?X-Amz-Expires=1200&X-Amz-Signature=0a1b2c&y=1": 403 Forbidden',
      ),
    ).to.equal(
      'Get "https://b.s3.eu-west-1.amazonaws.com/x?X-Amz-Expires=1200&X-Amz-Signature=***&y=1": 403 Forbidden',
    );
    expect(maskSecrets("dial tcp: lookup a.example\npassword=hunter2\nno such host")).to.equal(
      "dial tcp: lookup a.example\npassword=***\nno such host",
    );
  });

  it("goes into no command as a pattern for file names", () => {
    const image = "ghcr.io/acme/app:ghp_0123456789abcdefghijABCDEFGHIJ012345";
    const text = `Failed to pull image "${image}": no space left on device`;
    const commands = maskReport(diagnose([{ source: "-", text }])).failures.flatMap(({ fixes }) =>
      fixes.flatMap((one) => one.commands.map(({ run }) => run)),
    );
    expect(commands.join("\n")).to.include("MASKED").and.not.include("***");
  });
});

describe("a text without a secret", () => {
  const HARMLESS = [
    "sha256:0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "nginx:1.27@sha256:0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "registry.example:5000/team/app:1.2@sha256:0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9",
    'wrong diff id calculated on extraction "sha256:0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9"',
    "pod UID: 3f1d4c9e-7b1a-4a59-9d2f-0c1b2a3d4e5f",
    "web-7d9f5c6b8d-x2x9z",
    "eyebright-service-0123456789-abcdef01",
    "kube-api-access-9xk2f, secret/regcred, token-refresher-7d9f5c6b8d-x2x9z",
    "Unable to retrieve some image pull secrets (regcred-0123456789abcdef); attempting to pull the image may not succeed.",
    'no basic auth credentials; Bearer realm="https://auth.docker.io/token",service="registry.docker.io"',
    "unauthorized: incorrect username or password: denied",
    "failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aa%2Fb%3Apull&service=ghcr.io: 401 Unauthorized",
    "failed to fetch oauth token: unexpected status from POST request to https://auth.docker.io/token: 429 Too Many Requests",
    "https://ghcr.io/token?scope=%5BREDACTED%5D&service=%5BREDACTED%5D",
    'kubectl create secret docker-registry x --docker-server=y --docker-username=AWS --docker-password="$(aws ecr get-login-password --region eu-west-1)"',
    "ip-10-0-1-23.eu-west-1.compute.internal, gke-prod-pool-1-0a1b2c3d-x9z8",
  ];
  for (const text of HARMLESS)
    it(`stays as it is: ${text.slice(0, 70)}`, () => expect(maskSecrets(text)).to.equal(text));

  it("stays as it is in every example, every word and every command of the catalogue", () => {
    for (const { examples, what, why } of Object.values(CATALOGUE))
      for (const text of [what, why, ...examples.is, ...examples.isNot.map(([message]) => message)]) {
        expect(maskSecrets(text)).to.equal(text);
        for (const { fixes } of diagnose([{ source: "-", text }]).failures)
          for (const { title, note, commands } of fixes)
            for (const one of [title, note ?? "", ...commands.map(({ run }) => run)])
              expect(maskSecrets(one)).to.equal(one);
      }
  });

  it("stays as it is in all labelled cases", () => {
    const lines = readFileSync(new URL("../../fixtures/corpus/messages.jsonl", import.meta.url), "utf8")
      .trim()
      .split("\n");
    for (const line of lines) {
      const { message } = JSON.parse(line) as { message: string };
      expect(maskSecrets(message)).to.equal(message);
    }
  });
});

describe("a secret planted anywhere in a text", () => {
  const lines = DEMO_POD.split("\n");

  it("appears in no format, and everything else stays", () => {
    const planted = fc.record({
      line: fc.nat(lines.length - 1),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      which: fc.constantFrom(...SECRETS),
      format: fc.constantFrom(...FORMATS),
      verbose: fc.boolean(),
      width: fc.constantFrom(40, 80, 200),
    });
    fc.assert(
      fc.property(planted, ({ line, share, which: { text, secret }, format, verbose, width }) => {
        // Between two words of the line: in the middle of a word it would be another word.
        const words = (lines[line] as string).split(" ");
        const at = Math.round(share * words.length);
        const mixed = [...words.slice(0, at), text, ...words.slice(at)].join(" ");
        const whole = lines.with(line, mixed).join("\n");
        expect(maskSecrets(whole)).to.not.include(secret);
        for (const other of lines.filter((_, index) => index !== line)) expect(maskSecrets(whole)).to.include(other);
        const said = render(maskReport(diagnose([{ source: "-", text: whole }])), { ...PLAIN, format, verbose, width });
        expect(said.replace(/\s+/g, "")).to.not.include(secret.replace(/\s+/g, ""));
      }),
      { numRuns: 200 },
    );
  });

  it("is found whatever its letters are", () => {
    const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"];
    const random = fc.string({ unit: fc.constantFrom(...letters), minLength: 36, maxLength: 36 });
    fc.assert(
      fc.property(random, fc.constantFrom("\n", " ", '"', "'", ",", "", ")"), (secret, end) => {
        for (const text of [
          `ghp_${secret}`,
          `glpat-${secret}`,
          `dckr_pat_${secret}`,
          `https://user:${secret}@registry.example/v2/`,
          `https://x.blob.core.windows.net/y?sv=2024-01-01&sig=${secret}%3D&se=1`,
          `Authorization: Bearer ${secret}`,
          `password=${secret}`,
          `{"auths":{"r.example":{"auth":"${base64(`user:${secret}`)}"}}}`,
        ])
          expect(maskSecrets(`before ${text}${end} after`)).to.not.include(secret);
      }),
    );
  });
});
