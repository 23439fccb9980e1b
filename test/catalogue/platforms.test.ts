import { expect } from "chai";
import { parse as parseToml } from "smol-toml";
import { parse as parseYaml } from "yaml";
import type { Cure } from "../../src/catalogue/commands.ts";
import type { Facts } from "../../src/catalogue/define.ts";
import {
  allowPlainHttp,
  changeProxy,
  trustAuthority,
  trustAuthorityEverywhere,
  useMirror,
} from "../../src/catalogue/fixes/node-config.ts";
import { platformOf } from "../../src/catalogue/platforms/recognize.ts";
import type { Runtime } from "../../src/report.ts";
import { adviceFor, factsOf } from "./advice.ts";
import { expectHarmlessFix } from "./allowed-commands.ts";

const REGISTRY = "registry.corp.example:5000";
const IMAGE = `${REGISTRY}/shop/app:1`;
const UNTRUSTED = `Failed to pull image "${IMAGE}": failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}": failed to do request: Head "https://${REGISTRY}/v2/shop/app/manifests/1": tls: failed to verify certificate: x509: certificate signed by unknown authority`;
const PLAIN = `Failed to pull image "${IMAGE}": failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}": failed to do request: Head "https://${REGISTRY}/v2/shop/app/manifests/1": http: server gave HTTP response to HTTPS client`;

const at = (node: string, more: Partial<Facts["failure"]> = {}): Facts => factsOf("", IMAGE, { node, ...more });

/** A node of each platform, as it is called there. */
const NODES: readonly (readonly [node: string, platform: string, isCertain?: false])[] = [
  ["gke-prod-default-pool-1a2b3c4d-x1y2", "GKE"],
  ["gk3-prod-pool-2-1a2b3c4d-x1y2", "GKE Autopilot"],
  ["aks-agentpool-12345678-vmss000001", "AKS"],
  ["fargate-ip-10-0-0-4.eu-west-1.compute.internal", "Fargate"],
  ["ip-10-0-0-4.ec2.internal", "EKS", false],
  ["ip-10-0-0-4.eu-west-1.compute.internal", "EKS", false],
  ["kind-control-plane", "kind"],
  ["kind-worker2", "kind"],
  ["k3d-dev-agent-0", "k3d"],
  ["minikube", "minikube"],
  ["minikube-m02", "minikube"],
  ["docker-desktop", "Docker Desktop"],
  ["lima-rancher-desktop", "Rancher Desktop"],
  ["colima", "Colima"],
  ["talos-7x2-k9q", "Talos"],
  ["microk8s-vm", "MicroK8s"],
];

describe("a platform", () => {
  for (const [node, name, isCertain = true] of NODES)
    it(`${isCertain ? "is" : "may be"} ${name} where a node is called ${node}`, () => {
      const found = platformOf(at(node));
      expect([found?.platform.name, found?.isCertain]).to.deep.equal([name, isCertain]);
    });

  for (const node of [
    "node-1",
    "dev-control-plane",
    "mycluster-worker2",
    "worker.gke-like.example",
    "talos-master-1",
    "minikube-old",
    "colimator",
    "ip-10-0-0-4.internal.example",
  ])
    it(`is not told by a node called ${node}`, () => expect(platformOf(at(node))).to.equal(null));

  it("is OpenShift by the namespace or the registry, and perhaps by CRI-O", () => {
    expect(platformOf(at("ip-10-0-0-4.ec2.internal", { namespace: "openshift-monitoring" }))).to.deep.include({
      isCertain: true,
    });
    const internal = factsOf("", "image-registry.openshift-image-registry.svc:5000/a/b:1", {});
    expect(platformOf(internal)?.platform.name).to.equal("OpenShift");
    const crio = platformOf(at("ip-10-0-0-4.ec2.internal", { runtime: "cri-o" }));
    expect([crio?.platform.name, crio?.isCertain]).to.deep.equal(["OpenShift", false]);
  });

  it("is told by a folder in the error", () => {
    const k3s = factsOf(
      "failed to extract layer: write /var/lib/rancher/k3s/agent/containerd/x: no space left on device",
      IMAGE,
    );
    expect(platformOf(k3s)?.platform.name).to.equal("K3s or RKE2");
    const snap = factsOf("dial unix /var/snap/microk8s/common/run/containerd.sock: connect: refused", IMAGE);
    expect(platformOf(snap)?.platform.name).to.equal("MicroK8s");
  });
});

