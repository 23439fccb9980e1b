import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { expect } from "chai";
import fc from "fast-check";
import type { Shell } from "../../src/catalogue/for-shell.ts";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import { redact } from "../../src/redact/redact.ts";
import { FORMATS, render } from "../../src/render/render.ts";
import type { PullReport } from "../../src/report.ts";
import { PLAIN } from "../render/build.ts";
import { complaint } from "./powershell.ts";
import { unreadable } from "./shell.ts";

const file = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const validate = new Ajv({ strict: false }).compile<PullReport>(JSON.parse(file("src/report.schema.json")));

const of = (text: string, source = "-", shell: Shell = "sh"): PullReport => diagnose([{ source, text }], shell);
const redacted = (text: string, source = "-"): PullReport => redact(of(text, source)).report;
const message = (text: string): string => redacted(text).failures[0]?.error?.message ?? "";
const commandsOf = (report: PullReport): string[] =>
  report.failures.flatMap(({ fixes, alternatives }) => [
    ...fixes.flatMap(({ commands }) => commands.map(({ run }) => run)),
    ...alternatives.flatMap(({ check }) => check ?? []),
  ]);

const MESSAGES = [
  ...file("fixtures/corpus/messages.jsonl")
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { message: string }).message),
  ...Object.values(CATALOGUE).flatMap(({ examples }) => [...examples.is, ...examples.isNot.map(([text]) => text)]),
];

const KUBECTL = fileURLToPath(new URL("../../fixtures/kubectl/1.36/", import.meta.url));
const OUTPUTS = readdirSync(KUBECTL).filter((name, index) => name.endsWith(".txt") && index % 4 === 0);

const TICKET = `Name:             payments-api-7d9f5c6b8d-x2x9z
Namespace:        treasury
Node:             ip-10-0-12-34.eu-west-1.compute.internal/10.0.12.34
Status:           Pending
Controlled By:    ReplicaSet/payments-api-7d9f5c6b8d
Containers:
  ledger:
    Container ID:   
    Image:          registry.bigbank.net:5000/treasury/ledger-core:2.4.1
    Image ID:       
    State:          Waiting
      Reason:       ImagePullBackOff
    Ready:          False
Events:
  Type     Reason     Age                From               Message
  ----     ------     ----               ----               -------
  Normal   Scheduled  67s                default-scheduler  Successfully assigned treasury/payments-api-7d9f5c6b8d-x2x9z to ip-10-0-12-34.eu-west-1.compute.internal
  Normal   Pulling    26s (x3 over 67s)  kubelet            Pulling image "registry.bigbank.net:5000/treasury/ledger-core:2.4.1"
  Warning  Failed     25s (x3 over 66s)  kubelet            Failed to pull image "registry.bigbank.net:5000/treasury/ledger-core:2.4.1": rpc error: code = Unknown desc = failed to pull and unpack image "registry.bigbank.net:5000/treasury/ledger-core:2.4.1": failed to resolve reference "registry.bigbank.net:5000/treasury/ledger-core:2.4.1": failed to do request: Head "https://registry.bigbank.net:5000/v2/treasury/ledger-core/manifests/2.4.1": dial tcp: lookup registry.bigbank.net on 10.0.0.2:53: no such host
  Warning  Failed     25s (x3 over 66s)  kubelet            Error: ErrImagePull
`;

