import { expect } from "chai";
import type { BrokenRule } from "../../src/image/reference.ts";
import { parseReference } from "../../src/image/reference.ts";
import { expectBroken, imageOf } from "./expect-image.ts";

const hex64 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const sha256 = `sha256:${hex64}`;

/** Texts that break a rule, each with the reference that is suggested instead, or null. */
type Table = readonly (readonly [text: string, suggestion: string | null])[];

// Total over the rules: a new one does not compile without its examples.
const tables = {
  empty: [
    ["", null],
    ["   ", null],
  ],
  "name-too-long": [
    ["r".repeat(256), null],
    [`registry.example.com/${"r".repeat(256)}:1`, null],
    // "library/" is part of the repository's name.
    ["r".repeat(248), null],
    ["x".repeat(4097), null],
  ],
  "hex-name": [[hex64, null]],
  "missing-value": [
    ["registry.example.com/app:<no value>", null],
    ["<nil>/app:<nil>", null],
    ["app:%!s(<nil>)", null],
    ["registry.example.com/app:<none>", null],
  ],
  "printed-object": [
    ["map[registry:docker.io repository:bitnami/redis tag:7.2]", null],
    ['{"repository":"nginx","tag":"1.27"}', null],
    ["registry.example.com/[object Object]:1", null],
  ],
  "unexpanded-variable": [
    ["$IMAGE", null],
    ["registry.example.com/app:${TAG}", null],
    ["registry.example.com/app:$(Build.BuildId)", null],
    ["{{ .Values.image.repository }}:{{ .Values.image.tag }}", null],
    ["registry.example.com/app:${{ github.sha }}", null],
    ["%REGISTRY%/app:1", null],
    ["registry.example.com/app:#{TAG}#", null],
    ["{registry}/app:{tag}", null],
  ],
  placeholder: [
    ["<image>", null],
    ["<your-registry>/app:1", null],
    ["registry.example.com/app:[tag]", null],
    ["YOUR_REGISTRY/app:1", null],
    ["registry.example.com/__IMAGE__:1", null],
    ["registry.example.com/...", null],
    ["ACCOUNT_ID.dkr.ecr.us-east-1.amazonaws.com/app:1", null],
    ["registry.example.com/team/app@xxx", null],
  ],
  quotes: [
    ['"nginx:1.27"', "nginx:1.27"],
    ["nginx:1.27'", "nginx:1.27"],
    ["“nginx”", "nginx"],
  ],
  scheme: [
    ["https://registry.example.com/team/app:1", "registry.example.com/team/app:1"],
    ["docker://nginx", "nginx"],
    ["oci://ghcr.io/team/app", "ghcr.io/team/app"],
    ["https://hub.docker.com/r/grafana/grafana", "grafana/grafana"],
    ["https://hub.docker.com/_/nginx", "nginx"],
    ["https://quay.io/repository/team/app", "quay.io/team/app"],
    ["https://", null],
  ],
  whitespace: [
    [" nginx", "nginx"],
    ["nginx:1.27\n", "nginx:1.27"],
    ["nginx: 1.27", "nginx:1.27"],
    ["registry.example.com/ app:1", "registry.example.com/app:1"],
    ["nginx 1.27", null],
    ["nginx\u00a01.27", null],
  ],
  "invisible-character": [
    ["nginx\u200b:1.27", "nginx:1.27"],
    ["nginx:1.27\u001b", "nginx:1.27"],
  ],
  "bad-host": [
    ["hub.docker.com/_/nginx:1.27", "nginx:1.27"],
    ["-registry.example.com/app", null],
    ["registry..example.com/app", null],
    ["my_registry:5000/app", null],
    ["2001:db8::1/app", null],
    ["[fe80::1%eth0]:5000/app", null],
    ["user:secret@registry.example.com/app", null],
  ],
  "bad-port": [
    ["registry.example.com:/app", null],
    ["registry.example.com:port/app", null],
    ["nginx:feature/login", null],
    ["[::1]5000/app", null],
    ["registry:5000:5000/app", null],
    // The tag stands on the wrong side.
    ["library:1.27/nginx", "library/nginx:1.27"],
    ["registry.example.com:v2/team/app", "registry.example.com/team/app:v2"],
    ["team:latest/app", "team/app:latest"],
    ["team:1.2/app:1.2", null],
  ],
  "missing-name": [
    [":1.27", null],
    [`@${sha256}`, null],
    ["registry.example.com/", null],
    ["registry.example.com/:1.27", null],
    ["[::1]:5000", null],
  ],
  "leading-slash": [
    ["/nginx", null],
    ["/team/app:1", null],
  ],
  "trailing-slash": [
    ["team/app/", "team/app"],
    ["registry.example.com/app/", "registry.example.com/app"],
    ["team/", null],
    ["registry.example.com/team/:1", null],
  ],
  "double-slash": [
    ["registry.example.com/team//app:1", "registry.example.com/team/app:1"],
    ["registry.example.com//app", "registry.example.com/app"],
  ],
  "upper-case-repository": [
    ["ghcr.io/MyTeam/App:V1", "ghcr.io/myteam/app:V1"],
    ["Nginx", "nginx"],
    ["My_Team/app", "my_team/app"],
    ["ghcr.io/Team/App-:1", null],
  ],
  "bad-start": [
    ["-nginx", null],
    ["team/.app", null],
    ["_team/app", null],
  ],
  "bad-end": [
    ["nginx-:1", null],
    ["team_/app", null],
  ],
  "bad-separator": [
    ["team/my..app", null],
    ["team/my___app", null],
    ["team/my-_app", null],
  ],
  "bad-character": [
    ["nginx,redis", null],
    ["team/app+extra", null],
    ["team\\app:1", "team/app:1"],
    ["команда/app", null],
  ],
  "empty-tag": [
    ["nginx:", null],
    ["registry.example.com/app:", null],
    ["nginx:1.27:", "nginx:1.27"],
    [`nginx:@${sha256}`, `nginx@${sha256}`],
  ],
  "two-tags": [
    ["nginx:1.27:alpine", null],
    ["registry:5000/app:1:2", null],
    ["nginx:1.27:1.27", "nginx:1.27"],
  ],
  "slash-in-tag": [
    ["team/app:feature/login", null],
    ["registry.example.com/app:refs/heads/main", null],
  ],
  "bad-tag-character": [
    ["app:1.2.0+build.5", null],
    ["app:-1", null],
    ["app:.1", null],
    ["app:v1,v2", null],
    ["app:v1$", null],
  ],
  "tag-too-long": [[`app:${"t".repeat(129)}`, null]],
  "bad-digest": [
    ["nginx@", null],
    ["nginx@sha256", null],
    ["nginx@sha256:", null],
    ["nginx@sha256:0123456789abcdef", null],
    [`nginx@sha256:${"g".repeat(64)}`, null],
    ["nginx@1.27", "nginx:1.27"],
    [`nginx@${hex64}`, `nginx@${sha256}`],
    [`nginx@sha256:${hex64.toUpperCase()}`, `nginx@${sha256}`],
    [`nginx@${sha256}@${sha256}`, null],
    ["nginx@crc32:00000000", null],
  ],
  "unsupported-digest-algorithm": [[`nginx@md5:${"0".repeat(32)}`, null]],
  "digest-without-at": [
    [`nginx:${sha256}`, `nginx@${sha256}`],
    [`nginx:1.27:${sha256}`, `nginx:1.27@${sha256}`],
    ["nginx:sha256:0123", null],
  ],
  "tag-after-digest": [
    [`nginx@${sha256}:1.27`, `nginx:1.27@${sha256}`],
    [`nginx:1.27@${sha256}:1.27`, null],
  ],
} as const satisfies Record<BrokenRule, Table>;

