import { readFileSync } from "node:fs";
import { expect } from "chai";
import { parseArgs } from "../../src/cli/args.ts";
import type { ClusterRequest, Request } from "../../src/cli/request.ts";
import { UserError } from "../../src/cli/user-error.ts";
import { VERSION } from "../../src/cli/version.ts";

const show = { format: "table", color: "auto", quiet: false, verbose: false } as const;

function cluster(
  changes: Partial<Omit<ClusterRequest, "connection">> & { flags?: string[]; namespace?: string },
): Request {
  const { flags = [], namespace = null, ...others } = changes;
  return {
    kind: "cluster",
    targets: [],
    allNamespaces: false,
    selector: null,
    fieldSelector: null,
    container: null,
    connection: { namespace, flags, requestTimeout: null },
    show,
    ...others,
  };
}

function pods(...names: string[]): ClusterRequest["targets"] {
  return names.map((name) => ({ kind: "pod", name }));
}

function files(...names: string[]): Request {
  return { kind: "files", files: names, container: null, show };
}

/** As typed, split at blanks. */
function parse(line: string, stdinIsTerminal = true): Request {
  return parseArgs(line === "" ? [] : line.split(" "), { stdinIsTerminal });
}

const inTeamA = { namespace: "team-a", flags: ["--namespace=team-a"] };