describe("a redacted report", () => {
  it("has the same causes when its messages are diagnosed again", () => {
    for (const text of MESSAGES) {
      const report = of(text);
      const shared = redact(report).report;
      expect(shared.failures.map(({ cause }) => cause)).to.deep.equal(report.failures.map(({ cause }) => cause));
      for (const [index, { error }] of report.failures.entries()) {
        if (error === null) continue;
        const again = shared.failures[index]?.error?.message ?? "";
        expect(of(again).failures[0]?.cause, again).to.equal(of(error.message).failures[0]?.cause);
      }
    }
  }).timeout(60_000);

  it("fits the schema, and holds its quotes in its messages, for kubectl's own output", () => {
    for (const name of OUTPUTS) {
      const report = of(readFileSync(KUBECTL + name, "utf8"));
      const shared = redact(report).report;
      expect(validate(shared), JSON.stringify(validate.errors)).to.equal(true);
      for (const [index, { evidence }] of shared.failures.entries())
        for (const [which, { event, quote }] of evidence.entries()) {
          const before = report.failures[index]?.evidence[which];
          if (event === null || report.events[event]?.message.includes(before?.quote ?? "") !== true) continue;
          expect(shared.events[event]?.message).to.include(quote);
        }
    }
  }).timeout(60_000);

  it("keeps everything but names: statuses, codes, ages, counts, tags, digests", () => {
    const rest = ({ failures }: PullReport) =>
      failures.map(({ cause, confidence, state, runtime, attempts, firstSeen, lastSeen, error, image }) => [
        [cause, confidence, state, runtime, attempts, firstSeen, lastSeen, image?.tag, image?.digest],
        [error?.grpcCode, error?.httpStatus, error?.registryCode, error?.chain.map(({ step }) => step)],
      ]);
    expect(rest(redacted(TICKET))).to.deep.equal(rest(of(TICKET)));
  });

  it("names nobody, in no format", () => {
    const report = redacted(TICKET, "/home/alice/bigbank.txt");
    for (const format of FORMATS) {
      const said = render(report, { ...PLAIN, format, verbose: true, width: 200, looked: "file-1.txt" });
      expect(said).to.not.match(/bigbank|treasury|ledger|payments|10[.-]0[.-]|alice|x2x9z/);
    }
  });

  it("has one alias for one name, in fields, messages, quotes and commands", () => {
    const report = redacted(TICKET);
    const [failure] = report.failures;
    expect(failure).to.include({ pod: "pod-1", namespace: "namespace-1", node: "node-1", container: "container-1" });
    expect(failure?.image?.raw).to.equal("registry-1.example:5000/namespace-1/repository-1:2.4.1");
    expect(failure?.error?.leaf).to.equal("no such host");
    expect(failure?.evidence[0]?.quote).to.equal("dial tcp: lookup registry-1.example on 192.0.2.1:53: no such host");
    expect(report.events[0]?.message).to.equal("Successfully assigned namespace-1/pod-1 to node-1");
    expect(report.events[0]?.object).to.equal("pod/pod-1");
    expect(report.groups[0]?.key).to.equal("registry-1.example:5000");
    expect(commandsOf(report)).to.include("dig +time=3 registry-1.example @192.0.2.1");
  });

  it("says what it replaced", () => {
    expect(redact(of(TICKET)).replaced).to.include({ pod: 1, namespace: 1, node: 1, registry: 1, repository: 1 });
    expect(redacted(TICKET).warnings.at(-1)).to.match(
      /^Names are replaced by aliases that mean the same throughout this report: 1 pod, 1 namespace, /,
    );
    expect(redacted('Failed to pull image "nginx:lates": manifest unknown').warnings.at(-1)).to.match(/^No name/);
  });

  it("suggests commands that a shell can read", async () => {
    const commands = MESSAGES.flatMap((text) => commandsOf(redacted(text))).concat(commandsOf(redacted(TICKET)));
    const distinct = [...new Set(commands)].filter((one) => !/^(?:Get|Restart)-/.test(one));
    expect(await unreadable(distinct)).to.deep.equal([]);
  }).timeout(60_000);

  it("has the same names in commands for PowerShell, and these can be read", () => {
    // Registries and names that PowerShell wants in quotes, and names that stand in commands only.
    const texts = ["registry.bigbank.net:5000", "10.9.8.7:5000", "9bank.azurecr.io", "quay.io"].flatMap((registry) =>
      Object.values(CATALOGUE).flatMap(({ examples }) =>
        examples.is
          .slice(0, 2)
          .map(
            (error) =>
              `${TICKET.replaceAll("registry.bigbank.net:5000", registry)}  Warning  Failed  5s  kubelet  ${error}\n`,
          ),
      ),
    );
    // The secret's and the owner's names are in no field.
    const waiting = { reason: "ErrImagePull", message: CATALOGUE["rejected-credentials"].examples.is[0] };
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        name: "payments-0",
        namespace: "treasury",
        ownerReferences: [{ kind: "StatefulSet", name: "payments", controller: true }],
      },
      spec: { imagePullSecrets: [{ name: "9bank" }], containers: [{ name: "ledger", image: "quay.io/ledger/a:1" }] },
      status: { containerStatuses: [{ name: "ledger", image: "quay.io/ledger/a:1", state: { waiting } }] },
    };
    for (const text of [...texts, JSON.stringify(pod)]) {
      const [sh, powershell] = (["sh", "powershell"] as const).map((shell) => redact(of(text, "-", shell)));
      expect(powershell?.replaced).to.deep.equal(sh?.replaced);
      for (const [index, { fixes }] of (powershell?.report.failures ?? []).entries())
        expect(JSON.stringify(fixes), sh?.report.failures[index]?.cause).to.not.match(
          /bigbank|treasury|ledger|payments|10\\?\.9|9bank|x2x9z/,
        );
      const plain = new Set(commandsOf(sh?.report as PullReport));
      for (const command of commandsOf(powershell?.report as PullReport))
        if (!plain.has(command)) expect(complaint(command), command).to.equal(null);
    }
  }).timeout(60_000);

  it("leaves words that are names as well where they are words", () => {
    const text = (name: string) =>
      TICKET.replaceAll("treasury", name)
        .replaceAll("payments-api", name)
        .replaceAll(/\bledger\b/g, name);
    for (const name of [
      "timeout",
      "registry",
      "image",
      "pod",
      "host",
      "such",
      "failed",
      "get",
      "no",
      "kubectl",
      "v2",
    ]) {
      const report = redacted(text(name));
      expect(report.failures[0]?.cause, name).to.equal("dns-failure");
      expect(report.failures[0]?.error?.leaf, name).to.equal("no such host");
      expect(of(report.failures[0]?.error?.message ?? "").failures[0]?.cause, name).to.equal("dns-failure");
      expect(report.failures[0]?.namespace, name).to.match(/-\d+$/);
      for (const run of commandsOf(report)) expect(run).to.not.match(/^(?:namespace|pod|container)-\d/);
    }
  });
});