/** Every cure that tells a node something, for one failure. */
function settings(facts: Facts): readonly Cure[] {
  return [
    ...trustAuthority(facts),
    ...trustAuthorityEverywhere(facts),
    ...allowPlainHttp(facts),
    ...useMirror(facts),
    ...changeProxy(facts, "Correct the proxy's address", "In the editor."),
  ];
}

/** Texts in balanced braces, the outermost ones. */
function braces(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [index, char] of [...text].entries()) {
    if (char === "{" && depth++ === 0) start = index;
    if (char === "}" && --depth === 0) found.push(text.slice(start, index + 1));
  }
  return found;
}

/** `settings.…=…` of Bottlerocket, one word each. */
function bottlerocket(text: string): string[] {
  return [...text.matchAll(/\bsettings\.\S+=\S+(?=[.,]? )/g)].map(([word]) => word.replace(/[.,]$/, ""));
}

/** What `printf` writes into a new file. */
function written(run: string): string | null {
  const text = /printf "(.*)\\n" > "/.exec(run)?.[1];
  return text === undefined ? null : text.replaceAll('\\"', '"').replaceAll("\\n", "\n");
}

const EVERYWHERE: readonly Facts[] = [
  ...NODES.map(([node]) => at(node)),
  at("node-1", { namespace: "openshift-monitoring" }),
  factsOf("/var/lib/rancher/k3s/agent", IMAGE),
  factsOf("/var/lib/rancher/rke2/agent", IMAGE),
  ...(["containerd", "docker", "cri-o", "unknown"] as const satisfies readonly Runtime[]).map((runtime) =>
    at("node-1", { runtime }),
  ),
];

describe("advice for a platform", () => {
  it("holds no command that may lose something", () => {
    for (const facts of EVERYWHERE)
      for (const cure of settings(facts)) expectHarmlessFix(cure, `${facts.failure.node}: ${cure.title}`);
  });
});

describe("a file that an advice shows", () => {
  it("can be read: JSON and YAML in braces", () => {
    let count = 0;
    for (const facts of EVERYWHERE)
      for (const { note } of settings(facts)) {
        const outside = bottlerocket(`${note} `).reduce((text, word) => text.replace(word, ""), note ?? "");
        for (const snippet of braces(outside)) {
          count++;
          const value: unknown = snippet.startsWith('{"') ? JSON.parse(snippet) : parseYaml(snippet);
          expect(value, snippet).to.be.an("object");
          // A value that YAML lost would be a key with nothing behind it.
          expect(JSON.stringify(value), snippet).to.not.contain("null");
        }
      }
    expect(count).to.be.greaterThan(25);
  });

  it("can be read: TOML of containerd, CRI-O and Bottlerocket", () => {
    const files = EVERYWHERE.flatMap((facts) =>
      settings(facts).flatMap(({ commands, note }) => [
        ...commands.flatMap(({ run }) => written(run) ?? []),
        ...bottlerocket(`${note} `),
      ]),
    );
    expect(files.length).to.be.greaterThan(20);
    for (const file of files) expect(Object.keys(parseToml(file)), file).to.not.have.lengthOf(0);
  });

  it("says what it should for containerd", () => {
    const [plain] = allowPlainHttp(at("node-1", { runtime: "containerd" }));
    const [mirror] = useMirror(factsOf("", "nginx:1", { runtime: "containerd" }));
    const tomlOf = (cure: Cure | undefined): unknown =>
      cure?.commands.flatMap(({ run }) => written(run) ?? []).map((text) => parseToml(text))[0];
    expect(tomlOf(plain)).to.deep.equal({ server: `http://${REGISTRY}` });
    expect(tomlOf(mirror)).to.deep.equal({
      server: "https://registry-1.docker.io",
      host: { "https://MIRROR": { capabilities: ["pull", "resolve"] } },
    });
  });

  it("names the registry with its port, as a word of YAML", () => {
    const note = allowPlainHttp(factsOf("/etc/rancher/k3s/", IMAGE))[0]?.note ?? "";
    expect(parseYaml(braces(note)[0] ?? "")).to.deep.equal({
      mirrors: { [REGISTRY]: { endpoint: [`http://${REGISTRY}`] } },
    });
  });
});