describe("the command line", () => {
  describe("names pods", () => {
    const cases: Record<string, ClusterRequest["targets"]> = {
      "demo-pod": pods("demo-pod"),
      "pod/demo-pod": pods("demo-pod"),
      "pods/demo-pod": pods("demo-pod"),
      "po/demo-pod": pods("demo-pod"),
      "pod demo-pod": pods("demo-pod"),
      "pods web-0 web-1": pods("web-0", "web-1"),
      "web-0 pod/web-1 po/web-2": pods("web-0", "web-1", "web-2"),
      "node-1.example.com": pods("node-1.example.com"),
      "deployment/web": [{ kind: "deployment", name: "web" }],
      "deploy web": [{ kind: "deployment", name: "web" }],
      "deployment.apps/web": [{ kind: "deployment", name: "web" }],
      "Deployment/web": [{ kind: "deployment", name: "web" }],
      "sts/db ds/agent rs/web-6b7 job/once rc/old": [
        { kind: "statefulset", name: "db" },
        { kind: "daemonset", name: "agent" },
        { kind: "replicaset", name: "web-6b7" },
        { kind: "job", name: "once" },
        { kind: "replicationcontroller", name: "old" },
      ],
      "cj/nightly rollout/web rollouts.argoproj.io/api service/web": [
        { kind: "cronjob", name: "nightly" },
        { kind: "rollout", name: "web" },
        { kind: "rollouts.argoproj.io", name: "api" },
        { kind: "service", name: "web" },
      ],
      "web-0 deploy/api": [...pods("web-0"), { kind: "deployment", name: "api" }],
      "-- web-0": pods("web-0"),
      pods: [],
      deployment: pods("deployment"),
      "pod/causes": pods("causes"),
    };
    for (const [line, targets] of Object.entries(cases)) {
      it(line, () => expect(parse(line)).to.deep.equal(cluster({ targets })));
    }

    it("whatever standard input is", () => {
      expect(parse("demo-pod", false)).to.deep.equal(cluster({ targets: pods("demo-pod") }));
      expect(parse("pods", false)).to.deep.equal(cluster({}));
    });
  });

  describe("takes a flag's value in every form that kubectl takes", () => {
    const forms = [
      "-n team-a web-0",
      "-nteam-a web-0",
      "-n=team-a web-0",
      "--namespace team-a web-0",
      "--namespace=team-a web-0",
      "web-0 -n team-a",
      "-n other web-0 --namespace team-a",
      "-n team-a -- web-0",
    ];
    for (const line of forms) {
      it(line, () => expect(parse(line)).to.deep.equal(cluster({ targets: pods("web-0"), ...inTeamA })));
    }
  });

  describe("understands the flags that kubectl users type", () => {
    const cases: Record<string, Request> = {
      "-A": cluster({ allNamespaces: true }),
      "--all-namespaces": cluster({ allNamespaces: true }),
      "--all-namespaces=true": cluster({ allNamespaces: true }),
      "-A=false": cluster({}),
      "-l app=web": cluster({ selector: "app=web" }),
      "-lapp=web": cluster({ selector: "app=web" }),
      "-l=app=web": cluster({ selector: "app=web" }),
      "--selector app!=web": cluster({ selector: "app!=web" }),
      "-Al app=web": cluster({ allNamespaces: true, selector: "app=web" }),
      "--field-selector status.phase=Pending": cluster({ fieldSelector: "status.phase=Pending" }),
      "web-0 -c app": cluster({ targets: pods("web-0"), container: "app" }),
      "web-0 -capp": cluster({ targets: pods("web-0"), container: "app" }),
      "web-0 -ojson": cluster({ targets: pods("web-0"), show: { ...show, format: "json" } }),
      "web-0 -o=yaml": cluster({ targets: pods("web-0"), show: { ...show, format: "yaml" } }),
      "web-0 --output wide": cluster({ targets: pods("web-0"), show: { ...show, format: "wide" } }),
      "web-0 -qv --color never": cluster({
        targets: pods("web-0"),
        show: { format: "table", color: "never", quiet: true, verbose: true },
      }),
      "web-0 -v=6": cluster({ targets: pods("web-0"), show: { ...show, verbose: true } }),
      "web-0 -v=0": cluster({ targets: pods("web-0") }),
      "-n team-a": cluster(inTeamA),
      "": cluster({}),
    };
    for (const [line, request] of Object.entries(cases)) {
      it(line === "" ? "nothing" : line, () => expect(parse(line)).to.deep.equal(request));
    }

    it("an empty selector chooses every pod, also where standard input is no terminal", () => {
      const request = parseArgs(["-l", "", "-n", ""], { stdinIsTerminal: false });
      expect(request).to.deep.equal(cluster({}));
    });
  });

  it("hands every flag of the connection on to kubectl", () => {
    const line =
      "web-0 --context lab --cluster c --user u --kubeconfig /k --as bob --as-group a --as-group b --as-uid 7 -s https://h:6443 --token t --certificate-authority ca --client-certificate cc --client-key ck --tls-server-name n --insecure-skip-tls-verify --request-timeout 5s --cache-dir d -n team-a";
    const request = parse(line);
    expect(request.kind === "cluster" && request.connection).to.deep.equal({
      namespace: "team-a",
      flags: [
        "--namespace=team-a",
        "--context=lab",
        "--cluster=c",
        "--user=u",
        "--kubeconfig=/k",
        "--as=bob",
        "--as-group=a",
        "--as-group=b",
        "--as-uid=7",
        "--server=https://h:6443",
        "--token=t",
        "--certificate-authority=ca",
        "--client-certificate=cc",
        "--client-key=ck",
        "--tls-server-name=n",
        "--insecure-skip-tls-verify",
        "--request-timeout=5s",
        "--cache-dir=d",
      ],
      requestTimeout: 5,
    });
  });

  it("keeps a value that looks like a flag, as kubectl does", () => {
    expect(parse("web-0 --context --odd")).to.deep.equal(
      cluster({ targets: pods("web-0"), flags: ["--context=--odd"] }),
    );
  });

  describe("knows the times of --request-timeout", () => {
    for (const [text, seconds] of Object.entries({
      "5s": 5,
      "2m": 120,
      "1h30m": 5400,
      "500ms": 0.5,
      "1.5s": 1.5,
      7: 7,
      0: 0,
    })) {
      it(`${text} is ${seconds} s`, () => {
        const request = parse(`web-0 --request-timeout=${text}`);
        expect(request.kind === "cluster" && request.connection.requestTimeout).to.equal(seconds);
      });
    }
  });

  describe("reads text", () => {
    const cases: Record<string, Request> = {
      "-f a.txt": files("a.txt"),
      "-fa.txt": files("a.txt"),
      "--filename=a.txt -f b.txt": files("a.txt", "b.txt"),
      "-f -": files("-"),
      "-f - -f a.txt -f -": files("-", "a.txt"),
    };
    for (const [line, request] of Object.entries(cases)) {
      it(line, () => expect(parse(line)).to.deep.equal(request));
    }

    it("from standard input where that is no terminal and no pod is named", () => {
      expect(parse("", false)).to.deep.equal(files("-"));
      expect(parse("-o json", false)).to.deep.equal({ ...files("-"), show: { ...show, format: "json" } });
      expect(parse("-A", false)).to.deep.equal(cluster({ allNamespaces: true }));
      expect(parse("--wait", false)).to.deep.equal(cluster({ follow: { until: "mended", seconds: 300 } }));
      expect(parse("-w", false)).to.deep.equal(cluster({ follow: { until: "stopped" } }));
      expect(parse("-A --check-secrets", false)).to.deep.equal(cluster({ allNamespaces: true, checkSecrets: true }));
    });
  });

  describe("shows", () => {
    const cases: Record<string, Request> = {
      "--help": { kind: "help" },
      "-h": { kind: "help" },
      help: { kind: "help" },
      "web-0 --help": { kind: "help" },
      "--version": { kind: "version" },
      causes: { kind: "causes", id: null, show },
      "causes tag-not-found -o json": { kind: "causes", id: "tag-not-found", show: { ...show, format: "json" } },
    };
    for (const [line, request] of Object.entries(cases)) {
      it(line, () => expect(parse(line)).to.deep.equal(request));
    }
  });

  describe("refuses in one sentence", () => {
    const cases: Record<string, RegExp> = {
      "--foo": /^There is no flag --foo\.$/,
      "-x": /^There is no flag -x\.$/,
      "-Ax": /^There is no flag -x in -Ax\.$/,
      "web-0 -n": /^The flag -n needs a value\.$/,
      "web-0 --context": /^The flag --context needs a value\.$/,
      "-A=maybe": /^The flag -A is a switch and cannot be "maybe"\.$/,
      "--no-quiet": /^There is no flag --no-quiet\.$/,
      "web-0 -o xml": /^-o cannot be "xml"\.$/,
      "web-0 --color=blue": /^--color cannot be "blue"\.$/,
      "web-0 --request-timeout=soon": /^"soon" is no time for --request-timeout\.$/,
      "web-0 -A": /^Pods are either named or chosen/,
      "web-0 -l app=web": /^Pods are either named or chosen/,
      "web-0 -f a.txt": /^"web-0" and -f cannot go together/,
      "-A -f a.txt": /^A choice of pods and -f cannot go together/,
      "-f a.txt --check-secrets": /^--check-secrets asks the cluster/,
      "-f a.txt --watch": /^--watch follows the cluster/,
      "-f - --wait": /^--wait follows the cluster/,
      "-A --watch --wait": /^--watch goes on until it is stopped/,
      "-A -w -o yaml": /^-o yaml is for a report that is whole/,
      "-A -w -o markdown": /^-o markdown is for a report that is whole/,
      "-A -w --redact": /^--redact is for a report that is whole/,
      "-A --wait=soon": /^"soon" is no time for --wait\.$/,
      "-A --wait=": /^"" is no time for --wait\.$/,
      "secret/web": /"secret" cannot be a kind that owns pods/,
      "secrets.v1./web": /"secrets\.v1\." cannot be a kind that owns pods/,
      "./web": /"\." cannot be a kind that owns pods/,
      Web_0: /^"Web_0" cannot be the name of a pod\.$/,
      "-- --output=yaml": /^"--output=yaml" cannot be the name of a pod\.$/,
      "pod/": /^"" cannot be the name of a pod\.$/,
      "pod/../secrets": /^"\.\.\/secrets" cannot be the name of a pod\.$/,
      "causes a b": /^Only one cause/,
    };
    for (const [line, sentence] of Object.entries(cases)) {
      it(line, () => {
        expect(() => parse(line))
          .to.throw(UserError, sentence)
          .with.property("hint")
          .that.matches(/^[A-Z].{5,}/);
      });
    }
  });
});

it("the version is that of package.json", () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(VERSION).to.equal(version);
});
