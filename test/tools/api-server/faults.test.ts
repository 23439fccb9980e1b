import { expect } from "chai";
import { type ApiServer, startApiServer } from "../api-server.ts";

describe("the test API server goes wrong on demand:", () => {
  const web0Path = "/api/v1/namespaces/default/pods/web-0";
  let server: ApiServer;

  beforeEach(async () => {
    server = await startApiServer({ pods: [{ metadata: { name: "web-0", namespace: "default" } }], events: [] });
  });
  afterEach(() => server.close());

  const statusOf = async (path: string) => (await fetch(server.url + path)).status;
  const messageOf = async (path: string) => {
    const status = (await (await fetch(server.url + path)).json()) as { message: string };
    return status.message;
  };

  it("401", async () => {
    server.fail(() => true, { status: 401 });
    expect(await messageOf(web0Path)).to.equal("Unauthorized");
  });

  it("403, for one pod, for the cluster, for a path", async () => {
    server.fail(/^\/api/, { status: 403 });
    expect(await messageOf(web0Path)).to.equal(
      'pods "web-0" is forbidden: User "dev" cannot get resource "pods" in API group "" in the namespace "default"',
    );
    expect(await messageOf("/apis/apps/v1/deployments")).to.equal(
      'deployments is forbidden: User "dev" cannot list resource "deployments" in API group "apps" at the cluster scope',
    );
    expect(await messageOf("/apis")).to.equal('forbidden: User "dev" cannot get path "/apis"');
  });

  it("429 with Retry-After, as often as told", async () => {
    server.fail({ resource: "pods" }, { status: 429, retryAfter: 7, times: 1 });
    const refused = await fetch(`${server.url}/api/v1/pods`);
    expect([refused.status, refused.headers.get("retry-after")]).to.deep.equal([429, "7"]);
    expect(await refused.text()).to.equal("Too many requests, please try again later.\n");
    expect(await statusOf("/api/v1/pods")).to.equal(200);
  });

  it("500, until it is cured", async () => {
    const cure = server.fail({ name: "web-0" }, { status: 500 });
    expect(await messageOf(web0Path)).to.equal("Internal error occurred: etcdserver: request timed out");
    cure();
    expect(await statusOf(web0Path)).to.equal(200);
  });

  it("a slow answer", async () => {
    server.fail({ verb: "list" }, { delay: 80 });
    const start = performance.now();
    await statusOf("/api/v1/pods");
    expect(performance.now() - start).to.be.at.least(75);
  });

  it("a connection cut before the headers", async () => {
    server.fail({ verb: "list" }, { drop: "before-headers" });
    expect(await fetch(`${server.url}/api/v1/pods`).catch(() => "cut")).to.equal("cut");
  });

  it("a connection cut in the middle of the body", async () => {
    server.fail({ verb: "list" }, { drop: "mid-body" });
    const response = await fetch(`${server.url}/api/v1/pods`);
    expect(response.status).to.equal(200);
    expect(await response.text().catch(() => "cut")).to.equal("cut");
  });
});