describe("a broken reference", () => {
  for (const [rule, table] of Object.entries(tables) as [BrokenRule, Table][]) {
    for (const [text, suggestion] of table) {
      const outcome = suggestion === null ? "without a suggestion" : `and suggests ${shorten(suggestion)}`;
      it(`breaks ${rule}: ${shorten(text)} ${outcome}`, () => expectBroken(text, rule, suggestion));
    }
  }

  it("is repaired step by step where each step is obvious", () => {
    expectBroken(' "https://GHCR.io/My_Team//App:V1" ', "quotes", "GHCR.io/my_team/app:V1");
  });

  it("gets no suggestion when the repair lays bare what nobody can mend", () => {
    expectBroken("https://registry.example.com/app:", "scheme", null);
  });

  it("is told by the variable, not by the spaces or the scheme around it", () => {
    expect(why("https://ghcr.io/${{ inputs.name }}:1.27")).to.contain('"${{ inputs.name }}"');
  });

  it("names the character and the part that it stands in", () => {
    expect(why("app:1.2.0+build.5")).to.contain('"1.2.0+build.5" contains "+"');
    expect(why("team/аpp")).to.contain("U+0430");
    expect(why("nginx:1.27 # the newest")).to.contain('after "nginx:1.27"');
    expect(why("registry.example.com/<team>/app:1")).to.contain('"<team>"');
    expect(why("$REGISTRY/app:$TAG")).to.contain('"$REGISTRY"');
    expect(why("YOUR_REGISTRY/app:1")).to.contain('"YOUR_REGISTRY"');
  });

  it("does not repeat a password", () => {
    expect(why("user:secret@registry.example.com/app")).not.to.contain("secret");
  });

  it("is quoted without what a terminal would obey", () => {
    expect(why("app:\u001b[31m/x")).not.to.contain("\u001b");
  });

  it("is not one for a tag with a number of hyphens, or a name in many words", () => {
    expect(imageOf("team/my-very--long__name:1-2--3").tag).to.equal("1-2--3");
  });
});

function why(text: string): string {
  const parsed = parseReference(text);
  return parsed.ok ? expect.fail(`"${text}" was read as ${parsed.image.canonical}`) : parsed.why;
}

function shorten(text: string): string {
  const line = JSON.stringify(text);
  return line.length > 70 ? `${line.slice(0, 50)}… (${text.length})` : line;
}