describe("redaction", () => {
  it("keeps the kind of a registry to be seen", () => {
    const raw = (image: string) =>
      redacted(`Failed to pull image "${image}": ${image}: not found`).failures[0]?.image?.raw;
    expect(raw("210987654321.dkr.ecr.eu-west-1.amazonaws.com/shop/cart:1")).to.equal(
      "000000000001.dkr.ecr.eu-west-1.amazonaws.com/project-1/repository-1:1",
    );
    expect(raw("bigbank.azurecr.io/cart:1")).to.equal("registry-1.azurecr.io/repository-1:1");
    expect(raw("europe-west1-docker.pkg.dev/bigbank-prod/apps/cart:1")).to.equal(
      "europe-west1-docker.pkg.dev/project-1/project-2/repository-1:1",
    );
    expect(raw("harbor.bigbank.net/shop/cart:1")).to.equal("harbor.registry-1.example/project-1/repository-1:1");
    expect(raw("registry.tools.svc.cluster.local:5000/cart:1")).to.match(
      /^registry\.namespace-1\.svc\.cluster\.local:5000\/repository-1:1$/,
    );
    expect(raw("ghcr.io/bigbank/cart:1")).to.equal("ghcr.io/project-1/repository-1:1");
  });

  it("leaves what everybody may know: official images, what was retired, public hosts, loopback", () => {
    for (const text of [
      'Failed to pull image "nginx:lates": docker.io/library/nginx:lates: not found',
      'Failed to pull image "k8s.gcr.io/pause:3.1": k8s.gcr.io/pause:3.1: not found',
      'Failed to pull image "mcr.microsoft.com/dotnet/sdk:99": mcr.microsoft.com/dotnet/sdk:99: not found',
      'Failed to pull image "nginx": dial tcp 127.0.0.1:443: connect: connection refused',
    ])
      expect(message(text)).to.equal(text);
  });

  it("hides a name that only looks official", () => {
    expect(message('Failed to pull image "payroll:1": docker.io/library/payroll:1: not found')).to.equal(
      'Failed to pull image "repository-1:1": docker.io/library/repository-1:1: not found',
    );
  });

  it("replaces addresses by those of the documentation, and the same by the same", () => {
    const text =
      'Failed to pull image "r.corp.net/a:1": read tcp 10.1.2.3:4711->172.16.9.9:443: read: connection reset by peer, then dial tcp [fd00::1:2]:443: i/o timeout, 10.1.2.3';
    expect(message(text)).to.include("read tcp 192.0.2.1:4711->192.0.2.2:443:");
    expect(message(text)).to.include("dial tcp [2001:db8::1]:443: i/o timeout, 192.0.2.1");
  });

  it("hides accounts, roles, projects, people and where they live", () => {
    const hidden = message(
      'Failed to pull image "210987654321.dkr.ecr.eu-west-1.amazonaws.com/shop/cart:1": denied: User: arn:aws:sts::210987654321:assumed-role/BigBankNodes/i-0abc1234567890def is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:210987654321:repository/shop/cart; ask jane.doe@bigbank.net, see /home/jdoe/x, C:\\Users\\jdoe\\x, subscriptions/0f0e0d0c-1111-2222-3333-444455556666',
    );
    expect(hidden).to.not.match(/210987654321|BigBank|0abc123|jane|bigbank|jdoe|0f0e0d0c/);
    expect(hidden).to.include(
      "is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:000000000001:",
    );
    const google = message(
      'Failed to pull image "europe-docker.pkg.dev/bigbank-prod/apps/cart:1": denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/bigbank-prod/locations/europe/repositories/apps" (or it may not exist)',
    );
    expect(google).to.include(
      'Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/project-1/locations/europe/repositories/project-2"',
    );
  });

  it("hides names in encoded scopes of token requests", () => {
    expect(
      message(
        'Failed to pull image "bigbank/cart:1": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://auth.docker.io/token?scope=repository%3Abigbank%2Fcart%3Apull&service=registry.docker.io: 401 Unauthorized',
      ),
    ).to.include(
      "https://auth.docker.io/token?scope=repository%3Aproject-1%2Frepository-1%3Apull&service=registry.docker.io",
    );
  });

  it("lets no name through, whatever it is", () => {
    const letters = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz0123456789");
    // With a "q0z" inside it is no word of any language.
    const label = fc
      .tuple(fc.string({ unit: letters, minLength: 1, maxLength: 12 }), fc.string({ unit: letters, maxLength: 8 }))
      .map(([a, b]) => `${a}q0z${b}`);
    const names = fc.record({
      pod: label,
      namespace: label,
      container: label,
      node: label,
      host: label,
      project: label,
      repository: label,
    });
    fc.assert(
      fc.property(names, fc.constantFrom(...FORMATS), (given, format) => {
        const text = TICKET.replaceAll("payments-api-7d9f5c6b8d-x2x9z", given.pod)
          .replaceAll("payments-api", given.pod)
          .replaceAll(
            "registry.bigbank.net:5000/treasury/ledger-core",
            `${given.host}.bigbank.net:5000/${given.project}/${given.repository}`,
          )
          .replaceAll("v2/treasury/ledger-core", `v2/${given.project}/${given.repository}`)
          .replaceAll("registry.bigbank.net", `${given.host}.bigbank.net`)
          .replaceAll("treasury", given.namespace)
          .replaceAll("ip-10-0-12-34.eu-west-1.compute.internal", given.node)
          .replaceAll("ledger", given.container);
        const { report } = redact(of(text));
        const said = render(report, { ...PLAIN, format, verbose: true, width: 400 });
        for (const name of Object.values(given)) expect(said).to.not.include(name);
        expect(said).to.not.include("bigbank");
      }),
      { numRuns: 100 },
    );
  });
});
