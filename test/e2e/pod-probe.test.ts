import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect } from "chai";
import type { PullReport } from "../../src/report.ts";
import { fetchKubectl } from "../../tools/kubectl.ts";
import { dockerConfig, withAuth } from "../facts/secrets.ts";
import { type ApiServer, type KubeObject, startApiServer } from "../tools/api-server.ts";
import { pushImage } from "../tools/registry/push.ts";
import { freePort, HTPASSWD, type Server, startRegistry } from "../tools/registry/servers.ts";
import { buildPlugin, installPlugin, type Plugin, type Ran } from "./plugin.ts";

const schemaOf = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../src/${name}.schema.json`, import.meta.url), "utf8"));
const isProbeReport = new Ajv({ strict: true, allowUnionTypes: true }).compile(schemaOf("probe-report"));
const isReport = new Ajv().compile<PullReport>(schemaOf("report"));

const UID = "00000000-0000-4000-8000-000000000001";

/** A pod that fails with these words, as containerd puts them. */
function failing(image: string, words: string, secrets: readonly string[] = []) {
  const pod: KubeObject = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace: "default", uid: UID, creationTimestamp: "@-700" },
    spec: {
      nodeName: "node-1",
      serviceAccountName: "default",
      imagePullSecrets: secrets.map((name) => ({ name })),
      containers: [{ name: "web", image, imagePullPolicy: "IfNotPresent" }],
    },
    status: {
      phase: "Pending",
      containerStatuses: [
        {
          name: "web",
          image,
          imageID: "",
          ready: false,
          restartCount: 0,
          state: { waiting: { reason: "ImagePullBackOff", message: `Back-off pulling image "${image}"` } },
        },
      ],
    },
  };
  const event: KubeObject = {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: "web.1", namespace: "default", creationTimestamp: "@-300" },
    involvedObject: { kind: "Pod", name: "web", namespace: "default", uid: UID, fieldPath: "spec.containers{web}" },
    type: "Warning",
    reason: "Failed",
    message: messageOf(image, words),
    count: 4,
    firstTimestamp: "@-300",
    lastTimestamp: "@-30",
    source: { component: "kubelet", host: "node-1" },
  };
  return { pods: [pod], events: [event] };
}

function messageOf(image: string, words: string): string {
  return `Failed to pull image "${image}": failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${words}`;
}

describe("kubectl pullcheck POD --probe", function () {
  this.timeout(60_000);
  let plugin: Plugin;
  let open: Server;
  let locked: Server;
  let server: ApiServer;
  const pullcheck = (...args: string[]): Promise<Ran> => plugin.run(["web", ...args], server.env());
  const look = async (...args: string[]): Promise<PullReport> => {
    const { stdout, stderr } = await pullcheck("--probe", "-o", "json", ...args);
    const report: unknown = JSON.parse(stdout || "null");
    if (!isReport(report)) throw new Error(JSON.stringify(isReport.errors) + stderr);
    expect(isProbeReport(report.probe), JSON.stringify(isProbeReport.errors)).to.equal(true);
    return report;
  };

  before(async function () {
    this.timeout(300_000);
    await buildPlugin();
    const [kubectl, first, second] = await Promise.all([
      fetchKubectl(36),
      startRegistry(),
      startRegistry({ htpasswd: HTPASSWD }),
    ]);
    if (kubectl === null || first === null || second === null) return this.skip();
    [plugin, open, locked] = [installPlugin(kubectl), first, second];
    await pushImage({ origin: `http://${open.host}` }, "shop/app", "v1.2.3");
    await pushImage(
      {
        origin: `http://${locked.host}`,
        authorization: `Basic ${Buffer.from("someone:s3cret-word").toString("base64")}`,
      },
      "shop/app",
      "v1.2.3",
    );
  });
  after(async () => {
    plugin?.remove();
    await open?.stop();
    await locked?.stop();
  });
  afterEach(async () => {
    for (const { method, path } of server.requests)
      expect(method === "GET" || path.endsWith("/selfsubjectaccessreviews"), `${method} ${path}`).to.equal(true);
    await server.close();
  });

  it("finds a typo in the tag, and the tag that was meant in the registry's own list", async () => {
    const image = `${open.host}/shop/app:v1.2.4`;
    server = await startApiServer(failing(image, `${image}: not found`));
    const { failures, groups, probe } = await look("--probe-private");
    expect(failures[0]).to.include({ cause: "tag-not-found", confidence: "certain" });
    expect(probe?.images[0]).to.deep.include({ verdict: "tag-missing" });
    expect(probe?.images[0]?.tags?.nearest).to.deep.equal(["v1.2.3"]);
    expect(groups[0]?.facts.map(({ text }) => text).join(" ")).to.contain("v1.2.3");
    expect(failures[0]?.evidence.at(-1)).to.include({ from: "probe", event: null });
  });

  it("finds that the image is private, and with credentials that the pull would succeed", async () => {
    const image = `${locked.host}/shop/app:v1.2.3`;
    const words = "pull access denied, repository does not exist or may require authorization: authorization failed";
    server = await startApiServer({
      ...failing(image, words, ["regcred"]),
      secrets: [dockerConfig({ [locked.host]: withAuth("s3cret-word", "someone") })],
    });
    const anonymous = await look("--probe-private");
    expect(anonymous.probe?.images[0]).to.include({ verdict: "private", pullable: false });
    expect(server.requests.some(({ resource }) => resource === "secrets")).to.equal(false);

    const own = await look("--probe-private", "--probe-auth=pull-secrets");
    expect(own.probe?.images[0]).to.deep.include({
      verdict: "pullable",
      askedAs: { kind: "credentials", whose: "pod", from: "the pull secret regcred of namespace default" },
    });
    expect(own.failures[0]?.alternatives.map(({ cause }) => cause)).not.to.include("repository-not-found");
    expect(own.groups[0]?.facts.map(({ text }) => text).join(" ")).to.contain("The node would succeed now");
    expect(JSON.stringify(own)).not.to.contain("s3cret-word").and.not.to.contain("someone");
  });

  it("finds that the pod's own credentials are wrong", async () => {
    const image = `${locked.host}/shop/app:v1.2.3`;
    server = await startApiServer({
      ...failing(image, "pull access denied, repository does not exist or may require authorization", ["regcred"]),
      secrets: [dockerConfig({ [locked.host]: withAuth("an old one", "someone") })],
    });
    const { failures } = await look("--probe-private", "--probe-auth=pull-secrets");
    expect(failures[0]).to.include({ cause: "rejected-credentials", confidence: "certain" });
  });

  it("finds that the registry is down for everybody", async () => {
    const host = `localhost:${await freePort()}`;
    server = await startApiServer(
      failing(
        `${host}/shop/app:1`,
        `failed to do request: Head "https://${host}/v2/shop/app/manifests/1": dial tcp 127.0.0.1:1: connect: connection refused`,
      ),
    );
    const { failures, groups } = await look("--probe-private");
    expect(failures[0]).to.include({ cause: "connection-refused", confidence: "certain" });
    expect(groups[0]?.facts.map(({ text }) => text).join(" ")).to.contain("not with one node");
  });

  it("finds that only the node is at fault", async () => {
    const image = `${open.host}/shop/app:v1.2.3`;
    server = await startApiServer(
      failing(
        image,
        `failed to do request: Head "https://${open.host}/v2/": dial tcp: lookup registry.example: no such host`,
      ),
    );
    const ran = await pullcheck("--probe", "--probe-private");
    expect(ran.stdout.replace(/\s+/g, " ")).to.contain("the fault lies in the node's DNS: the name resolves here.");
    expect(ran.stderr).to.equal(`Asked ${open.host}.\n`);
    expect(ran.exitCode).to.equal(1);
  });

  it("leaves the node's own localhost alone, and says without --probe what it would settle", async () => {
    const image = `${open.host}/shop/app:v9`;
    server = await startApiServer(failing(image, `${image}: not found`));
    expect((await look()).probe?.hosts).to.deep.equal([]);
    await server.close();
    server = await startApiServer(failing("ghcr.io/acme/app:1", "ghcr.io/acme/app:1: not found"));
    const { groups, probe } = JSON.parse((await pullcheck("-o", "json")).stdout) as PullReport;
    expect(probe).to.equal(undefined);
    expect(groups[0]?.facts).to.deep.include({
      about: "probe",
      text: "The registry was not asked from here; --probe does that, and pulls nothing.",
      isKnown: false,
      names: [],
    });
  });

  it("asks nobody in the reader's network for what a pasted text names, unless it is told to", async () => {
    const image = `${open.host}/shop/app:v1.2.3`;
    server = await startApiServer({ pods: [], events: [] });
    const paste = async (...args: string[]): Promise<PullReport> => {
      const input = messageOf(image, `${image}: not found`);
      const ran = await plugin.run(["-f", "-", "--probe", "-o", "json", ...args], {}, { stdin: "pipe", input });
      return JSON.parse(ran.stdout) as PullReport;
    };
    expect((await paste()).probe?.hosts).to.deep.equal([]);
    expect((await paste("--probe-private")).probe?.images[0]?.verdict).to.equal("pullable");
  });
});