describe("advice about the nodes' settings", () => {
  const CASES: readonly (readonly [where: string, place: Parameters<typeof adviceFor>[1], words: readonly string[]])[] =
    [
      [
        "GKE",
        { node: "gke-prod-pool-1a2b3c4d-x1y2" },
        ["--containerd-config-from-file", "privateRegistryAccessConfig"],
      ],
      ["Autopilot", { node: "gk3-prod-pool-2-1a2b3c4d-x1y2" }, ["gcloud container clusters update CLUSTER"]],
      ["AKS", { node: "aks-agentpool-12345678-vmss000001" }, ["--custom-ca-trust-certificates CA.crt"]],
      [
        "EKS",
        { node: "ip-10-0-0-4.ec2.internal" },
        ["where this is EKS", "launch template", "settings.pki.registry-ca"],
      ],
      ["Fargate", { node: "fargate-ip-10-0-0-4.ec2.internal" }, ["nobody can change", "public authority"]],
      ["OpenShift", { namespace: "openshift-logging" }, ["--from-file=registry.corp.example..5000=CA.crt"]],
      ["minikube", { node: "minikube" }, ["minikube start --embed-certs"]],
      ["Talos", { node: "talos-7x2-k9q" }, ["patch machineconfig", "RegistryTLSConfig"]],
    ];
  for (const [where, place, says] of CASES)
    it(`has the way of ${where} to trust an authority, before anything by hand`, () => {
      const { cause, fixes, text } = adviceFor(UNTRUSTED, place);
      expect(cause).to.equal("tls-untrusted-ca");
      for (const words of says) expect(text).to.contain(words);
      const own = fixes.findIndex((fix) => says.some((words) => JSON.stringify(fix).includes(words)));
      const hand = fixes.findIndex(({ title }) => title.includes("by hand"));
      if (hand >= 0) expect(own).to.be.lessThan(hand);
    });

  it("says that a file changed by hand is gone with a managed node", () => {
    for (const node of ["gke-prod-pool-1a2b3c4d-x1y2", "aks-agentpool-12345678-vmss000001", "ip-10-0-0-4.ec2.internal"])
      expect(adviceFor(UNTRUSTED, { node }).text, node).to.match(
        /the change is gone with the (?:node|next node image)/,
      );
  });

  it("has nothing by hand where nobody can, or where it is undone", () => {
    for (const place of [
      { node: "gk3-prod-pool-2-1a2b3c4d-x1y2" },
      { node: "talos-7x2-k9q" },
      { node: "fargate-ip-10-0-0-4.ec2.internal" },
      { namespace: "openshift-logging" },
    ])
      expect(adviceFor(UNTRUSTED, place).text).to.not.contain("certs.d");
  });

  it("names both where it is not sure", () => {
    const titles = adviceFor(PLAIN, { node: "ip-10-0-0-4.ec2.internal" }).fixes.map(({ title }) => title);
    expect(titles.some((title) => title.endsWith("where this is EKS"))).to.equal(true);
    expect(titles.some((title) => title.endsWith("on other nodes or by hand"))).to.equal(true);
  });

  it("speaks of no platform where nothing tells which it is", () => {
    expect(adviceFor(UNTRUSTED, { node: "node-1" }).text).to.not.match(/GKE|AKS|EKS|OpenShift|minikube|Talos/);
  });

  it("says where containerd 1 and 2 keep config_path", () => {
    expect(adviceFor(UNTRUSTED).text)
      .to.contain('[plugins."io.containerd.cri.v1.images".registry]')
      .and.contain('[plugins."io.containerd.grpc.v1.cri".registry]');
  });

  it("brings a local image to the cluster that it is, by its own command", () => {
    const message =
      'Failed to pull image "localhost:5000/app:1": failed to pull and unpack image "localhost:5000/app:1": failed to resolve reference "localhost:5000/app:1": failed to do request: Head "http://localhost:5000/v2/app/manifests/1": dial tcp 127.0.0.1:5000: connect: connection refused';
    expect(adviceFor(message, { node: "kind-worker" }).text)
      .to.contain("kind load docker-image localhost:5000/app:1")
      .and.not.contain("minikube");
    expect(adviceFor(message, { node: "k3d-dev-server-0" }).text).to.contain(
      "k3d image import localhost:5000/app:1 -c dev",
    );
  });
});
